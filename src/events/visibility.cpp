#include "events/find.hpp"
#include "registry/register.hpp"

#include <algorithm>

namespace ocop::events {

using accounts::Reach;

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
    auto numbers = numbers_of_event_id(reader, id);
    if (!numbers) {
        return numbers.error();
    }
    std::vector<EventRecord> out;
    for (auto at = numbers->rbegin(); at != numbers->rend(); ++at) {
        auto record = find_event_for(reader, who, *at);
        if (!record) {
            return record.error();
        }
        if (*record) {
            out.push_back(std::move(**record));
        }
    }
    return out;
}

}  // namespace ocop::events
