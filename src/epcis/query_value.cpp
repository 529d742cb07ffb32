#include "epcis/query_value.hpp"

#include "epcis/times.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/epcis/query.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace ocop::epcis {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Cheap signs that a text is a date or a date-time, so that no parser's error is built for others.
bool looks_like_date(std::string_view text) {
    return text.size() >= 10 && is_digit(text[0]) && text[4] == '-' && text[7] == '-';
}

std::optional<std::vector<std::string_view>> between_bars(std::string_view text) {
    std::vector<std::string_view> out;
    auto bar = text.find('|');
    for (; bar != std::string_view::npos; bar = text.find('|')) {
        out.push_back(text.substr(0, bar));
        text.remove_prefix(bar + 1);
    }
    out.push_back(text);
    return out;
}

// Nullopt: it is something else than an array of strings.
std::optional<std::vector<std::string_view>> strings_in(json::value const& v) {
    auto const* list = v.if_array();
    auto const is_string = [](json::value const& element) { return element.is_string(); };
    if (list == nullptr || !std::all_of(list->begin(), list->end(), is_string)) {
        return std::nullopt;
    }
    std::vector<std::string_view> out;
    for (auto const& element : *list) {
        out.push_back(view_of(element));
    }
    return out;
}

std::string shortest(double number) {
    std::array<char, 32> buffer{};
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    return {buffer.data(), end};
}

}  // namespace

std::optional<double> number_in_text(std::string_view text) {
    auto const digits = text.starts_with('-') ? text.substr(1) : text;
    bool const padded = digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]);
    if (digits.empty() || !is_digit(digits[0]) || padded || digits.ends_with('.')) {
        return std::nullopt;
    }
    double out = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, code] = std::from_chars(text.data(), end, out);
    if (code != std::errc() || at != end || !std::isfinite(out)) {
        return std::nullopt;
    }
    return out;
}

std::optional<Instant> instant_in_text(std::string_view text) {
    if (!looks_like_date(text)) {
        return std::nullopt;
    }
    if (text.size() > 10) {
        return read_time(text);
    }
    auto const day = parse_day(text);
    if (!day) {
        return std::nullopt;
    }
    auto const since = std::chrono::milliseconds(day->date.time_since_epoch());
    return Instant{since.count()};
}

Operand operand_of(std::string_view text) {
    return {std::string(text), number_in_text(text), instant_in_text(text)};
}

Alternatives::Alternatives(std::vector<std::string> texts) : texts_(std::move(texts)) {
    std::sort(texts_.begin(), texts_.end());
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
}

bool Alternatives::contains(std::string_view text) const {
    return std::binary_search(texts_.begin(), texts_.end(), text, std::less<>());
}

bool Alternatives::contains_any(json::array const* texts) const {
    return texts != nullptr && std::any_of(texts->begin(), texts->end(), [&](auto const& v) {
               return v.is_string() && contains(view_of(v));
           });
}

Operands::Operands(std::vector<Operand> const& all) {
    std::vector<std::string> texts;
    for (auto const& one : all) {
        texts.push_back(one.text);
        if (one.number) {
            numbers_.push_back(*one.number);
        }
        if (one.instant) {
            instants_.push_back(*one.instant);
        }
    }
    texts_ = Alternatives(std::move(texts));
    std::sort(numbers_.begin(), numbers_.end());
    std::sort(instants_.begin(), instants_.end());
}

bool Operands::is_met_by(std::string_view text, Relation relation) const {
    if (relation == Relation::eq && texts_.contains(text)) {
        return true;
    }
    if (auto const number = numbers_.empty() ? std::nullopt : number_in_text(text)) {
        return relates_to_any(*number, relation, numbers_);
    }
    auto const instant = instants_.empty() ? std::nullopt : instant_in_text(text);
    return instant && relates_to_any(*instant, relation, instants_);
}

bool Operands::is_met_by(double number, Relation relation) const {
    return relates_to_any(number, relation, numbers_);
}

bool Operands::is_met_by(bool flag, Relation relation) const {
    return relation == Relation::eq && texts_.contains(flag ? "true" : "false");
}

bool relates(json::value const& v, Relation relation, Operands const& operands) {
    if (relation == Relation::exists) {
        return true;
    }
    if (auto const* list = v.if_array()) {
        return std::any_of(list->begin(), list->end(), [&](json::value const& element) {
            return relates(element, relation, operands);
        });
    }
    if (auto const* typed = v.if_object()) {  // a value of JSON-LD with its type beside it
        auto const* inner = typed->if_contains("@value");
        return inner != nullptr && !inner->is_structured() && relates(*inner, relation, operands);
    }
    if (v.is_number()) {
        return operands.is_met_by(v.to_number<double>(), relation);
    }
    if (auto const* flag = v.if_bool()) {
        return operands.is_met_by(*flag, relation);
    }
    return v.is_string() && operands.is_met_by(view_of(v), relation);
}

void Given::fault(std::string reason) const {
    if (faults_.size() < json::faults_max) {
        faults_.push_back({std::string(name_), std::move(reason)});
    }
}

// The texts of a list in either form; empty after a fault.
std::vector<std::string_view> Given::parts() const {
    auto const read = value_ == nullptr ? between_bars(text_) : strings_in(*value_);
    if (!read) {
        fault("must be an array of strings");
        return {};
    }
    auto const& out = *read;
    bool const hollow = std::any_of(out.begin(), out.end(), [](auto part) { return part.empty(); });
    if (out.empty() || hollow) {
        fault("has an empty value");
        return {};
    }
    if (out.size() > query_values_max) {
        fault("has more than " + std::to_string(query_values_max) + " values");
        return {};
    }
    if (!std::all_of(out.begin(), out.end(), is_utf8)) {
        fault("is not UTF-8");
        return {};
    }
    return out;
}

std::vector<std::string> Given::texts() const {
    auto const found = parts();
    return {found.begin(), found.end()};
}

std::string Given::text() const {
    auto const out = value_ == nullptr ? text_ : view_of(*value_);
    if (out.empty()) {
        fault("must be a string that is not empty");
    }
    return std::string(out);
}

std::optional<double> Given::number_of(json::value const& v) const {
    if (!v.is_number()) {
        fault("must be a number");
        return std::nullopt;
    }
    return v.to_number<double>();
}

std::vector<double> Given::numbers_in_parts() const {
    std::vector<double> out;
    for (auto const part : parts()) {
        auto const number = number_in_text(part);
        if (!number) {
            fault("must be a number");
            return {};
        }
        out.push_back(*number);
    }
    return out;
}

std::vector<double> Given::numbers() const {
    if (value_ == nullptr) {
        return numbers_in_parts();
    }
    std::vector<double> out;
    auto const* list = value_->if_array();
    if (list == nullptr || list->empty() || list->size() > query_values_max) {
        fault("must be an array of 1 to " + std::to_string(query_values_max) + " numbers");
        return {};
    }
    for (auto const& element : *list) {
        auto const number = number_of(element);
        if (!number) {
            return {};
        }
        out.push_back(*number);
    }
    return out;
}

std::optional<double> Given::number() const {
    if (value_ != nullptr) {
        return number_of(*value_);
    }
    auto const out = number_in_text(text_);
    if (!out) {
        fault("must be a number");
    }
    return out;
}

std::optional<Instant> Given::instant() const {
    auto const out = read_time(value_ == nullptr ? text_ : view_of(*value_));
    if (!out) {
        fault("must be a date-time of RFC 3339 with its offset");
    }
    return out;
}

std::optional<bool> Given::boolean() const {
    if (value_ != nullptr ? value_->is_bool() : text_ == "true" || text_ == "false") {
        return value_ != nullptr ? value_->get_bool() : text_ == "true";
    }
    fault("must be true or false");
    return std::nullopt;
}

std::optional<bool> Given::existence() const {
    if (value_ == nullptr) {
        if (text_ == "true" || text_ == "null") {
            return true;
        }
        if (text_ == "false") {
            return false;
        }
        if (auto const number = parse_decimal(text_, std::numeric_limits<std::int32_t>::max())) {
            return *number != 0;
        }
    } else if (value_->is_bool()) {
        return value_->get_bool();
    } else if (value_->is_null()) {
        return true;
    } else if (value_->is_int64() || value_->is_uint64()) {
        return value_->to_number<double>() != 0;
    }
    fault("must be true, false, null or an integer");
    return std::nullopt;
}

std::optional<std::uint64_t> Given::count() const {
    constexpr auto max = std::uint64_t{1} << 53;
    std::uint64_t out = 0;
    if (value_ == nullptr) {
        if (auto const number = parse_decimal(text_, max)) {
            out = *number;
        }
    } else if (value_->is_number()) {
        auto const number = value_->to_number<double>();
        bool const whole = number >= 1 && number <= double(max) && number == std::floor(number);
        out = whole ? static_cast<std::uint64_t>(number) : 0;
    }
    if (out == 0) {
        fault("must be an integer of at least 1");
        return std::nullopt;
    }
    return out;
}

Operands Given::operands(Relation relation) const {
    std::vector<Operand> out;
    if (value_ != nullptr && value_->is_number()) {
        auto const number = value_->to_number<double>();
        out.push_back({shortest(number), number, {}});
        return Operands(out);
    }
    bool const list = value_ == nullptr ? relation == Relation::eq : value_->is_array();
    if (list && relation == Relation::eq) {
        for (auto const part : parts()) {
            out.push_back(operand_of(part));
        }
        return Operands(out);
    }
    // A time, or in a GET a number: a date alone is no date-time (schema date-string-or-number).
    auto const text = value_ == nullptr ? text_ : view_of(*value_);
    Operand one{std::string(text), {}, read_time(text)};
    if (value_ == nullptr) {
        one.number = number_in_text(text);
    }
    if (one.instant || one.number) {
        out.push_back(std::move(one));
    } else {
        fault(
            relation == Relation::eq ? "must be an array of strings, a date-time or a number"
                                     : "must be a date-time or a number"
        );
    }
    return Operands(out);
}

}  // namespace ocop::epcis
