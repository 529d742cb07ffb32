// Documents made to cost: each is refused, and what it cost is printed, not asserted.

#include "unit/epcis/documents.hpp"

#include <boost/test/data/test_case.hpp>

#include <ctime>
#include <functional>
#include <ostream>

namespace {

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::test;

// As a capture has them.
constexpr std::size_t bytes_max = 2U << 20;
constexpr std::size_t event_bytes_max = 48U << 10;

std::string repeated(std::string_view part, std::size_t count) {
    std::string out;
    out.reserve(part.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        out += part;
    }
    return out;
}

// `every_type` with an extension of one event.
std::string with_extension(std::string const& text) {
    std::string out(every_type);
    std::string_view const mark = R"("ex:weather": "rain")";
    return out.replace(out.find(mark), mark.size(), R"("ex:weather": )" + text);
}

struct Bomb {
    char const* name;
    char const* slug;
    std::function<std::string()> make;
};

std::ostream& operator<<(std::ostream& out, Bomb const& bomb) {
    return out << bomb.name;
}

std::vector<Bomb> const bombs{
    {"depth", "json_too_deep", [] { return with_extension(repeated("{\"ex:a\":", 100'000)); }},
    {"a MiB of nested arrays", "json_too_deep", [] { return repeated("[", 1U << 20); }},
    {"nested as deep as may be, wide",
     "json_too_many_values",
     [] {
         auto const one = repeated("[", 20) + repeated("]", 20);
         return with_extension("[" + repeated(one + ",", (1U << 20) / 41) + "]");
     }},
    {"a number of a million digits",
     "json_number_too_large",
     [] { return with_extension(repeated("9", 1'000'000)); }},
    {"an exponent of a million digits",
     "json_malformed",
     [] { return with_extension("1e" + repeated("9", 1'000'000)); }},
    {"a duplicate key",
     "json_duplicate_key",
     [] { return with_extension(R"({"a": 1, "b": 2, "a": 3})"); }},
    {"a duplicate key after 50,000 others",
     "json_duplicate_key",
     [] {
         std::string text = "{";
         for (int i = 0; i < 50'000; ++i) {
             text += "\"k" + std::to_string(i) + "\":1,";
         }
         return with_extension(text + R"("k0":1})");
     }},
    {"a key of 64 KiB",
     "json_malformed",
     [] { return with_extension("{\"" + repeated("k", 64 * 1024) + "\": 1}"); }},
    {"a text past the limit", "body_too_large", [] { return repeated(" ", bytes_max + 1); }},
    {"a million empty events",
     "json_too_many_values",
     [] {
         return R"({"type":"EPCISDocument","epcisBody":{"eventList":[)" +
                repeated("1,", 1'000'000) + "1]}}";
     }},
    {"ninety thousand empty events",
     "capture_limit_exceeded",
     [] {
         return R"({"type":"EPCISDocument","epcisBody":{"eventList":[)" + repeated("1,", 90'000) +
                "1]}}";
     }},
    {"ninety thousand nested arrays of one object",
     "event_too_large",
     [] { return with_extension("[" + repeated("[{}],", 45'000) + "1]"); }},
    {"ninety thousand faults",
     "validation_failed",
     [] {
         auto text = std::string(every_type);
         std::string_view const mark = R"("childEPCs": [)";
         return text.insert(text.find(mark) + mark.size(), repeated("1,", 90'000));
     }},
    {"ninety thousand faults in lists that may be so long",
     "validation_failed",
     [] {
         auto text = std::string(every_type);
         for (std::string_view const mark : {R"("epcList": [)", R"("childEPCs": [)"}) {
             for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
                 text.insert(at + mark.size(), repeated("1,", 8'000));
             }
         }
         return text;
     }},
    {"numbers that are long when they are written out",
     "event_too_large",
     [] { return with_extension("[" + repeated("1e-300,", 90'000) + "1]"); }},
    {"one EPC ninety thousand times",
     "validation_failed",
     [] {
         auto text = std::string(every_type);
         std::string_view const mark = R"("epcList": [)";
         return text.insert(text.find(mark) + mark.size(), repeated("\"ex:a\",", 90'000));
     }},
    {"eight thousand long EPCs, each another",
     "event_too_large",
     [] {
         std::string epcs;
         for (int i = 0; i < 8'000; ++i) {
             epcs += "\"urn:epc:id:sgtin:8935001.000001." + std::to_string(i) + "\",";
         }
         auto text = std::string(every_type);
         std::string_view const mark = R"("epcList": [)";
         return text.insert(text.find(mark) + mark.size(), epcs);
     }},
};

double cpu_ms() {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
}

Error refusal_of(std::string const& text) {
    auto v = json::parse(
        text, {.bytes_max = bytes_max, .depth_max = depth_max, .values_max = values_max}
    );
    if (!v) {
        return v.error();
    }
    auto const read =
        read_document(std::move(*v), {.now = now, .event_bytes_max = event_bytes_max});
    return read ? Error(Errc::internal, "was taken") : read.error();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_document_bombs)

BOOST_DATA_TEST_CASE(a_bomb_is_refused, bombs, bomb) {
    auto const text = bomb.make();
    auto const before = cpu_ms();
    auto const refusal = refusal_of(text);
    BOOST_TEST_MESSAGE(
        bomb.name << ": " << text.size() << " bytes, " << cpu_ms() - before << " ms of CPU"
    );
    BOOST_TEST(refusal.slug == bomb.slug);
    for (auto const& fault : refusal.faults) {
        BOOST_TEST(fault.pointer.size() < 1024U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
