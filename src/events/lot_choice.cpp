#include "events/lot_choice.hpp"

#include "events/find.hpp"
#include "events/index.hpp"
#include "events/ownership.hpp"
#include "events/walk.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace ocop::events {

namespace {

using accounts::Reach;
using Numbered = std::vector<EventNumber>;  // falls

// The newest that are in both lists.
Result<Numbered> newest_in_both(
    store::Reader const& reader, std::string one, std::string other, std::size_t limit
) {
    std::vector<UnionWalk> unions;
    for (auto* prefix : {&one, &other}) {
        std::vector<ListWalk> list;
        list.emplace_back(reader, std::move(*prefix), Numbers(), Direction::down);
        unions.emplace_back(std::move(list), Direction::down);
    }
    JoinWalk walk(std::move(unions));
    Numbered out;
    for (auto at = number_max; out.size() < limit; at = out.back() - 1) {
        auto const step = walk.seek(at, Budget().postings_max);
        if (!step) {
            return step.error();
        }
        if (!step->found) {
            break;
        }
        out.push_back(step->found->number);
    }
    return out;
}

// A choice among more than there is room for.
class Choice {
  public:
    Choice(store::Reader const& reader, Principal const& who, std::string_view lot)
        : reader_(reader), who_(who), lot_(lot) {}

    Result<Numbered> run(Numbered const& newest) {
        if (auto found = find_first(); !found) {
            return found.error();
        }
        if (auto found = find_others(); !found) {
            return found.error();
        }
        deal(first_, story_events_max - story_events_of_others);
        deal(others_, story_events_max);
        deal(first_, story_events_max);
        std::vector<Queue> rest;
        rest.push_back({newest, 0});
        deal(rest, story_events_max);
        return Numbered(chosen_.rbegin(), chosen_.rend());
    }

  private:
    // What one writer has, and how much of it had its turn.
    struct Queue {
        Numbered numbers;
        std::size_t next = 0;
    };

    Result<void> find_first() {
        auto const owner = owner_of_class(reader_, lot_);
        if (!owner) {
            return owner.error();
        }
        first_writers_ = {std::string(), *owner};
        if (who_.reach == Reach::own) {
            first_writers_.insert(who_.producer);
        }
        for (auto const& writer : first_writers_) {
            auto numbers = numbers_of_writer(reader_, lot_, writer, story_events_max);
            if (!numbers) {
                return numbers.error();
            }
            first_.push_back({std::move(*numbers), 0});
        }
        // What is nobody's but the owner's own is not for other producers.
        bool const is_anothers = who_.reach == Reach::own && who_.producer != *owner;
        return owner->empty() || is_anothers ? Result<void>() : add_own_steps(*owner);
    }

    Result<void> add_own_steps(std::string const& owner) {
        auto steps = newest_in_both(
            reader_,
            list_prefix(List::klass, lot_),
            list_prefix(List::writer, owner),
            story_events_max
        );
        if (!steps) {
            return steps.error();
        }
        auto const at = std::distance(first_writers_.begin(), first_writers_.find(owner));
        auto& queue = first_[static_cast<std::size_t>(at)].numbers;
        Numbered both;
        std::set_union(
            queue.begin(),
            queue.end(),
            steps->begin(),
            steps->end(),
            std::back_inserter(both),
            std::greater<>()
        );
        queue = std::move(both);
        return {};
    }

    Result<void> find_others() {
        auto writers = writers_under_class(reader_, lot_, story_writers_max);
        if (!writers) {
            return writers.error();
        }
        auto const is_first = [&](std::string const& one) { return first_writers_.contains(one); };
        writers->erase(std::remove_if(writers->begin(), writers->end(), is_first), writers->end());
        for (auto const& writer : *writers) {
            auto const share = story_events_max / writers->size() + 1;
            auto numbers = numbers_of_writer(reader_, lot_, writer, share);
            if (!numbers) {
                return numbers.error();
            }
            others_.push_back({std::move(*numbers), 0});
        }
        return {};
    }

    // One of each in turn, until so many are chosen in all or none is left.
    void deal(std::vector<Queue>& queues, std::size_t until) {
        while (deal_once(queues, until)) {
        }
    }

    bool deal_once(std::vector<Queue>& queues, std::size_t until) {
        bool any = false;
        for (auto& [numbers, next] : queues) {
            if (next < numbers.size() && chosen_.size() < until) {
                chosen_.insert(numbers[next++]);
                any = true;
            }
        }
        return any;
    }

    store::Reader const& reader_;
    Principal const& who_;
    std::string_view lot_;
    std::set<std::string> first_writers_;
    std::vector<Queue> first_;  // by first_writers_
    std::vector<Queue> others_;
    std::set<EventNumber> chosen_;
};

}  // namespace

Result<LotChoice> choose_of_lot(
    store::Reader const& reader, Principal const& who, std::string_view lot
) {
    auto newest = numbers_under_class(reader, lot, number_max, story_events_max + 1);
    if (!newest) {
        return newest.error();
    }
    if (newest->size() <= story_events_max) {
        return LotChoice{std::move(*newest), false};
    }
    auto chosen = Choice(reader, who, lot).run(*newest);
    if (!chosen) {
        return chosen.error();
    }
    return LotChoice{std::move(*chosen), true};
}

}  // namespace ocop::events
