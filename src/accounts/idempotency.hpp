#pragma once

#include "accounts/principal.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <optional>
#include <string>
#include <string_view>

// Idempotency keys: a client that does not know whether its write arrived sends it again with the
// same key and gets the first answer, not a second order. The key's record is written in the
// transaction of the write itself, so one cannot exist without the other.
namespace ocop::accounts {

// A remembered answer. At rest: space accounts, key 'i' ‖ SHA-256(account ‖ 00 ‖ key). Not a leaf.
struct Remembered {
    std::int64_t v = 1;
    std::string request;  // hex SHA-256 of method, path and body
    std::int64_t status = 0;
    std::string location;
    std::string body;
    Instant at;
    std::optional<std::string> entries = {};  // of the ledger: "17", or "17-19"
    std::optional<std::string> leaf = {};     // base64 of the last one's leaf hash
};
BOOST_DESCRIBE_STRUCT(Remembered, (), (v, request, status, location, body, at, entries, leaf))

inline constexpr std::size_t idempotency_key_bytes_max = 200;

// What `request` (a hash of all that matters in it) was answered under `key` before; an empty
// optional if never. refused "idempotency_key_reused" when the key came with another request;
// malformed "idempotency_key_malformed" when it is empty, too long or not printable ASCII.
Result<std::optional<Remembered>> find_remembered(
    store::Reader const& reader,
    Principal const& principal,
    std::string_view key,
    std::string_view request
);
void remember(
    store::Transaction& tx, Principal const& principal, std::string_view key, Remembered answer
);

}  // namespace ocop::accounts
