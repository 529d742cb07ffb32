#include "accounts/credentials.hpp"

#include "accounts.hpp"
#include "accounts/recovery_codes.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::accounts {

namespace {

using store::Transaction;

constexpr std::int64_t step_ms = 30'000;

struct Fixture : test::ServiceFixture {
    auto confirming(std::string account, std::string code) {
        return [this, account, code](Transaction& tx) {
            return confirm_totp(tx, random, key, account, code);
        };
    }

    TotpSecret begin(std::string const& account) {
        return must([&](Transaction& tx) { return begin_totp(tx, random, key, account); });
    }

    // An account with a second factor whose first code was used; gives its recovery codes.
    std::vector<std::string> enrol(std::string const& account) {
        secret = begin(account);
        return must(confirming(account, code_at(0)));
    }

    // The code of the step that is `steps` from now.
    std::string code_at(std::int64_t steps) {
        return hotp(secret, static_cast<std::uint64_t>(totp_step(clock().now()) + steps));
    }

    std::string use(std::string const& account, std::string const& code) {
        return test::slug_of(transact_now(store(), [&](Transaction& tx) {
            return use_second_factor(tx, key, account, code);
        }));
    }

    Credentials load(std::string_view account) {
        auto const record = load_credentials(*store().snapshot(), account);
        BOOST_TEST_REQUIRE(test::reason_of(record) == "");
        return *record;
    }

    void put(std::string_view account, Credentials const& record) {
        test::tamper(*this, [&](Transaction& tx) { put_credentials(tx, account, record); });
    }

    VaultKey key{1, 2, 3};
    TotpSecret secret{};
};

constexpr std::string_view wrong = "second_factor_wrong";

}  // namespace

BOOST_AUTO_TEST_SUITE(credentials)

BOOST_FIXTURE_TEST_CASE(who_has_none_has_an_empty_record_that_nothing_opens, Fixture) {
    BOOST_TEST(load("lan").password == "");
    BOOST_TEST(!has_second_factor(load("lan")));
    for (std::string const code : {"", "000000", "7Q2K-0M9D-XTB4-8HZR"}) {
        BOOST_TEST(use("lan", code) == "second_factor_missing");
    }
    BOOST_TEST(refusal(confirming("lan", "000000")) == "conflict totp_not_begun");
}

BOOST_FIXTURE_TEST_CASE(a_second_factor_is_one_once_its_first_code_was_given, Fixture) {
    secret = begin("lan");
    BOOST_TEST(!has_second_factor(load("lan")));
    BOOST_TEST(use("lan", code_at(0)) == "second_factor_missing");
    BOOST_TEST(refusal(confirming("lan", "000000")) == "unauthenticated second_factor_wrong /code");
    BOOST_TEST(
        refusal(confirming("lan", code_at(2))) == "unauthenticated second_factor_wrong /code"
    );
    auto const codes = must(confirming("lan", code_at(0)));
    BOOST_TEST(codes.size() == 10u);
    BOOST_TEST(has_second_factor(load("lan")));
    BOOST_TEST(refusal(confirming("lan", code_at(1))) == "conflict totp_not_begun");
}

BOOST_FIXTURE_TEST_CASE(asvs_6_5_1_the_code_that_confirmed_does_not_sign_in, Fixture) {
    enrol("lan");
    BOOST_TEST(use("lan", code_at(0)) == wrong);
    BOOST_TEST(use("lan", code_at(-1)) == wrong);
    BOOST_TEST(use("lan", code_at(1)) == "");
}

BOOST_FIXTURE_TEST_CASE(asvs_6_5_1_a_code_works_once_also_in_the_next_step, Fixture) {
    enrol("lan");
    clock().advance_ms(10 * step_ms);
    auto const code = code_at(0);
    BOOST_TEST(use("lan", code) == "");
    BOOST_TEST(use("lan", code) == wrong);
    clock().advance_ms(step_ms);
    BOOST_TEST(use("lan", code) == wrong);
    BOOST_TEST(use("lan", code_at(0)) == "");
}

BOOST_FIXTURE_TEST_CASE(asvs_6_5_1_a_code_before_the_one_used_is_over, Fixture) {
    enrol("lan");
    clock().advance_ms(10 * step_ms);
    auto const before = code_at(-1);
    auto const present = code_at(0);
    BOOST_TEST(use("lan", code_at(1)) == "");
    BOOST_TEST(use("lan", present) == wrong);
    BOOST_TEST(use("lan", before) == wrong);
}

BOOST_FIXTURE_TEST_CASE(asvs_6_5_1_a_used_code_stays_used_across_a_restart, Fixture) {
    auto const codes = enrol("lan");
    clock().advance_ms(10 * step_ms);
    auto const code = code_at(0);
    BOOST_TEST(use("lan", code) == "");
    BOOST_TEST(use("lan", codes[3]) == "");
    temporary.open();
    BOOST_TEST(use("lan", code) == wrong);
    BOOST_TEST(use("lan", codes[3]) == wrong);
    BOOST_TEST(use("lan", code_at(1)) == "");
    BOOST_TEST(use("lan", codes[4]) == "");
}

BOOST_FIXTURE_TEST_CASE(a_wrong_code_changes_nothing, Fixture) {
    auto const codes = enrol("lan");
    auto const before = contents();
    auto nearly = codes[0];
    nearly.back() = nearly.back() == '0' ? '1' : '0';
    for (auto const& code : {std::string(), std::string("000000"), code_at(2), nearly}) {
        BOOST_TEST(use("lan", code) == wrong);
    }
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(asvs_6_5_1_each_recovery_code_works_once_and_in_any_order, Fixture) {
    auto const codes = enrol("lan");
    for (std::size_t const i : {7u, 0u, 9u, 3u}) {
        BOOST_TEST(use("lan", codes[i]) == "");
        BOOST_TEST(use("lan", codes[i]) == wrong);
    }
    BOOST_TEST(load("lan").recovery.size() == 6u);
    // As a person types it.
    auto typed = codes[1];
    std::replace(typed.begin(), typed.end(), '-', ' ');
    BOOST_TEST(use("lan", typed) == "");
    // The app goes on.
    BOOST_TEST(use("lan", code_at(1)) == "");
}

BOOST_FIXTURE_TEST_CASE(codes_of_one_account_are_none_of_another, Fixture) {
    auto const of_mai = enrol("mai");
    auto const mai_code = code_at(1);
    auto const of_lan = enrol("lan");
    BOOST_TEST(use("lan", of_mai[0]) == wrong);
    BOOST_TEST(use("lan", mai_code) == wrong);
    BOOST_TEST(use("mai", of_mai[0]) == "");
    BOOST_TEST(use("mai", mai_code) == "");
}

BOOST_FIXTURE_TEST_CASE(a_new_second_factor_replaces_the_old_once_it_is_confirmed, Fixture) {
    auto const old_codes = enrol("lan");
    auto const old_secret = secret;
    auto const next = begin("lan");
    BOOST_TEST((next != old_secret));
    // Begun and not confirmed, the old one works on.
    BOOST_TEST(use("lan", old_codes[0]) == "");
    clock().advance_ms(10 * step_ms);
    BOOST_TEST(use("lan", code_at(0)) == "");
    clock().advance_ms(10 * step_ms);
    auto const old_code = code_at(0);
    secret = next;
    auto const new_codes = must(confirming("lan", code_at(-1)));
    BOOST_TEST(use("lan", old_code) == wrong);
    BOOST_TEST(use("lan", old_codes[1]) == wrong);
    BOOST_TEST(use("lan", new_codes[1]) == "");
    BOOST_TEST(use("lan", code_at(0)) == "");
}

BOOST_FIXTURE_TEST_CASE(a_box_moved_to_another_account_does_not_open, Fixture) {
    enrol("mai");
    auto const record = load("mai");
    put("lan", record);
    BOOST_TEST(use("lan", code_at(1)) == "vault_key_wrong");
    BOOST_TEST(use("mai", code_at(1)) == "");
    // Nor as one that waits for its first code.
    Credentials pending;
    pending.totp_pending = record.totp;
    put("lan", pending);
    BOOST_TEST(refusal(confirming("lan", code_at(1))) == "corrupt vault_key_wrong");
}

BOOST_FIXTURE_TEST_CASE(a_box_opens_with_its_own_key_alone_and_whole, Fixture) {
    auto const codes = enrol("lan");
    key[31] ^= 1U;
    BOOST_TEST(use("lan", code_at(1)) == "vault_key_wrong");
    BOOST_TEST(use("lan", codes[0]) == "vault_key_wrong");
    key[31] ^= 1U;
    auto const good = load("lan");
    for (auto const& box : {std::string("x"), good.totp + "A", good.totp.substr(4)}) {
        auto bad = good;
        bad.totp = box;
        put("lan", bad);
        BOOST_TEST(use("lan", code_at(1)) == "vault_key_wrong");
    }
    put("lan", good);
    BOOST_TEST(use("lan", code_at(1)) == "");
}

BOOST_FIXTURE_TEST_CASE(a_copy_of_the_store_tells_neither_secret_nor_recovery_code, Fixture) {
    auto const codes = enrol("lan");
    BOOST_TEST(!test::holds(*this, as_text(secret)));
    BOOST_TEST(!test::holds(*this, to_base64url(secret)));
    BOOST_TEST(!test::holds(*this, to_hex(secret)));
    for (auto const& code : codes) {
        BOOST_TEST(!test::holds(*this, code));
    }
}

BOOST_FIXTURE_TEST_CASE(a_secret_set_at_the_machine_works_from_its_first_code, Fixture) {
    secret = new_totp_secret(random);
    auto record = load("lan");
    set_totp(record, random, key, "lan", secret);
    put("lan", record);
    BOOST_TEST(has_second_factor(load("lan")));
    BOOST_TEST(use("lan", code_at(0)) == "");
    BOOST_TEST(use("lan", code_at(0)) == wrong);
}

BOOST_FIXTURE_TEST_CASE(erased_credentials_leave_nothing_and_are_no_leaf, Fixture) {
    auto const before = contents();
    enrol("lan");
    test::tamper(*this, [](Transaction& tx) {
        BOOST_TEST(test::reason_of(erase_credentials(tx, "lan")) == "");
    });
    BOOST_TEST((contents() == before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
