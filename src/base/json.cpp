#include "base/json_pointer.hpp"

#include <ocop/base/json.hpp>

#include <algorithm>

namespace ocop::json {

Reading::Step::Step(Reading& reading, std::string_view token)
    : reading_(reading), length_(reading.pointer_.size()) {
    append_token(reading_.pointer_, token);
}

void read_into(Reading& r, value const& v, bool& out) {
    if (!v.is_bool()) {
        r.fault("must be true or false");
        return;
    }
    out = v.get_bool();
}

void read_into(Reading& r, value const& v, std::string& out) {
    if (!v.is_string()) {
        r.fault("must be a string");
        return;
    }
    out.assign(v.get_string().data(), v.get_string().size());
}

void read_into(Reading& r, value const& v, Day& out) {
    auto const day = parse_day(v.is_string() ? std::string_view(v.get_string()) : "");
    if (!day) {
        r.fault("must be a date, YYYY-MM-DD");
        return;
    }
    out = *day;
}

void read_into(Reading& r, value const& v, Instant& out) {
    auto const at = parse_instant(v.is_string() ? std::string_view(v.get_string()) : "");
    if (!at) {
        r.fault("must be a time, RFC 3339");
        return;
    }
    out = *at;
}

std::int64_t read_integer(Reading& r, value const& v, std::int64_t min, std::int64_t max) {
    boost::json::error_code ec;
    auto const n = v.is_double() ? min : v.to_number<std::int64_t>(ec);
    if (v.is_double() || ec || n < min || n > max) {
        r.fault("must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
        return 0;
    }
    return n;
}

void check_unknown(Reading& r, object const& o, std::span<std::string_view const> known) {
    for (auto const& member : o) {
        if (std::find(known.begin(), known.end(), member.key()) == known.end()) {
            Reading::Step step(r, member.key());
            r.fault("is not known here");
        }
    }
}

}  // namespace ocop::json
