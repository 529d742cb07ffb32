#include "events/journey.hpp"

#include "events/find.hpp"
#include "events/teller.hpp"

#include <algorithm>

namespace ocop::events {

namespace {

// Reads everything; what of it is for anyone is decided here and nowhere else.
JourneyStep step_of(StoryEvent told, std::string_view producer) {
    JourneyStep out;
    out.name = std::move(told.step.name);
    out.happened = told.happened;
    out.after_order = told.after_order;
    if (told.place && told.place->name) {
        out.place = std::move(told.place->name);
    }
    if (told.producer && told.producer->id && *told.producer->id != producer) {
        out.by = std::move(told.producer->name);
    }
    return out;
}

Result<std::vector<EventRecord>> newest_records(
    store::Reader const& reader, std::vector<EventNumber> const& numbers
) {
    std::vector<EventRecord> out;
    for (auto const number : numbers) {
        if (out.size() == journey_records_max) {
            break;
        }
        auto record = find_event(reader, number);
        if (!record) {
            return record.error();
        }
        if (!*record) {
            return Error(Errc::corrupt, "store_corrupt");
        }
        out.push_back(std::move(**record));
    }
    std::reverse(out.begin(), out.end());
    std::stable_sort(out.begin(), out.end(), [](EventRecord const& a, EventRecord const& b) {
        return epcis::event_time(a.event) < epcis::event_time(b.event);
    });
    return out;
}

}  // namespace

Result<Journey> journey_of_lot(
    store::Reader const& reader,
    std::string_view lot,
    std::string_view producer,
    std::size_t steps_max
) {
    Principal const anyone = accounts::system_principal();
    auto const chosen = choose_of_lot(reader, anyone, lot);
    if (!chosen) {
        return chosen.error();
    }
    auto const records = newest_records(reader, chosen->numbers);
    if (!records) {
        return records.error();
    }
    auto const judged = judge(*records);
    Journey out;
    auto const shown = std::min(steps_max, judged.size());
    out.more = judged.size() - shown + (chosen->numbers.size() - records->size());
    Teller teller(reader);
    for (auto at = judged.end() - static_cast<std::ptrdiff_t>(shown); at != judged.end(); ++at) {
        auto told = teller.tell(*at->record);
        if (!told) {
            return told.error();
        }
        auto step = step_of(std::move(*told), producer);
        step.declared_wrong = !at->corrections.empty();
        out.steps.push_back(std::move(step));
    }
    return out;
}

}  // namespace ocop::events
