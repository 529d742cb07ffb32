#pragma once

#include "stamps/states.hpp"

#include <ocop/bundle/body.hpp>
#include <ocop/bundle/filter.hpp>
#include <ocop/stamp/certificate.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What a lot's filter file is made of: which counters lie in which set. It depends on the lot's
// orders, what happened to their stamps and the days of their certificates alone, so that its
// digest says whether a file that was made before is still the lot's.
namespace ocop::bundles {

// Counters of one epoch, both included.
struct CounterSpan {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    std::uint64_t count() const { return last - first + 1; }
};

// Stamps of an order that fared alike.
struct SetPlan {
    std::vector<CounterSpan> spans;  // ascending, apart
    std::int64_t count = 0;          // of stamps

    void add(CounterSpan span);
};

struct ActivationPlan : SetPlan {
    Day from;
    Day to;
};

struct VoidPlan : SetPlan {
    stamp::VoidReason reason = stamp::VoidReason::damaged;
};

struct OrderPlan {
    stamps::Range range;
    std::vector<ActivationPlan> activated;  // by day
    std::vector<VoidPlan> voided;           // by the reason's name

    bool has_all(SetPlan const& set) const {
        return set.count == static_cast<std::int64_t>(range.count);
    }
};

// A void set of at most this many is listed, and has no filter.
inline constexpr std::int64_t listed_max = 64;

inline bool is_listed(VoidPlan const& set) {
    return set.count <= listed_max;
}

// What is known of an issued order's stamps. Activation sets are parted at the certificate's last
// day and at the effective day of its withdrawal. Errors of visit_segments().
Result<OrderPlan> plan_order(
    store::Reader const& reader, stamps::StampOrder const& order, stamp::CertificateTerm const& term
);

// Names everything that the filter file of these orders depends on.
Hash digest_of(std::vector<OrderPlan> const& orders);

// A lot's filter file, and of which issued stamps of the lot each filter is wrong, in the order of
// the file: an order's first filter of stamps of the other orders, a set's of the order's own.
// Serials in ascending order of their text.
struct LotFilters {
    std::string file;
    std::vector<std::vector<std::string>> excepts;
};

// Takes a second and 40 bytes a stamp for a million. Every epoch has its key, and there are at most
// bundle::filters_max filters (OCOP_ASSERT).
LotFilters make_filters(std::vector<OrderPlan> const& orders, stamp::SerialKeys const& serials);

std::size_t count_filters(std::vector<OrderPlan> const& orders);

// The sets as the body says them, and the order's own `except`; `excepts` as of make_filters(),
// from `next` on, which moves behind what is used.
struct Excepts {
    std::vector<std::vector<std::string>> const& of_filters;
    std::size_t next = 0;
};

void write_sets(
    OrderPlan const& plan, stamp::SerialKeys const& serials, Excepts& excepts, bundle::Order& out
);

}  // namespace ocop::bundles
