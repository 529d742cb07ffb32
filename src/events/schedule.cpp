#include "events/schedule.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <bit>
#include <chrono>
#include <string_view>

namespace ocop::events {

namespace {

constexpr int years_max = 40;
constexpr std::int64_t seconds_a_day = 86'400;

struct Field {
    std::string_view name;
    std::optional<std::string> ScheduleText::*text;
    std::uint64_t Schedule::*bits;
    std::uint64_t min;
    std::uint64_t max;
};

// From fine to coarse, but for the last, which stands beside the days of the month.
constexpr std::array<Field, 6> fields{{
    {"second", &ScheduleText::second, &Schedule::seconds, 0, 59},
    {"minute", &ScheduleText::minute, &Schedule::minutes, 0, 59},
    {"hour", &ScheduleText::hour, &Schedule::hours, 0, 23},
    {"dayOfMonth", &ScheduleText::dayOfMonth, &Schedule::days_of_month, 1, 31},
    {"month", &ScheduleText::month, &Schedule::months, 1, 12},
    {"dayOfWeek", &ScheduleText::dayOfWeek, &Schedule::days_of_week, 1, 7},
}};

struct Run {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t step = 1;
};

std::uint64_t bits_of(Run const& run) {
    std::uint64_t out = 0;
    for (auto value = run.first; value <= run.last; value += run.step) {
        out |= std::uint64_t{1} << value;
    }
    return out;
}

// "05" is a minute to many clients.
std::optional<std::uint64_t> number_of(std::string_view text, Field const& field) {
    if (text.size() == 2 && text.front() == '0') {
        text.remove_prefix(1);
    }
    auto const number = parse_decimal(text, field.max);
    if (!number || *number < field.min) {
        return std::nullopt;
    }
    return *number;
}

std::optional<Run> stepped(std::string_view start, std::string_view step, Field const& field) {
    auto const width = parse_decimal(step, field.max);
    auto const first = start == "*" ? std::optional(field.min) : number_of(start, field);
    if (!width || *width == 0 || !first) {
        return std::nullopt;
    }
    return Run{*first, field.max, *width};
}

std::optional<Run> element_of(std::string_view text, Field const& field) {
    if (text == "*") {
        return Run{field.min, field.max};
    }
    if (auto const slash = text.find('/'); slash != std::string_view::npos) {
        return stepped(text.substr(0, slash), text.substr(slash + 1), field);
    }
    if (text.size() < 2 || text.front() != '[' || text.back() != ']') {
        auto const one = number_of(text, field);
        return one ? std::optional(Run{*one, *one}) : std::nullopt;
    }
    auto const inner = text.substr(1, text.size() - 2);
    auto const dash = std::min(inner.find('-'), inner.size());
    auto const first = number_of(inner.substr(0, dash), field);
    auto const last = number_of(inner.substr(std::min(dash + 1, inner.size())), field);
    if (!first || !last || *first > *last) {
        return std::nullopt;
    }
    return Run{*first, *last};
}

Error wrong(Field const& field) {
    return {
        Errc::malformed,
        "subscription_invalid",
        "/schedule/" + std::string(field.name),
        "must be numbers from " + std::to_string(field.min) + " to " + std::to_string(field.max) +
            ", ranges like [2-5] or *, separated by commas"};
}

Result<std::uint64_t> read_field(std::string_view text, Field const& field) {
    std::uint64_t out = 0;
    for (bool more = true; more;) {
        auto const comma = text.find(',');
        auto const run = element_of(text.substr(0, comma), field);
        if (!run) {
            return wrong(field);
        }
        out |= bits_of(*run);
        more = comma != std::string_view::npos;
        text = more ? text.substr(comma + 1) : text;
    }
    return out;
}

// What a field means that was not given. Fields finer than the finest given one take the first
// value of their range, so that a time has one second; the others match anything.
void fill(Schedule& schedule, ScheduleText const& text) {
    bool finer_given = false;
    for (auto const& field : fields) {
        auto& bits = schedule.*field.bits;
        bool const day_is_free =
            field.bits == &Schedule::days_of_week ||
            (field.bits == &Schedule::days_of_month && text.dayOfWeek.has_value());
        if (text.*field.text) {
            finer_given = true;
        } else if (finer_given || day_is_free) {
            bits = bits_of({field.min, field.max});
        } else {
            bits = std::uint64_t{1} << field.min;
        }
        finer_given = finer_given || day_is_free;
    }
}

bool has(std::uint64_t bits, unsigned value) {
    return (bits >> value & 1U) != 0;
}

bool runs_on(Schedule const& schedule, std::chrono::sys_days date) {
    std::chrono::year_month_day const day(date);
    return has(schedule.months, static_cast<unsigned>(day.month())) &&
           has(schedule.days_of_month, static_cast<unsigned>(day.day())) &&
           has(schedule.days_of_week, std::chrono::weekday(date).iso_encoding());
}

// The least value of the set that is ≥ `from`.
std::optional<unsigned> least(std::uint64_t bits, unsigned from) {
    auto const rest = from < 64 ? bits >> from << from : 0;
    return rest == 0 ? std::nullopt : std::optional(static_cast<unsigned>(std::countr_zero(rest)));
}

// The first second of a day at or after `from` that matches.
std::optional<unsigned> time_of_day(Schedule const& schedule, unsigned from) {
    auto const first_second = least(schedule.seconds, 0);
    auto const first_minute = least(schedule.minutes, 0);
    auto const hour = least(schedule.hours, from / 3600);
    if (!hour || !first_minute || !first_second) {
        return std::nullopt;
    }
    if (*hour != from / 3600) {
        return *hour * 3600 + *first_minute * 60 + *first_second;
    }
    auto const in_hour = from % 3600;
    for (auto minute = least(schedule.minutes, in_hour / 60); minute;
         minute = least(schedule.minutes, *minute + 1)) {
        auto const second = least(schedule.seconds, *minute == in_hour / 60 ? in_hour % 60 : 0);
        if (second) {
            return *hour * 3600 + *minute * 60 + *second;
        }
    }
    return *hour == 23 ? std::nullopt : time_of_day(schedule, (*hour + 1) * 3600);
}

}  // namespace

Result<Schedule> parse_schedule(ScheduleText const& text) {
    Schedule out;
    bool any = false;
    for (auto const& field : fields) {
        auto const& given = text.*field.text;
        if (!given) {
            continue;
        }
        any = true;
        auto const bits = read_field(*given, field);
        if (!bits) {
            return bits.error();
        }
        out.*field.bits = *bits;
    }
    if (!any) {
        return Error(
            Errc::malformed, "subscription_invalid", "/schedule", "must have at least one field"
        );
    }
    fill(out, text);
    if (!next_run(out, Instant{})) {
        return Error(
            Errc::malformed, "subscription_invalid", "/schedule", "names a date that never comes"
        );
    }
    return out;
}

std::optional<Instant> next_run(Schedule const& schedule, Instant after) {
    using std::chrono::sys_days;
    auto const start =
        std::chrono::floor<std::chrono::seconds>(
            std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(after.ms))
        ) +
        std::chrono::seconds(1);
    auto const first = std::chrono::floor<std::chrono::days>(start);
    auto const end = first + std::chrono::days(years_max * 366);
    auto from = static_cast<unsigned>((start - first).count());
    for (auto date = first; date < end; date += std::chrono::days(1)) {
        auto const time = runs_on(schedule, date) ? time_of_day(schedule, from) : std::nullopt;
        if (time) {
            auto const days = date.time_since_epoch().count();
            return Instant{(days * seconds_a_day + *time) * 1000};
        }
        from = 0;
    }
    return std::nullopt;
}

}  // namespace ocop::events
