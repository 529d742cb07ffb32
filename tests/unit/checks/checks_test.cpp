#include "checks/checks.hpp"

#include "fixture.hpp"

#include <set>
#include <thread>

namespace ocop::checks {

namespace {

using store::Transaction;

Receipt new_receipt() {
    Receipt receipt;
    receipt.gtin = "09520001100017";
    receipt.lot = "L1";
    receipt.serial = "0123456789";
    receipt.verdict = "valid";
    return receipt;
}

NewCheck new_check(stamp::Position position, std::string token) {
    NewCheck out;
    out.position = position;
    out.token = std::move(token);
    out.receipt = new_receipt();
    return out;
}

struct Fixture : test::ServiceFixture {
    Receipt check(NewCheck const& request) {
        return must([&](Transaction& tx) { return record_check(tx, request); });
    }

    Receipt check(stamp::Position position, std::string token) {
        return check(new_check(position, std::move(token)));
    }

    std::vector<DayRecord> records() {
        std::vector<DayRecord> out;
        auto const scanned =
            scan_day_records(*store().snapshot(), {}, [&](auto, DayRecord const& record) {
                out.push_back(record);
                return true;
            });
        BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
        return out;
    }

    Summary summary(stamp::Position position) {
        auto const out = summary_of(*store().snapshot(), position);
        BOOST_TEST_REQUIRE(test::reason_of(out) == "");
        return *out;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(counts)

BOOST_FIXTURE_TEST_CASE(a_stamp_never_checked_has_an_empty_summary, Fixture) {
    auto const none = summary({0, 7});
    BOOST_TEST(none.count == 0u);
    BOOST_TEST((!none.first_at && !none.last_at));
}

BOOST_FIXTURE_TEST_CASE(checks_are_counted_by_stamp_with_their_first_and_last_time, Fixture) {
    auto const start = clock().now();
    for (std::uint64_t i = 1; i <= 5; ++i) {
        auto const receipt = check({0, 7}, "token" + std::to_string(i));
        BOOST_TEST(receipt.number == i);
        BOOST_TEST(receipt.at.ms == clock().now().ms);
        clock().advance_ms(1000);
    }
    auto const seen = summary({0, 7});
    BOOST_TEST(seen.count == 5u);
    BOOST_TEST((seen.first_at == start));
    BOOST_TEST((seen.last_at == Instant{start.ms + 4000}));
    for (stamp::Position const other : {stamp::Position{0, 6}, {0, 8}, {1, 7}}) {
        BOOST_TEST(summary(other).count == 0u);
    }
}

BOOST_FIXTURE_TEST_CASE(checks_from_several_threads_are_all_counted, Fixture) {
    constexpr int threads = 4;
    constexpr int per_thread = 25;
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
            for (int i = 0; i < per_thread; ++i) {
                auto const token = std::to_string(t) + "." + std::to_string(i);
                (void)transact_now(store(), [&](Transaction& tx) -> Result<void> {
                    auto const done = record_check(tx, new_check({0, 1}, token));
                    return done ? Result<void>() : done.error();
                });
            }
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    BOOST_TEST(summary({0, 1}).count == 100u);
    std::set<std::uint64_t> numbers;
    for (int i = 0; i < threads * per_thread; ++i) {
        auto const token = std::to_string(i / per_thread) + "." + std::to_string(i % per_thread);
        numbers.insert(load_receipt(*store().snapshot(), token).value().number);
    }
    BOOST_TEST(numbers.size() == 100u);
}

BOOST_FIXTURE_TEST_CASE(a_check_leaves_a_record_of_its_minute_place_and_client, Fixture) {
    auto request = new_check({0, 7}, "one");
    request.standing = Standing::not_active;
    request.place = {25, PlaceKind::market, Spot{2133, 10'520}};
    request.visitor = {"203.0.113.9", "Firefox"};
    request.fresh_key.fill(9);
    check(request);
    request.token = "two";
    request.place = {};
    request.standing = Standing::good;
    clock().advance_ms(86'400'000);
    check(request);
    auto const seen = records();
    BOOST_TEST_REQUIRE(seen.size() == 2U);
    auto const now = clock().now();
    auto const today = legal_day(now);
    auto const minute = static_cast<std::uint16_t>((now.ms - start_of(today).ms) / 60'000);
    DayKey key{};
    key.fill(9);
    auto const client = client_of(key, request.visitor);
    DayRecord const first{
        1,
        add_days(today, -1),
        minute,
        {0, 7},
        client,
        Standing::not_active,
        true,
        {25, PlaceKind::market, Spot{2133, 10'520}}};
    DayRecord const second{2, today, minute, {0, 7}, client, Standing::good, false, {}};
    BOOST_TEST((seen[0] == first));
    BOOST_TEST((seen[1] == second));
    for (auto const& [name, value] : contents()) {
        BOOST_TEST((value.find("203.0.113.9") == std::string::npos));
        BOOST_TEST((value.find("Firefox") == std::string::npos));
    }
}

BOOST_FIXTURE_TEST_CASE(clients_of_two_days_are_under_two_keys, Fixture) {
    for (std::uint8_t i = 1; i <= 3; ++i) {
        auto request = new_check({0, 7}, std::to_string(i));
        request.visitor = {"203.0.113.9", "Firefox"};
        request.fresh_key.fill(i);  // the second is too late: the day has its key
        check(request);
        clock().advance_ms(i == 2 ? 86'400'000 : 1);
    }
    auto const seen = records();
    BOOST_TEST(seen.at(0).client == seen.at(1).client);
    BOOST_TEST(seen.at(0).client != seen.at(2).client);
}

BOOST_FIXTURE_TEST_CASE(a_lot_counts_its_checks_and_the_stamps_that_had_one, Fixture) {
    check({0, 7}, "1");
    check({0, 7}, "2");
    check({0, 8}, "3");
    auto other = new_check({0, 9}, "4");
    other.receipt.lot = "L2";
    check(other);
    auto const lot = [&](std::string_view name) {
        return checks_of_lot(*store().snapshot(), "09520001100017", name).value();
    };
    BOOST_TEST(lot("L1").checks == 3U);
    BOOST_TEST(lot("L1").stamps == 2U);
    BOOST_TEST(lot("L2").checks == 1U);
    BOOST_TEST(lot("L3").checks == 0U);
}

BOOST_FIXTURE_TEST_CASE(records_are_read_on_from_any_place, Fixture) {
    for (int i = 0; i < 20; ++i) {
        check({0, 7}, std::to_string(i));
        clock().advance_ms(8 * 3'600'000);
    }
    std::vector<std::string> keys;
    auto const whole = records();
    auto const scanned =
        scan_day_records(*store().snapshot(), {}, [&](std::string_view key, DayRecord const&) {
            keys.emplace_back(key);
            return true;
        });
    BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
    for (std::size_t from = 0; from < keys.size(); ++from) {
        std::vector<DayRecord> rest;
        auto const each = [&](std::string_view, DayRecord const& record) {
            rest.push_back(record);
            return true;
        };
        BOOST_TEST(test::reason_of(scan_day_records(*store().snapshot(), keys[from], each)) == "");
        std::vector<DayRecord> const expected(
            whole.begin() + static_cast<std::ptrdiff_t>(from) + 1, whole.end()
        );
        BOOST_TEST((rest == expected));
    }
}

BOOST_FIXTURE_TEST_CASE(a_damaged_record_is_told, Fixture) {
    check({0, 7}, "token");
    std::string key;
    std::string value;
    auto const scanned =
        store().snapshot()->scan(store::Space::checks, "d", "", [&](auto k, auto v) {
            key = std::string(k);
            value = std::string(v);
            return true;
        });
    BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
    auto const read = [&](std::string const& bytes) {
        test::write_one(store(), store::Space::checks, key, bytes);
        return test::slug_of(scan_day_records(*store().snapshot(), {}, [](auto, auto const&) {
            return true;
        }));
    };
    for (std::size_t length = 0; length < value.size(); ++length) {
        BOOST_TEST(read(value.substr(0, length)) == "store_corrupt", length);
    }
    BOOST_TEST(read(value + "12") == "store_corrupt");
    BOOST_TEST(read('\x02' + value.substr(1)) == "store_corrupt");
    BOOST_TEST(read(value) == "");
}

BOOST_FIXTURE_TEST_CASE(a_receipt_is_opened_by_its_token_alone, Fixture) {
    auto const token = new_receipt_token(random);
    auto const written = check({0, 7}, token);
    auto const read = load_receipt(*store().snapshot(), token);
    BOOST_TEST_REQUIRE(test::reason_of(read) == "");
    BOOST_TEST(json::serialize(json::write(*read)) == json::serialize(json::write(written)));
    for (auto const& other : {std::string(), token.substr(1), token + "0", written.serial}) {
        BOOST_TEST(test::slug_of(load_receipt(*store().snapshot(), other)) == "receipt_not_found");
    }
    for (auto const& [key, value] : contents()) {
        BOOST_TEST((key.find(token) == std::string::npos));
        BOOST_TEST((value.find(token) == std::string::npos));
    }
}

BOOST_FIXTURE_TEST_CASE(a_check_is_no_leaf_of_the_ledger, Fixture) {
    auto const size = ledger_size();
    check({0, 7}, "token");
    BOOST_TEST(ledger_size() == size);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_count_is_told_and_not_taken_for_none, Fixture) {
    check({0, 7}, "token");
    auto const key = ByteWriter().u8('n').u8(0).u64(7).take();
    for (std::size_t length : {0u, 23u, 25u}) {
        test::write_one(store(), store::Space::checks, key, std::string(length, '\0'));
        BOOST_TEST(test::slug_of(summary_of(*store().snapshot(), {0, 7})) == "store_corrupt");
    }
}

BOOST_AUTO_TEST_CASE(receipt_tokens_are_32_characters_and_differ) {
    test::CountedRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        auto const token = new_receipt_token(random);
        BOOST_TEST(token.size() == 32u);
        BOOST_TEST(seen.insert(token).second);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::checks
