#include "checks/clients.hpp"

#include "fixture.hpp"

namespace ocop::checks {

namespace {

using store::Transaction;

struct Fixture : test::ServiceFixture {
    DayKey use(Day day) {
        auto const fresh = new_day_key(random);
        return must([&](Transaction& tx) { return use_day_key(tx, day, fresh); });
    }

    void erase_before(Day day) {
        auto const done =
            transact_now(store(), [&](Transaction& tx) { return erase_day_keys_before(tx, day); });
        BOOST_TEST_REQUIRE(test::reason_of(done) == "");
    }

    bool holds(DayKey const& key) {
        for (auto const& [name, value] : contents()) {
            if (value.find(as_text(key)) != std::string::npos) return true;
        }
        return false;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(clients)

BOOST_AUTO_TEST_CASE(a_client_is_the_first_half_of_a_mac_of_address_and_agent) {
    DayKey key{};
    key.fill(7);
    auto const text = std::string("203.0.113.7") + '\0' + "Firefox";
    auto const mac = crypto::hmac_sha256(key, as_bytes(text));
    BOOST_TEST(client_of(key, {"203.0.113.7", "Firefox"}) == ByteReader(as_text(mac)).u64());
    auto const one = client_of(key, {"203.0.113.7", "Firefox"});
    BOOST_TEST(one != client_of(key, {"203.0.113.8", "Firefox"}));
    BOOST_TEST(one != client_of(key, {"203.0.113.7", "Chrome"}));
    BOOST_TEST(one != client_of(key, {"203.0.113.7F", "irefox"}));
    key[31] ^= 1;
    BOOST_TEST(one != client_of(key, {"203.0.113.7", "Firefox"}));
}

BOOST_AUTO_TEST_CASE(an_agent_counts_as_far_as_its_first_512_bytes) {
    DayKey const key{};
    std::string const agent(agent_bytes_max, 'x');
    BOOST_TEST(client_of(key, {"a", agent}) == client_of(key, {"a", agent + "y"}));
    BOOST_TEST(client_of(key, {"a", agent}) != client_of(key, {"a", agent.substr(1)}));
}

BOOST_FIXTURE_TEST_CASE(a_day_has_one_random_key_and_the_next_day_another, Fixture) {
    auto const first = test::day("2026-11-22");
    auto const key = use(first);
    BOOST_TEST((use(first) == key));
    BOOST_TEST((use(add_days(first, 1)) != key));
}

BOOST_FIXTURE_TEST_CASE(an_erased_key_is_nowhere_in_the_store_and_does_not_come_back, Fixture) {
    auto const today = test::day("2026-11-22");
    auto const before = use(add_days(today, -1));
    auto const old = use(add_days(today, -400));
    auto const now = use(today);
    auto const next = use(add_days(today, 1));
    erase_before(today);
    BOOST_TEST(!holds(before));
    BOOST_TEST(!holds(old));
    BOOST_TEST(holds(now));
    BOOST_TEST(holds(next));
    BOOST_TEST((use(add_days(today, -1)) != before));
}

BOOST_FIXTURE_TEST_CASE(a_damaged_key_is_told_and_not_used, Fixture) {
    auto const today = test::day("2026-11-22");
    auto const key = ByteWriter().u8('k').u16(day_number(today)).take();
    test::write_one(store(), store::Space::checks, key, "short");
    auto const used = run([&](Transaction& tx) { return use_day_key(tx, today, DayKey{}); });
    BOOST_TEST(test::slug_of(used) == "store_corrupt");
}

BOOST_AUTO_TEST_CASE(days_have_numbers_until_2149) {
    for (auto const* text : {"1970-01-01", "2026-11-22", "2149-06-06"}) {
        BOOST_TEST(to_text(day_of(day_number(test::day(text)))) == text);
    }
    BOOST_TEST(day_number(test::day("1970-01-02")) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::checks
