#pragma once

#include <ocop/base/json.hpp>
#include <ocop/epcis/query.hpp>

#include <string>
#include <string_view>
#include <vector>

// Every parameter of SimpleEventQuery, with an event that meets it and one that does not.
namespace ocop::epcis::testing {

struct QueryRow {
    std::string parameter;
    std::string get;   // its value in a GET
    std::string post;  // and as JSON
    // Bodies of events, as far as the parameter looks at them. "recordTime" is when it was
    // recorded.
    std::string meets;
    std::string fails;
};

inline constexpr std::string_view ext_namespace = "https://example.com/ns/";

json::value parse_json(std::string_view text);

// An event with this body, in a context that makes "ex:" the namespace above.
struct RecordedEvent {
    Event event;
    Instant recorded;
};

RecordedEvent event_of(std::string_view body);

std::vector<QueryRow> fixed_rows();
std::vector<QueryRow> sensor_rows();
std::vector<QueryRow> quantity_rows();
std::vector<QueryRow> extension_rows();  // prefix "ex", field "field"
std::vector<QueryRow> attribute_rows();  // met by what `KnownPlaces` says
std::vector<QueryRow> all_rows();

// Place 414/8930000000019 has attribute "site" of value "north", nothing else has any.
class KnownPlaces final : public MasterData {
  public:
    std::vector<std::string> attribute(std::string_view element, std::string_view name)
        const override;
};

// A query of one parameter, by either form, with "ex" defined.
Result<Query> from_get(std::string_view name, std::string_view value);
Result<Query> from_post(std::string_view name, std::string_view value);

}  // namespace ocop::epcis::testing
