#include <ocop/base/assert.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace ocop::gs1 {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

// Each digit times `weight` or 4 − `weight` in turn, from the right; empty when one is no digit.
std::optional<std::uint64_t> weighted_sum(std::string_view digits, std::uint64_t weight) {
    std::uint64_t sum = 0;
    bool good = true;
    for (auto c = digits.rbegin(); c != digits.rend(); ++c) {
        auto const digit = static_cast<std::uint64_t>(*c) - '0';
        good = good && digit <= 9;
        sum += weight * digit;
        weight = 4 - weight;
    }
    return good ? std::optional(sum) : std::nullopt;
}

}  // namespace

char check_digit(std::string_view body) {
    auto const sum = weighted_sum(body, 3);
    OCOP_ASSERT(sum.has_value());
    return static_cast<char>('0' + (10 - *sum % 10) % 10);
}

bool has_check_digit(std::string_view digits) {
    auto const sum = weighted_sum(digits, 1);
    return digits.size() >= 2 && sum && *sum % 10 == 0;
}

Result<std::string> parse_gtin(std::string_view text) {
    if (!all_digits(text)) {
        return Error(Errc::malformed, "gtin_malformed", "01", "a GTIN holds digits only");
    }
    auto const size = text.size();
    if (size != 8 && size != 12 && size != 13 && size != 14) {
        return Error(Errc::malformed, "gtin_malformed", "01", "a GTIN has 8, 12, 13 or 14 digits");
    }
    auto const expected = check_digit(text.substr(0, size - 1));
    if (expected != text.back()) {
        return Error(
            Errc::malformed,
            "check_digit_wrong",
            "01",
            std::string("the last digit should be ") + expected
        );
    }
    std::string gtin(14 - size, '0');
    gtin += text;
    return gtin;
}

bool is_gln(std::string_view text) {
    return text.size() == 13 && has_check_digit(text);
}

bool is_sscc(std::string_view text) {
    return text.size() == 18 && has_check_digit(text);
}

}  // namespace ocop::gs1
