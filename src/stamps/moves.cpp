#include "stamps/moves.hpp"

#include "accounts/entries.hpp"
#include "stamps/lot_totals.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>

#include <algorithm>

namespace ocop::stamps {

namespace {

constexpr std::size_t faults_max = 10;

std::string move_key(std::string_view order) {
    return ByteWriter().u8('m').text_nul(order).take();
}

Error positions_invalid(std::string reason) {
    return {Errc::malformed, "positions_invalid", "/positions", std::move(reason)};
}

bool takes_out_of_force(StampState state) {
    return void_reason(state).has_value() && state != StampState::lapsed;
}

Result<void> check(NewMove& request) {
    registry::Checks checks;
    checks.line("/reason", request.reason, reason_chars_max);
    if (!request.reason && takes_out_of_force(request.to)) {
        checks.fault("/reason", "is required");
    }
    checks.sha256("/evidence", request.evidence);
    return checks.result();
}

std::string text_of(Positions const& positions) {
    auto const first = std::to_string(positions.first);
    return positions.first == positions.last ? first : first + "–" + std::to_string(positions.last);
}

// The segments as they will be after the move, or why it may not be.
struct Moved {
    std::vector<Segment> segments;
    std::array<bool, state_count> from{};  // by state: some were in it
    std::vector<Fault> faults;
    std::size_t segments_met = 0;
};

void take(Moved& moved, Segment const& before, Segment after) {
    if (!is_legal(before.state, after.state)) {
        if (moved.faults.size() < faults_max) {
            moved.faults.push_back(
                {"/positions",
                 text_of({before.first, before.last}) + ": from " +
                     std::string(to_text(before.state)) + " no way leads to " +
                     std::string(to_text(after.state))}
            );
        }
        return;
    }
    moved.from[static_cast<std::size_t>(before.state)] = true;
    after.first = before.first;
    after.last = before.last;
    after.printed = before.printed || after.state == StampState::printed;
    if (after.state != StampState::activated) {
        after.activated_at = before.activated_at;
    }
    auto& all = moved.segments;
    if (!all.empty() && all.back().last + 1 == after.first) {
        auto joined = all.back();
        joined.last = after.last;
        auto whole = after;
        whole.first = joined.first;
        if (joined == whole) {
            all.back() = joined;
            return;
        }
    }
    all.push_back(after);
}

// When it happened: what a device says of the past is believed within limits.
Instant time_of(NewMove const& request, StampOrder const& order, Instant now) {
    if (!request.at || *request.at > now || *request.at < *order.issued_at ||
        now.ms - request.at->ms > offline_ms_max) {
        return now;
    }
    return *request.at;
}

json::object clear_of(StampMove const& move, StampOrder const& order, Moved const& moved) {
    json::array from;
    for (std::size_t i = 0; i < state_count; ++i) {
        if (moved.from[i]) {
            from.emplace_back(to_text(static_cast<StampState>(i)));
        }
    }
    json::array positions;
    for (auto const& each : move.positions) {
        positions.push_back(json::array{each.first, each.last});
    }
    json::object clear{
        {"order", move.order},
        {"gtin", order.gtin},
        {"lot", order.lot},
        {"producer", order.producer},
        {"from", std::move(from)},
        {"to", to_text(move.to)},
        {"positions", std::move(positions)},
        {"count", move.count},
    };
    if (move.to == StampState::activated) {
        clear["on"] = to_text(legal_day(move.at));
    }
    if (move.evidence) {
        clear["evidence"] = *move.evidence;
    }
    if (move.basis) {
        clear["basis"] = *move.basis;
    }
    return clear;
}

}  // namespace

Result<std::vector<Positions>> joined(std::vector<Positions> all, std::int64_t count) {
    if (all.empty() || all.size() > ranges_max) {
        return positions_invalid("must be 1 to " + std::to_string(ranges_max) + " ranges");
    }
    std::sort(all.begin(), all.end(), [](Positions const& a, Positions const& b) {
        return a.first < b.first;
    });
    std::vector<Positions> out;
    for (auto const& each : all) {
        if (each.first < 1 || each.last < each.first || each.last > count) {
            return positions_invalid("must be positions from 1 to " + std::to_string(count));
        }
        if (!out.empty() && each.first <= out.back().last) {
            return positions_invalid(std::to_string(each.first) + " is there twice");
        }
        if (!out.empty() && each.first == out.back().last + 1) {
            out.back().last = each.last;
        } else {
            out.push_back(each);
        }
    }
    return out;
}

Result<StampMove> move_stamps(
    store::Transaction& tx, Principal const& who, StampOrder const& order, NewMove request
) {
    if (order.state != OrderState::issued) {
        return Error(Errc::conflict, "order_state", "/state", "the order is not issued");
    }
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto positions = joined(std::move(request.positions), order.count);
    if (!positions) {
        return positions.error();
    }
    StampMove move;
    move.order = order.id;
    move.to = request.to;
    move.at = time_of(request, order, tx.now());
    move.recorded_at = tx.now();
    Segment after;
    after.state = request.to;
    after.move = tx.ledger_size();
    after.activated_at = move.at;
    Moved moved;
    for (auto const& range : *positions) {
        auto const visited =
            visit_segments(tx, order, range.first, range.last, [&](Segment const& before) {
                take(moved, before, after);
                return moved.faults.size() < faults_max && ++moved.segments_met <= segments_max;
            });
        if (!visited) {
            return visited.error();
        }
        move.count += range.count();
    }
    if (moved.segments_met > segments_max) {
        return Error(
            Errc::refused, "stamps_scattered", "/positions", "lie in too many pieces for one move"
        );
    }
    if (!moved.faults.empty()) {
        return Error(Errc::conflict, "stamp_state", std::move(moved.faults));
    }
    for (auto const& segment : moved.segments) {
        if (auto ok = put_state(tx, order, segment); !ok) {
            return ok.error();
        }
    }
    // Those of an order that is active when issued were counted then.
    if (move.to == StampState::activated && !order.active_when_issued) {
        auto const count = static_cast<std::uint64_t>(move.count);
        if (auto ok = add_to_lot(tx, order.gtin, order.lot, {0, count}); !ok) {
            return ok.error();
        }
    }
    move.positions = std::move(*positions);
    move.reason = std::move(request.reason);
    move.evidence = std::move(request.evidence);
    move.basis = std::move(request.basis);
    move.actor = who.account;
    auto const logged = store::put_logged(
        tx,
        store::Space::stamps,
        ByteWriter().text(move_key(order.id)).u64(*after.move).take(),
        accounts::draft_by(
            who,
            "stamps." + std::string(to_text(move.to)),
            "order:" + order.id,
            clear_of(move, order, moved)
        ),
        json::write(move)
    );
    if (!logged) {
        return logged.error();
    }
    return move;
}

Result<MovePage> moves_of(
    store::Reader const& reader, StampOrder const& order, std::string_view after, std::size_t limit
) {
    MovePage page;
    auto const prefix = move_key(order.id);
    std::string from;
    if (!after.empty()) {
        auto const index = parse_decimal(after, std::uint64_t{1} << 53);
        if (!index) {
            return Error(Errc::malformed, "request_invalid", "after", "is of no page");
        }
        from = ByteWriter().text(prefix).u64(*index + 1).take();
    }
    std::uint64_t index = 0;
    auto const visit = [&](std::string_view key, StampMove move) {
        if (page.moves.size() == limit) {
            page.next = std::to_string(index);
            return false;
        }
        index = ByteReader(key.substr(prefix.size())).u64();
        page.moves.push_back(std::move(move));
        return true;
    };
    auto const scanned =
        store::scan_logged<StampMove>(reader, store::Space::stamps, prefix, from, visit);
    return scanned ? Result<MovePage>(std::move(page)) : scanned.error();
}

Result<std::vector<Positions>> parse_positions(std::string_view text) {
    // Labels print zeros before a position, so that all are as wide.
    auto const number = [](std::string_view digits) {
        auto const zeros = std::min(digits.find_first_not_of('0'), digits.size());
        return parse_decimal(digits.substr(zeros), order_count_max);
    };
    std::vector<Positions> out;
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        // U+2013, the dash that Vietnamese writes ranges with.
        if (text.substr(i, 3) == "–") {
            plain += '-';
            i += 2;
        } else if (text[i] != ' ') {
            plain += text[i];
        }
    }
    std::string_view rest = plain;
    while (true) {
        auto const comma = rest.find(',');
        auto const item = rest.substr(0, comma);
        auto const hyphen = item.find('-');
        auto const first = number(item.substr(0, hyphen));
        auto const last =
            hyphen == std::string_view::npos ? first : number(item.substr(hyphen + 1));
        if (!first || !last || *last < *first) {
            return positions_invalid("must be numbers and ranges, as 412-418, 420");
        }
        if (out.size() == ranges_max) {
            return positions_invalid("must be at most " + std::to_string(ranges_max) + " ranges");
        }
        out.push_back({static_cast<std::int64_t>(*first), static_cast<std::int64_t>(*last)});
        if (comma == std::string_view::npos) {
            return out;
        }
        rest.remove_prefix(comma + 1);
    }
}

std::string to_text(std::vector<Positions> const& positions) {
    std::string out;
    for (auto const& each : positions) {
        out += (out.empty() ? "" : ", ") + text_of(each);
    }
    return out;
}

}  // namespace ocop::stamps
