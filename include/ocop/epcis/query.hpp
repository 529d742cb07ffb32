#pragma once

#include <ocop/epcis/event.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The SimpleEventQuery of EPCIS 2.0: its parameters read, and events held against them.
// Pure; any thread.
namespace ocop::epcis {

// What a filter looks at that an index can answer; `values` are alternatives in canonical form.
enum class IndexTerm : std::uint8_t {
    none,  // only by looking at the event
    event_type,
    event_id,
    item,   // exact (finest_key), any role
    klass,  // under a class (classes_of), or the class itself
    parent,
    biz_step,
    disposition,
    read_point,
    biz_location,
    biz_transaction,
};

// One condition of a query. All must hold.
struct Condition {
    std::string parameter;  // as given: for ?explain and errors
    IndexTerm term = IndexTerm::none;
    std::vector<std::string> values;  // canonical; for an index
    // Whether an event meets it.
    std::function<bool(Event const&, Instant recorded)> holds;
};

enum class OrderBy : std::uint8_t { record_time, event_time, extension };

struct Query {
    std::vector<Condition> conditions;
    // Half-open bounds, from GE_ and LT_; not among the conditions.
    std::optional<Instant> event_time_from, event_time_before;
    std::optional<Instant> record_time_from, record_time_before;
    OrderBy order_by = OrderBy::record_time;
    std::string order_field;  // of OrderBy::extension
    bool descending = true;
    std::optional<std::uint64_t> event_count_limit;
    std::optional<std::uint64_t> max_event_count;
};

using QueryParameters = std::vector<std::pair<std::string, std::string>>;  // decoded

// GET: strings, arrays parted by '|'. `namespaces` are the prefixes of header GS1-Extensions. What
// belongs to paging (perPage, nextPageToken) has been taken out before. Errors: malformed
// "query_parameter_invalid", the pointer being the parameter.
Result<Query> read_query(QueryParameters const& parameters, QueryParameters const& namespaces = {});

// POST /queries: the JSON object of a query, additionalProperties false. Errors as above.
Result<Query> read_query(json::object const& query);

bool matches(Query const& query, Event const& event, Instant recorded);

}  // namespace ocop::epcis
