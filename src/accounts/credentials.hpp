#pragma once

#include "accounts/account.hpp"
#include "accounts/totp.hpp"

#include <ocop/crypto/box.hpp>

#include <string>
#include <string_view>
#include <vector>

// What an account proves itself by: a password, a TOTP secret, recovery codes. Hashing a password
// is done before the transaction that stores it.
//
// At rest, space accounts: 'c' ‖ account id → the record. Not a leaf.
namespace ocop::accounts {

// Opens TOTP secrets at rest; lies in a file beside the database, so that a copy of the database
// alone opens nothing.
using VaultKey = crypto::BoxKey;

// What authenticator apps show beside the code.
inline constexpr std::string_view totp_issuer = "OCOP Trace";

struct Credentials {
    std::int64_t v = 1;
    std::string password;               // Argon2id, encoded; empty: none set
    std::string totp;                   // base64url of the box around the secret; empty: none
    std::string totp_pending;           // the same, until its first code is given
    std::int64_t totp_step = -1;        // of the last code used: none is used twice
    std::vector<std::string> recovery;  // hex SHA-256 of the codes left
    Instant password_at;
    std::string oidc;  // hex hash of the identity it is linked to (oidc_link.hpp); empty: none
};
BOOST_DESCRIBE_STRUCT(
    Credentials, (), (v, password, totp, totp_pending, totp_step, recovery, password_at, oidc)
)

// An empty record when there is none.
Result<Credentials> load_credentials(store::Reader const& reader, std::string_view account);
void put_credentials(store::Transaction& tx, std::string_view account, Credentials const& record);
// With the link to an OpenID identity.
Result<void> erase_credentials(store::Transaction& tx, std::string_view account);
// Where that link lies: 'q' ‖ hash.
std::string oidc_key(std::string_view hex_hash);

// A new secret, kept as pending until confirm_totp().
Result<TotpSecret> begin_totp(
    store::Transaction& tx, Random& random, VaultKey const& key, std::string_view account
);

// Makes the pending secret the account's and gives its new recovery codes; the only time they are
// known. conflict "totp_not_begun"; unauthenticated "second_factor_wrong".
Result<std::vector<std::string>> confirm_totp(
    store::Transaction& tx,
    Random& random,
    VaultKey const& key,
    std::string_view account,
    std::string_view code
);

// Sets the secret as it is, for accounts that the operator makes at the machine.
void set_totp(
    Credentials& record,
    Random& random,
    VaultKey const& key,
    std::string_view account,
    TotpSecret const& secret
);

inline bool has_second_factor(Credentials const& record) {
    return !record.totp.empty();
}

// Takes a TOTP code or a recovery code, each once and never again. unauthenticated
// "second_factor_wrong"; conflict "second_factor_missing" when none is set up; corrupt
// "vault_key_wrong" when the box does not open.
Result<void> use_second_factor(
    store::Transaction& tx, VaultKey const& key, std::string_view account, std::string_view code
);

}  // namespace ocop::accounts
