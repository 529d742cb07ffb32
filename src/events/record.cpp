#include "events/record.hpp"

#include <ocop/epcis/document.hpp>

namespace ocop::events {

namespace {

// An event was at most epcis::depth_max deep when it came, and lies one deeper here.
constexpr json::Limits text_limits{store::value_bytes_max, epcis::depth_max + 2};

struct Stored {
    std::int64_t v = 1;
    EventNumber number = 0;
    Instant recorded;
    std::string account;
    std::string producer;
    std::vector<std::string> parties;
    bool after_order = false;
    std::string event;
};
BOOST_DESCRIBE_STRUCT(
    Stored, (), (v, number, recorded, account, producer, parties, after_order, event)
)

}  // namespace

std::string event_key(EventNumber number) {
    return ByteWriter().u8('e').u64(number).take();
}

std::string event_text(epcis::Event const& event) {
    return json::serialize(epcis::event_to_json(event));
}

json::value record_value(EventRecord const& record, std::string_view text) {
    return json::write(Stored{
        1,
        record.number,
        record.recorded,
        record.account,
        record.producer,
        record.parties,
        record.after_order,
        std::string(text),
    });
}

Result<EventRecord> read_event_record(EventNumber number, std::string_view bytes) {
    auto stored = store::read_logged<Stored>(bytes);
    if (!stored) {
        return stored.error();
    }
    if (stored->number != number) {
        return Error(
            Errc::corrupt,
            "store_corrupt",
            "event " + std::to_string(number),
            "is the record of " + std::to_string(stored->number)
        );
    }
    auto value = store::as_stored(json::parse(stored->event, text_limits));
    if (!value) {
        return value.error();
    }
    auto event = epcis::event_from_json(std::move(*value));
    if (!event) {
        return event.error();
    }
    return EventRecord{
        number,
        stored->recorded,
        std::move(stored->account),
        std::move(stored->producer),
        std::move(stored->parties),
        stored->after_order,
        std::move(*event),
    };
}

Result<std::optional<EventRecord>> find_event(store::Reader const& reader, EventNumber number) {
    auto const bytes = reader.get(store::Space::events, event_key(number));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::optional<EventRecord>();
    }
    return store::optional_of(read_event_record(number, **bytes));
}

}  // namespace ocop::events
