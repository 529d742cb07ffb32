#include "events/find.hpp"
#include "events/plan.hpp"
#include "registry/register.hpp"

#include <algorithm>

namespace ocop::events {

using accounts::Reach;

namespace {

// The lists of what `who` may know of; empty when no list tells.
Result<std::vector<std::string>> lists_of_caller(
    store::Reader const& reader, Principal const& who
) {
    if (who.reach == Reach::own) {
        return std::vector{list_prefix(List::party, who.producer)};
    }
    if (who.reach != Reach::commune) {
        return std::vector<std::string>();
    }
    auto source = commune_source(reader, who);
    if (!source) {
        return source.error();
    }
    return *source ? std::move((*source)->prefixes) : std::vector<std::string>();
}

// The events of an id that a caller may know of, found together with the caller's own lists: so
// that what strangers put under the id costs no look at it.
class OfId {
  public:
    OfId(
        store::Reader const& reader,
        Principal const& who,
        std::string_view id,
        std::vector<std::string> own
    )
        : reader_(reader),
          visibility_(reader, who),
          id_{"", {list_prefix(List::event_id, id)}},
          own_{"", std::move(own)} {}

    // Adds those from the first in `direction` on that are not there yet, until there are `max` in
    // all or the look is past its bounds.
    Result<void> look(Direction direction, std::size_t max) {
        Numbers const numbers;
        std::vector<UnionWalk> unions;
        unions.push_back(union_of(reader_, id_, numbers, direction));
        if (!own_.prefixes.empty()) {
            unions.push_back(union_of(reader_, own_, numbers, direction));
        }
        JoinWalk walk(std::move(unions));
        bool const down = direction == Direction::down;
        auto at = down ? numbers.high : numbers.low;
        looked_at_ = 0;
        bytes_ = 0;
        while (found_.size() < max && looked_at_ < events_of_id_looked_max &&
               bytes_ < events_of_id_bytes_max) {
            auto const step = walk.seek(at, Budget().postings_max);
            if (!step) {
                return step.error();
            }
            if (!step->found || has(step->found->number)) {
                break;
            }
            if (auto taken = take(step->found->number); !taken) {
                return taken;
            }
            at = down ? step->found->number - 1 : step->found->number + 1;
        }
        return {};
    }

    // The oldest first.
    std::vector<EventRecord> take() {
        std::sort(found_.begin(), found_.end(), [](EventRecord const& a, EventRecord const& b) {
            return a.number < b.number;
        });
        return std::move(found_);
    }

  private:
    bool has(EventNumber number) const {
        return std::any_of(found_.begin(), found_.end(), [&](EventRecord const& record) {
            return record.number == number;
        });
    }

    Result<void> take(EventNumber number) {
        auto const bytes = reader_.get(store::Space::events, event_key(number));
        if (!bytes) {
            return bytes.error();
        }
        if (!*bytes) {
            return bad_index("event " + std::to_string(number) + " is listed and is not there");
        }
        ++looked_at_;
        bytes_ += (*bytes)->size();
        auto record = read_event_record(number, **bytes);
        auto const reached = record ? visibility_.reaches(*record) : Result<bool>(record.error());
        if (!reached) {
            return reached.error();
        }
        if (*reached) {
            found_.push_back(std::move(*record));
        }
        return {};
    }

    store::Reader const& reader_;
    Visibility visibility_;
    Source id_;
    Source own_;
    std::size_t looked_at_ = 0;
    std::size_t bytes_ = 0;
    std::vector<EventRecord> found_;
};

}  // namespace

Result<bool> Visibility::is_of_commune(std::string const& producer) {
    if (auto const known = known_.find(producer); known != known_.end()) {
        return known->second;
    }
    auto const commune = registry::commune_of(reader_, producer);
    if (!commune) {
        return commune.error();
    }
    bool const is = !commune->empty() && *commune == who_.commune;
    known_.emplace(producer, is);
    return is;
}

Result<bool> Visibility::reaches(EventRecord const& record) {
    auto const& parties = record.parties;
    switch (who_.reach) {
        case Reach::none:
            return false;
        case Reach::all:
            return true;
        case Reach::own:
            return !who_.producer.empty() &&
                   std::find(parties.begin(), parties.end(), who_.producer) != parties.end();
        case Reach::commune:
            break;
    }
    for (auto const& party : parties) {
        auto const is = is_of_commune(party);
        if (!is || *is) {
            return is;
        }
    }
    return false;
}

Result<std::optional<EventRecord>> find_event_for(
    store::Reader const& reader, Principal const& who, EventNumber number
) {
    auto record = find_event(reader, number);
    if (!record || !*record) {
        return record;
    }
    auto const reached = Visibility(reader, who).reaches(**record);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(record) : std::optional<EventRecord>();
}

Result<std::vector<EventRecord>> events_of_id_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    if (who.reach == Reach::none) {
        return std::vector<EventRecord>();
    }
    auto own = lists_of_caller(reader, who);
    if (!own) {
        return own.error();
    }
    OfId of_id(reader, who, id, std::move(*own));
    // The oldest, which the others are about; then the newest.
    for (auto const& [direction, max] :
         {std::pair(Direction::up, std::size_t{1}), std::pair(Direction::down, events_of_id_max)}) {
        if (auto looked = of_id.look(direction, max); !looked) {
            return looked.error();
        }
    }
    return of_id.take();
}

}  // namespace ocop::events
