// libFuzzer target: any bytes as a document of EPCIS. What is read comes back from its stored form,
// and what is written of it reads as the same events.

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/epcis/document.hpp>

#include <cstddef>
#include <cstdint>

namespace {

using namespace ocop;
using namespace ocop::epcis;

constexpr Reading reading{.now = Instant{1'798'675'200'000}};

Result<json::value> parsed(std::string_view text) {
    return json::parse(text, {.bytes_max = 1U << 24, .depth_max = depth_max});
}

Result<Document> read(std::string_view text) {
    auto v = parsed(text);
    if (!v) {
        return v.error();
    }
    return read_document(std::move(*v), reading);
}

// Smaller bounds refuse for what they bound, and nothing else that is well.
void check_bounds(std::string_view text) {
    constexpr Reading bounded{.now = reading.now, .events_max = 3, .event_bytes_max = 512};
    auto const document = read_document(parsed(text).value(), bounded);
    OCOP_ASSERT(
        document || document.error().slug == "capture_limit_exceeded" ||
        document.error().slug == "event_too_large"
    );
}

void check_stored(Event const& event) {
    auto const text = event_text(event);
    auto back = event_from_json(parsed(text).value());
    OCOP_ASSERT(back.has_value());
    OCOP_ASSERT(event_text(*back) == text);
}

void check_written(Document const& document, EpcFormat format) {
    std::vector<Out> outs;
    for (auto const& event : document.events) {
        outs.push_back({&event, reading.now});
    }
    auto const again = read(json::serialize(query_document(outs, format, reading.now, "all")));
    OCOP_ASSERT(again.has_value());
    OCOP_ASSERT(again->events.size() == document.events.size());
    for (std::size_t i = 0; i < outs.size(); ++i) {
        // As values: recordTime, taken out again, may have moved other members.
        auto const text = json::serialize(document.events[i].body);
        auto const text_again = json::serialize(again->events[i].body);
        OCOP_ASSERT(parsed(text).value() == parsed(text_again).value());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const document = read(as_text({data, size}));
    if (!document) {
        OCOP_ASSERT(!document.error().slug.empty());
        OCOP_ASSERT(document.error().faults.size() <= json::faults_max);
        return 0;
    }
    check_bounds(as_text({data, size}));
    for (auto const& event : document->events) {
        check_stored(event);
    }
    check_written(*document, EpcFormat::digital_link);
    check_written(*document, EpcFormat::never_translates);
    return 0;
}
