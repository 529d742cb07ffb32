#include <ocop/base/assert.hpp>
#include <ocop/stamp/pin.hpp>

#include <algorithm>
#include <array>

namespace ocop::stamp {

namespace {

constexpr std::array<std::array<std::uint8_t, 10>, 10> quasigroup{{
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
    {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
    {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
    {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

Error malformed(std::string_view slug, std::string reason) {
    return {Errc::malformed, slug, "pin", std::move(reason)};
}

}  // namespace

char damm_digit(std::string_view digits) {
    std::uint8_t interim = 0;
    for (char const c : digits) {
        OCOP_ASSERT(is_digit(c));
        interim = quasigroup[interim][static_cast<std::size_t>(c - '0')];
    }
    return static_cast<char>('0' + interim);
}

std::string format_pin(std::uint32_t number) {
    OCOP_ASSERT(number < pin_number_end);
    std::string out(pin_digits - 1, '0');
    for (auto place = out.rbegin(); place != out.rend(); ++place) {
        *place = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    out += damm_digit(out);
    return out;
}

std::string group_pin(std::string_view pin) {
    OCOP_ASSERT(pin.size() == pin_digits);
    std::string out(pin);
    out.insert(6, 1, ' ');
    out.insert(3, 1, ' ');
    return out;
}

Result<std::string> parse_pin(std::string_view text) {
    std::string digits;
    for (char const c : text) {
        if (c == ' ' || c == '-' || c == '.') {
            continue;
        }
        if (!is_digit(c) || digits.size() == pin_digits) {
            return malformed("pin_malformed", "must be nine digits");
        }
        digits += c;
    }
    if (digits.size() != pin_digits) {
        return malformed("pin_malformed", "must be nine digits");
    }
    // Whatever follows its own check digit ends at zero.
    if (damm_digit(digits) != '0') {
        return malformed("pin_check_wrong", "has a wrong digit");
    }
    return digits;
}

}  // namespace ocop::stamp
