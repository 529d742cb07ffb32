#include "registry/membership.hpp"

#include "accounts.hpp"
#include "accounts/api_keys.hpp"
#include "accounts/credentials.hpp"
#include "accounts/invitations.hpp"
#include "accounts/notices.hpp"
#include "accounts/sessions.hpp"
#include "register.hpp"

#include <map>
#include <set>

namespace ocop::registry {

namespace {

using accounts::AccountState;
using accounts::NewAccount;
using accounts::Reach;
using accounts::Role;
using accounts::Unit;
using store::Transaction;

std::set<Role> const of_producers{
    Role::producer_owner, Role::producer_staff, Role::grower, Role::partner};

// Whether someone of `who` at producer A, in commune 08620 or at the province manages one of
// `whose` at producer A or B.
bool manages_naive(Role who, Role whose, bool at_a) {
    switch (who) {
        case Role::producer_owner:
        case Role::commune_officer:
            return at_a && of_producers.count(whose) != 0;
        case Role::officer:
            return of_producers.count(whose) != 0 || whose == Role::commune_officer;
        case Role::administrator:
            return true;
        default:
            return false;
    }
}

// Two producers in two communes, A and B.
struct Fixture : test::RegisterFixture {
    Fixture() {
        auto request = test::new_producer();
        request.name = {"Cơ sở Mật ong Rừng Xanh", {}};
        request.commune_code = "07900";
        other =
            must([&](Transaction& tx) { return register_producer(tx, who, random, request); }).id;
        place = add_place(producer);
        place_of_other = add_place(other);
    }

    std::string add_place(std::string const& owner) {
        NewPlace request;
        request.name = {"Đồi chè", {}};
        request.producer = owner;
        request.commune_code = "08620";
        return must([&](Transaction& tx) { return register_place(tx, who, random, request); }).id;
    }

    NewAccount person(std::string login, Role role, bool at_a = true) {
        std::map<Unit, std::string> const units{
            {Unit::producer, at_a ? producer : other},
            {Unit::commune, at_a ? "08620" : "07900"},
            {Unit::authority, "phu-tho"},
            {Unit::none, ""}};
        auto request = test::new_account(std::move(login), role, units.at(accounts::unit_of(role)));
        if (request.places) {
            request.places = std::vector<std::string>{at_a ? place : place_of_other};
        }
        return request;
    }

    Account add(std::string login, Role role, bool at_a = true) {
        auto account = test::add_active(*this, person(std::move(login), role, at_a));
        test::tamper(*this, [&](Transaction& tx) {
            accounts::Credentials credentials;
            credentials.password = "hash";
            accounts::put_credentials(tx, account.id, credentials);
        });
        return account;
    }

    static Principal as(Account const& account, Reach reach = Reach::all) {
        return accounts::principal_of(account, reach);
    }

    auto inviting(Principal const& principal, NewAccount const& request) {
        return [this, principal, request](Transaction& tx) {
            return invite(tx, principal, random, request);
        };
    }

    auto disabling(Principal const& principal, std::string id) {
        return [principal, id](Transaction& tx) { return disable_account(tx, principal, id); };
    }

    auto enabling(Principal const& principal, std::string id) {
        return [principal, id](Transaction& tx) { return enable_account(tx, principal, id); };
    }

    auto changing(Principal const& principal, std::string id, Role role) {
        return [principal, id, role](Transaction& tx) {
            return change_role(tx, principal, id, {role});
        };
    }

    auto recovering(Principal const& principal, std::string id, std::string evidence = "CCCD") {
        return [this, principal, id, evidence](Transaction& tx) {
            return recover_account(tx, principal, random, id, {evidence});
        };
    }

    auto leaving(Account const& account) {
        return [principal = as(account)](Transaction& tx) { return leave(tx, principal); };
    }

    auto erasing(std::string id) {
        return [this, id](Transaction& tx) { return erase(tx, who, id); };
    }

    // A session, an API key and a password.
    void give_access(Account const& account) {
        test::tamper(*this, [&](Transaction& tx) {
            auto const opened =
                accounts::make_session(random, {account.id, true, "test"}, tx.now());
            BOOST_TEST(test::reason_of(accounts::put_session(tx, opened)) == "");
            auto const made = accounts::make_api_key(
                tx, random, account, {"kho", {accounts::Scope::read}, {tx.now().ms + 1000}}, false
            );
            BOOST_TEST(test::reason_of(made) == "");
            accounts::Credentials credentials;
            credentials.password = "hash of " + account.id;
            credentials.totp = "box of " + account.id;
            accounts::put_credentials(tx, account.id, credentials);
        });
    }

    // "sessions keys passwords" that an account has.
    std::string access_of(Account const& account) {
        auto const snapshot = store().snapshot();
        auto const credentials = accounts::load_credentials(*snapshot, account.id).value();
        return std::to_string(accounts::sessions_of(*snapshot, account.id).value().size()) + " " +
               std::to_string(accounts::api_keys_of(*snapshot, account.id).value().size()) + " " +
               (credentials.password.empty() ? "0" : "1");
    }

    AccountState state_of(Account const& account) {
        return test::account_now(*this, account.id).state;
    }

    std::size_t told(Account const& account) {
        return accounts::notices_of(*store().snapshot(), account.id, 100).value().size();
    }

    std::string other;  // producer B
    std::string place;
    std::string place_of_other;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(membership)

BOOST_FIXTURE_TEST_CASE(asvs_8_2_1_who_invites_whom_is_as_it_was_agreed_on_for_all, Fixture) {
    int number = 0;
    for (auto const role : test::all_of<Role>()) {
        auto const inviter = add("inviter" + std::to_string(++number), role);
        for (auto const whose : test::all_of<Role>()) {
            for (bool const at_a : {true, false}) {
                auto const request = person("login" + std::to_string(++number), whose, at_a);
                auto const outcome = run(inviting(as(inviter), request));
                bool const near = manages_naive(role, whose, true);
                bool const far = manages_naive(role, whose, at_a);
                std::string const expected = far    ? ""
                                             : near ? "producer_unknown"
                                                    : "role_not_yours";
                BOOST_TEST(
                    test::slug_of(outcome) == expected,
                    static_cast<int>(role) << " invites " << static_cast<int>(whose)
                );
            }
        }
    }
}

BOOST_FIXTURE_TEST_CASE(who_sees_whom_is_as_who_manages_whom_and_an_auditor_sees_all, Fixture) {
    int number = 0;
    std::map<Role, Account> viewers;
    for (auto const role : test::all_of<Role>()) {
        viewers[role] = add("viewer" + std::to_string(++number), role);
    }
    for (auto const whose : test::all_of<Role>()) {
        for (bool const at_a : {true, false}) {
            auto const seen = add("login" + std::to_string(++number), whose, at_a);
            for (auto const& [role, viewer] : viewers) {
                bool const expected = role == Role::auditor || manages_naive(role, whose, at_a);
                auto const snapshot = store().snapshot();
                BOOST_TEST(may_see(*snapshot, as(viewer), seen).value() == expected);
                BOOST_TEST(
                    test::slug_of(load_account_for(*snapshot, as(viewer), seen.id)) ==
                    (expected ? "" : "account_not_found")
                );
            }
        }
    }
    // An auditor sees on routes that are for auditors, and no one sees who is not there.
    auto const& auditor = viewers[Role::auditor];
    BOOST_TEST(!may_see(*store().snapshot(), as(auditor, Reach::own), auditor).value());
    BOOST_TEST(
        test::slug_of(load_account_for(*store().snapshot(), who, "no")) == "account_not_found"
    );
}

BOOST_FIXTURE_TEST_CASE(an_invitation_names_what_is_there_and_the_inviters, Fixture) {
    auto const owner = as(add("owner", Role::producer_owner));
    auto const admin = as(add("admin", Role::administrator));
    auto const refused = [&](Principal const& principal, Role role, auto const& change) {
        auto request = person("lan", role);
        change(request);
        return refusal(inviting(principal, request));
    };
    BOOST_TEST(refused(admin, Role::producer_staff, [](auto& r) {
                   r.producer = "nobody";
               }) == "refused producer_unknown /producer");
    BOOST_TEST(refused(admin, Role::officer, [](auto& r) {
                   r.authority = "nowhere";
               }) == "refused authority_unknown /authority");
    for (std::string const commune : {"", "8620", "0862x", "086200"}) {
        BOOST_TEST(refused(admin, Role::commune_officer, [&](auto& r) {
                       r.commune = commune;
                   }) == "malformed request_invalid /commune");
    }
    for (auto const& plot : {place_of_other, std::string("nowhere"), std::string()}) {
        BOOST_TEST(refused(owner, Role::grower, [&](auto& r) {
                       r.places->push_back(plot);
                   }) == "refused place_unknown /places/1");
    }
    BOOST_TEST(refused(owner, Role::producer_staff, [](auto& r) {
                   r.producer.reset();
               }) == "malformed request_invalid /producer");
    BOOST_TEST(refused(owner, Role::producer_staff, [](auto& r) {
                   r.login = "OWNER";
               }) == "conflict login_taken /login");
    auto const made = must(inviting(owner, person("lan", Role::grower)));
    BOOST_TEST((made.account.state == AccountState::invited));
    auto const snapshot = store().snapshot();
    auto const found = accounts::find_invitation(*snapshot, made.token, clock().now()).value();
    BOOST_TEST(found.account == made.account.id);
    BOOST_TEST((found.kind == accounts::InvitationKind::first));
}

BOOST_FIXTURE_TEST_CASE(a_disabled_account_has_no_access_left_at_once, Fixture) {
    auto const admin = add("admin", Role::administrator);
    auto const lan = add("lan", Role::producer_owner);
    auto const mai = add("mai", Role::producer_owner);
    give_access(lan);
    give_access(mai);
    must(disabling(as(admin), lan.id));
    BOOST_TEST((state_of(lan) == AccountState::disabled));
    BOOST_TEST(access_of(lan) == "0 0 1");
    BOOST_TEST(access_of(mai) == "1 1 1");
    BOOST_TEST(refusal(disabling(as(admin), lan.id)) == "conflict account_state /state");
    must(enabling(as(admin), lan.id));
    BOOST_TEST((state_of(lan) == AccountState::active));
    BOOST_TEST(access_of(lan) == "0 0 1");
    BOOST_TEST(refusal(enabling(as(admin), lan.id)) == "conflict account_state /state");
}

BOOST_FIXTURE_TEST_CASE(who_never_had_a_password_is_invited_again_once_enabled, Fixture) {
    auto const lan = test::add_invited(*this, person("lan", Role::producer_staff));
    must(disabling(who, lan.id));
    must(enabling(who, lan.id));
    BOOST_TEST((state_of(lan) == AccountState::invited));
}

BOOST_FIXTURE_TEST_CASE(each_act_is_for_accounts_in_some_states_alone, Fixture) {
    auto const admin = as(add("admin", Role::administrator));
    for (auto const state : test::all_of<AccountState>()) {
        auto const name = "lan" + std::to_string(static_cast<int>(state));
        auto const account = test::put_state(*this, add(name, Role::partner), state);
        bool const active = state == AccountState::active;
        bool const open = active || state == AccountState::invited;
        bool const away = state == AccountState::disabled || state == AccountState::left;
        // What is allowed is done elsewhere; here it would change the state.
        std::string const no = "conflict account_state /state";
        if (!open) {
            BOOST_TEST(refusal(disabling(admin, account.id)) == no);
            BOOST_TEST(refusal(changing(admin, account.id, Role::producer_staff)) == no);
        }
        if (!away) {
            BOOST_TEST(refusal(enabling(admin, account.id)) == no);
        }
        if (!open) {
            BOOST_TEST(refusal(recovering(admin, account.id)) == no);
        }
        if (state == AccountState::erased) {
            BOOST_TEST(refusal(erasing(account.id)) == no);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(no_one_changes_their_own_access_nor_that_of_anothers_people, Fixture) {
    auto const owner = add("owner", Role::producer_owner);
    auto const second = add("second", Role::producer_owner);
    auto const foreign = add("foreign", Role::producer_staff, false);
    auto const own = as(owner, Reach::own);
    std::string const mine = "refused own_account";
    BOOST_TEST(refusal(disabling(own, owner.id)) == mine);
    BOOST_TEST(refusal(enabling(own, owner.id)) == mine);
    BOOST_TEST(refusal(changing(own, owner.id, Role::partner)) == mine);
    auto const admin = add("admin", Role::administrator);
    BOOST_TEST(refusal(recovering(as(admin), admin.id)) == mine);
    std::string const absent = "not_found account_not_found";
    for (auto const& id : {foreign.id, admin.id, std::string("nobody")}) {
        BOOST_TEST(refusal(disabling(own, id)) == absent);
        BOOST_TEST(refusal(enabling(own, id)) == absent);
        BOOST_TEST(refusal(changing(own, id, Role::partner)) == absent);
        BOOST_TEST(refusal(recovering(own, id)) == absent);
    }
    must(disabling(own, second.id));
}

BOOST_FIXTURE_TEST_CASE(the_last_administrator_stays, Fixture) {
    auto const first = add("first", Role::administrator);
    auto const second = add("second", Role::administrator);
    auto const officer = add("officer", Role::officer);
    must(disabling(as(first), second.id));
    std::string const no = "refused last_administrator";
    BOOST_TEST(refusal(disabling(who, first.id)) == no);
    BOOST_TEST(refusal(changing(who, first.id, Role::officer)) == no);
    BOOST_TEST(refusal(leaving(first)) == no);
    BOOST_TEST(refusal(erasing(first.id)) == no);
    // One that is only invited, or was recovered and has no password yet, could not help.
    test::add_invited(*this, person("fourth", Role::administrator));
    auto const third = add("third", Role::administrator);
    must(recovering(who, third.id));
    BOOST_TEST(refusal(disabling(who, first.id)) == no);
    must(disabling(who, third.id));
    must(enabling(who, second.id));
    must(changing(who, officer.id, Role::administrator));
    must(leaving(first));
}

BOOST_FIXTURE_TEST_CASE(the_last_owner_stays_but_may_be_disabled_by_officials, Fixture) {
    auto const lan = add("lan", Role::producer_owner);
    add("of_another", Role::producer_owner, false);
    add("staff", Role::producer_staff);
    std::string const no = "refused last_owner";
    BOOST_TEST(refusal(leaving(lan)) == no);
    BOOST_TEST(refusal(erasing(lan.id)) == no);
    BOOST_TEST(refusal(changing(who, lan.id, Role::producer_staff)) == no);
    auto const mai = add("mai", Role::producer_owner);
    give_access(mai);
    must(changing(as(lan, Reach::own), mai.id, Role::producer_staff));
    BOOST_TEST(refusal(leaving(lan)) == no);
    must(disabling(who, lan.id));
    BOOST_TEST((state_of(lan) == AccountState::disabled));
}

BOOST_FIXTURE_TEST_CASE(a_role_changes_within_its_unit_and_ends_what_the_old_one_opened, Fixture) {
    auto const owner = add("owner", Role::producer_owner);
    auto const grower = add("lan", Role::grower);
    give_access(grower);
    auto const changed = must(changing(as(owner, Reach::own), grower.id, Role::producer_staff));
    BOOST_TEST((changed.role == Role::producer_staff));
    BOOST_TEST(changed.places.empty());
    BOOST_TEST(access_of(grower) == "0 0 1");
    BOOST_TEST((state_of(grower) == AccountState::active));
    auto const inspector =
        must(changing(who, add("guest", Role::guest_inspector).id, Role::inspector));
    BOOST_TEST(!inspector.expires_at.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_role_of_another_unit_or_with_more_to_say_needs_an_invitation, Fixture) {
    add("other_owner", Role::producer_owner);
    add("other_admin", Role::administrator);
    for (auto const from : test::all_of<Role>()) {
        auto const name = "lan" + std::to_string(static_cast<int>(from));
        auto const account = add(name, from);
        for (auto const to : test::all_of<Role>()) {
            bool const allowed = accounts::unit_of(from) == accounts::unit_of(to) &&
                                 to != Role::grower && to != Role::guest_inspector;
            if (allowed) {
                must(changing(who, account.id, to));
                test::tamper(*this, [&](Transaction& tx) {
                    auto again = accounts::load_account(tx, account.id).value();
                    again.role = from;
                    BOOST_TEST(accounts::put_account(tx, who, "enabled", again).has_value());
                });
            } else {
                BOOST_TEST(
                    refusal(changing(who, account.id, to)) == "refused role_elsewhere /role"
                );
            }
        }
    }
    // What the changer never gives is not theirs, wherever it lies.
    auto const officer = as(add("officer", Role::officer));
    auto const lan = add("lan", Role::commune_officer);
    BOOST_TEST(
        refusal(changing(officer, lan.id, Role::administrator)) == "forbidden role_not_yours /role"
    );
}

BOOST_FIXTURE_TEST_CASE(a_recovery_ends_all_access_freezes_orders_and_tells_all_owners, Fixture) {
    auto const commune = as(add("commune", Role::commune_officer));
    auto const lan = add("lan", Role::producer_staff);
    auto const owner = add("owner", Role::producer_owner);
    auto const second = add("second", Role::producer_owner);
    auto const disabled =
        test::put_state(*this, add("gone", Role::producer_owner), AccountState::disabled);
    auto const staff = add("staff", Role::producer_staff);
    auto const foreign = add("foreign", Role::producer_owner, false);
    give_access(lan);
    give_access(owner);
    auto const made = must(recovering(commune, lan.id));
    BOOST_TEST(access_of(lan) == "0 0 0");
    BOOST_TEST(access_of(owner) == "1 1 1");
    BOOST_TEST((state_of(lan) == AccountState::active));
    auto const thawed = [&](std::string_view whose, std::int64_t after_ms) {
        return test::slug_of(
            accounts::check_orders_thawed(*store().snapshot(), whose, {clock().now().ms + after_ms})
        );
    };
    BOOST_TEST(thawed(producer, 24 * 3'600'000 - 1) == "orders_frozen");
    BOOST_TEST(thawed(producer, 24 * 3'600'000) == "");
    BOOST_TEST(thawed(other, 0) == "");
    for (auto const& account : {owner, second}) {
        auto const notices = accounts::notices_of(*store().snapshot(), account.id, 9).value();
        BOOST_TEST_REQUIRE(notices.size() == 1u);
        BOOST_TEST((notices[0].kind == accounts::NoticeKind::account_recovered));
        BOOST_TEST(notices[0].subject == lan.id);
        BOOST_TEST(notices[0].actor == commune.account);
    }
    for (auto const& account : {lan, disabled, staff, foreign}) {
        BOOST_TEST(told(account) == 0u);
    }
    auto const back = must([&](Transaction& tx) {
        return accounts::accept_invitation(tx, made.token, "new hash");
    });
    BOOST_TEST(back.id == lan.id);
    BOOST_TEST(access_of(lan) == "0 0 1");
    BOOST_TEST(test::reason_of(store::check_store(*store().snapshot())) == "");
}

BOOST_FIXTURE_TEST_CASE(of_two_recoveries_the_first_opens_nothing, Fixture) {
    auto const lan = add("lan", Role::producer_staff);
    auto const first = must(recovering(who, lan.id)).token;
    auto const second = must(recovering(who, lan.id)).token;
    auto const found = [&](std::string const& token) {
        return test::slug_of(accounts::find_invitation(*store().snapshot(), token, clock().now()));
    };
    BOOST_TEST(found(first) == "invitation_not_found");
    BOOST_TEST(found(second) == "");
}

BOOST_FIXTURE_TEST_CASE(who_lost_the_first_token_gets_another_and_the_old_one_is_over, Fixture) {
    for (auto const role : {Role::producer_staff, Role::officer}) {
        auto const name = "late" + std::to_string(static_cast<int>(role));
        auto const account = add(name, role);
        test::put_state(*this, account, AccountState::invited);
        auto const first = must(recovering(who, account.id));
        auto const second = must(recovering(who, account.id));
        BOOST_TEST((second.account.state == AccountState::invited));
        auto const now = clock().now();
        auto const kind = accounts::find_invitation(*store().snapshot(), second.token, now);
        BOOST_TEST_REQUIRE(test::reason_of(kind) == "");
        BOOST_TEST((kind->kind == accounts::InvitationKind::first));
        BOOST_TEST(
            test::slug_of(accounts::find_invitation(*store().snapshot(), first.token, now)) ==
            "invitation_not_found"
        );
    }
}

BOOST_FIXTURE_TEST_CASE(a_recovery_is_for_producers_people_and_says_what_was_looked_at, Fixture) {
    auto const lan = add("lan", Role::producer_staff);
    for (auto const& evidence :
         {std::string(), std::string(" "), std::string("a\nb"), std::string(301, 'a')}) {
        BOOST_TEST(
            refusal(recovering(who, lan.id, evidence)) == "malformed request_invalid /evidence"
        );
    }
    for (auto const role : test::all_of<Role>()) {
        if (of_producers.count(role) == 0) {
            auto const name = "official" + std::to_string(static_cast<int>(role));
            BOOST_TEST((must(recovering(who, add(name, role).id)).account.role == role));
        }
    }
    auto const commune = as(add("commune", Role::commune_officer, false));
    BOOST_TEST(refusal(recovering(commune, lan.id)) == "not_found account_not_found");
}

BOOST_FIXTURE_TEST_CASE(who_leaves_has_no_access_left_and_keeps_the_name, Fixture) {
    auto const lan = add("lan", Role::producer_staff);
    give_access(lan);
    must(leaving(lan));
    BOOST_TEST((state_of(lan) == AccountState::left));
    BOOST_TEST(access_of(lan) == "0 0 0");
    BOOST_TEST(test::account_now(*this, lan.id).login == "lan");
}

BOOST_FIXTURE_TEST_CASE(erasure_leaves_nothing_that_says_who_it_was, Fixture) {
    auto request = person("lan.nguyen", Role::producer_staff);
    request.name = "Nguyễn Thị Lan Anh";
    auto const lan = test::add_active(*this, request);
    auto const owner = add("owner", Role::producer_owner);
    give_access(lan);
    test::tamper(*this, [&](Transaction& tx) { accounts::put_notice(tx, random, lan.id, {}); });
    must(erasing(lan.id));
    BOOST_TEST((state_of(lan) == AccountState::erased));
    BOOST_TEST(access_of(lan) == "0 0 0");
    BOOST_TEST(told(lan) == 0u);
    for (std::string const text : {"lan.nguyen", "Nguyễn Thị Lan Anh", "hash of", "box of"}) {
        BOOST_TEST(!test::holds(*this, text), text);
    }
    BOOST_TEST(test::account_now(*this, owner.id).login == "owner");
    BOOST_TEST(test::reason_of(store::check_store(*store().snapshot())) == "");
    BOOST_TEST(refusal(erasing("nobody")) == "not_found account_not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
