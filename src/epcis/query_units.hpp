#pragma once

#include "epcis/query_value.hpp"

#include <ocop/epcis/event.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// Numbers with units in conditions, and what must meet in one report or element.
namespace ocop::epcis {

// A number of a sensorReport or a quantity element against a condition.
struct NumberTest {
    std::string parameter;
    std::string member;  // "value", "minValue", …, "quantity"
    Relation relation = Relation::eq;
    std::string uom;             // empty: a number without a unit
    bool is_difference = false;  // sDev
    std::vector<double> values;  // ascending
    // `values` in the base unit of their dimension, ascending; empty without a unit of our table.
    std::vector<double> base_values;
    std::string_view dimension;

    // What it measures: tests of one measure must meet in one report. The dimension of the unit, or
    // the unit itself where it has none in our table.
    std::string measure() const;
    bool holds(json::object const& element) const;
    // Takes the values, and makes of them what holds() needs to cost O(log n).
    void take_values(std::vector<double> all);
};

// An attribute of a sensorReport, or of the sensorMetadata beside it; either may be null.
struct ReportTest {
    std::string parameter;
    std::function<bool(json::object const* report, json::object const* metadata)> holds;
};

struct SensorTests {
    // Say which reports are meant: EQ_type, EQ_deviceID …
    std::vector<ReportTest> which;
    std::vector<NumberTest> numbers;
};

}  // namespace ocop::epcis
