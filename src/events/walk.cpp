#include "events/walk.hpp"

#include <algorithm>

namespace ocop::events {

namespace {

constexpr std::size_t want_first = 16;
constexpr std::size_t want_max = 1'024;
// A window that holds more than this is tried again narrower.
constexpr std::size_t window_postings_max = 4'096;
constexpr std::size_t window_postings_few = 16;
constexpr EventNumber window_first = 256;
constexpr std::int64_t window_ms_first = 60'000;
// What a walk upwards takes in one window, of what it wants next: what is more was read in vain.
constexpr std::size_t window_cap_factor = 4;
constexpr std::int64_t window_ms_max = std::int64_t{1} << 50U;

bool is_before(EventNumber a, EventNumber b, Direction direction) {
    return direction == Direction::down ? a > b : a < b;
}

}  // namespace

ListWalk::ListWalk(
    store::Reader const& reader,
    std::string prefix,
    Numbers numbers,
    Direction direction,
    std::size_t expected
)
    : reader_(reader),
      prefix_(std::move(prefix)),
      numbers_(numbers),
      direction_(direction),
      want_(std::max(expected, want_first)),
      window_(window_first) {}

Result<std::optional<Posting>> ListWalk::seek(EventNumber at) {
    while (true) {
        while (next_ < buffer_.size() && is_before(buffer_[next_].number, at, direction_)) {
            ++next_;
        }
        if (next_ < buffer_.size()) {
            return std::optional(buffer_[next_]);
        }
        if (ended_) {
            return std::optional<Posting>();
        }
        if (auto fetched = fetch(at); !fetched) {
            return fetched.error();
        }
    }
}

Result<void> ListWalk::fetch(EventNumber at) {
    bool const down = direction_ == Direction::down;
    if (!started_) {
        at = down ? std::min(at, numbers_.high) : std::max(at, numbers_.low);
        started_ = true;
    } else {
        // Whoever skips what was fetched gets less at a time, whoever takes it all gets more.
        bool const skipped =
            is_before(covered_, at, direction_) && at != covered_ - 1 && at != covered_ + 1;
        want_ = skipped ? want_first : std::min(want_ * 2, std::max(want_, want_max));
        at = down ? std::min(at, covered_ - 1) : std::max(at, covered_ + 1);
    }
    buffer_.clear();
    next_ = 0;
    if (at < numbers_.low || at > numbers_.high) {
        ended_ = true;
        return {};
    }
    return down ? fetch_down(at) : fetch_up(at);
}

Result<void> ListWalk::fetch_down(EventNumber at) {
    auto const complete = scan_window({numbers_.low, at}, want_);
    if (!complete) {
        return complete.error();
    }
    ended_ = *complete;
    if (!ended_) {
        covered_ = buffer_.back().number;
    }
    return {};
}

Result<void> ListWalk::fetch_up(EventNumber at) {
    while (true) {
        auto const room = numbers_.high - at;
        auto const top = at + std::min(room, window_ - 1);
        auto const complete = scan_window({at, top}, window_postings_max);
        if (!complete) {
            return complete.error();
        }
        if (!*complete) {
            // A chunk gives all it has, so a window of this many numbers is never too much.
            window_ = std::max<EventNumber>(window_ / 16, window_postings_max);
            buffer_.clear();
            continue;
        }
        if (buffer_.size() < window_postings_few && window_ < number_max / 4) {
            window_ *= 4;
        } else if (buffer_.size() > want_max && window_ > window_first) {
            window_ /= 2;
        }
        covered_ = top;
        ended_ = top == numbers_.high;
        if (ended_ || !buffer_.empty()) {
            std::reverse(buffer_.begin(), buffer_.end());
            return {};
        }
        at = top + 1;
    }
}

// Appends what lies in `window`, newest first. False when it stopped at `cap` with more to come.
Result<bool> ListWalk::scan_window(Numbers window, std::size_t cap) {
    Result<void> outcome;
    bool complete = true;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto const first = parse_inverted(key.substr(prefix_.size()));
        auto const chunk = first ? read_chunk(*first, value) : first.error();
        if (!chunk) {
            outcome = chunk.error();
            return false;
        }
        read_ += chunk->postings.size();
        for (auto at = chunk->postings.rbegin(); at != chunk->postings.rend(); ++at) {
            if (at->number >= window.low && at->number <= window.high) {
                buffer_.push_back(*at);
            }
        }
        if (*first <= window.low) {
            return false;
        }
        complete = buffer_.size() < cap;
        return complete;
    };
    auto const from = prefix_ + inverted(window.high);
    auto const scanned = reader_.scan_list(store::Space::event_index, prefix_, from, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return complete;
}

UnionWalk::UnionWalk(std::vector<ListWalk> lists, Direction direction) : direction_(direction) {
    heads_.reserve(lists.size());
    for (auto& list : lists) {
        heads_.push_back({std::move(list), {}, false, false});
    }
}

Result<std::optional<Posting>> UnionWalk::seek(EventNumber at) {
    std::optional<Posting> nearest;
    for (auto& head : heads_) {
        if (head.over) {
            continue;
        }
        if (!head.asked || is_before(head.at->number, at, direction_)) {
            auto found = head.list.seek(at);
            if (!found) {
                return found.error();
            }
            head.at = *found;
            head.asked = true;
            head.over = !head.at;
        }
        if (head.at && (!nearest || is_before(head.at->number, nearest->number, direction_))) {
            nearest = head.at;
        }
    }
    return nearest;
}

std::uint64_t UnionWalk::read() const {
    std::uint64_t sum = 0;
    for (auto const& head : heads_) {
        sum += head.list.read();
    }
    return sum;
}

JoinWalk::JoinWalk(std::vector<UnionWalk> unions) : unions_(std::move(unions)) {}

Result<JoinWalk::Step> JoinWalk::seek(EventNumber at, std::uint64_t read_max) {
    std::size_t agreed = 0;
    for (std::size_t i = 0;; i = (i + 1) % unions_.size()) {
        auto const found = unions_[i].seek(at);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            return Step{};
        }
        agreed = (*found)->number == at ? agreed + 1 : 1;
        at = (*found)->number;
        if (agreed == unions_.size()) {
            return Step{*found, {}};
        }
        if (read() > read_max) {
            return Step{{}, at};
        }
    }
}

std::uint64_t JoinWalk::read() const {
    std::uint64_t sum = 0;
    for (auto const& one : unions_) {
        sum += one.read();
    }
    return sum;
}

TimeWalk::TimeWalk(
    store::Reader const& reader, Range range, std::optional<Posting> after, Direction direction
)
    : reader_(reader),
      range_(range),
      direction_(direction),
      after_(after),
      want_(want_first),
      window_ms_(window_ms_first) {
    constexpr Range all;
    range_.from = std::max(range_.from, all.from);
    range_.until = std::min(range_.until, all.until);
    covered_ = after ? std::max(after->time, range_.from) : range_.from;
    ended_ = range_.from > range_.until;
}

Result<std::optional<Posting>> TimeWalk::next() {
    while (true) {
        if (same_time_) {
            auto const given = give_from_one_time();
            if (!given) {
                return given.error();
            }
            if (*given) {
                return after_;
            }
        }
        if (next_ < buffer_.size()) {
            after_ = buffer_[next_++];
            return after_;
        }
        if (ended_) {
            return std::optional<Posting>();
        }
        if (auto fetched = fetch(); !fetched) {
            return fetched.error();
        }
    }
}

Result<void> TimeWalk::fetch() {
    buffer_.clear();
    next_ = 0;
    return direction_ == Direction::down ? fetch_down() : fetch_up();
}

Result<void> TimeWalk::fetch_down() {
    auto const start = after_ && after_->time <= range_.until
                           ? time_prefix(after_->time) + inverted(after_->number)
                           : time_prefix(range_.until);
    auto const complete = scan_window({start, range_.from, want_});
    if (!complete) {
        return complete.error();
    }
    ended_ = *complete;
    want_ = std::min(want_ * 2, want_max);
    return {};
}

Result<void> TimeWalk::fetch_up() {
    auto const from = covered_;
    if (from > range_.until) {
        ended_ = true;
        return {};
    }
    Instant const top{std::min(range_.until.ms, from.ms + window_ms_ - 1)};
    auto const complete = scan_window({time_prefix(top), from, want_ * window_cap_factor});
    if (!complete) {
        return complete.error();
    }
    if (!*complete) {
        buffer_.clear();
        if (top == from) {
            walk_one_time(from);
        } else {
            window_ms_ = std::max<std::int64_t>(window_ms_ / 16, 1);
        }
        return {};
    }
    std::reverse(buffer_.begin(), buffer_.end());
    want_ = buffer_.empty() ? want_ : std::min(want_ * 2, want_max);
    if (buffer_.size() < window_postings_few) {
        window_ms_ = std::min(window_ms_ * 8, window_ms_max);
    }
    covered_ = {top.ms + 1};
    return {};
}

void TimeWalk::walk_one_time(Instant time) {
    bool const within = after_ && after_->time == time;
    Numbers const numbers{within ? after_->number + 1 : 1, range_.last};
    same_time_.emplace(reader_, time_prefix(time), numbers, Direction::up);
    covered_ = {time.ms + 1};
}

// False when it has no more.
Result<bool> TimeWalk::give_from_one_time() {
    bool const within = after_ && after_->time.ms == covered_.ms - 1;
    auto const found = same_time_->seek(within ? after_->number + 1 : 1);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        read_ += same_time_->read();
        same_time_.reset();
        return false;
    }
    after_ = *found;
    return true;
}

bool TimeWalk::is_beyond_last_given(Posting const& posting) const {
    if (!after_ || posting.time != after_->time) {
        return true;
    }
    return direction_ == Direction::down ? posting.number < after_->number
                                         : posting.number > after_->number;
}

// Appends what lies from `start` down to the time `from`, newest first. False when it stopped at
// `cap` with more to come.
Result<bool> TimeWalk::scan_window(Window const& window) {
    Result<void> outcome;
    bool complete = true;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto const at = parse_timed(key.substr(times_prefix.size()));
        auto const chunk = at ? read_chunk(at->number, value) : at.error();
        if (!chunk) {
            outcome = chunk.error();
            return false;
        }
        if (at->time < window.from) {
            return false;
        }
        if (buffer_.size() >= window.cap) {
            complete = false;
            return false;
        }
        read_ += chunk->postings.size();
        for (auto posting = chunk->postings.rbegin(); posting != chunk->postings.rend();
             ++posting) {
            if (posting->time != at->time) {
                outcome = bad_index("a chunk of one time holds another");
                return false;
            }
            if (posting->number <= range_.last && is_beyond_last_given(*posting)) {
                buffer_.push_back(*posting);
            }
        }
        return true;
    };
    auto const scanned = reader_.scan(store::Space::event_index, times_prefix, window.start, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return complete;
}

}  // namespace ocop::events
