#include "events/stream.hpp"

#include <algorithm>

namespace ocop::events {

namespace {

using Kind = Stream::Next::Kind;

bool earlier(Posting const& a, Posting const& b) {
    return a.time != b.time ? a.time < b.time : a.number < b.number;
}

// The neighbour of a number against the direction.
EventNumber before(EventNumber number, Direction direction) {
    return direction == Direction::down ? number + 1 : number - 1;
}

EventNumber behind(EventNumber number, Direction direction) {
    return direction == Direction::down ? number - 1 : number + 1;
}

class SetStream final : public Stream {
  public:
    // `postings` in order.
    SetStream(std::vector<Posting> postings, std::uint64_t read)
        : postings_(std::move(postings)), read_(read) {}

    Result<Next> next() override {
        return next_ < postings_.size() ? Next{Kind::candidate, postings_[next_++]} : Next{};
    }

    std::uint64_t postings_read() const override { return read_; }

  private:
    std::vector<Posting> postings_;
    std::size_t next_ = 0;
    std::uint64_t read_;
};

class NumberStream final : public Stream {
  public:
    NumberStream(Numbers numbers, Direction direction)
        : numbers_(numbers),
          direction_(direction),
          at_(direction == Direction::down ? numbers.high : numbers.low) {}

    Result<Next> next() override {
        if (at_ < numbers_.low || at_ > numbers_.high) {
            return Next{};
        }
        Next const out{Kind::candidate, {at_, {}}};
        at_ = behind(at_, direction_);
        return out;
    }

    std::uint64_t postings_read() const override { return 0; }

  private:
    Numbers numbers_;
    Direction direction_;
    EventNumber at_;
};

class JoinStream final : public Stream {
  public:
    JoinStream(JoinWalk join, Request const& request)
        : join_(std::move(join)),
          scope_(request.scope),
          direction_(request.direction),
          read_max_(request.postings_max),
          at_(direction_ == Direction::down ? scope_.numbers.high : scope_.numbers.low) {}

    Result<Next> next() override {
        while (true) {
            auto const step = join_.seek(at_, read_max_);
            if (!step) {
                return step.error();
            }
            if (step->stopped) {
                return Next{Kind::stopped, {before(*step->stopped, direction_), {}}};
            }
            if (!step->found) {
                return Next{};
            }
            at_ = behind(step->found->number, direction_);
            if (scope_.holds(step->found->time)) {
                return Next{Kind::candidate, *step->found};
            }
            if (join_.read() > read_max_) {
                return Next{Kind::stopped, *step->found};
            }
        }
    }

    std::uint64_t postings_read() const override { return join_.read(); }

  private:
    JoinWalk join_;
    Scope scope_;
    Direction direction_;
    std::uint64_t read_max_;
    EventNumber at_;
};

class TimeStream final : public Stream {
  public:
    // `read`: postings that were read in vain before.
    TimeStream(TimeWalk walk, Request const& request, std::uint64_t read)
        : walk_(std::move(walk)),
          read_(read),
          low_(request.scope.numbers.low),
          read_max_(request.postings_max) {}

    Result<Next> next() override {
        while (true) {
            auto const found = walk_.next();
            if (!found) {
                return found.error();
            }
            if (!*found) {
                return Next{};
            }
            if ((*found)->number >= low_) {
                return Next{Kind::candidate, **found};
            }
            if (walk_.read() > read_max_) {
                return Next{Kind::stopped, **found};
            }
        }
    }

    std::uint64_t postings_read() const override { return read_ + walk_.read(); }

  private:
    TimeWalk walk_;
    std::uint64_t read_;
    EventNumber low_;
    std::uint64_t read_max_;
};

std::unique_ptr<Stream> stream_of_set(
    std::vector<Posting> postings, Request const& request, std::uint64_t read
) {
    auto const order = [&](Posting const& a, Posting const& b) {
        bool const up = request.direction == Direction::up;
        auto const& first = up ? a : b;
        auto const& second = up ? b : a;
        return request.by_time ? earlier(first, second) : first.number < second.number;
    };
    std::sort(postings.begin(), postings.end(), order);
    if (request.by_time && request.after) {
        auto const begin =
            std::upper_bound(postings.begin(), postings.end(), *request.after, order);
        postings.erase(postings.begin(), begin);
    }
    return std::make_unique<SetStream>(std::move(postings), read);
}

// The whole answer of the lists, if that is near.
Result<std::optional<std::vector<Posting>>> gather(JoinWalk& join, Request const& request) {
    auto const read_max = request.gather_postings_max * 4;
    std::vector<Posting> out;
    auto at = request.scope.numbers.high;
    while (true) {
        auto const step = join.seek(at, read_max);
        if (!step) {
            return step.error();
        }
        if (step->stopped || join.read() > read_max || out.size() > request.gather_postings_max) {
            return std::optional<std::vector<Posting>>();
        }
        if (!step->found) {
            return std::optional(std::move(out));
        }
        if (request.scope.holds(step->found->time)) {
            out.push_back(*step->found);
        }
        at = step->found->number - 1;
    }
}

Result<Planned> stream_by_time(
    store::Reader const& reader, Plan const& plan, Request const& request
) {
    std::uint64_t read = 0;
    auto join = join_of(reader, plan, request.scope.numbers, Direction::down);
    if (join && !plan.is_soon_met(request.scope.numbers, request.wanted)) {
        auto gathered = gather(*join, request);
        if (!gathered) {
            return gathered.error();
        }
        read = join->read();
        if (*gathered) {
            return Planned{stream_of_set(std::move(**gathered), request, read), "gather"};
        }
    }
    TimeWalk walk(reader, request.scope.times(), request.after, request.direction);
    return Planned{std::make_unique<TimeStream>(std::move(walk), request, read), "times"};
}

}  // namespace

Result<Planned> make_stream(store::Reader const& reader, Plan const& plan, Request const& request) {
    if (plan.candidates) {
        return Planned{stream_of_set(*plan.candidates, request, 0), "candidates"};
    }
    if (request.by_time) {
        return stream_by_time(reader, plan, request);
    }
    auto const& numbers = request.scope.numbers;
    auto join = join_of(reader, plan, numbers, request.direction);
    if (!join && request.scope.has_times()) {
        // Lists tell times of events without loading them.
        auto const all = everything(reader);
        if (!all) {
            return all.error();
        }
        std::vector<UnionWalk> unions;
        unions.push_back(union_of(reader, *all, numbers, request.direction));
        join.emplace(std::move(unions));
    }
    if (join) {
        return Planned{std::make_unique<JoinStream>(std::move(*join), request), "join"};
    }
    return Planned{std::make_unique<NumberStream>(numbers, request.direction), "numbers"};
}

}  // namespace ocop::events
