#include <ocop/base/encoding.hpp>
#include <ocop/base/time.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace ocop {

namespace {

using namespace std::chrono;

constexpr milliseconds legal_offset = hours(7);

// Exactly `width` digits at `at`.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) {
        return {};
    }
    int value = 0;
    for (char c : text.substr(at, width)) {
        if (c < '0' || c > '9') {
            return {};
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<sys_days> date_at_start(std::string_view text) {
    auto y = digits(text, 0, 4);
    auto m = digits(text, 5, 2);
    auto d = digits(text, 8, 2);
    if (!y || !m || !d || text[4] != '-' || text[7] != '-' || *y < 1970) {
        return {};
    }
    year_month_day const ymd{
        year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
    if (!ymd.ok()) {
        return {};
    }
    return sys_days(ymd);
}

// "Z" or "±hh:mm", the whole of `text`.
std::optional<minutes> offset(std::string_view text) {
    if (text == "Z" || text == "z") {
        return minutes(0);
    }
    auto h = digits(text, 1, 2);
    auto m = digits(text, 4, 2);
    bool const signed_form = text.size() == 6 && (text[0] == '+' || text[0] == '-');
    if (!signed_form || !h || !m || text[3] != ':' || *h > 23 || *m > 59) {
        return {};
    }
    auto const out = hours(*h) + minutes(*m);
    return text[0] == '+' ? out : -out;
}

// Cuts ".ddd…" off the front of `text` and gives its milliseconds.
std::optional<milliseconds> fraction(std::string_view& text) {
    if (text.empty() || text[0] != '.') {
        return milliseconds(0);
    }
    auto const end = std::min(text.find_first_not_of("0123456789", 1), text.size());
    if (end == 1) {
        return {};
    }
    std::string padded(text.substr(1, std::min<std::size_t>(end - 1, 3)));
    padded.resize(3, '0');
    text.remove_prefix(end);
    return milliseconds(*digits(padded, 0, 3));
}

// The last `width` decimal digits.
void append_digits(std::string& out, unsigned value, std::size_t width) {
    out.append(width, '0');
    for (auto at = out.end(); width > 0; --width, value /= 10) {
        *--at = static_cast<char>('0' + value % 10);
    }
}

}  // namespace

Instant SystemClock::now() const {
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

Day legal_day(Instant at) {
    return {floor<days>(sys_time<milliseconds>(milliseconds(at.ms) + legal_offset))};
}

Instant start_of(Day day) {
    return {duration_cast<milliseconds>(day.date.time_since_epoch() - legal_offset).count()};
}

Day add_days(Day day, int count) {
    return {day.date + days(count)};
}

Day add_months(Day day, int count) {
    auto const later = year_month_day(day.date) + months(count);
    return {later.ok() ? sys_days(later) : sys_days(later.year() / later.month() / last)};
}

std::string to_text(Day day) {
    year_month_day const ymd(day.date);
    std::string out;
    out.reserve(sizeof "2026-01-01T00:00:00.000Z");
    auto const year = static_cast<int>(ymd.year());
    if (year < 0 || year > 9999) {
        out = std::to_string(year);
    } else {
        append_digits(out, static_cast<unsigned>(year), 4);
    }
    out.push_back('-');
    append_digits(out, static_cast<unsigned>(ymd.month()), 2);
    out.push_back('-');
    append_digits(out, static_cast<unsigned>(ymd.day()), 2);
    return out;
}

std::string to_text(Instant at) {
    sys_time<milliseconds> const time{milliseconds(at.ms)};
    auto const date = floor<days>(time);
    auto const ms = static_cast<unsigned>((time - date).count());
    auto out = to_text(Day{date});
    out.push_back('T');
    append_digits(out, ms / 3'600'000, 2);
    out.push_back(':');
    append_digits(out, ms / 60'000 % 60, 2);
    out.push_back(':');
    append_digits(out, ms / 1'000 % 60, 2);
    out.push_back('.');
    append_digits(out, ms % 1'000, 3);
    out.push_back('Z');
    return out;
}

Result<Day> parse_day(std::string_view text) {
    auto const date = date_at_start(text);
    if (!date || text.size() != 10) {
        return Error(Errc::malformed, "date_malformed");
    }
    return Day{*date};
}

Result<Instant> parse_instant(std::string_view text) {
    Error const bad(Errc::malformed, "time_malformed");
    auto const date = date_at_start(text);
    auto const h = digits(text, 11, 2);
    auto const m = digits(text, 14, 2);
    auto const s = digits(text, 17, 2);
    if (!date || !h || !m || !s || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
        text[16] != ':' || *h > 23 || *m > 59 || *s > 59) {
        return bad;
    }
    auto rest = text.substr(19);
    auto const ms = fraction(rest);
    auto const zone = offset(rest);
    if (!ms || !zone) {
        return bad;
    }
    auto const at = sys_time<milliseconds>(*date) + hours(*h) + minutes(*m) + seconds(*s) + *ms;
    auto const utc = (at - *zone).time_since_epoch().count();
    if (utc < 0) {
        return bad;
    }
    return Instant{utc};
}

}  // namespace ocop
