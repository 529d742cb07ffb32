#include "epcis/times.hpp"

namespace ocop::epcis {

namespace {

// Where the fourth digit of a second's fraction stands: "2026-11-22T03:04:05.678".
constexpr std::size_t fourth_digit = 23;

bool is_rounded_up(std::string_view text) {
    return text.size() > fourth_digit && text[19] == '.' && text[20] >= '0' && text[20] <= '9' &&
           text[21] >= '0' && text[21] <= '9' && text[22] >= '0' && text[22] <= '9' &&
           text[fourth_digit] >= '5' && text[fourth_digit] <= '9';
}

}  // namespace

std::optional<Instant> read_time(std::string_view text) {
    auto const cut = parse_instant(text);
    if (!cut) {
        return std::nullopt;
    }
    return Instant{cut->ms + (is_rounded_up(text) ? 1 : 0)};
}

void append_utc(std::string& out, std::string_view text) {
    if (auto const at = read_time(text)) {
        out += to_text(*at);
    } else {
        out += text;
    }
}

}  // namespace ocop::epcis
