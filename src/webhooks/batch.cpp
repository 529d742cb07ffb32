#include "webhooks/batch.hpp"

#include "events/find.hpp"
#include "events/master_data.hpp"

#include <ocop/epcis/document.hpp>

#include <algorithm>

namespace ocop::webhooks {

namespace {

using events::EventRecord;

// Takes the record in if the caller may see it and the query finds it, asked in this order: what
// others capture must not cost what a stranger's query does.
Result<void> look_at(
    Batch& batch,
    EventRecord record,
    epcis::Query const& query,
    events::StoredMasterData const& master_data,
    events::Visibility& visibility
) {
    auto const seen = visibility.reaches(record);
    if (!seen) {
        return seen.error();
    }
    batch.through = record.number;
    batch.recorded = record.recorded;
    if (*seen && epcis::matches(query, record.event, record.recorded, master_data)) {
        batch.events.push_back(std::move(record));
    }
    return master_data.outcome();
}

std::string write_first(
    Batch const& batch, std::size_t count, events::Subscription const& subscription, Instant created
) {
    std::vector<epcis::Out> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back({&batch.events[i].event, batch.events[i].recorded});
    }
    auto const format = subscription.epc_format == "Never_Translates"
                            ? epcis::EpcFormat::never_translates
                            : epcis::EpcFormat::digital_link;
    return json::serialize(
        epcis::query_document(out, format, created, subscription.query, subscription.id)
    );
}

}  // namespace

Result<Batch> next_batch(
    store::Reader const& reader,
    epcis::Query const& query,
    accounts::Principal const& who,
    Wanted const& wanted,
    BatchLimits const& limits
) {
    Batch batch;
    batch.through = wanted.after;
    events::Visibility visibility(reader, who);
    events::StoredMasterData const master_data(reader, who);
    Result<void> outcome;
    std::size_t examined = 0;
    std::size_t examined_bytes = 0;
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const number = batch.through + 1;
        if (number > wanted.through) {
            return false;
        }
        auto record = events::read_event_record(number, bytes);
        if (!record) {
            outcome = record.error();
            return false;
        }
        if (record->recorded > wanted.recorded_until) {
            return false;
        }
        if (batch.events.size() == limits.events_max || examined == limits.examined_max ||
            examined_bytes >= limits.examined_bytes_max) {
            batch.more = true;
            return false;
        }
        ++examined;
        examined_bytes += bytes.size();
        outcome = look_at(batch, std::move(*record), query, master_data, visibility);
        return outcome.has_value();
    };
    auto const first = events::event_key(wanted.after + 1);
    auto const scanned = reader.scan(store::Space::events, "e", first, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return batch;
}

std::string write_document(
    Batch& batch,
    events::Subscription const& subscription,
    Instant created,
    BatchLimits const& limits
) {
    auto count = batch.events.size();
    auto text = write_first(batch, count, subscription, created);
    while (text.size() > limits.bytes_max && count > 1) {
        // As many as would fit if all were of one size, and at least one fewer.
        count = std::clamp<std::size_t>(count * limits.bytes_max / text.size(), 1, count - 1);
        text = write_first(batch, count, subscription, created);
    }
    if (count < batch.events.size()) {
        batch.events.resize(count);
        batch.through = batch.events.back().number;
        batch.recorded = batch.events.back().recorded;
        batch.more = true;
    }
    return text;
}

}  // namespace ocop::webhooks
