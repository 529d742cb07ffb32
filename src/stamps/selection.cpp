#include "stamps/selection.hpp"

#include <ocop/stamp/link.hpp>

#include <algorithm>

namespace ocop::stamps {

namespace {

Error invalid(std::string pointer, std::string reason) {
    return {Errc::malformed, "positions_invalid", std::move(pointer), std::move(reason)};
}

bool is_roll(Selection const& selection) {
    return selection.roll.has_value();
}

std::string pointer_to(Selection const& selection, std::size_t index) {
    return (is_roll(selection) ? "/roll/" : "/scans/") + std::to_string(index);
}

std::vector<std::string> const& texts_of(Selection const& selection) {
    static std::vector<std::string> const none;
    return selection.roll ? *selection.roll : selection.scans ? *selection.scans : none;
}

std::optional<std::uint64_t> read_serial(std::string const& text) {
    if (auto const link = stamp::read_link(text)) {
        return link->serial;
    }
    auto const typed = stamp::parse_typed_serial(text);
    return typed ? std::optional(*typed) : std::nullopt;
}

Result<std::vector<Positions>> scanned_positions(
    StampOrder const& order, Selection const& selection, Scanned const& scanned
) {
    std::vector<Positions> out;
    for (std::size_t i = 0; i < scanned.stamps.size(); ++i) {
        auto const& at = scanned.stamps[i];
        auto const& range = *order.range;
        if (at.epoch != range.epoch || at.counter < range.first ||
            at.counter - range.first >= range.count) {
            return Error(
                Errc::refused, "stamp_elsewhere", pointer_to(selection, i), "is not of this order"
            );
        }
        auto const position = static_cast<std::int64_t>(at.counter - range.first) + 1;
        out.push_back({position, position});
    }
    if (is_roll(selection)) {
        auto const ends = std::minmax(out[0].first, out[1].first);
        return std::vector<Positions>{{ends.first, ends.second}};
    }
    return out;
}

Result<std::vector<Positions>> first_of(
    store::Reader const& reader, StampOrder const& order, std::int64_t count, StampState to
) {
    std::vector<Positions> out;
    if (count < 1 || count > order.count) {
        return invalid("/count", "must be from 1 to " + std::to_string(order.count));
    }
    auto left = count;
    auto const visited = visit_segments(reader, order, 1, order.count, [&](Segment const& segment) {
        if (is_legal(segment.state, to)) {
            auto const last = std::min(segment.last, segment.first + left - 1);
            out.push_back({segment.first, last});
            left -= last - segment.first + 1;
        }
        return left > 0;
    });
    if (!visited) {
        return visited.error();
    }
    if (left > 0) {
        return Error(
            Errc::conflict,
            "stamps_too_few",
            "/count",
            "only " + std::to_string(count - left) + " may go to " + std::string(to_text(to))
        );
    }
    return out;
}

}  // namespace

Result<Scanned> read_scans(stamp::SerialKeys const& serials, Selection const& selection) {
    Scanned out;
    auto const& texts = texts_of(selection);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto const serial = read_serial(texts[i]);
        auto const position = serial ? serials.position_of(*serial) : std::nullopt;
        if (!position) {
            return Error(
                Errc::malformed, "scan_unreadable", pointer_to(selection, i), "is no stamp"
            );
        }
        out.stamps.push_back(*position);
    }
    return out;
}

Result<std::vector<Positions>> select(
    store::Reader const& reader,
    StampOrder const& order,
    Selection const& selection,
    Scanned const& scanned,
    StampState to
) {
    bool const pair = selection.first && selection.last;
    int const ways = (selection.positions ? 1 : 0) + (selection.first || selection.last ? 1 : 0) +
                     (selection.scans ? 1 : 0) + (selection.roll ? 1 : 0) +
                     (selection.count ? 1 : 0);
    if (ways != 1 || ((selection.first || selection.last) && !pair)) {
        return invalid("", "takes one of positions, first and last, scans, roll, count");
    }
    if (selection.positions) {
        return parse_positions(*selection.positions);
    }
    if (pair) {
        return std::vector<Positions>{{*selection.first, *selection.last}};
    }
    if (selection.count) {
        return first_of(reader, order, *selection.count, to);
    }
    if (is_roll(selection) && scanned.stamps.size() != 2) {
        return invalid("/roll", "must be two stamps: the first and the last");
    }
    if (scanned.stamps.empty() || scanned.stamps.size() > ranges_max) {
        return invalid("/scans", "must be 1 to " + std::to_string(ranges_max));
    }
    return scanned_positions(order, selection, scanned);
}

}  // namespace ocop::stamps
