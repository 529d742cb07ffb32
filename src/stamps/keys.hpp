#pragma once

#include "accounts/principal.hpp"
#include "registry/values.hpp"
#include "store/record.hpp"

#include <ocop/stamp/payload.hpp>

#include <optional>
#include <vector>

// The register's knowledge of issuing keys: public halves, windows, revocations. Private halves are
// the signer's. At rest: space stamps, key 'k' ‖ kid; each change is a ledger leaf.
namespace ocop::stamps {

using accounts::Principal;

struct IssuingKey : registry::Stored {
    stamp::Kid kid;
    std::string authority;   // id
    std::string public_key;  // base64url of the 65-byte point
    // When an order under this key may be logged. Says nothing on when a stamp is read.
    Instant logged_from;
    Instant logged_until;
    bool demo = false;
    // Orders whose ledger index is below it stay good. Absent: not revoked.
    std::optional<std::uint64_t> revoked_at_size;
    std::optional<std::string> revocation_reason;
};
BOOST_DESCRIBE_STRUCT(
    IssuingKey,
    (registry::Stored),
    (kid, authority, public_key, logged_from, logged_until, demo, revoked_at_size, revocation_reason
    )
)

Result<std::optional<IssuingKey>> find_key(store::Reader const& reader, stamp::Kid kid);
Result<std::vector<IssuingKey>> list_keys(store::Reader const& reader);

// Makes a key known. The same key again changes nothing; conflict "kid_taken" for another one.
Result<void> register_key(store::Transaction& tx, Principal const& who, IssuingKey key);

// The key that an order of `authority` logged at `now` is signed with: of those whose window holds
// `now` and that are not revoked, the one with the latest start. refused "key_missing".
Result<IssuingKey> key_for_order(
    store::Reader const& reader, std::string_view authority, Instant now
);

struct Revocation {
    std::string reason;
    // The ledger size from which orders are no longer trusted; absent: from now on.
    std::optional<std::uint64_t> at_size;
};
BOOST_DESCRIBE_STRUCT(Revocation, (), (reason, at_size))

// not_found "key_not_found"; conflict "key_revoked"; malformed "request_invalid" for a size the
// ledger has not reached.
Result<IssuingKey> revoke_key(
    store::Transaction& tx, Principal const& who, stamp::Kid kid, Revocation request
);

}  // namespace ocop::stamps
