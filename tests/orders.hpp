#pragma once

#include "register.hpp"
#include "stamps/activation.hpp"
#include "stamps/keys.hpp"
#include "stamps/orders.hpp"

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

struct OrderFixture : RegisterFixture {
    // With `certified` false there is no certificate, lot or key.
    explicit OrderFixture(bool certified = true) {
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

    auto approving(std::string const& id) {
        return [this, id](store::Transaction& tx) { return stamps::approve_order(tx, who, id); };
    }

    auto issuing(std::string const& id, std::uint8_t epoch = 0) {
        return [this, id, epoch](store::Transaction& tx) {
            return stamps::issue_order(tx, who, id, epoch);
        };
    }

    auto cancelling(std::string const& id) {
        return [this, id](store::Transaction& tx) { return stamps::cancel_order(tx, who, id); };
    }

    auto activating(std::string const& id, std::int64_t first, std::int64_t last) {
        return [this, id, first, last](store::Transaction& tx) {
            return stamps::activate(tx, who, id, {first, last});
        };
    }

    stamps::StampOrder approved(stamps::NewOrder const& request) {
        auto const id = must(requesting(request)).id;
        return must(approving(id));
    }

    stamps::StampOrder issued(stamps::NewOrder const& request) {
        return must(issuing(approved(request).id));
    }

    std::string certificate;
};

}  // namespace ocop::test
