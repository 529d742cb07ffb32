#include "registry/authority.hpp"
#include "registry/certificate.hpp"
#include "stamps/keys.hpp"
#include "stamps/lot_totals.hpp"
#include "stamps/order_record.hpp"
#include "stamps/ranges.hpp"

#include <algorithm>
#include <utility>

namespace ocop::stamps {

namespace {

using store::Space;

constexpr int window_days = 30;  // the day of today is one of them

Error refused(std::string_view slug, std::string reason) {
    return {Errc::refused, slug, "", std::move(reason)};
}

Result<Range> take_range(store::Transaction& tx, std::uint8_t epoch, std::uint64_t count) {
    auto const key = range_prefix('n', epoch);
    auto const bytes = tx.get(Space::stamps, key);
    if (!bytes) {
        return bytes.error();
    }
    ByteReader in(*bytes ? std::string_view(**bytes) : std::string_view("\0\0\0\0\0\0\0\0", 8));
    auto const next = in.u64();
    if (!in.done() || next > stamp::counter_end) {
        return Error(Errc::corrupt, "store_corrupt", "stamps n", "is no counter");
    }
    if (count > stamp::counter_end - next) {
        return refused("epoch_full", "the serial epoch has no counters left");
    }
    tx.put(Space::stamps, key, ByteWriter().u64(next + count).view());
    return Range{epoch, next, count};
}

std::uint32_t number_of(Day day) {
    return static_cast<std::uint32_t>(day.date.time_since_epoch().count());
}

// Of whom approvals are summed, by legal day: "product:CODE" or "account:ID".
std::string sum_key(std::string_view whose, Day day) {
    return ByteWriter().u8('A').text_nul(whose).u32(number_of(day)).take();
}

std::string sum_of_product(StampOrder const& order) {
    return "product:" + order.product;
}

std::string sum_of_account(std::string_view account) {
    return "account:" + std::string(account);
}

Result<std::int64_t> read_sum(std::string_view bytes) {
    ByteReader in(bytes);
    auto const sum = static_cast<std::int64_t>(in.u64());
    if (!in.done() || sum < 0) {
        return Error(Errc::corrupt, "store_corrupt", "stamps A", "is no sum");
    }
    return sum;
}

// Stamps approved within the window.
Result<std::int64_t> recent_sum(store::Transaction const& tx, std::string_view whose) {
    std::int64_t total = 0;
    Result<void> outcome;
    auto const today = legal_day(tx.now());
    auto const prefix = ByteWriter().u8('A').text_nul(whose).take();
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const sum = read_sum(bytes);
        if (!sum) {
            outcome = sum.error();
            return false;
        }
        total += *sum;
        return true;
    };
    auto const from = sum_key(whose, add_days(today, 1 - window_days));
    auto const scanned = tx.scan(Space::stamps, prefix, from, each);
    if (!scanned || !outcome) {
        return scanned ? outcome.error() : scanned.error();
    }
    return total;
}

Result<void> add_to_sum(store::Transaction& tx, std::string_view whose, std::int64_t count) {
    auto const key = sum_key(whose, legal_day(tx.now()));
    auto const bytes = tx.get(Space::stamps, key);
    if (!bytes) {
        return bytes.error();
    }
    auto const sum = *bytes ? read_sum(**bytes) : Result<std::int64_t>(0);
    if (!sum) {
        return sum.error();
    }
    tx.put(Space::stamps, key, ByteWriter().u64(static_cast<std::uint64_t>(*sum + count)).view());
    return {};
}

// Whether the order is one of many: then one person alone may not approve it.
Result<bool> is_large(
    store::Transaction const& tx,
    Principal const& who,
    Policy const& policy,
    StampOrder const& order
) {
    for (auto const& whose : {sum_of_product(order), sum_of_account(who.account)}) {
        auto const sum = recent_sum(tx, whose);
        if (!sum) {
            return sum.error();
        }
        if (*sum + order.count > policy.large_sum) {
            return true;
        }
    }
    return false;
}

Result<void> count_approval(store::Transaction& tx, StampOrder const& order) {
    if (auto ok = add_to_sum(tx, sum_of_product(order), order.count); !ok) {
        return ok;
    }
    for (auto const& each : order.confirmations) {
        if (auto ok = add_to_sum(tx, sum_of_account(each.account), order.count); !ok) {
            return ok;
        }
    }
    return {};
}

}  // namespace

Result<StampOrder> approve_order(
    store::Transaction& tx, Principal const& who, Policy const& policy, std::string_view id
) {
    auto order = load_order_in(tx, who, id, OrderState::requested);
    if (!order) {
        return order;
    }
    if (order->requested_by == who.account) {
        return refused("own_request", "takes another person than who asked for the stamps");
    }
    if (auto ok = refresh_certificate(tx, *order); !ok) {
        return ok.error();
    }
    bool const second = !order->confirmations.empty();
    if (auto ok = accounts::confirm(order->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    auto const large = second ? Result<bool>(false) : is_large(tx, who, policy, *order);
    if (!large) {
        return large.error();
    }
    order->revision += 1;
    if (*large) {
        return put_order(tx, who, "confirmed", std::move(*order), {}, policy.large_sum);
    }
    if (auto ok = count_approval(tx, *order); !ok) {
        return ok.error();
    }
    order->state = OrderState::approved;
    order->approved_at = tx.now();
    return put_order(tx, who, "approved", std::move(*order), {}, policy.large_sum);
}

Result<StampOrder> issue_order(
    store::Transaction& tx, Principal const& who, std::string_view id, std::uint8_t epoch
) {
    auto order = load_order_in(tx, who, id, OrderState::approved);
    if (!order) {
        return order;
    }
    if (auto ok = refresh_certificate(tx, *order); !ok) {
        return ok.error();
    }
    auto const certificate = registry::load<registry::Certificate>(tx, order->certificate);
    if (!certificate) {
        return certificate.error();
    }
    auto const authority = registry::current_authority(tx, certificate->authority);
    if (!authority) {
        return authority.error();
    }
    auto const key = key_for_order(tx, authority->id, tx.now());
    if (!key) {
        return key.error();
    }
    auto const range = take_range(tx, epoch, static_cast<std::uint64_t>(order->count));
    if (!range) {
        return range.error();
    }
    order->kid = key->kid;
    order->range = *range;
    order->state = OrderState::issued;
    order->issued_at = tx.now();
    order->revision += 1;
    auto const count = static_cast<std::uint64_t>(order->count);
    auto const applied = order->active_when_issued ? count : 0;
    if (auto ok = add_to_lot(tx, order->gtin, order->lot, {count, applied}); !ok) {
        return ok.error();
    }
    return put_order(tx, who, "issued", std::move(*order));
}

}  // namespace ocop::stamps
