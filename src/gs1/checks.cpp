#include "gs1/checks.hpp"

#include <ocop/gs1/check_digit.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace ocop::gs1 {

namespace {

// The shortest company prefix that GS1 hands out.
constexpr std::size_t company_prefix_digits_min = 4;
constexpr std::size_t iban_size_min = 11;
constexpr std::size_t iban_size_max = 34;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

// Callers have checked that all are digits and that the number fits.
unsigned number(std::string_view digits) {
    unsigned value = 0;
    for (char c : digits) {
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

// `text` is MMDD. The year decides about 29 February only.
bool is_day(unsigned year, std::string_view text, bool day_zero) {
    auto const month = std::chrono::month(number(text.substr(0, 2)));
    auto const day = number(text.substr(2, 2));
    if (!month.ok()) {
        return false;
    }
    if (day == 0) {
        return day_zero;
    }
    auto const date = std::chrono::year(static_cast<int>(year)) / month / std::chrono::day(day);
    return date.ok();
}

// General Specifications, "Determination of century in dates": a two-digit year lies within 50
// years of now. Until 2049 every such window holds 2000 and no other centurial year, so counting
// from 2000 gives the same leap years.
char const* date_fault(std::string_view text, bool day_zero) {
    bool const good = text.size() == 6 && all_digits(text) &&
                      is_day(2000 + number(text.substr(0, 2)), text.substr(2), day_zero);
    return good ? nullptr : "is not a date YYMMDD";
}

char const* long_date_fault(std::string_view text) {
    bool const good = text.size() == 8 && all_digits(text) &&
                      is_day(number(text.substr(0, 4)), text.substr(4), false);
    return good ? nullptr : "is not a date YYYYMMDD";
}

bool is_below(std::string_view text, std::size_t size, std::string_view limit) {
    return text.size() == size && all_digits(text) && text <= limit;
}

bool is_prime(unsigned n) {
    for (unsigned d = 2; d * d <= n; ++d) {
        if (n % d == 0) {
            return false;
        }
    }
    return true;
}

unsigned next_prime(unsigned n) {
    do {
        ++n;
    } while (!is_prime(n));
    return n;
}

// General Specifications, "Check character calculation": characters weigh the primes 2, 3, 5, …
// from the right, modulo 1021, and the sum is written as two digits of base 32.
char const* check_pair_fault(std::string_view text) {
    constexpr std::string_view digits32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    constexpr std::string_view set82 =
        "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    constexpr std::size_t size_max = 99;
    if (text.size() < 2 || text.size() > size_max) {
        return "is too short or too long for a pair of check characters";
    }
    unsigned sum = 0;
    unsigned prime = 1;
    auto const body = text.substr(0, text.size() - 2);
    for (auto c = body.rbegin(); c != body.rend(); ++c) {
        prime = next_prime(prime);
        auto const weight = set82.find(*c);
        if (weight == std::string_view::npos) {
            return "holds a character that may not be there";
        }
        sum = (sum + static_cast<unsigned>(weight) * prime) % 1021;
    }
    bool const good =
        text[text.size() - 2] == digits32[sum / 32] && text.back() == digits32[sum % 32];
    return good ? nullptr : "has wrong check characters";
}

// ISO 13616: first four characters moved to the end, letters as 10 to 35, remainder 1 modulo 97.
char const* iban_fault(std::string_view text) {
    if (text.size() < iban_size_min || text.size() > iban_size_max) {
        return "is too short or too long for an IBAN";
    }
    if (!is_country_letters(text.substr(0, 2))) {
        return "does not start with a country";
    }
    unsigned remainder = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[(i + 4) % text.size()];
        if (is_digit(c)) {
            remainder = (remainder * 10 + static_cast<unsigned>(c - '0')) % 97;
        } else if (c >= 'A' && c <= 'Z') {
            remainder = (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
        } else {
            return "holds a character that no IBAN has";
        }
    }
    return remainder == 1 ? nullptr : "has wrong check digits";
}

// General Specifications, table of AIDC media types: 01 to 10, and 80 to 99 for local use.
bool is_media_type(std::string_view text) {
    return is_below(text, 2, "99") && ((text >= "01" && text <= "10") || text >= "80");
}

char const* escapes_fault(std::string_view text) {
    auto const is_hex = [](char c) {
        return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    };
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (text.size() - at < 3 || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) {
            return "has a '%' without two hexadecimal digits";
        }
    }
    return nullptr;
}

char const* piece_fault(std::string_view text) {
    auto const half = text.size() / 2;
    if (text.empty() || text.size() % 2 != 0 || !all_digits(text)) {
        return "is not a piece number and a total";
    }
    auto const piece = text.substr(0, half);
    auto const total = text.substr(half);
    bool const zero = piece.find_first_not_of('0') == std::string_view::npos ||
                      total.find_first_not_of('0') == std::string_view::npos;
    return zero || piece > total ? "is not a piece number within its total" : nullptr;
}

char const* sequence_fault(std::string_view text) {
    auto const slash = text.find('/');
    auto const position = text.substr(0, slash);
    auto const end = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
    auto const is_number = [](std::string_view part) {
        return !part.empty() && all_digits(part) && part.front() != '0';
    };
    bool const good =
        is_number(position) && is_number(end) &&
        (position.size() < end.size() || (position.size() == end.size() && position <= end));
    return good ? nullptr : "is not a position and an end, such as 1/3";
}

bool is_one_of_set64(std::string_view text) {
    return text.size() == 1 && text != "=" && has_only(CharSet::cset64, text);
}

char const* prefix_fault(std::string_view text, std::size_t from) {
    auto const needed = from + company_prefix_digits_min;
    bool const good = text.size() >= needed && all_digits(text.substr(0, needed));
    return good ? nullptr : "does not start with a GS1 company prefix";
}

char const* unless(bool good, char const* fault) {
    return good ? nullptr : fault;
}

char const* time_fault(Check check, std::string_view text) {
    switch (check) {
        case Check::hh:
            return unless(is_below(text, 2, "23"), "is not an hour");
        case Check::mi:
            return unless(is_below(text, 2, "59"), "is not a minute");
        case Check::ss:
            return unless(is_below(text, 2, "59"), "is not a second");
        case Check::hhmi:
            return unless(
                is_below(text, 4, "2359") && text.substr(2) <= "59", "is not a time HHMM"
            );
        case Check::yymmdd:
            return date_fault(text, false);
        case Check::yymmd0:
            return date_fault(text, true);
        case Check::yyyymmdd:
            return long_date_fault(text);
        default:
            return nullptr;
    }
}

char const* code_fault(Check check, std::string_view text) {
    switch (check) {
        case Check::iso3166:
            return unless(is_country_number(text), "is not a country code");
        case Check::iso3166999:
            return unless(text == "999" || is_country_number(text), "is not a country code or 999");
        case Check::iso3166alpha2:
            return unless(is_country_letters(text), "is not a country code");
        case Check::iso4217:
            return unless(is_currency_number(text), "is not a currency code");
        case Check::iso5218:
            return unless(
                text == "0" || text == "1" || text == "2" || text == "9", "is not 0, 1, 2 or 9"
            );
        case Check::mediatype:
            return unless(is_media_type(text), "is not a media type");
        case Check::winding:
            return unless(text == "0" || text == "1" || text == "9", "is not 0, 1 or 9");
        case Check::yesno:
            return unless(text == "0" || text == "1", "is not 0 or 1");
        case Check::hyphen:
            return unless(
                !text.empty() && text.find_first_not_of('-') == std::string_view::npos, "is not '-'"
            );
        case Check::importeridx:
            return unless(is_one_of_set64(text), "is not an importer index");
        default:
            return nullptr;
    }
}

char const* number_fault(Check check, std::string_view text) {
    bool const zeros = text.find_first_not_of('0') == std::string_view::npos;
    switch (check) {
        case Check::latitude:
            return unless(is_below(text, 10, "1800000000"), "is not a latitude");
        case Check::longitude:
            return unless(is_below(text, 10, "3600000000"), "is not a longitude");
        case Check::nonzero:
            return unless(all_digits(text) && !zeros, "may not be zero");
        case Check::nozeroprefix:
            return unless(text.size() < 2 || text.front() != '0', "may not start with zero");
        case Check::zero:
            return unless(!text.empty() && zeros, "must be zero");
        case Check::pieceoftotal:
            return piece_fault(text);
        case Check::posinseqslash:
            return sequence_fault(text);
        default:
            return nullptr;
    }
}

}  // namespace

char const* fault_of(Check check, std::string_view text) {
    switch (check) {
        case Check::none:
            return nullptr;
        case Check::csum:
            return unless(has_check_digit(text), "has a wrong check digit");
        case Check::csumalpha:
            return check_pair_fault(text);
        case Check::gcppos1:
            return prefix_fault(text, 0);
        case Check::gcppos2:
            return prefix_fault(text, 1);
        case Check::iban:
            return iban_fault(text);
        case Check::pcenc:
            return escapes_fault(text);
        case Check::couponcode:
            return coupon_code_fault(text);
        case Check::couponposoffer:
            return coupon_offer_fault(text);
        case Check::yymmdd:
        case Check::yymmd0:
        case Check::yyyymmdd:
        case Check::hh:
        case Check::mi:
        case Check::ss:
        case Check::hhmi:
            return time_fault(check, text);
        case Check::iso3166:
        case Check::iso3166999:
        case Check::iso3166alpha2:
        case Check::iso4217:
        case Check::iso5218:
        case Check::mediatype:
        case Check::winding:
        case Check::yesno:
        case Check::hyphen:
        case Check::importeridx:
            return code_fault(check, text);
        case Check::latitude:
        case Check::longitude:
        case Check::nonzero:
        case Check::nozeroprefix:
        case Check::zero:
        case Check::pieceoftotal:
        case Check::posinseqslash:
            return number_fault(check, text);
    }
    return nullptr;
}

}  // namespace ocop::gs1
