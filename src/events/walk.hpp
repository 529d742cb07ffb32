#pragma once

#include "events/postings.hpp"

#include <limits>

// Walking posting lists in either direction, over a Reader that scans forward alone. A walk holds
// the reader by reference; one thread at a time. Errors of all: scan()'s, and corrupt
// "store_corrupt" for chunks that are not what index_events() writes.
namespace ocop::events {

enum class Direction : std::uint8_t { down, up };  // from the newest; from the oldest

inline constexpr EventNumber number_max = std::numeric_limits<EventNumber>::max();

// Numbers from `low` to `high`, both included.
struct Numbers {
    EventNumber low = 1;
    EventNumber high = number_max;
};

// One list.
class ListWalk {
  public:
    // `prefix` as list_prefix() or time_prefix() gives it; `expected` is how many postings will
    // likely be wanted, and only a hint.
    ListWalk(
        store::Reader const& reader,
        std::string prefix,
        Numbers numbers,
        Direction direction,
        std::size_t expected = 16
    );

    // The posting nearest to `at`, at it or beyond in the walk's direction; empty when there is
    // none. `at` may not go back.
    Result<std::optional<Posting>> seek(EventNumber at);

    // Postings read from the store so far.
    std::uint64_t read() const { return read_; }

  private:
    Result<void> fetch(EventNumber at);
    Result<void> fetch_down(EventNumber at);
    Result<void> fetch_up(EventNumber at);
    Result<bool> scan_window(Numbers window, std::size_t cap);

    store::Reader const& reader_;
    std::string prefix_;
    Numbers numbers_;
    Direction direction_;

    std::vector<Posting> buffer_;  // in the walk's order
    std::size_t next_ = 0;
    EventNumber covered_ = 0;  // all up to here is in the buffer, or was
    bool started_ = false;
    bool ended_ = false;
    std::size_t want_;
    EventNumber window_;
    std::uint64_t read_ = 0;
};

// Events that are in one of several lists: alternatives of a condition.
class UnionWalk {
  public:
    explicit UnionWalk(std::vector<ListWalk> lists, Direction direction);

    // As ListWalk::seek().
    Result<std::optional<Posting>> seek(EventNumber at);
    std::uint64_t read() const;

  private:
    struct Head {
        ListWalk list;
        std::optional<Posting> at;
        bool asked = false;
        bool over = false;
    };

    std::vector<Head> heads_;
    Direction direction_;
};

// Events that are in each of several unions, at least one: conditions that must all hold.
class JoinWalk {
  public:
    explicit JoinWalk(std::vector<UnionWalk> unions);

    struct Step {
        // The nearest event that is in all; empty when there is none, or none was found yet.
        std::optional<Posting> found;
        // Where to go on when reading more than `read_max` postings did not decide it: all before
        // is known.
        std::optional<EventNumber> stopped;
    };

    // As ListWalk::seek(), but gives up once more than `read_max` postings were read in all.
    Result<Step> seek(EventNumber at, std::uint64_t read_max);
    std::uint64_t read() const;

  private:
    std::vector<UnionWalk> unions_;
};

// Events by eventTime, those of one time by number.
class TimeWalk {
  public:
    struct Range {
        // Both included. Wider than what parse_instant() takes, the years 1970 to 9999.
        Instant from{-62'167'219'200'000};
        Instant until{253'402'387'199'999};
        EventNumber last = number_max;  // newer events are not there
    };

    // Starts beyond `after` in the walk's direction, or at the first.
    TimeWalk(
        store::Reader const& reader, Range range, std::optional<Posting> after, Direction direction
    );

    // Empty when there is no more.
    Result<std::optional<Posting>> next();

    std::uint64_t read() const { return read_ + (same_time_ ? same_time_->read() : 0); }

  private:
    struct Window {
        std::string start;  // of the scan
        Instant from;
        std::size_t cap = 0;
    };

    Result<void> fetch();
    Result<void> fetch_down();
    Result<void> fetch_up();
    Result<bool> scan_window(Window const& window);
    bool is_beyond_last_given(Posting const& posting) const;
    void walk_one_time(Instant time);
    Result<bool> give_from_one_time();

    store::Reader const& reader_;
    Range range_;
    Direction direction_;
    std::optional<Posting> after_;  // the last one given

    std::vector<Posting> buffer_;  // in the walk's order
    std::size_t next_ = 0;
    bool ended_ = false;
    std::size_t want_;
    std::int64_t window_ms_;             // up
    Instant covered_;                    // up: all times before it were given or are in the buffer
    std::optional<ListWalk> same_time_;  // up: one time that has too many events for the buffer
    std::uint64_t read_ = 0;
};

}  // namespace ocop::events
