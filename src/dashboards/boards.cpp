#include "dashboards/boards.hpp"

namespace ocop::dashboards {

std::shared_ptr<Reading const> Boards::kept() const {
    std::shared_lock const lock(mutex_);
    return kept_;
}

bool Boards::is_fresh(std::shared_ptr<Reading const> const& reading) const {
    if (reading == nullptr) {
        return false;
    }
    auto const now = clock_.now();
    auto const age = now.ms - reading->at.ms;
    return age >= 0 && age < reading_age_ms_max && legal_day(now) == reading->today;
}

Result<std::shared_ptr<Reading const>> Boards::reading() {
    auto const before = kept();
    if (is_fresh(before)) {
        return before;
    }
    std::unique_lock reading(reading_, std::defer_lock);
    if (before != nullptr && !reading.try_lock()) {
        return before;
    }
    if (!reading.owns_lock()) {
        reading.lock();
    }
    if (auto now = kept(); is_fresh(now)) {
        return now;
    }
    auto made = read_all(*store_.snapshot(), clock_.now());
    if (!made) {
        return before == nullptr ? Result<std::shared_ptr<Reading const>>(made.error()) : before;
    }
    auto next = std::make_shared<Reading const>(std::move(*made));
    std::unique_lock const lock(mutex_);
    kept_ = next;
    return next;
}

}  // namespace ocop::dashboards
