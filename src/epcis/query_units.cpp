#include "epcis/query_units.hpp"

#include "epcis/query_reader.hpp"

#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ocop::epcis {

namespace {

constexpr double tolerance = 1e-9;

bool is_uom(std::string_view text) {
    return text.size() >= 2 && text.size() <= 4 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

bool nearly_equal(double a, double b) {
    return std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

// As relates(), for numbers of which one was converted and may be off by rounding.
bool relates_converted(double a, Relation relation, double b) {
    bool const equal = nearly_equal(a, b);
    switch (relation) {
        case Relation::gt:
            return a > b && !equal;
        case Relation::lt:
            return a < b && !equal;
        default:
            return equal || relates(a, relation, b);
    }
}

// The same for one of many: of sorted values those beside it are the nearest.
bool relates_converted(double a, Relation relation, std::vector<double> const& sorted) {
    if (relation != Relation::eq) {
        return std::any_of(sorted.begin(), sorted.end(), [&](double b) {
            return relates_converted(a, relation, b);
        });
    }
    auto const above = std::lower_bound(sorted.begin(), sorted.end(), a);
    return (above != sorted.end() && nearly_equal(a, *above)) ||
           (above != sorted.begin() && nearly_equal(a, *std::prev(above)));
}

std::optional<BaseValue> to_base(std::string_view uom, double value, bool is_difference) {
    auto base = to_base_unit(uom, value);
    if (base && is_difference) {
        base->value -= to_base_unit(uom, 0)->value;
    }
    return base;
}

using Reports = std::function<bool(json::object const* report, json::object const* metadata)>;

bool any_report(json::object const& element, Reports const& test) {
    auto const* metadata = object_in(element, "sensorMetadata");
    auto const* reports = list_in(element, "sensorReport");
    if (reports == nullptr || reports->empty()) {
        return test(nullptr, metadata);
    }
    return std::any_of(reports->begin(), reports->end(), [&](json::value const& report) {
        return report.is_object() && test(&report.get_object(), metadata);
    });
}

bool any_report(Event const& event, Reports const& test) {
    auto const* elements = list_in(event.body, "sensorElementList");
    return elements != nullptr &&
           std::any_of(elements->begin(), elements->end(), [&](json::value const& element) {
               return element.is_object() && any_report(element.get_object(), test);
           });
}

constexpr std::string_view quantity_lists[] = {
    "quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"};

bool all_hold(std::vector<NumberTest> const& tests, json::object const& element) {
    return std::all_of(tests.begin(), tests.end(), [&](NumberTest const& test) {
        return test.holds(element);
    });
}

bool any_quantity(Event const& event, std::vector<NumberTest> const& tests) {
    for (auto const name : quantity_lists) {
        auto const* list = list_in(event.body, name);
        if (list != nullptr && std::any_of(list->begin(), list->end(), [&](json::value const& v) {
                return v.is_object() && all_hold(tests, v.get_object());
            })) {
            return true;
        }
    }
    return false;
}

// The tests of each measure, in the order in which they came.
std::vector<std::vector<NumberTest>> by_measure(std::vector<NumberTest> tests) {
    std::vector<std::vector<NumberTest>> out;
    for (auto& test : tests) {
        auto const measure = test.measure();
        auto const at = std::find_if(out.begin(), out.end(), [&](auto const& group) {
            return group.front().measure() == measure;
        });
        if (at == out.end()) {
            out.push_back({std::move(test)});
        } else {
            at->push_back(std::move(test));
        }
    }
    return out;
}

// Of both kinds of tests, for people.
template <class Test>
std::string parameters_of(std::vector<Test> const& tests) {
    std::string out;
    for (auto const& test : tests) {
        out += (out.empty() ? "" : " & ") + test.parameter;
    }
    return out;
}

struct Member {
    std::string_view name;
    bool with_unit;
    bool eq;  // whether EQ_ asks for it
};

constexpr Member members[] = {
    {"value", true, true},
    {"minValue", true, true},
    {"maxValue", true, true},
    {"meanValue", true, true},
    {"sDev", true, true},
    {"percValue", true, true},
    {"percRank", false, false},
    {"quantity", true, true},
};

}  // namespace

std::string NumberTest::measure() const {
    if (uom.empty()) {
        return member;
    }
    auto const base = to_base_unit(uom, 0);
    return std::string(base ? base->dimension : std::string_view(uom));
}

bool NumberTest::holds(json::object const& element) const {
    auto const* found = element.if_contains(member);
    if (found == nullptr || !found->is_number()) {
        return false;
    }
    auto const number = found->to_number<double>();
    auto const unit = text_in(element, "uom");
    if (uom.empty() || unit == uom) {
        return relates_to_any(number, relation, values);
    }
    if (base_values.empty()) {
        return false;
    }
    auto const theirs = to_base(unit, number, is_difference);
    return theirs && theirs->dimension == dimension &&
           relates_converted(theirs->value, relation, base_values);
}

void NumberTest::take_values(std::vector<double> all) {
    values = std::move(all);
    std::sort(values.begin(), values.end());
    for (auto const value : values) {
        if (auto const base = to_base(uom, value, is_difference)) {
            dimension = base->dimension;
            base_values.push_back(base->value);
        }
    }
    std::sort(base_values.begin(), base_values.end());
}

bool read_number_with_unit(QueryReader& reader, Given const& given) {
    auto rest = given.name();
    auto const relation = take_relation(rest);
    if (!relation || *relation == Relation::exists) {
        return false;
    }
    auto const* const member =
        std::find_if(std::begin(members), std::end(members), [&](Member const& m) {
            return rest.starts_with(m.name) &&
                   (rest.size() == m.name.size() || rest[m.name.size()] == '_');
        });
    if (member == std::end(members) || (*relation == Relation::eq && !member->eq)) {
        return false;
    }
    bool const is_quantity = member->name == "quantity";
    rest.remove_prefix(member->name.size());
    if (rest.empty() ? member->with_unit && !is_quantity
                     : !member->with_unit || !is_uom(rest.substr(1))) {
        return false;
    }
    NumberTest test{
        std::string(given.name()),
        std::string(member->name),
        *relation,
        std::string(rest.empty() ? rest : rest.substr(1)),
        member->name == "sDev",
        {},
        {},
        {}};
    if (*relation == Relation::eq) {
        test.take_values(given.numbers());
    } else if (auto const number = given.number()) {
        test.take_values({*number});
    }
    (is_quantity ? reader.quantities : reader.sensors.numbers).push_back(std::move(test));
    return true;
}

void add_measured(QueryReader& reader) {
    auto const plain = [&reader](std::string parameter, auto holds) {
        reader.query.conditions.push_back(
            {std::move(parameter),
             IndexTerm::none,
             {},
             [holds = std::move(holds)](Event const& event, Instant, MasterData const&) {
                 return holds(event);
             }}
        );
    };
    for (auto& group : by_measure(std::move(reader.quantities))) {
        plain(parameters_of(group), [group](Event const& event) {
            return any_quantity(event, group);
        });
    }
    auto const& which = reader.sensors.which;
    Reports const meant = [which](json::object const* report, json::object const* metadata) {
        return std::all_of(which.begin(), which.end(), [&](ReportTest const& test) {
            return test.holds(report, metadata);
        });
    };
    if (reader.sensors.numbers.empty() && !which.empty()) {
        plain(parameters_of(which), [meant](Event const& event) {
            return any_report(event, meant);
        });
    }
    for (auto& group : by_measure(std::move(reader.sensors.numbers))) {
        auto name = parameters_of(group) + (which.empty() ? "" : " & ") + parameters_of(which);
        Reports const both = [group = std::move(group),
                              meant](json::object const* report, json::object const* metadata) {
            return report != nullptr && all_hold(group, *report) && meant(report, metadata);
        };
        plain(std::move(name), [both](Event const& event) { return any_report(event, both); });
    }
}

}  // namespace ocop::epcis
