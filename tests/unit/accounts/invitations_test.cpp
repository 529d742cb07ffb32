#include "accounts/invitations.hpp"

#include "accounts.hpp"
#include "accounts/credentials.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::accounts {

namespace {

using store::Transaction;

constexpr std::string_view absent = "invitation_not_found";

struct Fixture : test::ServiceFixture {
    Fixture() { lan = test::add_invited(*this, test::new_account("lan", Role::producer_owner)); }

    std::string invite(Account const& account, InvitationKind kind = InvitationKind::first) {
        return must([&](Transaction& tx) -> Result<std::string> {
            return put_invitation(tx, random, account, kind);
        });
    }

    // As after a recovery: the account was just written.
    std::string recover() {
        lan = must([&](Transaction& tx) { return put_account(tx, who, "recovered", lan); });
        return invite(lan, InvitationKind::recovery);
    }

    std::string found(std::string_view token, Instant at) {
        return test::slug_of(find_invitation(*store().snapshot(), token, at));
    }

    std::string found(std::string_view token) { return found(token, clock().now()); }

    auto accepting(std::string const& token, std::string const& hash = "hash") {
        return [token, hash](Transaction& tx) { return accept_invitation(tx, token, hash); };
    }

    void accept(std::string const& token) { lan = must(accepting(token)); }

    void set_state(AccountState state) { lan = test::put_state(*this, lan, state); }

    Credentials credentials() { return load_credentials(*store().snapshot(), lan.id).value(); }

    Account lan;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(invitations)

BOOST_FIXTURE_TEST_CASE(an_accepted_invitation_makes_the_account_active, Fixture) {
    auto const token = invite(lan);
    clock().advance_ms(1000);
    auto const before = ledger_size();
    accept(token);
    BOOST_TEST((lan.state == AccountState::active));
    BOOST_TEST((test::account_now(*this, lan.id).state == AccountState::active));
    BOOST_TEST(credentials().password == "hash");
    BOOST_TEST((credentials().password_at == clock().now()));
    BOOST_TEST(ledger_size() == before + 1);
    BOOST_TEST(test::reason_of(store::check_store(*store().snapshot())) == "");
}

BOOST_FIXTURE_TEST_CASE(an_invitation_is_used_once, Fixture) {
    auto const token = invite(lan);
    auto const second = invite(lan);
    accept(token);
    BOOST_TEST(found(token) == absent);
    BOOST_TEST(refusal(accepting(token, "other")) == "not_found invitation_not_found");
    // Nor does another one of the same account set another password.
    BOOST_TEST(refusal(accepting(second, "other")) == "not_found invitation_not_found");
    BOOST_TEST(credentials().password == "hash");
}

BOOST_FIXTURE_TEST_CASE(an_invitation_lasts_a_week_to_the_millisecond, Fixture) {
    auto const token = invite(lan);
    Instant const end{clock().now().ms + 7 * 86'400'000LL};
    BOOST_TEST(found(token, {end.ms - 1}) == "");
    BOOST_TEST(found(token, end) == absent);
    clock().set(end);
    BOOST_TEST(refusal(accepting(token)) == "not_found invitation_not_found");
}

// A guest's access begins before it ends.
BOOST_FIXTURE_TEST_CASE(nobody_comes_in_once_their_access_is_over, Fixture) {
    auto const end = Instant{clock().now().ms + 60'000};
    lan = must([&](Transaction& tx) {
        lan.expires_at = end;
        return put_account(tx, who, "invited", lan);
    });
    auto const token = invite(lan);
    BOOST_TEST(found(token, Instant{end.ms - 1}) == "");
    BOOST_TEST(found(token, end) == absent);
}

BOOST_FIXTURE_TEST_CASE(a_recovery_lasts_an_hour_to_the_millisecond, Fixture) {
    set_state(AccountState::active);
    auto const token = recover();
    Instant const end{clock().now().ms + 3'600'000};
    BOOST_TEST(found(token, {end.ms - 1}) == "");
    BOOST_TEST(found(token, end) == absent);
    clock().set(end);
    BOOST_TEST(refusal(accepting(token)) == "not_found invitation_not_found");
}

BOOST_FIXTURE_TEST_CASE(each_kind_is_for_accounts_in_one_state, Fixture) {
    for (auto const kind : {InvitationKind::first, InvitationKind::recovery}) {
        for (auto const state : test::all_of<AccountState>()) {
            set_state(state);
            auto const token = invite(lan, kind);
            auto const wanted =
                kind == InvitationKind::first ? AccountState::invited : AccountState::active;
            BOOST_TEST(found(token) == (state == wanted ? "" : absent));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(an_account_disabled_meanwhile_is_not_let_in, Fixture) {
    auto const token = invite(lan);
    set_state(AccountState::disabled);
    BOOST_TEST(refusal(accepting(token)) == "not_found invitation_not_found");
    // Enabled before it had a password, it is invited still, and gets another token.
    set_state(AccountState::invited);
    BOOST_TEST(refusal(accepting(token)) == "not_found invitation_not_found");
    accept(invite(lan));
    BOOST_TEST((lan.state == AccountState::active));
}

BOOST_FIXTURE_TEST_CASE(a_recovery_sets_a_password_and_takes_the_second_factor_away, Fixture) {
    accept(invite(lan));
    Credentials full;
    full.password = "old";
    full.totp = "box";
    full.recovery = {"code"};
    test::tamper(*this, [&](Transaction& tx) { put_credentials(tx, lan.id, full); });
    auto const revision = lan.revision;
    accept(recover());
    BOOST_TEST(lan.revision == revision + 1);
    BOOST_TEST(credentials().password == "hash");
    BOOST_TEST(!has_second_factor(credentials()));
    BOOST_TEST(credentials().recovery.empty());
}

BOOST_FIXTURE_TEST_CASE(of_two_recoveries_only_the_later_opens_the_account, Fixture) {
    set_state(AccountState::active);
    auto const first = recover();
    auto const second = recover();
    BOOST_TEST(refusal(accepting(first)) == "not_found invitation_not_found");
    accept(second);
    BOOST_TEST(refusal(accepting(first)) == "not_found invitation_not_found");
    BOOST_TEST(refusal(accepting(second)) == "not_found invitation_not_found");
}

BOOST_FIXTURE_TEST_CASE(a_recovery_does_not_outlive_a_disabling, Fixture) {
    set_state(AccountState::active);
    auto const token = recover();
    set_state(AccountState::disabled);
    BOOST_TEST(found(token) == absent);
    set_state(AccountState::active);
    BOOST_TEST(found(token) == absent);
}

BOOST_FIXTURE_TEST_CASE(an_invitation_is_opened_by_its_token_alone, Fixture) {
    auto const token = invite(lan);
    BOOST_TEST(token.size() == 43u);
    BOOST_TEST(!test::holds(*this, token));
    BOOST_TEST(!test::holds(*this, as_text(from_base64url(token).value())));
    for (auto const& other : {std::string(), token + "A", token.substr(1), lan.id}) {
        BOOST_TEST(found(other) == absent);
    }
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(found(changed) == absent);
    }
    BOOST_TEST(found(token) == "");
    auto const invitation = find_invitation(*store().snapshot(), token, clock().now()).value();
    BOOST_TEST(invitation.account == lan.id);
}

BOOST_FIXTURE_TEST_CASE(an_invitation_of_an_account_that_is_gone_opens_nothing, Fixture) {
    Account ghost;
    ghost.id = "nobody";
    BOOST_TEST(found(invite(ghost)) == absent);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
