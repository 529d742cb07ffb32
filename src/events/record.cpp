#include "events/record.hpp"

#include <ocop/epcis/document.hpp>

namespace ocop::events {

namespace {

// An event was at most epcis::depth_max deep when it came, and lies one deeper here.
constexpr json::Limits text_limits{store::value_bytes_max, epcis::depth_max + 2};

constexpr std::size_t members_bytes_likely = 256;

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

std::string record_text(EventRecord const& record, std::string_view quoted) {
    std::string out;
    out.reserve(quoted.size() + members_bytes_likely);
    auto const text = [&out](std::string_view head, std::string_view value) {
        out.append(head);
        json::append_canonical_string(out, value);
    };
    text(R"({"account":)", record.account);
    out.append(R"(,"after_order":)").append(record.after_order ? "true" : "false");
    out.append(R"(,"event":)").append(quoted);
    out.append(R"(,"number":)").append(std::to_string(record.number));
    out.append(R"(,"parties":[)");
    for (auto const& party : record.parties) {
        text(&party == record.parties.data() ? "" : ",", party);
    }
    text(R"(],"producer":)", record.producer);
    text(R"(,"recorded":)", to_text(record.recorded));
    out.append(R"(,"v":1})");
    return out;
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
