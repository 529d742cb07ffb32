#include "stamps/orders.hpp"

#include "orders.hpp"

#include <algorithm>
#include <thread>

namespace ocop::stamps {

namespace {

using store::Transaction;
using Fixture = test::OrderFixture;

struct Uncertified : test::OrderFixture {
    Uncertified() : OrderFixture(false) { lot(); }

    void extend(std::string const& id, std::string_view until) {
        must([&](Transaction& tx) {
            return registry::extend_certificate(
                tx, who, id, {"2/QĐ-UBND", test::day("2026-11-01"), test::day(until)}
            );
        });
    }

    void withdraw(std::string const& id) {
        must([&](Transaction& tx) {
            auto const today = test::day(test::first_day);
            return registry::withdraw_certificate(tx, who, id, {"3/QĐ-UBND", today, 5, today});
        });
    }
};

constexpr std::uint64_t nobody = ~std::uint64_t{0};

}  // namespace

BOOST_AUTO_TEST_SUITE(orders)

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_request_is_told_and_stores_nothing, Fixture) {
    auto const refused = [&](auto const& change) {
        auto request = test::new_order(10);
        change(request);
        return refusal(requesting(request));
    };
    for (std::int64_t const count : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN}) {
        BOOST_TEST(refused([&](auto& r) { r.count = count; }) == "refused quantity_zero /count");
    }
    for (std::int64_t const count : {order_count_max + 1, INT64_MAX}) {
        BOOST_TEST(refused([&](auto& r) { r.count = count; }) == "refused quantity_absurd /count");
    }
    BOOST_TEST(refused([](auto& r) { r.gtin = "1"; }) == "malformed gtin_malformed /gtin");
    BOOST_TEST(refused([](auto& r) {
                   r.gtin.back() = r.gtin.back() == '0' ? '1' : '0';
               }) == "malformed check_digit_wrong /gtin");
    BOOST_TEST(refused([](auto& r) {
                   r.gtin = test::gtin_of("0952000110009");
               }) == "refused trade_item_unknown /gtin");
    BOOST_TEST(refused([](auto& r) { r.lot = "L9"; }) == "refused lot_unknown /lot");
    BOOST_TEST(refused([](auto& r) { r.lot = ""; }) == "malformed lot_malformed /lot");
    BOOST_TEST(must(requesting(test::new_order(order_count_max))).count == order_count_max);
}

BOOST_FIXTURE_TEST_CASE(only_a_certificate_in_force_of_3_or_4_stars_gives_stamps, Uncertified) {
    auto const asked = requesting(test::new_order(10));
    BOOST_TEST(refusal(asked) == "refused certificate_missing ");
    auto const first = certify(3, "2023-11-21");  // ended yesterday
    BOOST_TEST(refusal(asked) == "refused certificate_lapsed ");
    extend(first.id, "2026-11-22");
    auto const order = must(asked);
    BOOST_TEST(order.stars == 3);
    BOOST_TEST(order.certificate == first.id);
    withdraw(first.id);
    BOOST_TEST(refusal(asked) == "refused certificate_withdrawn ");
    auto const second = certify(4, "2026-11-22");
    BOOST_TEST(must(asked).certificate == second.id);
    certify(5, "2026-11-22");
    BOOST_TEST(refusal(asked) == "refused stars_national ");
}

BOOST_FIXTURE_TEST_CASE(the_last_day_of_a_certificate_is_inclusive, Uncertified) {
    certify(4, "2023-11-22");
    clock().set({start_of(test::day("2026-11-23")).ms - 1});
    BOOST_TEST(test::slug_of(run(requesting(test::new_order(1)))) == "");
    clock().set(start_of(test::day("2026-11-23")));
    BOOST_TEST(refusal(requesting(test::new_order(1))) == "refused certificate_lapsed ");
}

BOOST_FIXTURE_TEST_CASE(each_step_asks_for_the_certificate_again, Fixture) {
    auto const requested = must(requesting(test::new_order(10)));
    auto const half_way = approved(test::new_order(10));
    must([&](Transaction& tx) {
        auto const today = test::day(test::first_day);
        return registry::withdraw_certificate(tx, who, certificate, {"3/QĐ", today, 1, today});
    });
    BOOST_TEST(refusal(approving(requested.id)) == "refused certificate_withdrawn ");
    BOOST_TEST(refusal(issuing(half_way.id)) == "refused certificate_withdrawn ");
}

BOOST_FIXTURE_TEST_CASE(an_order_stores_the_certificate_of_the_day_it_is_issued, Fixture) {
    auto const order = approved(test::new_order(10));
    BOOST_TEST(order.stars == 4);
    auto const regraded = certify(3, "2026-11-20");
    auto const done = must(issuing(order.id));
    BOOST_TEST(done.stars == 3);
    BOOST_TEST(done.certificate == regraded.id);
    BOOST_TEST((done.kid == stamp::Kid{1}));
    BOOST_TEST(done.revision == 3);
    BOOST_TEST((done.requested_at <= *done.approved_at && *done.approved_at <= *done.issued_at));
}

BOOST_FIXTURE_TEST_CASE(an_order_goes_through_its_states_in_order_and_once, Fixture) {
    auto const conflict = "conflict order_state /state";
    auto const id = must(requesting(test::new_order(10))).id;
    auto const activate = activating(id, 1, 1);
    BOOST_TEST(refusal(issuing(id)) == conflict);
    BOOST_TEST(refusal(activate) == conflict);
    must(approving(id));
    BOOST_TEST(refusal(approving(id)) == conflict);
    BOOST_TEST(refusal(activate) == conflict);
    must(issuing(id));
    BOOST_TEST(refusal(approving(id)) == conflict);
    BOOST_TEST(refusal(issuing(id)) == conflict);
    BOOST_TEST(refusal(cancelling(id)) == conflict);
    for (bool const approve : {false, true}) {
        auto const other = must(requesting(test::new_order(10))).id;
        if (approve) {
            must(approving(other));
        }
        must(cancelling(other));
        BOOST_TEST(refusal(approving(other)) == conflict);
        BOOST_TEST(refusal(issuing(other)) == conflict);
        BOOST_TEST(refusal(cancelling(other)) == conflict);
    }
    for (auto const& step : {approving("none"), approving("")}) {
        BOOST_TEST(refusal(step) == "not_found order_not_found");
    }
    BOOST_TEST(refusal(issuing("none")) == "not_found order_not_found");
    BOOST_TEST(refusal(cancelling("none")) == "not_found order_not_found");
}

BOOST_FIXTURE_TEST_CASE(an_order_without_a_key_in_its_window_is_not_issued, Fixture) {
    auto const id = approved(test::new_order(10)).id;
    clock().set({test::noon("2027-01-01").ms + 1});
    BOOST_TEST(refusal(issuing(id)) == "refused key_missing ");
    auto next = test::issuing_key(2);
    next.logged_until = test::noon("2027-02-01");
    add_key(next);
    BOOST_TEST((must(issuing(id)).kid == stamp::Kid{2}));
}

BOOST_FIXTURE_TEST_CASE(ranges_follow_each_other_and_an_epoch_ends_before_it_overflows, Fixture) {
    BOOST_TEST(issued(test::new_order(7)).range->first == 0u);
    auto const second = issued(test::new_order(order_count_max));
    BOOST_TEST(second.range->first == 7u);
    BOOST_TEST(issued(test::new_order(1)).range->first == 7u + 1'000'000u);
    BOOST_TEST(must(issuing(approved(test::new_order(3)).id, 5)).range->first == 0u);

    // The counter's key and value as orders.hpp gives them.
    auto const next = ByteWriter().u8('n').u8(9).take();
    test::write_one(
        store(), store::Space::stamps, next, ByteWriter().u64(stamp::counter_end - 5).take()
    );
    auto const six = approved(test::new_order(6)).id;
    BOOST_TEST(refusal(issuing(six, 9)) == "refused epoch_full ");
    BOOST_TEST(must(issuing(approved(test::new_order(5)).id, 9)).range->count == 5u);
    auto const one = approved(test::new_order(1)).id;
    BOOST_TEST(refusal(issuing(one, 9)) == "refused epoch_full ");
    BOOST_TEST(must(issuing(one, 10)).range->first == 0u);
}

BOOST_FIXTURE_TEST_CASE(ranges_issued_by_eight_threads_never_overlap, Fixture) {
    constexpr int threads = 8;
    constexpr int per_thread = 12;
    std::vector<std::string> ids;
    for (int i = 0; i < threads * per_thread; ++i) {
        ids.push_back(approved(test::new_order(1 + i % 5)).id);
    }
    std::vector<std::thread> workers;
    std::atomic<int> failed = 0;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
            for (int i = 0; i < per_thread; ++i) {
                auto const& id =
                    ids.at(static_cast<std::size_t>(t) * per_thread + static_cast<std::size_t>(i));
                auto const done = transact_now(store(), [&](Transaction& tx) -> Result<void> {
                    auto const order = issue_order(tx, who, id, 0);
                    return order ? Result<void>() : order.error();
                });
                failed += done ? 0 : 1;
            }
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    BOOST_TEST(failed == 0);
    std::vector<Range> ranges;
    for (auto const& id : ids) {
        auto const order = load_order(*store().snapshot(), id);
        BOOST_TEST_REQUIRE(test::reason_of(order) == "");
        BOOST_TEST(order->range->count == static_cast<std::uint64_t>(order->count));
        ranges.push_back(*order->range);
    }
    std::sort(ranges.begin(), ranges.end(), [](auto const& a, auto const& b) {
        return a.first < b.first;
    });
    std::uint64_t next = 0;
    for (auto const& range : ranges) {
        BOOST_TEST(range.first == next);  // dense: no overlap, and no counter is lost
        next = range.first + range.count;
    }
    BOOST_TEST(test::reason_of(store::check_logged(*store().snapshot())) == "");
}

BOOST_FIXTURE_TEST_CASE(find_issued_agrees_with_a_plain_table_at_every_counter, Fixture) {
    std::vector<std::string> owner;  // by counter
    std::vector<std::uint64_t> entry;
    for (int i = 0; i < 12; ++i) {
        auto const order = issued(test::new_order(1 + (i * 7) % 5));
        owner.resize(order.range->first + order.range->count, order.id);
        entry.resize(owner.size(), ledger_size() - 1);
    }
    auto const snapshot = store().snapshot();
    for (std::uint64_t counter = 0; counter < owner.size() + 3; ++counter) {
        auto const found = find_issued(*snapshot, {0, counter});
        BOOST_TEST_REQUIRE(test::reason_of(found) == "");
        BOOST_TEST(found->has_value() == (counter < owner.size()));
        if (*found) {
            BOOST_TEST((*found)->order == owner[counter]);
            BOOST_TEST((*found)->entry == entry[counter]);
            BOOST_TEST((*found)->first <= counter);
        }
    }
    for (stamp::Position const at :
         {stamp::Position{1, 0},
          stamp::Position{0, stamp::counter_end - 1},
          stamp::Position{15, nobody}}) {
        BOOST_TEST(!find_issued(*snapshot, at).value().has_value());
    }
}

BOOST_FIXTURE_TEST_CASE(a_gap_between_ranges_belongs_to_no_order, Fixture) {
    issued(test::new_order(3));
    auto const next = ByteWriter().u8('n').u8(0).take();
    test::write_one(store(), store::Space::stamps, next, ByteWriter().u64(10).take());
    auto const after = issued(test::new_order(2));
    auto const snapshot = store().snapshot();
    for (std::uint64_t counter = 3; counter < 10; ++counter) {
        BOOST_TEST(!find_issued(*snapshot, {0, counter}).value().has_value());
    }
    BOOST_TEST(find_issued(*snapshot, {0, 10}).value()->order == after.id);
    BOOST_TEST(!find_issued(*snapshot, {0, 12}).value().has_value());
}

BOOST_FIXTURE_TEST_CASE(a_million_stamps_are_a_few_records, Fixture) {
    auto const records = contents().size();
    auto const entries = ledger_size();
    issued(test::new_order(order_count_max));
    // The order, its range, the counter, its places among its producer's, its lots and its lot's;
    // what its quota gave, and the product and the approver had of the day; its lot's totals; three
    // leaves.
    BOOST_TEST(ledger_size() == entries + 3);
    BOOST_TEST(contents().size() == records + 10 + 3);
}

BOOST_FIXTURE_TEST_CASE(listing_gives_every_order_once_whatever_the_page, Fixture) {
    std::vector<std::string> ids;
    for (int i = 0; i < 7; ++i) {
        ids.push_back(must(requesting(test::new_order(1))).id);
    }
    std::sort(ids.begin(), ids.end());
    for (std::size_t limit = 1; limit <= 8; ++limit) {
        std::vector<std::string> seen;
        std::optional<std::string> after = "";
        while (after) {
            auto const page = list_orders(*store().snapshot(), who, *after, limit);
            BOOST_TEST_REQUIRE(test::reason_of(page) == "");
            for (auto const& order : page->orders) {
                seen.push_back(order.id);
            }
            after = page->next;
        }
        BOOST_TEST(seen == ids, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
