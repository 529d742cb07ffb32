#include "accounts/idempotency.hpp"

#include "fixture.hpp"

namespace ocop::accounts {

namespace {

using store::Transaction;

struct Fixture : test::ServiceFixture {
    std::string found(std::string_view account, std::string_view key, std::string_view request) {
        auto const answer = find_remembered(
            *store().snapshot(), system_principal(std::string(account)), key, request
        );
        if (!answer) {
            return std::string(answer.error().slug);
        }
        return *answer ? (*answer)->body : "never";
    }

    void remember_as(std::string account, std::string key, std::string request, std::string body) {
        auto const commit = transact_now(store(), [&](Transaction& tx) {
            remember(tx, system_principal(account), key, {1, request, 201, "/there", body, {}});
            return Result<void>();
        });
        BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(idempotency)

BOOST_FIXTURE_TEST_CASE(the_first_answer_is_given_again, Fixture) {
    BOOST_TEST(found("alice", "k", "request") == "never");
    remember_as("alice", "k", "request", "answer");
    BOOST_TEST(found("alice", "k", "request") == "answer");
    auto const record =
        find_remembered(*store().snapshot(), system_principal("alice"), "k", "request").value();
    BOOST_TEST(record->status == 201);
    BOOST_TEST(record->location == "/there");
    BOOST_TEST(record->at.ms == clock().now().ms);
}

BOOST_FIXTURE_TEST_CASE(a_key_used_for_another_request_is_refused, Fixture) {
    remember_as("alice", "k", "request", "answer");
    BOOST_TEST(found("alice", "k", "another") == "idempotency_key_reused");
}

BOOST_FIXTURE_TEST_CASE(keys_of_accounts_are_their_own, Fixture) {
    remember_as("ab", "c", "request", "of ab");
    BOOST_TEST(found("a", "bc", "request") == "never");
    BOOST_TEST(found("abc", "c", "request") == "never");
    BOOST_TEST(found("a", "c", "request") == "never");
}

BOOST_FIXTURE_TEST_CASE(keys_are_short_and_printable, Fixture) {
    for (auto const& key :
         {std::string(),
          std::string(201, 'k'),
          std::string("a b"),
          std::string("a\tb"),
          std::string("kh\u00F3a"),
          std::string("a\0b", 3),
          std::string("\x7F")}) {
        BOOST_TEST(found("alice", key, "request") == "idempotency_key_malformed");
    }
    remember_as("alice", std::string(200, 'k'), "request", "answer");
    BOOST_TEST(found("alice", std::string(200, 'k'), "request") == "answer");
}

BOOST_FIXTURE_TEST_CASE(nothing_is_remembered_of_a_transaction_that_was_refused, Fixture) {
    auto const before = contents();
    auto const commit = transact_now(store(), [&](Transaction& tx) -> Result<void> {
        remember(tx, who, "k", {1, "request", 201, "", "answer", {}});
        return Error(Errc::refused, "no");
    });
    BOOST_TEST(test::slug_of(commit) == "no");
    BOOST_TEST((contents() == before));
    BOOST_TEST(found("tester", "k", "request") == "never");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
