#include "orders.hpp"

namespace ocop::stamps {

namespace {

using store::Transaction;

accounts::Principal person(std::string account, std::string unit) {
    auto out = accounts::system_principal(std::move(account));
    out.unit = std::move(unit);
    return out;
}

constexpr std::int64_t day_ms = 86'400'000;

struct Fixture : test::OrderFixture {
    Fixture() { policy.large_sum = 100; }

    std::string requested(std::int64_t count) {
        return must(requesting(test::new_order(count))).id;
    }

    accounts::Principal const lan = person("lan", "chi-cuc");
    accounts::Principal const hoa = person("hoa", "chi-cuc");
    accounts::Principal const nam = person("nam", "van-phong");
};

}  // namespace

BOOST_AUTO_TEST_SUITE(approval)

BOOST_FIXTURE_TEST_CASE(nobody_approves_what_they_asked_for, Fixture) {
    BOOST_TEST(refusal(approving(requested(1), who)) == "refused own_request ");
}

BOOST_FIXTURE_TEST_CASE(a_small_order_takes_one_person_and_a_large_one_two_of_two_units, Fixture) {
    BOOST_TEST((must(approving(requested(100), lan)).state == OrderState::approved));
    auto const id = requested(1);
    auto const once = must(approving(id, lan));
    BOOST_TEST((once.state == OrderState::requested));
    BOOST_TEST(once.confirmations.size() == 1u);
    BOOST_TEST(refusal(issuing(id)) == "conflict order_state /state");
    BOOST_TEST(refusal(approving(id, lan)) == "refused own_request ");
    BOOST_TEST(refusal(approving(id, hoa)) == "refused same_unit ");
    BOOST_TEST(refusal(approving(id, who)) == "refused own_request ");
    auto const twice = must(approving(id, nam));
    BOOST_TEST((twice.state == OrderState::approved));
    BOOST_TEST(twice.confirmations.back().account == "nam");
}

BOOST_FIXTURE_TEST_CASE(the_sum_is_of_the_product_and_of_whoever_approved, Fixture) {
    must(approving(requested(60), lan));
    // Of the product: another person's order counts too.
    BOOST_TEST((must(approving(requested(41), nam)).state == OrderState::requested));
    // Cut into small ones, they sum all the same.
    must(approving(requested(40), nam));
    BOOST_TEST((must(approving(requested(1), hoa)).state == OrderState::requested));
}

BOOST_FIXTURE_TEST_CASE(who_approved_much_of_one_product_takes_a_second_for_the_next, Fixture) {
    must(approving(requested(90), lan));
    must([&](Transaction& tx) {
        auto request = test::new_product(producer);
        request.code = "25-08620-02-2026";
        request.name = {"Chè Shan", {}};
        return registry::register_product(tx, who, request);
    });
    auto const gtin = test::gtin_of("0952000110002");
    must([&](Transaction& tx) {
        auto request = test::new_item();
        request.gtin = gtin;
        request.product = "25-08620-02-2026";
        return registry::register_trade_item(tx, who, request);
    });
    auto const stars = must([&](Transaction& tx) {
        auto request = test::new_certificate(3, "2026-06-01");
        request.product = "25-08620-02-2026";
        return registry::register_certificate(tx, who, request);
    });
    must(confirming(stars.id, "officer"));
    must(confirming(stars.id, "approver"));
    must([&](Transaction& tx) {
        auto request = test::new_lot();
        request.gtin = gtin;
        return registry::open_lot(tx, who, request);
    });
    must([&](Transaction& tx) {
        auto request = test::new_quota();
        request.product = "25-08620-02-2026";
        return declare_quota(tx, who, {}, request);
    });
    auto const request = [&] {
        auto out = test::new_order(11);
        out.gtin = gtin;
        return must(requesting(out)).id;
    };
    BOOST_TEST((must(approving(request(), lan)).state == OrderState::requested));
    BOOST_TEST((must(approving(request(), nam)).state == OrderState::approved));
}

BOOST_FIXTURE_TEST_CASE(the_sum_rolls_on_after_thirty_legal_days, Fixture) {
    must(approving(requested(100), lan));
    auto const start = clock().now();
    clock().set({start.ms + 29 * day_ms});
    BOOST_TEST((must(approving(requested(1), nam)).state == OrderState::requested));
    clock().set({start.ms + 30 * day_ms});
    BOOST_TEST((must(approving(requested(100), nam)).state == OrderState::approved));
}

BOOST_FIXTURE_TEST_CASE(a_certificate_bears_no_orders_before_two_persons_confirm_it, Fixture) {
    auto const later = enter(3, "2026-11-20");
    BOOST_TEST(refusal(requesting(test::new_order(1))) == "refused certificate_unconfirmed ");
    BOOST_TEST(
        refusal(confirming(later.id, "officer", 'D')) ==
        "malformed request_invalid /decision_sha256"
    );
    must(confirming(later.id, "officer"));
    BOOST_TEST(refusal(requesting(test::new_order(1))) == "refused certificate_unconfirmed ");
    BOOST_TEST(refusal(confirming(later.id, "officer")) == "refused own_request ");
    BOOST_TEST(
        refusal(confirming(later.id, "approver", 'e')) ==
        "refused decision_differs /decision_sha256"
    );
    must(confirming(later.id, "approver"));
    BOOST_TEST(must(requesting(test::new_order(1))).certificate == later.id);
    BOOST_TEST(refusal(confirming(later.id, "third")) == "conflict confirmed_already");
    BOOST_TEST(refusal(confirming("none", "third")) == "not_found certificate_not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
