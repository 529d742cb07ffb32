#pragma once

#include "accounts/account.hpp"

#include <optional>
#include <string_view>

// Which identity at an OpenID provider stands for which account. Issuer and subject name a person
// for ever (OpenID Connect Core 1.0 §5.7); an e-mail address may change hands, so it only makes the
// first link.
//
// At rest, space accounts: 'q' ‖ SHA-256(issuer ‖ 00 ‖ subject) → account id. The account's
// credentials hold the same hash, so that it goes with them.
namespace ocop::accounts {

struct OidcSubject {
    std::string_view issuer;
    std::string_view subject;
    std::optional<std::string> verified_email;  // as the provider says; empty: none
};

// The account of an identity: the one it is linked to, else that of an official (of an authority or
// a commune) whose login is the verified address, who has a second factor and no link yet, which it
// is then linked to. forbidden "oidc_account_unknown" for all others, also when the account is not
// usable.
Result<Account> account_of(store::Transaction& tx, OidcSubject const& identity);

}  // namespace ocop::accounts
