#include "checks/retention.hpp"

#include "checks/checks.hpp"
#include "fixture.hpp"

namespace ocop::checks {

namespace {

using store::Transaction;

constexpr std::int64_t day_ms = 86'400'000;

struct Fixture : test::ServiceFixture {
    std::string check(std::uint64_t counter) {
        auto token = new_receipt_token(random);
        must([&](Transaction& tx) {
            NewCheck request;
            request.position = {0, counter};
            request.token = token;
            request.receipt = {1, "gtin", "L1", "serial", "valid", 0, {}};
            return record_check(tx, request);
        });
        return token;
    }

    OldReceipts look(std::string_view from, std::size_t count, Instant now) {
        auto const old = old_receipts(*store().snapshot(), from, count, now);
        BOOST_TEST_REQUIRE(test::reason_of(old) == "");
        return *old;
    }

    // Drops what is over at `now`, `count` looked at at a time; gives how many went.
    std::size_t drop(Instant now, std::size_t count) {
        std::size_t gone = 0;
        std::string from;
        do {
            auto const old = look(from, count, now);
            BOOST_TEST(old.keys.size() <= count);
            auto const done = transact_now(store(), [&](Transaction& tx) -> Result<void> {
                erase_keys(tx, old.keys);
                return {};
            });
            BOOST_TEST_REQUIRE(test::reason_of(done) == "");
            gone += old.keys.size();
            from = old.next;
        } while (!from.empty());
        return gone;
    }

    bool is_kept(std::string const& token) {
        return load_receipt(*store().snapshot(), token).has_value();
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(retention)

BOOST_FIXTURE_TEST_CASE(a_receipt_goes_after_730_days_to_the_millisecond, Fixture) {
    auto const token = check(1);
    Instant const end{clock().now().ms + 730 * day_ms};
    BOOST_TEST(drop({end.ms - 1}, 10) == 0u);
    BOOST_TEST(is_kept(token));
    BOOST_TEST(drop(end, 10) == 1u);
    BOOST_TEST(!is_kept(token));
    BOOST_TEST(drop(end, 10) == 0u);
}

BOOST_FIXTURE_TEST_CASE(the_count_of_a_stamp_outlives_its_receipts, Fixture) {
    auto const before = clock().now();
    check(1);
    check(1);
    drop({before.ms + 730 * day_ms}, 10);
    auto const summary = summary_of(*store().snapshot(), {0, 1}).value();
    BOOST_TEST(summary.count == 2u);
    BOOST_TEST((summary.first_at == before));
}

BOOST_FIXTURE_TEST_CASE(slices_of_any_size_drop_the_same_and_nothing_else, Fixture) {
    constexpr std::size_t receipts = 12;
    for (std::size_t count = 1; count <= 2 * receipts + 1; ++count) {
        std::vector<std::string> old;
        std::vector<std::string> young;
        auto const start = clock().now();
        for (std::size_t i = 0; i < receipts; ++i) {
            old.push_back(check(i));
        }
        clock().advance_ms(1);
        for (std::size_t i = 0; i < receipts; ++i) {
            young.push_back(check(i));
        }
        BOOST_TEST(drop({start.ms + 730 * day_ms}, count) == receipts);
        for (std::size_t i = 0; i < receipts; ++i) {
            BOOST_TEST(!is_kept(old[i]));
            BOOST_TEST(is_kept(young[i]));
        }
        BOOST_TEST(drop({start.ms + 731 * day_ms}, count) == receipts);
    }
}

BOOST_FIXTURE_TEST_CASE(a_look_at_all_there_is_names_no_next, Fixture) {
    check(1);
    check(2);
    BOOST_TEST(look("", 2, clock().now()).next.empty());
    BOOST_TEST(!look("", 1, clock().now()).next.empty());
    BOOST_TEST(look(look("", 1, clock().now()).next, 1, clock().now()).next.empty());
}

BOOST_FIXTURE_TEST_CASE(records_go_after_their_days_and_counts_stay, Fixture) {
    auto const first = legal_day(clock().now());
    for (int day = 0; day < 5; ++day) {
        check(1);
        check(2);
        clock().advance_ms(day_ms);
    }
    auto const left = [&](Day last_old) {
        return old_records(*store().snapshot(), {}, 100, last_old).value().size();
    };
    BOOST_TEST(left(add_days(first, -1)) == 0U);
    BOOST_TEST(left(first) == 2U);
    BOOST_TEST(left(add_days(first, 4)) == 10U);
    BOOST_TEST((last_old_day(add_days(first, 90), 90) == first));
    auto const old = old_records(*store().snapshot(), {}, 3, add_days(first, 2)).value();
    BOOST_TEST_REQUIRE(old.size() == 3U);
    auto const rest =
        old_records(*store().snapshot(), old.back() + '\0', 100, add_days(first, 2)).value();
    BOOST_TEST(rest.size() == 3U);
    auto const done = transact_now(store(), [&](Transaction& tx) -> Result<void> {
        erase_keys(tx, old);
        erase_keys(tx, rest);
        return {};
    });
    BOOST_TEST_REQUIRE(test::reason_of(done) == "");
    BOOST_TEST(left(add_days(first, 2)) == 0U);
    BOOST_TEST(left(add_days(first, 4)) == 4U);
    BOOST_TEST(summary_of(*store().snapshot(), {0, 1}).value().count == 5U);
    BOOST_TEST(checks_of_lot(*store().snapshot(), "gtin", "L1").value().checks == 10U);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_receipt_is_told, Fixture) {
    check(1);
    for (std::string const bytes : {"{", R"({"v":"x"})"}) {
        test::write_one(store(), store::Space::checks, "r~", bytes);
        BOOST_TEST(
            test::slug_of(old_receipts(*store().snapshot(), "", 10, clock().now())) ==
            "store_corrupt"
        );
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::checks
