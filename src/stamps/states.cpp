#include "stamps/states.hpp"

#include "stamps/ranges.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>

namespace ocop::stamps {

namespace {

using enum StampState;

constexpr char tag = 's';

using Targets = std::uint32_t;  // one bit a state

consteval Targets to(std::initializer_list<StampState> states) {
    Targets bits = 0;
    for (auto const state : states) {
        bits |= Targets{1} << static_cast<unsigned>(state);
    }
    return bits;
}

// A producer who prints at home need not say that the stamps were received: activation says so.
constexpr std::array<Targets, state_count> legal{{
    /* issued    */ to({printed, voided, lapsed}),
    /* printed   */
    to({received, activated, spoiled, returned, damaged, lost, destroyed, seized, voided, lapsed}),
    /* received  */ to({activated, returned, damaged, lost, destroyed, seized, voided, lapsed}),
    /* activated */ to({opened, returned, damaged, lost, destroyed, seized, voided}),
    /* opened    */ to({seized, voided}),
    /* spoiled   */ to({seized, destroyed}),
    /* returned  */ to({seized, destroyed}),
    /* damaged   */ to({seized, destroyed}),
    /* lost      */ to({seized}),
    /* destroyed */ to({}),
    /* seized    */ to({destroyed}),
    /* voided    */ to({seized, destroyed}),
    /* lapsed    */ to({seized, destroyed}),
}};

std::uint64_t counter_of(StampOrder const& order, std::int64_t position) {
    return order.range->first + static_cast<std::uint64_t>(position) - 1;
}

std::int64_t position_of(StampOrder const& order, std::uint64_t counter) {
    return static_cast<std::int64_t>(counter - order.range->first) + 1;
}

std::string key_of(StampOrder const& order, std::int64_t last) {
    return range_key(tag, order.range->epoch, counter_of(order, last));
}

std::string value_of(StampOrder const& order, Segment const& segment) {
    return ByteWriter()
        .u64(counter_of(order, segment.first))
        .u8(static_cast<std::uint8_t>(segment.state))
        .u8(segment.printed ? 1 : 0)
        .u64(segment.move.value_or(0))
        .u64(static_cast<std::uint64_t>(segment.activated_at.value_or(Instant{}).ms))
        .take();
}

Result<Segment> read(StampOrder const& order, std::uint64_t last, std::string_view value) {
    ByteReader in(value);
    Segment out;
    auto const first = in.u64();
    auto const state = in.u8();
    auto const printed = in.u8();
    out.move = in.u64();
    auto const activated = static_cast<std::int64_t>(in.u64());
    auto const end = order.range->first + order.range->count;
    bool const inside = first >= order.range->first && first <= last && last < end;
    if (!in.done() || state >= state_count || printed > 1 || !inside) {
        return Error(Errc::corrupt, "store_corrupt", "stamps s", "is no segment of its order");
    }
    out.first = position_of(order, first);
    out.last = position_of(order, last);
    out.state = static_cast<StampState>(state);
    out.printed = printed == 1;
    if (activated != 0) {
        out.activated_at = Instant{activated};
    }
    return out;
}

// Stored segments from the one that holds `first` or follows it on, at full width; those before the
// end of the order.
Result<void> visit_stored(
    store::Reader const& reader,
    StampOrder const& order,
    std::int64_t first,
    std::function<bool(Segment const&)> const& visit
) {
    Result<void> outcome;
    auto const prefix = range_prefix(tag, order.range->epoch);
    auto const end = order.range->first + order.range->count;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto const last = ByteReader(key.substr(prefix.size())).u64();
        if (last >= end) {
            return false;
        }
        auto const segment = read(order, last, value);
        if (!segment) {
            outcome = segment.error();
            return false;
        }
        return visit(*segment);
    };
    auto const scanned = reader.scan(store::Space::stamps, prefix, key_of(order, first), each);
    return scanned ? outcome : scanned;
}

Segment untouched(std::int64_t first, std::int64_t last) {
    Segment out;
    out.first = first;
    out.last = last;
    return out;
}

}  // namespace

std::string_view to_text(StampState state) {
    return boost::describe::enum_to_string(state, "?");
}

bool is_legal(StampState from, StampState to) {
    return (legal[static_cast<std::size_t>(from)] >> static_cast<unsigned>(to) & 1U) != 0;
}

std::optional<stamp::VoidReason> void_reason(StampState state) {
    using stamp::VoidReason;
    switch (state) {
        case issued:
        case printed:
        case received:
        case activated:
        case opened:
            return {};
        case spoiled:
        case damaged:
            return VoidReason::damaged;
        case returned:
            return VoidReason::returned;
        case lost:
            return VoidReason::lost;
        case destroyed:
            return VoidReason::destroyed;
        case seized:
            return VoidReason::seized;
        case voided:
            return VoidReason::cancelled;
        case lapsed:
            return VoidReason::lapsed;
    }
    return VoidReason::cancelled;
}

Result<void> visit_segments(
    store::Reader const& reader,
    StampOrder const& order,
    std::int64_t first,
    std::int64_t last,
    std::function<bool(Segment const&)> const& visit
) {
    OCOP_ASSERT(order.range && first >= 1 && first <= last && last <= order.count);
    std::int64_t next = first;
    bool going = true;
    Result<void> outcome;
    auto const each = [&](Segment segment) {
        if (segment.first < next && next != first) {
            outcome = Error(Errc::corrupt, "store_corrupt", "stamps s", "segments overlap");
            return false;
        }
        if (segment.first > last) {
            return false;
        }
        if (segment.first > next) {
            going = visit(untouched(next, segment.first - 1));
        }
        segment.first = std::max(segment.first, next);
        segment.last = std::min(segment.last, last);
        next = segment.last + 1;
        going = going && visit(segment);
        return going && next <= last;
    };
    if (auto ok = visit_stored(reader, order, first, each); !ok || !outcome) {
        return ok ? outcome : ok;
    }
    if (going && next <= last) {
        visit(untouched(next, last));
    }
    return {};
}

Result<Segment> segment_at(
    store::Reader const& reader, StampOrder const& order, std::int64_t position
) {
    OCOP_ASSERT(order.range && position >= 1 && position <= order.count);
    std::optional<Segment> found;
    auto const ok = visit_stored(reader, order, position, [&](Segment const& segment) {
        found = segment;
        return false;
    });
    if (!ok) {
        return ok.error();
    }
    return found && found->first <= position ? *found : untouched(position, position);
}

std::optional<Instant> activated_at(StampOrder const& order, Segment const& segment) {
    return order.active_when_issued ? order.issued_at : segment.activated_at;
}

Result<StateCounts> count_states(store::Reader const& reader, StampOrder const& order) {
    StateCounts out;
    auto const ok = visit_segments(reader, order, 1, order.count, [&](Segment const& segment) {
        auto const at = static_cast<std::size_t>(segment.state);
        out.all[at] += segment.count();
        out.unprinted[at] += segment.printed ? 0 : segment.count();
        return true;
    });
    return ok ? Result<StateCounts>(out) : ok.error();
}

Result<void> put_state(store::Transaction& tx, StampOrder const& order, Segment const& now) {
    std::vector<Segment> before;
    auto const ok = visit_stored(tx, order, now.first, [&](Segment const& segment) {
        if (segment.first <= now.last) {
            before.push_back(segment);
        }
        return segment.last < now.last;
    });
    if (!ok) {
        return ok;
    }
    for (auto const& old : before) {
        if (old.last <= now.last) {
            tx.erase(store::Space::stamps, key_of(order, old.last));
        }
        if (old.first < now.first) {
            auto left = old;
            left.last = now.first - 1;
            tx.put(store::Space::stamps, key_of(order, left.last), value_of(order, left));
        }
        if (old.last > now.last) {
            auto right = old;
            right.first = now.last + 1;
            tx.put(store::Space::stamps, key_of(order, right.last), value_of(order, right));
        }
    }
    tx.put(store::Space::stamps, key_of(order, now.last), value_of(order, now));
    return {};
}

}  // namespace ocop::stamps
