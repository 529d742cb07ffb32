#pragma once

#include "accounts/access.hpp"
#include "accounts/account.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// API keys of producers' software. Its text is "ocop_", the key's id (16 characters, shown in
// lists), "_" and 43 characters (256 random bits); the store keeps the SHA-256 of the whole, so a
// copy of the database opens nothing. SHA-256 suffices: there is nothing to guess.
//
// At rest, space accounts (neither is a leaf):
//   't' ‖ key id                    → the key (JSON)
//   'T' ‖ account id ‖ 00 ‖ key id  → empty
namespace ocop::accounts {

inline constexpr std::int64_t api_key_days_max = 366;
inline constexpr std::size_t api_keys_max = 20;               // of one account
inline constexpr std::int64_t api_key_used_ms = 60 * 60'000;  // how exactly last_used_at is kept

struct ApiKey {
    std::int64_t v = 1;
    std::string id;
    std::string account;
    std::string label;  // for people: what it is used for
    std::vector<Scope> scopes;
    std::string hash;  // hex SHA-256 of its text
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;
    bool demo = false;  // made with demo data
};
BOOST_DESCRIBE_STRUCT(
    ApiKey, (), (v, id, account, label, scopes, hash, created_at, expires_at, last_used_at, demo)
)

struct NewApiKey {
    std::string label;
    std::vector<Scope> scopes;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (), (label, scopes, expires_at))

struct MadeApiKey {
    std::string text;  // the only time it is known
    ApiKey key;
};

// Checks and writes. malformed "request_invalid" (label, no scope, one twice, an end that is over
// or further than api_key_days_max); refused "scope_reserved" for `approve` unless `at_machine`;
// refused "api_keys_full".
Result<MadeApiKey> make_api_key(
    store::Transaction& tx,
    Random& random,
    Account const& account,
    NewApiKey request,
    bool at_machine
);

// unauthenticated "token_missing" for an empty text, "token_unknown" for any that is not a key's,
// or is over at `now`.
Result<ApiKey> find_api_key(store::Reader const& reader, std::string_view text, Instant now);

// The account's key of this id; empty: there is none (any more), or it is over at `now`.
Result<std::optional<ApiKey>> find_live_key(
    store::Reader const& reader, std::string_view account, std::string_view id, Instant now
);

Result<std::vector<ApiKey>> api_keys_of(store::Reader const& reader, std::string_view account);

// not_found "api_key_not_found", also for another account's.
Result<ApiKey> end_api_key(store::Transaction& tx, std::string_view account, std::string_view id);
Result<void> end_api_keys(store::Transaction& tx, std::string_view account);

// Notes that it was used at `now`; nothing for one that is gone.
Result<void> touch_api_key(store::Transaction& tx, std::string_view id, Instant now);

bool has_scope(ApiKey const& key, Scope scope);

// The text in an Authorization header: "Bearer ocop_…" (RFC 6750); empty when there is none.
std::string_view bearer_token(std::string_view authorization);

}  // namespace ocop::accounts
