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
    // The newest first; the oldest, which the others are about, before all of them.
    if (!numbers->empty()) {
        std::rotate(numbers->begin(), numbers->end() - 1, numbers->end());
        numbers->resize(std::min(numbers->size(), events_of_id_looked_max));
    }
    Visibility visibility(reader, who);
    std::vector<EventRecord> out;
    std::size_t looked_at = 0;
    for (auto const number : *numbers) {
        if (out.size() == events_of_id_max || looked_at >= events_of_id_bytes_max) {
            break;
        }
        auto const bytes = reader.get(store::Space::events, event_key(number));
        if (!bytes) {
            return bytes.error();
        }
        if (!*bytes) {
            continue;
        }
        looked_at += (*bytes)->size();
        auto record = read_event_record(number, **bytes);
        auto const reached = record ? visibility.reaches(*record) : Result<bool>(record.error());
        if (!reached) {
            return reached.error();
        }
        if (*reached) {
            out.push_back(std::move(*record));
        }
    }
    std::sort(out.begin(), out.end(), [](EventRecord const& a, EventRecord const& b) {
        return a.number < b.number;
    });
    return out;
}

}  // namespace ocop::events
