#include "stamps/quota.hpp"

#include "orders.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace ocop::stamps {

namespace {

using registry::Quantity;
using registry::Unit;
using store::Transaction;

constexpr std::int64_t per_stamp = 100;  // g: what the small register's trade item holds

struct Fixture : test::RegisterFixture {
    Fixture() {
        certify(4, "2026-06-01");
        lot();
    }

    auto declaring(NewQuota const& request) {
        return [this, request](Transaction& tx) { return declare_quota(tx, who, {}, request); };
    }

    static NewQuota quota_of(Quantity declared) {
        auto request = test::new_quota();
        request.declared = declared;
        return request;
    }

    auto requesting(std::int64_t count) {
        return [this, count](Transaction& tx) {
            return request_order(tx, who, random, test::new_order(count));
        };
    }

    auto attesting(accounts::Principal const& by) {
        return [by, this](Transaction& tx) {
            return attest_quota(tx, by, id, {5'000, {2'000, Unit::kg}, "đo tại nương"});
        };
    }

    auto raising(accounts::Principal const& by, Quantity limit) {
        return [by, limit, this](Transaction& tx) {
            return raise_quota(tx, by, id, {limit, "được mùa", {}});
        };
    }

    auto confirming(accounts::Principal const& by) {
        return [by, this](Transaction& tx) { return confirm_raise(tx, by, id); };
    }

    QuotaView view() {
        auto const found = load_quota_for(*store().snapshot(), who, id);
        BOOST_TEST_REQUIRE(test::reason_of(found) == "");
        return *found;
    }

    std::string const id = std::string(test::product_code) + ":2026";
    accounts::Principal const commune = accounts::system_principal("commune");
    accounts::Principal const approver = accounts::system_principal("approver");
};

}  // namespace

BOOST_AUTO_TEST_SUITE(quota)

BOOST_FIXTURE_TEST_CASE(no_stamps_without_a_declared_output_for_the_lots_day, Fixture) {
    BOOST_TEST(refusal(requesting(1)) == "refused quota_missing /lot");
    auto past = test::new_quota();
    past.to = test::day("2026-10-31");  // the lot was made the day after
    must(declaring(past));
    BOOST_TEST(refusal(requesting(1)) == "refused quota_missing /lot");
}

BOOST_FIXTURE_TEST_CASE(a_declared_output_counts_to_a_fifth_until_it_is_attested, Fixture) {
    auto const made = must(declaring(quota_of({10, Unit::kg})));
    BOOST_TEST(made.limit == 2'000);
    BOOST_TEST(refusal(requesting(21)) == "refused quota_exceeded /count");
    auto const order = must(requesting(20));
    BOOST_TEST(order.quota == id);
    BOOST_TEST(order.content == 20 * per_stamp);
    BOOST_TEST(view().left == 0);
    BOOST_TEST(refusal(attesting(who)) == "refused own_request ");
    BOOST_TEST(must(attesting(commune)).limit == 10'000);
    BOOST_TEST(refusal(attesting(commune)) == "conflict quota_attested");
    BOOST_TEST(view().left == 8'000);
    must(requesting(80));
    BOOST_TEST(refusal(requesting(1)) == "refused quota_exceeded /count");
}

BOOST_FIXTURE_TEST_CASE(asvs_2_3_4_200_orders_against_100_left_give_100, Fixture) {
    must(declaring(quota_of({50, Unit::kg})));  // 10 kg unattested
    std::atomic<int> made = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    // Queued from eight threads at once, so that many share a batch.
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 25; ++n) {
                auto const done = transact_now(store(), [&](Transaction& tx) -> Result<void> {
                    auto const order = requesting(1)(tx);
                    return order ? Result<void>() : order.error();
                });
                (done ? made : refused) += 1;
                BOOST_TEST((done || done.error().slug == "quota_exceeded"));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(made == 100);
    BOOST_TEST(refused == 100);
    BOOST_TEST(view().left == 0);
}

BOOST_FIXTURE_TEST_CASE(a_cancelled_order_gives_back_what_it_took_and_nothing_else_does, Fixture) {
    must(declaring(quota_of({10, Unit::kg})));
    auto const order = must(requesting(15));
    BOOST_TEST(view().taken == 15 * per_stamp);
    must([&](Transaction& tx) { return cancel_order(tx, who, order.id); });
    BOOST_TEST(view().taken == 0);
    BOOST_TEST(refusal([&](Transaction& tx) {
                   return cancel_order(tx, who, order.id);
               }) == "conflict order_state /state");
}

BOOST_FIXTURE_TEST_CASE(two_persons_of_different_units_raise_a_quota, Fixture) {
    must(declaring(quota_of({10, Unit::kg})));
    BOOST_TEST(refusal(confirming(approver)) == "conflict raise_missing ");
    BOOST_TEST(refusal(raising(who, {2, Unit::kg})) == "refused raise_not_higher /limit");
    BOOST_TEST(refusal(raising(who, {2, Unit::l})) == "refused quota_unit /limit");
    must(raising(who, {3, Unit::kg}));
    BOOST_TEST(view().limit == 2'000);
    BOOST_TEST(refusal(confirming(who)) == "refused own_request ");
    BOOST_TEST(must(confirming(approver)).limit == 3'000);
    BOOST_TEST(refusal(confirming(commune)) == "conflict raise_missing ");
    // Another one begins anew.
    must(raising(approver, {20, Unit::kg}));
    BOOST_TEST(view().limit == 3'000);
    must(attesting(commune));
    BOOST_TEST(view().limit == 10'000);
    BOOST_TEST(must(confirming(who)).limit == 20'000);
}

BOOST_FIXTURE_TEST_CASE(seasons_of_a_product_do_not_overlap, Fixture) {
    must(declaring(test::new_quota()));
    auto request = test::new_quota();
    BOOST_TEST(refusal(declaring(request)) == "conflict quota_exists /season");
    request.season = "2026-2";
    request.from = test::day("2026-12-31");
    request.to = test::day("2027-06-30");
    BOOST_TEST(refusal(declaring(request)) == "conflict quota_overlaps /from");
    request.from = test::day("2027-01-01");
    must(declaring(request));
    auto const page = list_quotas(*store().snapshot(), who, {}, 1);
    BOOST_TEST_REQUIRE((page && page->next.has_value()));
    auto const rest = list_quotas(*store().snapshot(), who, *page->next, 10);
    BOOST_TEST(rest->quotas.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_declaration_without_form_is_refused_whole, Fixture) {
    auto request = test::new_quota();
    request.season = "xuân 2026";
    request.to = test::day("2025-12-31");
    request.declared.value = 0;
    auto const refused = run(declaring(request));
    BOOST_TEST(test::slug_of(refused) == "request_invalid");
    BOOST_TEST(refused.error().faults.size() == 3u);
    request = test::new_quota();
    request.product = "25-08620-99-2026";
    BOOST_TEST(refusal(declaring(request)) == "refused product_unknown /product");
    request = quota_of({registry::quantity_max, Unit::kg});
    BOOST_TEST(refusal(declaring(request)) == "malformed request_invalid /declared");
}

BOOST_FIXTURE_TEST_CASE(another_dimension_takes_nothing, Fixture) {
    must(declaring(quota_of({1'000, Unit::piece})));
    BOOST_TEST(refusal(requesting(1)) == "refused quota_unit /gtin");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
