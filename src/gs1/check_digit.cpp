#include <ocop/base/assert.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <algorithm>

namespace ocop::gs1 {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

char check_digit(std::string_view body) {
    OCOP_ASSERT(all_digits(body));
    unsigned sum = 0;
    unsigned weight = 3;
    for (auto c = body.rbegin(); c != body.rend(); ++c) {
        sum = (sum + weight * static_cast<unsigned>(*c - '0')) % 10;
        weight = 4 - weight;
    }
    return static_cast<char>('0' + (10 - sum) % 10);
}

bool has_check_digit(std::string_view digits) {
    return digits.size() >= 2 && all_digits(digits) &&
           check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
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
