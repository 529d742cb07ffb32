#include "events/find.hpp"
#include "events/plan.hpp"
#include "registry/register.hpp"

#include <algorithm>
#include <map>

namespace ocop::events {

using accounts::Reach;

namespace {

// The lists of what `who` may know of; empty when no list tells.
Result<std::vector<std::string>> lists_of_caller(
    store::Reader const& reader, Principal const& who
) {
    if (who.reach == Reach::own) {
        return lists_of_party(who.producer);
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

// The lists of what the caller and the authorities wrote.
std::vector<std::string> lists_of_first(Principal const& who) {
    std::vector<std::string> out{list_prefix(List::writer, {})};
    if (who.reach == Reach::own) {
        out.push_back(list_prefix(List::writer, who.producer));
    }
    return out;
}

// The events of an id that a caller may know of, found together with lists of whom they are of: so
// that what strangers put under the id costs no look at it.
class OfId {
  public:
    OfId(store::Reader const& reader, Principal const& who, std::string_view id)
        : reader_(reader), visibility_(reader, who), id_{"", {list_prefix(List::event_id, id)}} {}

    struct Look {
        std::vector<std::string> lists;  // that an event is in one of; empty: any
        Direction direction = Direction::down;
        std::size_t max = events_of_id_max;        // in all
        std::size_t of_writer = events_of_id_max;  // of one writer, of what this look adds
    };

    // Adds those from the first in the direction on that are not there yet, until there are `max`
    // or the look is past its bounds; then, where there is room, what it left out of a writer.
    Result<void> look(Look const& look) {
        auto walk = walk_of(look);
        bool const down = look.direction == Direction::down;
        looked_at_ = 0;
        bytes_ = 0;
        of_writer_.clear();
        auto at = down ? number_max : EventNumber{1};
        while (found_.size() < look.max && !is_spent()) {
            auto const step = walk.seek(at, Budget().postings_max);
            if (!step) {
                return step.error();
            }
            if (!step->found) {
                break;
            }
            auto const number = step->found->number;
            if (auto taken = take(number, look.of_writer); !taken) {
                return taken;
            }
            at = down ? number - 1 : number + 1;
        }
        fill(look.max);
        return {};
    }

    // The oldest first.
    std::vector<EventRecord> take() {
        std::vector<EventRecord> out;
        for (auto& [number, record] : found_) {
            out.push_back(std::move(record));
        }
        return out;
    }

  private:
    JoinWalk walk_of(Look const& look) const {
        std::vector<UnionWalk> unions;
        unions.push_back(union_of(reader_, id_, Numbers(), look.direction));
        if (!look.lists.empty()) {
            unions.push_back(union_of(reader_, {"", look.lists}, Numbers(), look.direction));
        }
        return JoinWalk(std::move(unions));
    }

    bool is_spent() const {
        return looked_at_ >= events_of_id_looked_max || bytes_ >= events_of_id_bytes_max;
    }

    Result<void> take(EventNumber number, std::size_t of_writer) {
        if (found_.contains(number)) {
            return {};
        }
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
        if (!*reached) {
            return {};
        }
        if (++of_writer_[record->producer] <= of_writer) {
            found_.emplace(number, std::move(*record));
        } else if (spare_.size() < events_of_id_max) {
            spare_.push_back(std::move(*record));
        }
        return {};
    }

    // In the order in which they were met.
    void fill(std::size_t max) {
        for (auto& record : spare_) {
            if (found_.size() < max) {
                found_.emplace(record.number, std::move(record));
            }
        }
        spare_.clear();
    }

    store::Reader const& reader_;
    Visibility visibility_;
    Source id_;
    // Of one look.
    std::size_t looked_at_ = 0;
    std::size_t bytes_ = 0;
    std::map<std::string, std::size_t> of_writer_;
    std::vector<EventRecord> spare_;
    std::map<EventNumber, EventRecord> found_;
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
        auto is = is_of_commune(party);
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
    OfId of_id(reader, who, id);
    // The oldest, which the others are about; then the newest.
    OfId::Look const looks[] = {
        {*own, Direction::up, 1},
        {lists_of_first(who)},
        {*own, Direction::down, events_of_id_max, events_of_id_of_writer},
    };
    for (auto const& look : looks) {
        if (auto looked = of_id.look(look); !looked) {
            return looked.error();
        }
    }
    return of_id.take();
}

}  // namespace ocop::events
