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
    std::array<char, 32> out{};
    std::snprintf(
        out.data(),
        out.size(),
        "%04d-%02u-%02u",
        static_cast<int>(ymd.year()),
        static_cast<unsigned>(ymd.month()),
        static_cast<unsigned>(ymd.day())
    );
    return out.data();
}

std::string to_text(Instant at) {
    sys_time<milliseconds> const time{milliseconds(at.ms)};
    auto const date = floor<days>(time);
    hh_mm_ss const clock(time - date);
    std::array<char, 32> out{};
    std::snprintf(
        out.data(),
        out.size(),
        "T%02d:%02d:%02d.%03dZ",
        static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count())
    );
    return to_text(Day{date}) + out.data();
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
