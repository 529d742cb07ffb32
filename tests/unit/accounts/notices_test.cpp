#include "accounts/notices.hpp"

#include "accounts.hpp"

namespace ocop::accounts {

namespace {

using store::Transaction;

struct Fixture : test::ServiceFixture {
    void tell(std::string_view account, std::string subject, int times = 1) {
        Notice notice;
        notice.kind = NoticeKind::api_key_made;
        notice.subject = std::move(subject);
        notice.actor = "officer";
        test::tamper(*this, [&](Transaction& tx) {
            for (int i = 0; i < times; ++i) {
                put_notice(tx, random, account, notice);
            }
        });
    }

    std::string told(std::string_view account, std::size_t count = 100) {
        auto const notices = notices_of(*store().snapshot(), account, count);
        BOOST_TEST_REQUIRE(test::reason_of(notices) == "");
        std::string out;
        for (auto const& notice : *notices) {
            out += notice.subject + " ";
        }
        return out;
    }

    std::string thawed(std::string_view producer, Instant at) {
        return test::slug_of(check_orders_thawed(*store().snapshot(), producer, at));
    }

    void freeze(std::string_view producer, Instant until) {
        test::tamper(*this, [&](Transaction& tx) { freeze_orders(tx, producer, until); });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(notices)

BOOST_FIXTURE_TEST_CASE(the_newest_is_told_first_and_no_more_than_asked_for, Fixture) {
    BOOST_TEST(told("lan") == "");
    for (std::string const subject : {"one", "two", "three"}) {
        tell("lan", subject);
        clock().advance_ms(1);
    }
    BOOST_TEST(told("lan") == "three two one ");
    BOOST_TEST(told("lan", 2) == "three two ");
    BOOST_TEST(told("lan", 0) == "");
}

BOOST_FIXTURE_TEST_CASE(a_notice_says_what_about_whom_by_whom_and_when, Fixture) {
    tell("lan", "key");
    auto const notice = notices_of(*store().snapshot(), "lan", 1).value().at(0);
    BOOST_TEST((notice.kind == NoticeKind::api_key_made));
    BOOST_TEST(notice.subject == "key");
    BOOST_TEST(notice.actor == "officer");
    BOOST_TEST((notice.at == clock().now()));
}

BOOST_FIXTURE_TEST_CASE(two_of_one_millisecond_are_both_told, Fixture) {
    tell("lan", "same", 3);
    BOOST_TEST(told("lan") == "same same same ");
}

BOOST_FIXTURE_TEST_CASE(notices_are_their_accounts_own_and_go_with_it, Fixture) {
    auto const before = contents();
    tell("lan", "of lan", 2);
    tell("lana", "of lana");
    BOOST_TEST(told("lan") == "of lan of lan ");
    BOOST_TEST(told("la") == "");
    auto const erase = [&](std::string_view account) {
        auto const ok =
            transact_now(store(), [&](Transaction& tx) { return erase_notices(tx, account); });
        BOOST_TEST(test::reason_of(ok) == "");
    };
    erase("lan");
    BOOST_TEST(told("lan") == "");
    BOOST_TEST(told("lana") == "of lana ");
    erase("lana");
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(frozen_orders_stand_still_to_the_millisecond, Fixture) {
    auto const now = clock().now();
    Instant const until{now.ms + 1000};
    BOOST_TEST(thawed("p1", now) == "");
    freeze("p1", until);
    BOOST_TEST(thawed("p1", now) == "orders_frozen");
    BOOST_TEST(thawed("p1", {until.ms - 1}) == "orders_frozen");
    BOOST_TEST(thawed("p1", until) == "");
    for (std::string const other : {"p", "p12", ""}) {
        BOOST_TEST(thawed(other, now) == "");
    }
    // A second recovery counts from itself.
    freeze("p1", {until.ms + 1000});
    BOOST_TEST(thawed("p1", until) == "orders_frozen");
    auto const refused = check_orders_thawed(*store().snapshot(), "p1", now);
    BOOST_TEST(
        refused.error().faults.at(0).reason.find(to_text(Instant{until.ms + 1000})) !=
        std::string::npos
    );
}

BOOST_FIXTURE_TEST_CASE(what_is_damaged_is_told_and_not_taken_for_none, Fixture) {
    tell("lan", "one");
    for (auto const& [key, value] : contents()) {
        auto const notices = std::to_string(static_cast<int>(store::Space::accounts)) + ":n";
        if (key.starts_with(notices)) {
            test::write_one(store(), store::Space::accounts, key.substr(notices.size() - 1), "{");
        }
    }
    BOOST_TEST(test::slug_of(notices_of(*store().snapshot(), "lan", 10)) == "store_corrupt");
    test::write_one(store(), store::Space::accounts, "fp1", "short");
    BOOST_TEST(thawed("p1", clock().now()) == "store_corrupt");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
