#include "bundles/plan.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/base/days.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <map>
#include <span>

namespace ocop::bundles {

namespace {

// Which of the days that matter a day is past: sets of activations are parted by it.
int part_of(stamp::CertificateTerm const& term, Day day) {
    int const past_end = day > stamp::last_day(term) ? 1 : 0;
    int const past_withdrawal = term.withdrawal && day > term.withdrawal->effective ? 1 : 0;
    return past_end + past_withdrawal;
}

using Activations = std::map<int, ActivationPlan>;

void add_activation(Activations& parts, int part, Day day, CounterSpan span) {
    auto const [at, fresh] = parts.try_emplace(part);
    auto& set = at->second;
    set.from = fresh ? day : std::min(set.from, day);
    set.to = fresh ? day : std::max(set.to, day);
    set.add(span);
}

void append(ByteWriter& out, SetPlan const& set) {
    out.u64(set.spans.size());
    for (auto const& span : set.spans) {
        out.u64(span.first).u64(span.last);
    }
}

// The serials of an order by counter, so that each is worked out once.
class OrderSerials {
  public:
    OrderSerials(stamps::Range const& range, stamp::SerialKeys const& serials) : range_(range) {
        auto permutation = serials.permutation(range.epoch);
        OCOP_ASSERT(permutation.has_value());
        all_.reserve(range.count);
        for (std::uint64_t i = 0; i < range.count; ++i) {
            all_.push_back(stamp::join_serial(range.epoch, permutation->forward(range.first + i)));
        }
    }

    std::vector<std::uint64_t> const& all() const { return all_; }

    std::vector<std::uint64_t> of(SetPlan const& set) const {
        std::vector<std::uint64_t> out;
        out.reserve(static_cast<std::size_t>(set.count));
        each_of(set, [&](std::uint64_t serial) { out.push_back(serial); });
        return out;
    }

    // Those of which a filter says yes.
    void add_found(bundle::Filter const& filter, std::vector<std::string>& out) const {
        for (auto const serial : all_) {
            if (filter.has(serial)) {
                out.push_back(stamp::format_serial(serial));
            }
        }
    }

    // Stamps of the order that are not in the set, and of which its filter says yes.
    std::vector<std::string> wrong_of(SetPlan const& set, bundle::Filter const& filter) const {
        SetPlan others;
        auto next = range_.first;
        for (auto const& span : set.spans) {
            if (span.first > next) {
                others.add({next, span.first - 1});
            }
            next = span.last + 1;
        }
        if (next < range_.first + range_.count) {
            others.add({next, range_.first + range_.count - 1});
        }
        std::vector<std::string> out;
        each_of(others, [&](std::uint64_t serial) {
            if (filter.has(serial)) {
                out.push_back(stamp::format_serial(serial));
            }
        });
        std::sort(out.begin(), out.end());
        return out;
    }

  private:
    template <class Visit>
    void each_of(SetPlan const& set, Visit visit) const {
        for (auto const& span : set.spans) {
            for (auto counter = span.first; counter <= span.last; ++counter) {
                visit(all_[counter - range_.first]);
            }
        }
    }

    stamps::Range range_;
    std::vector<std::uint64_t> all_;
};

// Visits the sets of an order that have a filter, in the order of the file.
template <class Visit>
void each_filtered(OrderPlan const& order, Visit visit) {
    for (auto const& set : order.activated) {
        if (!order.has_all(set)) {
            visit(set);
        }
    }
    for (auto const& set : order.voided) {
        if (!order.has_all(set) && !is_listed(set)) {
            visit(set);
        }
    }
}

std::vector<std::string> list(
    SetPlan const& set, std::uint8_t epoch, stamp::SerialKeys const& serials
) {
    auto permutation = serials.permutation(epoch);
    OCOP_ASSERT(permutation.has_value());
    std::vector<std::string> out;
    for (auto const& span : set.spans) {
        for (auto counter = span.first; counter <= span.last; ++counter) {
            auto const serial = stamp::join_serial(epoch, permutation->forward(counter));
            out.push_back(stamp::format_serial(serial));
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

// Of an order, or of a set.
void take_except(Excepts& excepts, std::optional<std::vector<std::string>>& out) {
    OCOP_ASSERT(excepts.next < excepts.of_filters.size());
    auto const& serials = excepts.of_filters[excepts.next++];
    if (!serials.empty()) {
        out = serials;
    }
}

}  // namespace

void SetPlan::add(CounterSpan span) {
    count += static_cast<std::int64_t>(span.count());
    if (!spans.empty() && spans.back().last + 1 == span.first) {
        spans.back().last = span.last;
    } else {
        spans.push_back(span);
    }
}

Result<OrderPlan> plan_order(
    store::Reader const& reader, stamps::StampOrder const& order, stamp::CertificateTerm const& term
) {
    OCOP_ASSERT(order.range.has_value());
    Activations activated;
    std::map<std::string_view, VoidPlan> voided;
    auto const each = [&](stamps::Segment const& segment) {
        auto const before = order.range->first - 1;
        CounterSpan const span{
            before + static_cast<std::uint64_t>(segment.first),
            before + static_cast<std::uint64_t>(segment.last)};
        if (auto const at = stamps::activated_at(order, segment)) {
            auto const day = legal_day(*at);
            add_activation(activated, part_of(term, day), day, span);
        }
        if (auto const reason = stamps::void_reason(segment.state)) {
            auto& set = voided[stamp::to_text(*reason)];
            set.reason = *reason;
            set.add(span);
        }
        return true;
    };
    if (auto ok = stamps::visit_segments(reader, order, 1, order.count, each); !ok) {
        return ok.error();
    }
    OrderPlan out;
    out.range = *order.range;
    for (auto& [part, set] : activated) {
        out.activated.push_back(std::move(set));
    }
    for (auto& [reason, set] : voided) {
        out.voided.push_back(std::move(set));
    }
    return out;
}

Hash digest_of(std::vector<OrderPlan> const& orders) {
    ByteWriter out;
    out.u8(1);
    for (auto const& order : orders) {
        std::uint32_t sets = 0;
        each_filtered(order, [&](SetPlan const&) { ++sets; });
        out.u8(order.range.epoch).u64(order.range.first).u64(order.range.count).u32(sets);
        each_filtered(order, [&](SetPlan const& set) { append(out, set); });
    }
    return crypto::sha256(as_bytes(out.view()));
}

std::size_t count_filters(std::vector<OrderPlan> const& orders) {
    std::size_t count = orders.size();
    for (auto const& order : orders) {
        each_filtered(order, [&](SetPlan const&) { ++count; });
    }
    return count;
}

LotFilters make_filters(std::vector<OrderPlan> const& orders, stamp::SerialKeys const& serials) {
    std::vector<OrderSerials> of_orders;
    of_orders.reserve(orders.size());
    for (auto const& order : orders) {
        of_orders.emplace_back(order.range, serials);
    }
    LotFilters out;
    std::vector<bundle::Filter> filters;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        auto const& own = of_orders[i];
        filters.push_back(bundle::Filter::of(own.all()));
        auto& wrong = out.excepts.emplace_back();
        for (auto const& other : of_orders) {
            if (&other != &own) {
                other.add_found(filters.back(), wrong);
            }
        }
        std::sort(wrong.begin(), wrong.end());
        each_filtered(orders[i], [&](SetPlan const& set) {
            filters.push_back(bundle::Filter::of(own.of(set)));
            out.excepts.push_back(own.wrong_of(set, filters.back()));
        });
    }
    out.file = bundle::write_filters(filters);
    return out;
}

void write_sets(
    OrderPlan const& plan, stamp::SerialKeys const& serials, Excepts& excepts, bundle::Order& out
) {
    take_except(excepts, out.except);
    for (auto const& set : plan.activated) {
        bundle::Activation row;
        row.from = set.from;
        row.to = set.to;
        row.count = set.count;
        if (plan.has_all(set)) {
            row.all = true;
        } else {
            take_except(excepts, row.except);
        }
        auto& rows = out.activated ? *out.activated : out.activated.emplace();
        rows.push_back(std::move(row));
    }
    for (auto const& set : plan.voided) {
        bundle::Voiding row;
        row.reason = set.reason;
        row.count = set.count;
        if (plan.has_all(set)) {
            row.all = true;
        } else if (is_listed(set)) {
            row.serials = list(set, plan.range.epoch, serials);
        } else {
            take_except(excepts, row.except);
        }
        auto& rows = out.voided ? *out.voided : out.voided.emplace();
        rows.push_back(std::move(row));
    }
}

}  // namespace ocop::bundles
