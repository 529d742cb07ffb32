#include "stamps/derived.hpp"
#include "stamps/ranges.hpp"
#include "stamps/states.hpp"
#include "store/layout.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace ocop::stamps {

namespace {

using store::Space;

Error differs(std::string_view tag, std::string_view of) {
    return store::corrupt(
        "stamps " + std::string(tag) + " of " + std::string(of) + " is not what the log says"
    );
}

class LogCheck {
  public:
    LogCheck(store::Reader const& reader, ledger::LoggedState const& logged)
        : reader_(reader), logged_(logged) {
        for (auto const& order : logged.orders) {
            orders_.emplace(order.order, &order);
        }
    }

    Result<void> run() {
        auto const each = [this](std::string_view key, std::string_view value) {
            outcome_ = add_range(key, value);
            return outcome_.has_value();
        };
        auto const scanned = reader_.scan(Space::stamps, "r", {}, each);
        if (!scanned || !outcome_) {
            return scanned ? outcome_ : scanned;
        }
        if (!orders_.empty()) {
            return differs("r", orders_.begin()->first);
        }
        if (auto ok = check_counters(); !ok) {
            return ok;
        }
        return check_quotas();
    }

  private:
    Result<void> add_range(std::string_view key, std::string_view value) {
        ByteReader of_key(key.substr(1));
        auto const epoch = of_key.u8();
        auto const last = of_key.u64();
        ByteReader of_value(value);
        auto const first = of_value.u64();
        auto const entry = of_value.u64();
        std::string const id(of_value.rest());
        auto const found = orders_.find(id);
        if (!of_key.done() || of_value.failed() || found == orders_.end() ||
            found->second->entry != entry) {
            return differs("r", to_hex(as_bytes(key)));
        }
        auto const* const order = found->second;
        orders_.erase(found);
        auto const count = static_cast<std::uint64_t>(order->runs.back().last);
        if (last < first || last - first + 1 != count) {
            return differs("r", id);
        }
        taken_[epoch].emplace_back(first, last);
        return check_states(*order, {epoch, first, count});
    }

    // Each stamp is in the state to which the log moved it.
    Result<void> check_states(ledger::LoggedOrder const& logged, Range const& range) const {
        StampOrder order;
        order.id = logged.order;
        order.state = OrderState::issued;
        order.count = static_cast<std::int64_t>(range.count);
        order.range = range;
        bool same = true;
        auto run = logged.runs.begin();
        auto const each = [&](Segment const& segment) {
            for (auto next = segment.first; same && next <= segment.last; next = run->last + 1) {
                while (run != logged.runs.end() && run->last < next) {
                    ++run;
                }
                same = run != logged.runs.end() && run->state == to_text(segment.state);
                if (!same) {
                    break;
                }
            }
            return same;
        };
        auto const visited = visit_segments(reader_, order, 1, order.count, each);
        if (!visited) {
            return visited;
        }
        return same ? Result<void>() : differs("s", logged.order);
    }

    // Ranges come in order of their last counter, and those of the log are joined.
    Result<void> check_counters() const {
        std::map<std::string, std::string> next;
        std::vector<ledger::LoggedRange> mine;
        for (auto const& [epoch, ranges] : taken_) {
            for (auto const& [first, last] : ranges) {
                bool const joins = !mine.empty() && mine.back().epoch == epoch &&
                                   static_cast<std::uint64_t>(mine.back().last) + 1 == first;
                if (joins) {
                    mine.back().last = static_cast<std::int64_t>(last);
                } else {
                    mine.push_back(
                        {epoch, static_cast<std::int64_t>(first), static_cast<std::int64_t>(last)}
                    );
                }
            }
            next[range_prefix('n', epoch)] = ByteWriter().u64(ranges.back().second + 1).take();
        }
        bool const same = std::equal(
            mine.begin(),
            mine.end(),
            logged_.ranges.begin(),
            logged_.ranges.end(),
            [](ledger::LoggedRange const& a, ledger::LoggedRange const& b) {
                return a.epoch == b.epoch && a.first == b.first && a.last == b.last;
            }
        );
        return same ? compare("n", next, false) : differs("r", "an epoch");
    }

    Result<void> check_quotas() const {
        std::map<std::string, std::string> taken;
        for (auto const& quota : logged_.quotas) {
            taken[ByteWriter().u8('Q').text(quota.quota).take()] =
                ByteWriter().u64(static_cast<std::uint64_t>(quota.taken)).take();
        }
        return compare("Q", taken, true);
    }

    // Of what is zero there may be no key.
    Result<void> compare(
        std::string_view tag, std::map<std::string, std::string> expected, bool zero_may_miss
    ) const {
        Result<void> outcome;
        auto const each = [&](std::string_view key, std::string_view value) {
            auto const found = expected.find(std::string(key));
            if (found == expected.end() || found->second != value) {
                outcome = differs(tag, to_hex(as_bytes(key)));
                return false;
            }
            expected.erase(found);
            return true;
        };
        auto const scanned = reader_.scan(Space::stamps, tag, {}, each);
        if (!scanned || !outcome) {
            return scanned ? outcome : scanned;
        }
        auto const zero = ByteWriter().u64(0).take();
        for (auto const& [key, value] : expected) {
            if (!zero_may_miss || value != zero) {
                return differs(tag, to_hex(as_bytes(key)));
            }
        }
        return {};
    }

    store::Reader const& reader_;
    ledger::LoggedState const& logged_;
    std::unordered_map<std::string, ledger::LoggedOrder const*> orders_;  // not met yet
    std::map<std::uint8_t, std::vector<std::pair<std::uint64_t, std::uint64_t>>> taken_;
    Result<void> outcome_;
};

}  // namespace

Result<void> check_against_log(store::Reader const& reader, ledger::LoggedState const& logged) {
    return LogCheck(reader, logged).run();
}

}  // namespace ocop::stamps
