#include "webhooks/deliverer.hpp"

#include "events/index.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <set>

namespace ocop::webhooks {

namespace {

using events::Subscription;
using events::SubscriptionState;
using When = Next::When;

constexpr std::int64_t broken_wait_ms = 1'000;

// What `act` gives, or threw.
template <class Act>
auto caught(Act const& act) -> decltype(act()) {
    try {
        return act();
    } catch (std::exception const& e) {
        return Error(Errc::internal, "internal", "", e.what());
    }
}

// No more than the slug of an error and what was thrown: faults may quote what was sent.
std::string_view what_of(Error const& error) {
    bool const thrown = error.code == Errc::internal && !error.faults.empty();
    return thrown ? std::string_view(error.faults.front().reason) : error.slug;
}

}  // namespace

Deliverer::Deliverer(CourierParts parts, DelivererOptions options, BatchLimits limits)
    : clock_(parts.clock),
      store_(parts.store),
      log_(parts.log),
      courier_(parts, limits),
      options_(options) {}

Deliverer::~Deliverer() {
    stop();
}

void Deliverer::run() {
    OCOP_ASSERT(threads_.empty());
    threads_.emplace_back([this] { look_out(); });
    for (std::size_t i = 0; i < options_.senders; ++i) {
        threads_.emplace_back([this] { send(); });
    }
}

void Deliverer::wake() {
    {
        std::lock_guard const lock(mutex_);
        woken_ = true;
    }
    woken_up_.notify_one();
}

void Deliverer::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    woken_up_.notify_all();
    work_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void Deliverer::look_out() {
    for (;;) {
        look();
        std::unique_lock lock(mutex_);
        woken_up_.wait_for(lock, until_next(), [this] { return woken_ || stopping_; });
        if (stopping_) {
            return;
        }
        woken_ = false;
    }
}

// No longer than `poll`, since other subscriptions may come.
std::chrono::milliseconds Deliverer::until_next() const {
    auto const now = clock_.now().ms;
    auto wait = options_.poll;
    for (auto const& [id, line] : lines_) {
        if (!line.under_way && line.next.when == When::later && line.next.at.ms > now) {
            wait = std::min(wait, std::chrono::milliseconds(line.next.at.ms - now));
        }
    }
    return wait;
}

Result<std::vector<Subscription>> Deliverer::read_all() {
    auto const snapshot = store_.snapshot();
    auto found = events::all_subscriptions(*snapshot);
    auto const last = events::last_event(*snapshot);
    if (!last) {
        return last.error();
    }
    last_event_ = *last;
    return found;
}

void Deliverer::look() {
    auto const records = caught([this] { return read_all(); });
    if (!records) {
        auto const error = records.error();
        std::array const fields{http::LogField{"what", what_of(error)}};
        log_.write(http::LogLevel::error, "deliveries_unread", fields);
        return;  // and again after `poll`
    }
    std::set<std::string_view> there;
    std::lock_guard const lock(mutex_);
    for (auto const& record : *records) {
        there.insert(record.id);
        auto& line = lines_[record.id];
        line.unit = record.unit;
        if (!line.under_way && is_due(record, line)) {
            hand_out(record.id, line);
        }
    }
    for (auto at = lines_.begin(); at != lines_.end();) {
        bool const gone = !at->second.under_way && there.count(at->first) == 0;
        at = gone ? lines_.erase(at) : std::next(at);
    }
}

bool Deliverer::is_due(Subscription const& record, Line const& line) const {
    bool const asked = record.retry_asked;
    if (!asked && record.state != SubscriptionState::active) {
        return false;
    }
    auto const& next = line.next;
    switch (next.when) {
        case When::at_once:
        case When::asked:
            return true;
        case When::later:
            return asked || next.at <= clock_.now();
        case When::barred:
            return next.at <= clock_.now();
        case When::new_events:
            return asked || next.seen < last_event_;
    }
    return false;
}

void Deliverer::hand_out(std::string id, Line& line) {
    line.under_way = true;
    (line.slow ? slow_ : prompt_).push_back(std::move(id));
    work_.notify_one();
}

Next Deliverer::step(std::string const& id, Next const& last) const {
    auto const next = caught([&] { return courier_.step(id, last.seen); });
    if (next) {
        return *next;
    }
    auto const error = next.error();
    std::array const fields{
        http::LogField{"subscription", id}, http::LogField{"what", what_of(error)}};
    log_.write(http::LogLevel::error, "delivery_failed", fields);
    return {When::barred, {clock_.now().ms + broken_wait_ms}, last.seen};
}

void Deliverer::send() {
    std::string id;
    Line line;
    while (take(id, line)) {
        auto const begun = std::chrono::steady_clock::now();
        line.next = step(id, line.next);
        bool const took_long = std::chrono::steady_clock::now() - begun > options_.slow_from;
        // A step that sent nothing, or met a closed door, tells nothing of how fast it answers.
        line.slow = took_long || (line.slow && !line.next.answered);
        put_back(id, line);
    }
}

// The first whose unit has not enough under way, of the prompt ones if there is one.
Deliverer::Place Deliverer::next_place() {
    auto const may_go = [this](std::string const& id) {
        auto const found = under_way_.find(lines_.at(id).unit);
        return found == under_way_.end() || found->second < unit_attempts_max;
    };
    auto const prompt = std::find_if(prompt_.begin(), prompt_.end(), may_go);
    if (prompt != prompt_.end()) {
        return {&prompt_, prompt};
    }
    if (slow_under_way_ >= std::max<std::size_t>(options_.senders / 2, 1)) {
        return {};
    }
    auto const slow = std::find_if(slow_.begin(), slow_.end(), may_go);
    return slow != slow_.end() ? Place{&slow_, slow} : Place{};
}

// Waits for one that is due; false when it is time to stop.
bool Deliverer::take(std::string& id, Line& line) {
    Place place;
    std::unique_lock lock(mutex_);
    work_.wait(lock, [&] {
        place = next_place();
        return stopping_ || place.queue != nullptr;
    });
    if (stopping_) {
        return false;
    }
    id = std::move(*place.at);
    place.queue->erase(place.at);
    line = lines_.at(id);
    slow_under_way_ += line.slow ? 1 : 0;
    ++under_way_[line.unit];
    return true;
}

void Deliverer::put_back(std::string const& id, Line const& line) {
    {
        std::lock_guard const lock(mutex_);
        auto& kept = lines_.at(id);
        slow_under_way_ -= kept.slow ? 1 : 0;
        auto const of_unit = under_way_.find(kept.unit);
        if (--of_unit->second == 0) {
            under_way_.erase(of_unit);
        }
        kept = line;
        kept.under_way = false;
        if (line.next.when == When::at_once) {
            hand_out(id, kept);  // behind the others
        } else {
            woken_ = true;
        }
    }
    work_.notify_all();  // a place for a slow one may be free, and one for another of its unit
    woken_up_.notify_one();
}

}  // namespace ocop::webhooks
