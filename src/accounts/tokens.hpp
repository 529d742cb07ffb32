#pragma once

#include "accounts/principal.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>

#include <string>
#include <string_view>

// API tokens. A token is "ocop_" and 43 characters (256 random bits); the store keeps its SHA-256
// alone, so a copy of the database opens nothing. SHA-256 suffices: there is nothing to guess.
namespace ocop::accounts {

// At rest: space accounts, key 't' ‖ SHA-256(token). Not a ledger leaf.
struct Token {
    std::int64_t v = 1;
    std::string account;
    std::string label;  // for people: what it is used for
    Instant created_at;
    bool demo = false;  // made with demo data
};
BOOST_DESCRIBE_STRUCT(Token, (), (v, account, label, created_at, demo))

// A new token's text; the only time it is known.
std::string new_token(Random& random);
void put_token(store::Transaction& tx, std::string_view token, Token const& record);

// unauthenticated "token_missing" for an empty text, "token_unknown" otherwise.
Result<Principal> authenticate(store::Reader const& reader, std::string_view token);

// The token in an Authorization header: "Bearer ocop_…" (RFC 6750); empty when there is none.
std::string_view bearer_token(std::string_view authorization);

// True when no token exists: first start.
Result<bool> no_tokens(store::Reader const& reader);

}  // namespace ocop::accounts
