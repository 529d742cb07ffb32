#pragma once

#include "accounts/account.hpp"

#include <string>
#include <string_view>

// How an account comes by its first password, and by a new one after a recovery: a token given to
// its person alone, used once. 43 characters (256 random bits); the store keeps its SHA-256.
//
// At rest, space accounts: 'v' ‖ SHA-256(token) → the invitation (JSON). Not a leaf.
namespace ocop::accounts {

inline constexpr std::int64_t invitation_ms = 7 * 86'400'000LL;
inline constexpr std::int64_t recovery_ms = 3'600'000;  // its person stands at the counter

BOOST_DEFINE_ENUM_CLASS(InvitationKind, first, recovery)

struct Invitation {
    std::int64_t v = 1;
    std::string account;
    InvitationKind kind = InvitationKind::first;
    std::int64_t revision = 0;  // of the account when the token was made
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (v, account, kind, revision, expires_at))

// Writes it for the account as it was just written; gives the token, the only time it is known.
std::string put_invitation(
    store::Transaction& tx, Random& random, Account const& account, InvitationKind kind
);

// not_found "invitation_not_found" for a token that is unknown, used, or over at `now`, and for an
// account that was changed in any way meanwhile: disabled, above all, or given another token.
Result<Invitation> find_invitation(
    store::Reader const& reader, std::string_view token, Instant now
);

// Uses the token up: the account is active and its password is `password_hash`. A recovered account
// has lost its second factor and sets up another.
Result<Account> accept_invitation(
    store::Transaction& tx, std::string_view token, std::string const& password_hash
);

}  // namespace ocop::accounts
