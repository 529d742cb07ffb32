#include "stamps/derived.hpp"

#include "registry/lot.hpp"
#include "stamps/lot_totals.hpp"
#include "stamps/moves.hpp"
#include "stamps/order_record.hpp"
#include "stamps/ranges.hpp"
#include "stamps/states.hpp"
#include "store/layout.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace ocop::stamps {

namespace {

using store::Space;

Error differs(std::string_view tag, std::string_view of) {
    return store::corrupt(
        "stamps " + std::string(tag) + " of " + std::string(of) +
        " is not what the logged records make it"
    );
}

// As the space has it.
using Values = std::map<std::string, std::string>;

struct Sums {
    Values ranges;                               // 'r'
    std::map<std::uint8_t, std::uint64_t> next;  // by epoch: behind the last range
    std::map<std::string, std::uint64_t> taken;  // by quota
    std::map<std::string, LotTotals> lots;       // by "GTIN:LOT"
    std::set<std::string> orders;                // that are issued
};

Result<StampOrder> read_order(store::StoredRecord const& stored) {
    return store::as_stored(json::read<StampOrder>(stored.record, json::Mode::lenient));
}

void add_issued(Sums& sums, StampOrder const& order, std::uint64_t entry) {
    auto const& range = *order.range;
    auto const last = range.first + range.count - 1;
    sums.ranges[range_key('r', range.epoch, last)] =
        ByteWriter().u64(range.first).u64(entry).text(order.id).take();
    auto& next = sums.next[range.epoch];
    next = std::max(next, last + 1);
    auto& lot = sums.lots[registry::lot_key(order.gtin, order.lot)];
    auto const count = static_cast<std::uint64_t>(order.count);
    lot.issued += count;
    lot.applied += order.active_when_issued ? count : 0;
    sums.orders.insert(order.id);
}

void add_order(Sums& sums, StampOrder const& order, std::uint64_t entry) {
    if (order.state != OrderState::cancelled) {
        sums.taken[order.quota] += static_cast<std::uint64_t>(order.content);
    }
    if (order.state == OrderState::issued && order.range) {
        add_issued(sums, order, entry);
    }
}

// The moves of one order, replayed over its stamps.
class Replay {
  public:
    Replay(store::Reader const& reader, StampOrder const& order) : reader_(reader), order_(order) {}

    // Applied stamps besides those that were active when issued.
    Result<std::uint64_t> run() {
        Result<void> outcome;
        auto const prefix = ByteWriter().u8('m').text_nul(order_.id).take();
        auto const each = [&](std::string_view key, std::string_view bytes) {
            outcome = add(ByteReader(key.substr(prefix.size())).u64(), bytes);
            return outcome.has_value();
        };
        auto const scanned = reader_.scan(Space::stamps, prefix, {}, each);
        if (!scanned || !outcome) {
            return scanned ? outcome.error() : scanned.error();
        }
        auto const compared = compare();
        return compared ? Result<std::uint64_t>(applied_) : compared.error();
    }

  private:
    Result<void> add(std::uint64_t index, std::string_view bytes) {
        auto const stored = store::parse_logged(bytes);
        auto const move =
            stored ? store::as_stored(json::read<StampMove>(stored->record, json::Mode::lenient))
                   : Result<StampMove>(stored.error());
        if (!move) {
            return move.error();
        }
        if (stored->index != index || move->order != order_.id) {
            return differs("m", order_.id);
        }
        for (auto const& range : move->positions) {
            if (range.first < 1 || range.last < range.first || range.last > order_.count) {
                return differs("m", order_.id);
            }
            put(*move, index, range);
        }
        bool const applies = move->to == StampState::activated && !order_.active_when_issued;
        applied_ += applies ? static_cast<std::uint64_t>(move->count) : 0;
        return {};
    }

    // By first position, each as wide as it stayed alike.
    void put(StampMove const& move, std::uint64_t index, Positions const& range) {
        cut(range.first);
        cut(range.last + 1);
        auto next = range.first;
        auto at = segments_.lower_bound(range.first);
        std::vector<Segment> after;
        while (at != segments_.end() && at->first <= range.last) {
            add_piece(after, next, at->first - 1, Segment());
            add_piece(after, at->first, at->second.last, at->second);
            next = at->second.last + 1;
            at = segments_.erase(at);
        }
        add_piece(after, next, range.last, Segment());
        for (auto& piece : after) {
            piece.printed = piece.printed || move.to == StampState::printed;
            if (move.to == StampState::activated) {
                piece.activated_at = move.at;
            }
            piece.state = move.to;
            piece.move = index;
            segments_[piece.first] = piece;
        }
    }

    static void add_piece(
        std::vector<Segment>& out, std::int64_t first, std::int64_t last, Segment piece
    ) {
        if (first <= last) {
            piece.first = first;
            piece.last = last;
            out.push_back(piece);
        }
    }

    void cut(std::int64_t at) {
        auto const after = segments_.lower_bound(at);
        if (after == segments_.begin()) {
            return;
        }
        auto& before = std::prev(after)->second;
        if (before.last >= at) {
            auto right = before;
            right.first = at;
            before.last = at - 1;
            segments_.emplace_hint(after, at, right);
        }
    }

    // What the store has may be cut in other places: each piece is inside one of ours.
    Result<void> compare() const {
        bool same = true;
        auto const visited =
            visit_segments(reader_, order_, 1, order_.count, [&](Segment const& stored) {
                same = is_same(stored);
                return same;
            });
        if (!visited) {
            return visited;
        }
        return same ? Result<void>() : differs("s", order_.id);
    }

    bool is_same(Segment const& stored) const {
        auto next = stored.first;
        auto at = segments_.upper_bound(stored.first);
        if (at != segments_.begin() && std::prev(at)->second.last >= stored.first) {
            --at;
        }
        for (; next <= stored.last; ++at) {
            Segment mine;
            auto const end = at == segments_.end() ? order_.count : at->first - 1;
            if (next <= end) {
                mine.last = std::min(end, stored.last);
                if (!is_alike(mine, stored)) {
                    return false;
                }
                next = mine.last + 1;
            }
            if (next > stored.last) {
                break;
            }
            if (!is_alike(at->second, stored)) {
                return false;
            }
            next = at->second.last + 1;
        }
        return true;
    }

    static bool is_alike(Segment const& mine, Segment const& stored) {
        return mine.state == stored.state && mine.printed == stored.printed &&
               mine.move == stored.move && mine.activated_at == stored.activated_at;
    }

    store::Reader const& reader_;
    StampOrder const& order_;
    std::map<std::int64_t, Segment> segments_;
    std::uint64_t applied_ = 0;
};

// Reads all orders, and replays the moves of those that are issued.
Result<Sums> sum_up(store::Reader const& reader) {
    Sums sums;
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const stored = store::parse_logged(bytes);
        auto const order = stored ? read_order(*stored) : Result<StampOrder>(stored.error());
        if (!order) {
            outcome = order.error();
            return false;
        }
        add_order(sums, *order, stored->index);
        if (sums.orders.count(order->id) == 0) {
            return true;
        }
        auto const applied = Replay(reader, *order).run();
        if (!applied) {
            outcome = applied.error();
            return false;
        }
        sums.lots[registry::lot_key(order->gtin, order->lot)].applied += *applied;
        return true;
    };
    auto const scanned = reader.scan(Space::stamps, order_key({}), {}, each);
    if (!scanned || !outcome) {
        return scanned ? outcome.error() : scanned.error();
    }
    return sums;
}

// The values under a tag are just those expected.
Result<void> compare(store::Reader const& reader, std::string_view tag, Values const& expected) {
    std::size_t met = 0;
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto const found = expected.find(std::string(key));
        ++met;
        if (found == expected.end() || found->second != value) {
            outcome = differs(tag, to_hex(as_bytes(key)));
        }
        return outcome.has_value();
    };
    auto const scanned = reader.scan(Space::stamps, tag, {}, each);
    if (!scanned || !outcome) {
        return scanned ? outcome : scanned;
    }
    return met == expected.size() ? Result<void>() : differs(tag, "one that is missing");
}

Values next_values(Sums const& sums) {
    Values out;
    for (auto const& [epoch, next] : sums.next) {
        out[range_prefix('n', epoch)] = ByteWriter().u64(next).take();
    }
    return out;
}

// A quota whose orders were all cancelled has a zero, one that never had any has none.
Values taken_values(store::Reader const& reader, Sums const& sums) {
    Values out;
    for (auto const& [quota, taken] : sums.taken) {
        out[ByteWriter().u8('Q').text(quota).take()] = ByteWriter().u64(taken).take();
    }
    auto const zero = ByteWriter().u64(0).take();
    auto const scanned =
        reader.scan(Space::stamps, "Q", {}, [&](std::string_view key, std::string_view value) {
            if (value == zero) {
                out.try_emplace(std::string(key), zero);
            }
            return true;
        });
    static_cast<void>(scanned.has_value());  // the comparison reads them again
    return out;
}

Values lot_values(Sums const& sums) {
    Values out;
    for (auto const& [lot, totals] : sums.lots) {
        out[ByteWriter().u8('M').text(lot).take()] =
            ByteWriter().u64(totals.issued).u64(totals.applied).take();
    }
    return out;
}

Result<void> check_stocktakes(store::Reader const& reader) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view bytes) {
        auto const stored = store::parse_logged(bytes);
        if (!stored) {
            outcome = stored.error();
        } else if (!key.ends_with(ByteWriter().u64(stored->index).view())) {
            outcome = differs("t", to_hex(as_bytes(key)));
        }
        return outcome.has_value();
    };
    auto const scanned = reader.scan(Space::stamps, "t", {}, each);
    return scanned ? outcome : scanned;
}

// Segments outside of every issued order.
Result<void> check_loose_segments(store::Reader const& reader, Sums const& sums) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        std::string range(key);
        range.front() = 'r';
        auto const found = sums.ranges.lower_bound(range);
        bool const inside = found != sums.ranges.end() && found->first[1] == range[1] &&
                            ByteReader(value).u64() >= ByteReader(found->second).u64();
        if (!inside) {
            outcome = differs("s", to_hex(as_bytes(key)));
        }
        return inside;
    };
    auto const scanned = reader.scan(Space::stamps, "s", {}, each);
    return scanned ? outcome : scanned;
}

}  // namespace

Result<void> check_derived(store::Reader const& reader) {
    auto const sums = sum_up(reader);
    if (!sums) {
        return sums.error();
    }

    struct Row {
        std::string_view tag;
        Values values;
    };

    for (auto const& [tag, values] :
         {Row{"r", sums->ranges},
          Row{"n", next_values(*sums)},
          Row{"Q", taken_values(reader, *sums)},
          Row{"M", lot_values(*sums)}}) {
        if (auto ok = compare(reader, tag, values); !ok) {
            return ok;
        }
    }
    if (auto ok = check_stocktakes(reader); !ok) {
        return ok;
    }
    return check_loose_segments(reader, *sums);
}

}  // namespace ocop::stamps
