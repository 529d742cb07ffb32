// Statements about all queries, over generated events and queries of a fixed seed: the two forms of
// a query agree, an index that a condition names finds each event that meets it, and a condition is
// met or not whatever else is asked.

#include "unit/epcis/query_rows.hpp"

#include <ocop/epcis/identifier.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::testing;

namespace {

class Generator {
  public:
    explicit Generator(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t end) { return engine_() % end; }

    template <class T>
    T const& one_of(std::vector<T> const& from) {
        return from[below(from.size())];
    }

  private:
    std::mt19937_64 engine_;
};

// The members of one event's body laid over those of another's; lists are joined.
void merge(json::object& into, json::object const& from) {
    for (auto const& member : from) {
        auto* present = into.if_contains(member.key());
        if (present == nullptr) {
            into[member.key()] = member.value();
        } else if (present->is_object() && member.value().is_object()) {
            merge(present->get_object(), member.value().get_object());
        } else if (present->is_array() && member.value().is_array()) {
            auto const& list = member.value().get_array();
            present->get_array().insert(present->get_array().end(), list.begin(), list.end());
        }
    }
}

// Events that each meet a few rows, and perhaps fail others.
std::vector<RecordedEvent> generated_events(Generator& random, std::size_t count) {
    auto const rows = all_rows();
    std::vector<RecordedEvent> out;
    for (std::size_t i = 0; i < count; ++i) {
        auto event = event_of("{}");
        for (auto parts = 1 + random.below(6); parts > 0; --parts) {
            auto const& row = random.one_of(rows);
            auto const part = event_of(random.below(3) != 0 ? row.meets : row.fails);
            merge(event.event.body, part.event.body);
            event.recorded = std::max(event.recorded, part.recorded);
        }
        out.push_back(std::move(event));
    }
    return out;
}

struct TwoForms {
    Query get;
    Query post;
    std::string names;
};

// A query of some rows' parameters in both forms, the GET's in another order.
TwoForms generated_query(Generator& random) {
    auto const rows = all_rows();
    QueryParameters parameters;
    json::object body;
    TwoForms out;
    body["@context"] = parse_json(R"({"ex": "https://example.com/ns/"})");
    for (auto count = 1 + random.below(3); count > 0; --count) {
        auto const& row = random.one_of(rows);
        if (!body.contains(row.parameter)) {
            parameters.insert(parameters.begin(), {row.parameter, row.get});
            body[row.parameter] = parse_json(row.post);
            out.names += row.parameter + " ";
        }
    }
    auto get = read_query(parameters, {{"ex", std::string(ext_namespace)}});
    auto post = read_query(body);
    BOOST_REQUIRE_MESSAGE(get.has_value() && post.has_value(), out.names);
    out.get = std::move(*get);
    out.post = std::move(*post);
    return out;
}

// What an index would hold of an event: naive, from the accessors alone.
std::set<std::string> indexed(Event const& event, IndexTerm term) {
    std::set<std::string> out;
    switch (term) {
        case IndexTerm::event_type:
            return {std::string(type_name(event))};
        case IndexTerm::event_id:
            return {std::string(event_id(event))};
        case IndexTerm::parent:
            return {finest_key(parent_id(event))};
        case IndexTerm::biz_step:
            return {std::string(biz_step(event))};
        case IndexTerm::disposition:
            return {std::string(disposition(event))};
        case IndexTerm::read_point:
            return {finest_key(read_point(event))};
        case IndexTerm::biz_location:
            return {finest_key(biz_location(event))};
        case IndexTerm::biz_transaction:
            for (auto const& entry : event.body.at("bizTransactionList").as_array()) {
                out.insert(finest_key(entry.at("bizTransaction").as_string()));
            }
            return out;
        case IndexTerm::item:
        case IndexTerm::klass:
            break;
        case IndexTerm::none:
            return {};
    }
    for (auto const& item : items_of(event)) {
        if (term == IndexTerm::item) {
            out.insert(finest_key(item.id));
            continue;
        }
        for (auto const& klass : classes_of(item.id)) {
            out.insert(klass);
        }
        out.insert(std::string(item.id));
    }
    return out;
}

bool index_finds(Condition const& condition, Event const& event) {
    auto const found = indexed(event, condition.term);
    return std::any_of(
        condition.values.begin(),
        condition.values.end(),
        [&](std::string const& value) { return found.contains(value); }
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(query_property)

BOOST_AUTO_TEST_CASE(the_two_forms_of_a_query_find_the_same_events) {
    Generator random(0x0c09);
    auto const events = generated_events(random, 300);
    std::size_t found = 0;
    for (int i = 0; i < 1500; ++i) {
        auto const query = generated_query(random);
        std::size_t different = 0;
        for (auto const& [event, recorded] : events) {
            bool const get = matches(query.get, event, recorded, KnownPlaces());
            different += get != matches(query.post, event, recorded, KnownPlaces()) ? 1 : 0;
            found += get ? 1 : 0;
        }
        BOOST_TEST(different == 0U, query.names);
    }
    BOOST_TEST(found > 1000U);  // else nothing was said
}

BOOST_AUTO_TEST_CASE(an_index_finds_each_event_that_meets_the_condition_it_answers) {
    Generator random(0x0c0a);
    auto const events = generated_events(random, 2000);
    std::set<IndexTerm> seen;
    for (auto const& row : fixed_rows()) {
        auto const query = from_get(row.parameter, row.get);
        BOOST_REQUIRE(query.has_value());
        for (auto const& condition : query->conditions) {
            BOOST_TEST((condition.term == IndexTerm::none) == condition.values.empty());
            for (auto const& [event, recorded] : events) {
                if (condition.term != IndexTerm::none &&
                    condition.holds(event, recorded, MasterData())) {
                    BOOST_TEST(index_finds(condition, event), row.parameter);
                    seen.insert(condition.term);
                }
            }
        }
    }
    BOOST_TEST(seen.size() >= 8U);
}

BOOST_AUTO_TEST_CASE(two_queries_that_share_no_measure_find_together_what_each_finds) {
    Generator random(0x0c0b);
    auto const events = generated_events(random, 300);
    auto const rows = all_rows();
    auto const is_measured = [](std::string const& name) {
        return name.find("alue") != std::string::npos ||
               name.find("uantity") != std::string::npos ||
               name.find("percRank") != std::string::npos || name.find("sDev") != std::string::npos;
    };
    for (int i = 0; i < 500; ++i) {
        auto const& one = random.one_of(rows);
        auto const& other = random.one_of(rows);
        auto const a = from_get(one.parameter, one.get);
        auto const b = from_get(other.parameter, other.get);
        BOOST_REQUIRE(a.has_value() && b.has_value());
        if (one.parameter == other.parameter || is_measured(one.parameter) ||
            is_measured(other.parameter)) {
            continue;
        }
        auto const both = read_query(
            QueryParameters{{one.parameter, one.get}, {other.parameter, other.get}},
            {{"ex", std::string(ext_namespace)}}
        );
        if (!both) {
            continue;  // spans that contradict each other
        }
        std::size_t more = 0;
        for (auto const& [event, recorded] : events) {
            bool const together = matches(*both, event, recorded, KnownPlaces());
            bool const each = matches(*a, event, recorded, KnownPlaces()) &&
                              matches(*b, event, recorded, KnownPlaces());
            more += together && !each ? 1 : 0;
        }
        BOOST_TEST(more == 0U, one.parameter << " and " << other.parameter);
    }
}

BOOST_AUTO_TEST_SUITE_END()
