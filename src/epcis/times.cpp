#include "epcis/times.hpp"

#include <charconv>
#include <chrono>

namespace ocop::epcis {

namespace {

// Where the fourth digit of a second's fraction stands: "2026-11-22T03:04:05.678".
constexpr std::size_t fourth_digit = 23;

bool is_rounded_up(std::string_view text) {
    return text.size() > fourth_digit && text[19] == '.' && text[20] >= '0' && text[20] <= '9' &&
           text[21] >= '0' && text[21] <= '9' && text[22] >= '0' && text[22] <= '9' &&
           text[fourth_digit] >= '5' && text[fourth_digit] <= '9';
}

void append_padded(std::string& out, unsigned value, std::size_t width) {
    char digits[8];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    auto const size = static_cast<std::size_t>(end - digits);
    if (size < width) {
        out.append(width - size, '0');
    }
    out.append(digits, size);
}

}  // namespace

std::optional<Instant> read_time(std::string_view text) {
    auto const cut = parse_instant(text);
    if (!cut) {
        return std::nullopt;
    }
    return Instant{cut->ms + (is_rounded_up(text) ? 1 : 0)};
}

// By hand, since to_text() formats with printf: a document's 500 events have some 5,000 times.
void append_utc(std::string& out, std::string_view text) {
    using namespace std::chrono;
    auto const at = read_time(text);
    if (!at) {
        out += text;
        return;
    }
    sys_time<milliseconds> const time{milliseconds(at->ms)};
    auto const date = floor<days>(time);
    year_month_day const day(date);
    hh_mm_ss const clock(time - date);
    append_padded(out, static_cast<unsigned>(static_cast<int>(day.year())), 4);
    out.push_back('-');
    append_padded(out, static_cast<unsigned>(day.month()), 2);
    out.push_back('-');
    append_padded(out, static_cast<unsigned>(day.day()), 2);
    out.push_back('T');
    append_padded(out, static_cast<unsigned>(clock.hours().count()), 2);
    out.push_back(':');
    append_padded(out, static_cast<unsigned>(clock.minutes().count()), 2);
    out.push_back(':');
    append_padded(out, static_cast<unsigned>(clock.seconds().count()), 2);
    out.push_back('.');
    append_padded(out, static_cast<unsigned>(clock.subseconds().count()), 3);
    out.push_back('Z');
}

}  // namespace ocop::epcis
