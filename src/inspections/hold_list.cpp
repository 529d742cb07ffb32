#include "checks/closing.hpp"
#include "inspections/holds.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::inspections {

namespace {

using store::Space;

// Where a list goes on: behind a hold, among those in force or among those that are over.
struct Place {
    bool in_force = true;
    std::string key;  // empty: before the first
};

constexpr char in_force_mark = 'f';
constexpr char over_mark = 'o';

std::string token_of(Place const& place) {
    if (place.key.empty()) {
        return {over_mark};
    }
    auto const time = as_bytes(place.key).subspan(1, 8);
    return (place.in_force ? in_force_mark : over_mark) + to_hex(time) + place.key.substr(9);
}

Result<Place> read_token(std::string_view token) {
    Place out;
    if (token.empty()) {
        return out;
    }
    if (token == std::string_view(&over_mark, 1)) {
        return Place{false, {}};
    }
    auto const time = from_hex(token.substr(1, 16));
    bool const known = token[0] == in_force_mark || token[0] == over_mark;
    if (!known || !time || time->size() != 8) {
        return Error(Errc::malformed, "query_invalid", "after", "is of no page");
    }
    out.in_force = token[0] == in_force_mark;
    out.key = ByteWriter().u8('H').bytes(*time).text(token.substr(17)).take();
    return out;
}

}  // namespace

Result<HoldPage> list_holds(
    store::Reader const& reader,
    Principal const& who,
    Instant now,
    std::string_view after,
    std::size_t limit
) {
    auto place = read_token(after);
    if (!place) {
        return place.error();
    }
    HoldPage page;
    Result<void> outcome;
    std::size_t looked_at = 0;
    auto const each = [&](std::string_view key, std::string_view) {
        if (page.holds.size() == limit || looked_at++ == checks::looked_at_max) {
            page.next = token_of(*place);
            return false;
        }
        place->key = std::string(key);
        auto hold = load_hold_for(reader, who, key.substr(9));
        if (!hold) {
            bool const hidden = hold.error().code == Errc::not_found;
            outcome = hidden ? Result<void>() : hold.error();
            return hidden;
        }
        if (stands(*hold, now) == place->in_force) {
            page.holds.push_back(std::move(*hold));
        }
        return true;
    };
    for (bool more = true; more;) {
        auto const from = place->key.empty() ? std::string() : place->key + '\0';
        auto const scanned = reader.scan(Space::inspections, "H", from, each);
        if (!scanned || !outcome) {
            return scanned ? outcome.error() : scanned.error();
        }
        more = place->in_force && !page.next;
        if (more) {
            *place = {false, {}};
        }
    }
    return page;
}

}  // namespace ocop::inspections
