#pragma once

#include "accounts/principal.hpp"
#include "store/record.hpp"

#include <ocop/epcis/query.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Queries that have a name (EPCIS 2.0, /queries). A name belongs to the unit of the account that
// made it (accounts::unit_key(): its producer, commune or authority): colleagues share it, and for
// all others it is absent, so that two producers may use the same name. It never changes: it is
// made and dropped.
//
// At rest, space events (no leaf: a query says nothing about goods):
//   'q' ‖ unit ‖ 00 ‖ name → the query (JSON)
namespace ocop::events {

inline constexpr std::size_t named_queries_max = 100;  // of one unit
inline constexpr std::size_t query_name_chars_max = 100;
inline constexpr std::size_t query_bytes_max = 32 * 1024;

struct NamedQuery {
    std::int64_t v = 1;
    std::string name;
    std::string unit;
    std::string account;  // who made it
    json::value query;    // as it was given, an object
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(NamedQuery, (), (v, name, unit, account, query, created_at))

// Body of POST /queries.
struct NewQuery {
    std::string name;
    json::value query;
};
BOOST_DESCRIBE_STRUCT(NewQuery, (), (name, query))

// The unit of the caller's account; unauthenticated "token_unknown" when it is gone.
Result<std::string> unit_of(store::Reader const& reader, accounts::Principal const& who);

// A name: 1 to 100 characters, no control characters, no slash and no white space at its ends. The
// query: one that epcis::read_query() takes, ≤ 32 KiB. Costs what parsing costs: before the
// transaction. Errors: malformed "query_definition_invalid" at "/name" or "/query"; those of
// read_query(), their pointers below "/query".
Result<void> check_query(NewQuery const& request);

// Writes a checked query. conflict "query_exists"; refused "queries_full".
Result<NamedQuery> add_query(
    store::Transaction& tx, accounts::Principal const& who, NewQuery request
);

// not_found "query_not_found".
Result<NamedQuery> load_query(
    store::Reader const& reader, std::string_view unit, std::string_view name
);

// By name, after `after`, at most `limit`.
struct QueryPage {
    std::vector<NamedQuery> queries;
    bool more = false;
};

Result<QueryPage> list_queries(
    store::Reader const& reader, std::string_view unit, std::string_view after, std::size_t limit
);

// With its subscriptions and their dead letters. not_found "query_not_found".
Result<NamedQuery> drop_query(store::Transaction& tx, std::string_view unit, std::string_view name);

// The query to run; corrupt "store_corrupt" when it does not read any more.
Result<epcis::Query> query_of(NamedQuery const& record);

}  // namespace ocop::events
