// libFuzzer target: any text as a query, a JSON object as the body of a POST, other text as the
// parameters of a GET, "name=value" a line, with a line "@prefix=namespace" for each prefix. What
// is refused is refused by the name of a parameter; what is read decides about an event that has
// everything, twice the same.

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>
#include <ocop/epcis/order_key.hpp>
#include <ocop/epcis/query.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace ocop;

constexpr std::string_view everything = R"({
    "type": "ObjectEvent", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+07:00",
    "eventID": "urn:x:1", "action": "ADD", "bizStep": "shipping", "disposition": "active",
    "persistentDisposition": {"set": ["active"], "unset": ["damaged"]},
    "readPoint": {"id": "https://id.gs1.org/414/8930000000019/254/A", "ex:f": 1},
    "bizLocation": {"id": "urn:x:place"}, "parentID": "https://id.gs1.org/00/189300000000000012",
    "epcList": ["https://id.gs1.org/01/08930000000019/10/L1/21/7", "urn:x:item"],
    "quantityList": [{"epcClass": "https://id.gs1.org/01/08930000000019/10/L1", "quantity": 3.5,
                      "uom": "KGM"}],
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po"}],
    "sourceList": [{"type": "location", "source": "urn:x:place"}],
    "errorDeclaration": {"declarationTime": "2026-01-02T00:00:00Z", "reason": "did_not_occur",
                         "correctiveEventIDs": ["urn:x:2"], "ex:f": "text"},
    "ilmd": {"ex:f": {"ex:g": [1, "2026-01-01", true, {"@value": "x"}]}},
    "sensorElementList": [{"ex:f": null, "sensorMetadata": {"time": "2026-01-01T00:00:00Z"},
        "sensorReport": [{"type": "Temperature", "value": 26, "uom": "CEL", "sDev": 1,
                          "booleanValue": true, "hexBinaryValue": "F0", "percRank": 5}]}],
    "ex:f": "10", "https://example.com/ns/g": [1, 2]
})";

epcis::Event const& event_with_everything() {
    static auto const event = [] {
        epcis::Event out;
        out.body = json::parse(everything)->as_object();
        out.context.push_back(json::object{{"ex", "https://example.com/ns/"}});
        return out;
    }();
    return event;
}

struct Parameters {
    epcis::QueryParameters all;
    epcis::QueryParameters namespaces;
};

Parameters lines_of(std::string_view text) {
    Parameters out;
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        auto const equals = std::min(line.find('='), line.size());
        auto const value = line.substr(std::min(equals + 1, line.size()));
        bool const prefix = line.starts_with('@');
        (prefix ? out.namespaces : out.all)
            .emplace_back(line.substr(prefix ? 1 : 0, equals - (prefix ? 1 : 0)), value);
    }
    return out;
}

template <class IsName>
void check(Result<epcis::Query> const& query, IsName const& is_name) {
    if (!query) {
        auto const& error = query.error();
        OCOP_ASSERT(error.slug == "query_parameter_invalid");
        OCOP_ASSERT(!error.faults.empty() && error.faults.size() <= json::faults_max);
        for (auto const& fault : error.faults) {
            OCOP_ASSERT(is_name(fault.pointer) && !fault.reason.empty());
        }
        return;
    }
    auto const& event = event_with_everything();
    bool const found = epcis::matches(*query, event, Instant{1'767'225'600'000});
    OCOP_ASSERT(found == epcis::matches(*query, event, Instant{1'767'225'600'000}));
    if (query->order_value) {
        auto const key = epcis::order_key(query->order_value(event));
        OCOP_ASSERT(epcis::compare_order_keys(key, key) == 0);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = as_text({data, size});
    if (text.starts_with('{')) {
        auto const body = json::parse(text);
        if (body && body->is_object()) {
            auto const& members = body->get_object();
            check(epcis::read_query(members), [&](std::string const& name) {
                return members.contains(name);
            });
        }
        return 0;
    }
    auto const parameters = lines_of(text);
    check(epcis::read_query(parameters.all, parameters.namespaces), [&](std::string const& name) {
        return std::any_of(parameters.all.begin(), parameters.all.end(), [&](auto const& one) {
            return one.first == name;
        });
    });
    return 0;
}
