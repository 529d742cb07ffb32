#pragma once

#include <ocop/epcis/event.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The SimpleEventQuery of EPCIS 2.0 (§8.2.7.1): its parameters read, and events held against them.
// Pure; any thread.
//
// How the standard is read where it leaves a choice:
//   - Identifiers compare by their finest key (identifier.hpp), in whatever form either was
//     written. In MATCH_* a class, in any form, stands for all that is under it: 01/G finds
//     01/G/21/S and, among quantities, 01/G/10/L.
//   - Conditions on sensor values that measure one dimension, with EQ_type, EQ_deviceID and the
//     other attributes of a report beside them, must meet in ONE report: each clause of the
//     standard says "one of these sensorElement fields", and were each free to pick its own,
//     EQ_type would add nothing to a value and a lower and an upper bound could be met by two
//     readings of which neither lies between. Values of two dimensions (hot and damp) may be two
//     reports'. What the sensorMetadata of an element says, it says of each of its reports.
//     Likewise the conditions on quantities of one dimension meet in one quantity element.
//   - Values and quantities are converted between units of one dimension; sDev, a difference,
//     without the offset of its scale. In one unit numbers compare exactly, converted ones within
//     a part in 10^9. A unit that is not in our table is comparable with itself alone.
//   - An extension's name is compared by namespace and local name. A prefix that the query does not
//     define means whatever the event that uses it means by it. Values compare as what both can be:
//     number, time, text; a JSON array by any of its elements.
//   - A word of the user's own (bizStep and the like) is compared as its event wrote it with the
//     value as given and as the query's namespaces expand it.
//   - EXISTS_* takes true, false, null and an integer in both forms; false and 0 ask for nothing.
//   - GE_ later than LT_ is a contradiction and refused; the same instant is an empty span.
namespace ocop::epcis {

// What an index can answer: which events may meet a condition. `values` are alternatives in
// canonical form, and every event that meets the condition is found under one of them; not all that
// is found meets it.
enum class IndexTerm : std::uint8_t {
    none,             // only by looking at the event
    event_type,       // type_name()
    event_id,         // event_id()
    item,             // finest_key of an entry of items_of(), any role
    klass,            // an entry of items_of() is of this class, or under it (classes_of), any role
    parent,           // finest_key of parent_id()
    biz_step,         // biz_step()
    disposition,      // disposition()
    read_point,       // finest_key of read_point()
    biz_location,     // finest_key of biz_location()
    biz_transaction,  // finest_key of a bizTransaction of bizTransactionList, of any type
};

// What is known of the places and other elements that events name. This one knows nothing but that
// a GLN's extensions (414/…/254/…) lie within the bare GLN. Identifiers are canonical.
class MasterData {
  public:
    virtual ~MasterData() = default;

    // Whether a place lies, directly or through others, within another one (WD_*). A place lies
    // within itself.
    virtual bool within(std::string_view place, std::string_view ancestor) const;
    // The values of an attribute of an element (HASATTR_*, EQATTR_*); empty when it has none. The
    // name is as in the query, or its expansion by the query's namespaces.
    virtual std::vector<std::string> attribute(std::string_view element, std::string_view name)
        const;
};

// One condition of a query. All must hold.
struct Condition {
    std::string parameter;  // as given: for ?explain and errors
    IndexTerm term = IndexTerm::none;
    std::vector<std::string> values;  // for an index
    // Whether an event meets it: the whole truth, whatever an index said before.
    std::function<bool(Event const&, Instant recorded, MasterData const&)> holds;
};

enum class OrderBy : std::uint8_t { record_time, event_time, extension };

struct Query {
    std::vector<Condition> conditions;
    // Half-open bounds, from GE_ and LT_; not among the conditions.
    std::optional<Instant> event_time_from, event_time_before;
    std::optional<Instant> record_time_from, record_time_before;
    OrderBy order_by = OrderBy::record_time;
    std::string order_field;  // of OrderBy::extension: as given
    // The value that OrderBy::extension sorts by; null for an event without it. Lives as long as
    // the event. Set for OrderBy::extension alone.
    std::function<json::value const*(Event const&)> order_value;
    bool descending = true;
    std::optional<std::uint64_t> event_count_limit;  // at least 1
    std::optional<std::uint64_t> max_event_count;    // at least 1
    // What holding an event against the query costs, in readings of the event's text: at least 1,
    // and more for many parameters or values that cannot be sorted. For budgets.
    std::size_t work = 1;
};

using QueryParameters = std::vector<std::pair<std::string, std::string>>;  // decoded

// More alternatives of one parameter are a fault.
inline constexpr std::size_t query_values_max = 1000;

// GET: strings, arrays parted by '|'. `namespaces` are the prefixes of header GS1-Extensions. What
// belongs to paging (perPage, nextPageToken) has been taken out before. Errors: malformed
// "query_parameter_invalid" with up to json::faults_max faults, the pointer being the parameter:
// one that is unknown, given twice, empty, of another type, or contradicts another.
Result<Query> read_query(QueryParameters const& parameters, QueryParameters const& namespaces = {});

// POST /queries: the JSON object of a query, additionalProperties false. Its "@context" defines the
// prefixes. Errors as above.
Result<Query> read_query(json::object const& query);

bool matches(
    Query const& query,
    Event const& event,
    Instant recorded,
    MasterData const& master_data = MasterData()
);

}  // namespace ocop::epcis
