#pragma once

#include "epcis/query_units.hpp"
#include "epcis/query_value.hpp"

#include <ocop/epcis/query.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The steps of read_query(): each family of parameters in a file of its own.
namespace ocop::epcis {

// What a query becomes while it is read.
struct QueryReader {
    QueryParameters namespaces;
    std::vector<Fault> faults;
    Query query;
    // Conditions that may have to meet in one report or one quantity element: made at the end.
    SensorTests sensors;
    std::vector<NumberTest> quantities;
    // Values that each value of an event may be held against one by one: see Query::work.
    std::size_t walked = 0;

    void add(Given const& given, IndexTerm term, std::vector<std::string> values, auto holds) {
        query.conditions.push_back(
            {std::string(given.name()), term, std::move(values), std::move(holds)}
        );
    }

    // A condition that neither time nor master data plays a part in.
    void add_plain(Given const& given, auto holds) {
        add(given,
            IndexTerm::none,
            {},
            [holds = std::move(holds)](Event const& event, Instant, MasterData const&) {
                return holds(event);
            });
    }
};

// The namespace that the query gives a prefix; empty when it gives none.
std::string_view namespace_of(QueryReader const& reader, std::string_view prefix);

// A text, and if it is prefix:local with a prefix of the query, its expansion behind it.
std::vector<std::string> with_expansion(QueryReader const& reader, std::string_view text);

// Each returns whether the name is one of its own; what is wrong with the value is a fault.
bool read_match(QueryReader& reader, Given const& given);
bool read_place(QueryReader& reader, Given const& given);
bool read_party(QueryReader& reader, Given const& given);
bool read_identifiers(QueryReader& reader, Given const& given);
bool read_words(QueryReader& reader, Given const& given);
bool read_error_declaration(QueryReader& reader, Given const& given);
bool read_sensor(QueryReader& reader, Given const& given);
bool read_number_with_unit(QueryReader& reader, Given const& given);
bool read_extension(QueryReader& reader, Given const& given);
bool read_attribute(QueryReader& reader, Given const& given);

// What orderBy names when it is an extension; an empty function when it is no name of one.
std::function<json::value const*(Event const&)> read_order_field(
    QueryReader const& reader, std::string_view name
);

// Makes the conditions of QueryReader::sensors and quantities.
void add_measured(QueryReader& reader);

// "GE_…" to its relation, and the name behind it. EXISTS is one too.
std::optional<Relation> take_relation(std::string_view& name);

}  // namespace ocop::epcis
