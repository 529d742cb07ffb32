#pragma once

#include "register.hpp"
#include "stamps/keys.hpp"
#include "stamps/orders.hpp"
#include "stamps/own_moves.hpp"
#include "stamps/quota.hpp"

// The small register with a certificate of 4 stars, a lot, and key 0001 of the province.
namespace ocop::test {

inline stamps::IssuingKey issuing_key(std::uint16_t kid) {
    stamps::IssuingKey key;
    key.kid = {kid};
    key.authority = "phu-tho";
    key.public_key = "point of " + std::to_string(kid);
    key.logged_from = noon("2026-01-01");
    key.logged_until = noon("2027-01-01");
    return key;
}

inline stamps::NewOrder new_order(std::int64_t count, std::string lot = "L1") {
    stamps::NewOrder request;
    request.gtin = item_gtin;
    request.lot = std::move(lot);
    request.count = count;
    return request;
}

// More than any test orders, even unattested.
inline stamps::NewQuota new_quota() {
    stamps::NewQuota request;
    request.product = std::string(product_code);
    request.season = "2026";
    request.from = day("2026-01-01");
    request.to = day("2026-12-31");
    request.declared = {registry::quantity_max, registry::Unit::g};
    return request;
}

struct OrderFixture : RegisterFixture {
    // With `certified` false there is no certificate, lot or key.
    explicit OrderFixture(bool certified = true) {
        must([&](store::Transaction& tx) { return stamps::declare_quota(tx, who, {}, new_quota()); }
        );
        if (certified) {
            certificate = certify(4, "2026-06-01").id;
            lot();
            add_key(issuing_key(1));
        }
    }

    void add_key(stamps::IssuingKey key) {
        auto const ok = run([&](store::Transaction& tx) { return register_key(tx, who, key); });
        BOOST_TEST_REQUIRE(reason_of(ok) == "");
    }

    auto requesting(stamps::NewOrder const& request) {
        return [this, request](store::Transaction& tx) {
            return stamps::request_order(tx, who, random, request);
        };
    }

    auto approving(std::string const& id, accounts::Principal const& by) {
        return [this, id, by](store::Transaction& tx) {
            return stamps::approve_order(tx, by, policy, id);
        };
    }

    auto approving(std::string const& id) { return approving(id, approver); }

    auto issuing(std::string const& id, std::uint8_t epoch = 0) {
        return [this, id, epoch](store::Transaction& tx) {
            return stamps::issue_order(tx, who, id, epoch);
        };
    }

    auto cancelling(std::string const& id) {
        return [this, id](store::Transaction& tx) { return stamps::cancel_order(tx, who, id); };
    }

    // Why is said where it must be.
    auto reporting(
        std::string const& id, stamps::StampState to, std::int64_t first, std::int64_t last
    ) {
        return [this, id, to, first, last](store::Transaction& tx) {
            stamps::MoveRequest request;
            request.to = to;
            request.first = first;
            request.last = last;
            request.reason = "đếm lại";
            return stamps::report_move(tx, who, id, request, {});
        };
    }

    auto activating(std::string const& id, std::int64_t first, std::int64_t last) {
        return reporting(id, stamps::StampState::activated, first, last);
    }

    auto moving(
        stamps::StampOrder const& order,
        stamps::StampState to,
        std::vector<stamps::Positions> const& positions
    ) {
        return [this, order, to, positions](store::Transaction& tx) {
            stamps::NewMove move;
            move.to = to;
            move.positions = positions;
            move.reason = "đếm lại";
            return stamps::move_stamps(tx, who, order, move);
        };
    }

    stamps::StampOrder printed(stamps::NewOrder const& request) {
        auto const order = issued(request);
        must(moving(order, stamps::StampState::printed, {{1, order.count}}));
        return order;
    }

    stamps::StampOrder approved(stamps::NewOrder const& request) {
        auto const id = must(requesting(request)).id;
        return must(approving(id));
    }

    stamps::StampOrder issued(stamps::NewOrder const& request) {
        return must(issuing(approved(request).id));
    }

    std::string certificate;
    stamps::Policy policy{.large_sum = stamps::order_count_max * 100};
    accounts::Principal const approver = accounts::system_principal("approver");
};

}  // namespace ocop::test
