#pragma once

#include "accounts/account.hpp"
#include "registry/register.hpp"

#include <ocop/base/random.hpp>

#include <string>
#include <string_view>

// Whose access who gives and takes: accounts joined with what they belong to in the register. Who
// may manage which role is the second table of accounts/access.cpp; an account that `who` does not
// manage is not there.
namespace ocop::registry {

using accounts::Account;

struct Invited {
    Account account;
    std::string token;  // for its person alone; the only time it is known
};

// malformed "request_invalid"; conflict "login_taken"; forbidden "role_not_yours" for a role that
// `who` never gives; refused "producer_unknown", "place_unknown", "authority_unknown" for what is
// not there or not for `who`.
// An owner from outside for a producer that has one: its owners are told and its orders stand still
// for a day, as after a recovery.
Result<Invited> invite(
    store::Transaction& tx, Principal const& who, Random& random, accounts::NewAccount request
);

// Whether `who` manages `account`; also what lists show. An auditor sees all.
Result<bool> may_see(store::Reader const& reader, Principal const& who, Account const& account);

// not_found "account_not_found", also for one that `who` may not see.
Result<Account> load_account_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

// Ends its sessions and API keys at once. conflict "account_state" when it is over already; refused
// "last_administrator", "own_account".
Result<Account> disable_account(store::Transaction& tx, Principal const& who, std::string_view id);

// Disabled, or left and come back; who has no password any more is invited, and gets a token by
// recover_account(). conflict "account_state" when it is neither.
Result<Account> enable_account(store::Transaction& tx, Principal const& who, std::string_view id);

struct RoleChange {
    accounts::Role role = accounts::Role::producer_staff;
};
BOOST_DESCRIBE_STRUCT(RoleChange, (), (role))

// Within the unit the account belongs to. Ends its sessions and API keys. Errors of
// disable_account(), and refused "last_owner"; forbidden "role_not_yours"; refused "role_elsewhere"
// for a role of another kind of unit, and for one that needs more than its name: grower, guest.
Result<Account> change_role(
    store::Transaction& tx, Principal const& who, std::string_view id, RoleChange request
);

// What the officer looked at before giving access back.
struct Recovery {
    std::string evidence;  // "CCCD shown, known in person": kept in the audit, not public
};
BOOST_DESCRIBE_STRUCT(Recovery, (), (evidence))

inline constexpr std::int64_t freeze_ms = 24 * 3'600'000;

// For who lost the phone, face to face: password, second factor, sessions and API keys are gone,
// and the token sets a new password within the hour. Of a producer's person: the producer's orders
// stand still for a day, and all its owners are told. Who is invited still, in any role, just gets
// another first token. conflict "account_state" when it is neither active nor invited; refused
// "own_account".
Result<Invited> recover_account(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view id,
    Recovery const& request
);

// One's own access, given up. refused "last_administrator", "last_owner".
Result<Account> leave(store::Transaction& tx, Principal const& who);

// All that says who it was: login, name, credentials, sessions, keys, notices. The pseudonym stays
// in ledger and audit. Errors of leave().
Result<Account> erase(store::Transaction& tx, Principal const& who, std::string_view id);

}  // namespace ocop::registry
