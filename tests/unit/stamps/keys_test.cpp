#include "stamps/keys.hpp"

#include "orders.hpp"

namespace ocop::stamps {

namespace {

using store::Transaction;

struct Fixture : test::OrderFixture {
    Fixture() : OrderFixture(false) {}

    void add(std::uint16_t kid, std::string_view from, std::string_view until) {
        auto key = test::issuing_key(kid);
        key.logged_from = test::noon(from);
        key.logged_until = test::noon(until);
        add_key(key);
    }

    // The kid chosen, or the slug.
    std::string chosen(Instant at, std::string_view authority = "phu-tho") {
        auto const key = key_for_order(*store().snapshot(), authority, at);
        return key ? stamp::to_text(key->kid) : std::string(key.error().slug);
    }

    auto revoking(std::uint16_t kid, std::optional<std::uint64_t> at_size = {}) {
        return [this, kid, at_size](Transaction& tx) {
            return revoke_key(tx, who, {kid}, {"lost", at_size});
        };
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(keys)

BOOST_FIXTURE_TEST_CASE(of_the_windows_that_hold_the_time_the_latest_is_taken, Fixture) {
    add(1, "2026-01-01", "2026-06-01");
    add(2, "2026-03-01", "2026-04-01");
    add(3, "2026-05-01", "2026-09-01");
    BOOST_TEST(chosen({test::noon("2026-01-01").ms - 1}) == "key_missing");
    BOOST_TEST(chosen(test::noon("2026-01-01")) == "0001");
    BOOST_TEST(chosen({test::noon("2026-03-01").ms - 1}) == "0001");
    BOOST_TEST(chosen(test::noon("2026-03-01")) == "0002");
    BOOST_TEST(chosen(test::noon("2026-04-01")) == "0002");
    BOOST_TEST(chosen({test::noon("2026-04-01").ms + 1}) == "0001");
    BOOST_TEST(chosen(test::noon("2026-05-15")) == "0003");
    BOOST_TEST(chosen(test::noon("2026-09-01")) == "0003");
    BOOST_TEST(chosen({test::noon("2026-09-01").ms + 1}) == "key_missing");
    BOOST_TEST(chosen(test::noon("2026-03-15"), "cao-bang") == "key_missing");
    must(revoking(2));
    BOOST_TEST(chosen(test::noon("2026-03-15")) == "0001");
}

BOOST_FIXTURE_TEST_CASE(a_kid_never_changes_its_key, Fixture) {
    add(1, "2026-01-01", "2026-06-01");
    auto const size = ledger_size();
    add(1, "2026-02-01", "2026-07-01");  // the same key: nothing happens
    BOOST_TEST(ledger_size() == size);
    auto other = test::issuing_key(1);
    other.public_key = "another point";
    auto const adding = [&](Transaction& tx) { return register_key(tx, who, other); };
    BOOST_TEST(refusal(adding) == "conflict kid_taken /kid");
    must(revoking(1));
    BOOST_TEST(refusal(adding) == "conflict kid_taken /kid");
    add(1, "2026-01-01", "2026-06-01");
    BOOST_TEST(find_key(*store().snapshot(), {1}).value()->revoked_at_size.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_revocation_names_a_size_that_the_ledger_has_reached, Fixture) {
    add(1, "2026-01-01", "2027-01-01");
    add(2, "2026-01-01", "2027-01-01");
    add(3, "2026-01-01", "2027-01-01");
    auto const size = ledger_size();
    BOOST_TEST(refusal(revoking(1, size + 1)) == "malformed request_invalid /at_size");
    BOOST_TEST(refusal(revoking(7)) == "not_found key_not_found");
    BOOST_TEST(refusal([&](Transaction& tx) {
                   return revoke_key(tx, who, {1}, {" ", {}});
               }) == "malformed request_invalid /reason");
    BOOST_TEST(must(revoking(1)).revoked_at_size.value() == size);
    BOOST_TEST(must(revoking(2, 0)).revoked_at_size.value() == 0u);
    BOOST_TEST(must(revoking(3, size + 2)).revoked_at_size.value() == size + 2);
    for (auto const kid : std::vector<std::uint16_t>{1, 2, 3}) {
        BOOST_TEST(refusal(revoking(kid)) == "conflict key_revoked");
    }
    auto const key = find_key(*store().snapshot(), {2}).value();
    BOOST_TEST(key->revision == 2);
    BOOST_TEST(key->revocation_reason.value_or("") == "lost");
}

BOOST_FIXTURE_TEST_CASE(keys_are_listed_by_kid, Fixture) {
    add(9999, "2026-01-01", "2027-01-01");
    add(3, "2026-01-01", "2027-01-01");
    add(20, "2026-01-01", "2027-01-01");
    auto const keys = list_keys(*store().snapshot());
    BOOST_TEST_REQUIRE(test::reason_of(keys) == "");
    std::vector<std::uint16_t> numbers;
    for (auto const& key : *keys) {
        numbers.push_back(key.kid.number);
    }
    BOOST_TEST((numbers == std::vector<std::uint16_t>{3, 20, 9999}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
