#include "catalogue/catalogue.hpp"

namespace ocop::catalogue {

Catalogue::Kept Catalogue::kept() const {
    std::shared_lock const lock(mutex_);
    return kept_;
}

bool Catalogue::is_fresh(Kept const& kept) const {
    if (kept.listing == nullptr) {
        return false;
    }
    auto const age = clock_.now().ms - kept.read_at.ms;
    if (age >= 0 && age < listing_age_ms_max) {
        return true;
    }
    auto const revision = store_.snapshot()->revision(store::Space::registry);
    return revision != 0 && revision == kept.revision;
}

Result<std::shared_ptr<Listing const>> Catalogue::listing() const {
    auto const before = kept();
    if (is_fresh(before)) {
        return before.listing;
    }
    std::unique_lock reading(reading_, std::defer_lock);
    if (before.listing != nullptr && !reading.try_lock()) {
        return before.listing;
    }
    if (!reading.owns_lock()) {
        reading.lock();
    }
    if (auto const now = kept(); is_fresh(now)) {
        return now.listing;
    }
    auto made = read();
    return made || before.listing == nullptr ? std::move(made) : before.listing;
}

Result<std::shared_ptr<Listing const>> Catalogue::read() const {
    auto const snapshot = store_.snapshot();
    auto const at = clock_.now();
    auto listing = Listing::read(*snapshot);
    if (!listing) {
        return listing.error();
    }
    Kept made{
        std::make_shared<Listing const>(std::move(*listing)),
        snapshot->revision(store::Space::registry),
        at};
    std::unique_lock const lock(mutex_);
    kept_ = std::move(made);
    return kept_.listing;
}

}  // namespace ocop::catalogue
