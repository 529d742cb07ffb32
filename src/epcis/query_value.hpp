#pragma once

#include "epcis/members.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/time.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Values of query parameters, in either form, and of the fields of events they are held against.
namespace ocop::epcis {

// RFC 8259 numbers, finite; "007" and "+1" are texts.
std::optional<double> number_in_text(std::string_view text);
// A date-time, or a date (its midnight in UTC), as fields of events have them.
std::optional<Instant> instant_in_text(std::string_view text);

enum class Relation : std::uint8_t { eq, gt, ge, lt, le, exists };

// What an extension field is compared with: a value as all that it can be.
struct Operand {
    std::string text;
    std::optional<double> number;
    std::optional<Instant> instant;
};

Operand operand_of(std::string_view text);

// Sorted texts; finds without allocating.
class Alternatives {
  public:
    Alternatives() = default;
    explicit Alternatives(std::vector<std::string> texts);

    bool contains(std::string_view text) const;
    bool contains_any(json::array const* texts) const;

    std::vector<std::string> const& texts() const { return texts_; }

  private:
    std::vector<std::string> texts_;
};

template <class T>
bool relates(T const& a, Relation relation, T const& b) {
    switch (relation) {
        case Relation::eq:
            return a == b;
        case Relation::gt:
            return a > b;
        case Relation::ge:
            return a >= b;
        case Relation::lt:
            return a < b;
        case Relation::le:
            return a <= b;
        case Relation::exists:
            break;
    }
    return true;
}

// Whether a stands in the relation to one of `sorted`, which ascend: O(log n).
template <class T>
bool relates_to_any(T const& a, Relation relation, std::vector<T> const& sorted) {
    if (sorted.empty()) {
        return false;
    }
    if (relation == Relation::eq) {
        return std::binary_search(sorted.begin(), sorted.end(), a);
    }
    bool const up = relation == Relation::gt || relation == Relation::ge;
    return relates(a, relation, up ? sorted.front() : sorted.back());
}

// What an extension field is compared with, sorted: an event may hold tens of thousands of values
// and a query a thousand, so a value is read once and then costs O(log n).
class Operands {
  public:
    Operands() = default;
    explicit Operands(std::vector<Operand> const& all);

    bool is_met_by(std::string_view text, Relation relation) const;
    bool is_met_by(double number, Relation relation) const;
    bool is_met_by(bool flag, Relation relation) const;

  private:
    Alternatives texts_;
    std::vector<double> numbers_;    // ascending
    std::vector<Instant> instants_;  // ascending
};

// Whether a field's value stands in the relation to one of the operands.
bool relates(json::value const& v, Relation relation, Operands const& operands);

// One parameter as it was given, as text or as JSON. Each reader takes all of it; what is wrong is
// noted as a fault of the parameter, and the result then empty.
class Given {
  public:
    Given(std::string_view name, std::string_view text, std::vector<Fault>& faults)
        : name_(name), text_(text), faults_(faults) {}

    Given(std::string_view name, json::value const& value, std::vector<Fault>& faults)
        : name_(name), value_(&value), faults_(faults) {}

    std::string_view name() const { return name_; }

    void fault(std::string reason) const;

    std::vector<std::string> texts() const;
    std::string text() const;
    std::vector<double> numbers() const;
    std::optional<double> number() const;
    std::optional<Instant> instant() const;
    std::optional<bool> boolean() const;
    std::optional<bool> existence() const;
    std::optional<std::uint64_t> count() const;
    // Of EQ: texts, a number or a time. Of the other relations: a number or a time.
    Operands operands(Relation relation) const;

  private:
    std::optional<double> number_of(json::value const& v) const;
    std::vector<std::string_view> parts() const;
    std::vector<double> numbers_in_parts() const;

    std::string_view name_;
    std::string_view text_;
    json::value const* value_ = nullptr;  // null: text_ it is
    std::vector<Fault>& faults_;
};

}  // namespace ocop::epcis
