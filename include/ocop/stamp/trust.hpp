#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>
#include <ocop/crypto/jws.hpp>
#include <ocop/crypto/p256.hpp>
#include <ocop/stamp/payload.hpp>

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The trust list, /.well-known/ocop-trust.json: which keys may sign stamps, for which authority, on
// which hosts. A flattened JWS (ES256) by the list key, which carries in its unprotected header the
// list key's certificate: a JWS by the offline root. Layout: FORMAT.md. Any thread.
namespace ocop::stamp {

inline constexpr std::size_t trust_bytes_max = 1024 * 1024;
inline constexpr std::string_view trust_type = "ocop-trust+jws";
inline constexpr std::string_view list_key_type = "ocop-list-key+jws";

struct TrustAuthority {
    std::string id;
    std::string name;
    std::optional<std::string> successor;  // id of the authority that took over

    friend bool operator==(TrustAuthority const&, TrustAuthority const&) = default;
};

BOOST_DESCRIBE_STRUCT(TrustAuthority, (), (id, name, successor))

struct TrustKey {
    Kid kid;
    std::string authority;   // an id of the list
    std::string public_key;  // base64url of the 65-byte point
    // When an order may be logged, first to last moment; never when a stamp is read.
    Instant logged_from;
    Instant logged_until;
    bool demo = false;
    std::optional<std::uint64_t> revoked_at_size;  // good for orders with an entry index below it

    friend bool operator==(TrustKey const&, TrustKey const&) = default;
};

BOOST_DESCRIBE_STRUCT(
    TrustKey, (), (kid, authority, public_key, logged_from, logged_until, demo, revoked_at_size)
)

struct TrustLog {
    std::string vkey;  // of the transparency log, C2SP signed-note form

    friend bool operator==(TrustLog const&, TrustLog const&) = default;
};

BOOST_DESCRIBE_STRUCT(TrustLog, (), (vkey))

struct TrustList {
    int v = 1;
    std::uint64_t version = 0;  // grows with every list; a client refuses a lower one
    Instant issued_at;
    std::uint32_t max_age_s = 0;
    std::vector<TrustAuthority> authorities;
    std::vector<std::string> hosts;  // "host" or "host:port", lower case
    std::vector<TrustKey> keys;      // one per kid
    std::optional<TrustLog> log;
    std::optional<std::string> answer_key;  // base64url of the 65-byte point

    TrustKey const* find_key(Kid kid) const;
    bool is_stale(Instant now) const;  // a fact for the reader to show, never a refusal

    friend bool operator==(TrustList const&, TrustList const&) = default;
};

BOOST_DESCRIBE_STRUCT(
    TrustList, (), (v, version, issued_at, max_age_s, authorities, hosts, keys, log, answer_key)
)

// What the root says of the list key.
struct ListKey {
    int v = 1;
    std::string use = "list";
    std::string kid;
    std::string public_key;  // base64url of the 65-byte point
    Instant not_before;      // lists issued from
    Instant not_after;       // to here

    friend bool operator==(ListKey const&, ListKey const&) = default;
};

BOOST_DESCRIBE_STRUCT(ListKey, (), (v, use, kid, public_key, not_before, not_after))

// A list whose signature was good under the key in its own certificate. Only `root_checked` says
// that this key is to be trusted.
struct TrustFile {
    TrustList list;
    ListKey list_key;
    bool root_checked = false;
};

// Reads and checks. `root_pem` is the root's public key; without it the certificate's signature is
// not judged. Unknown members are skipped. Errors:
//   those of crypto::parse_jws
//   malformed "trust_malformed"           payload or certificate lacks or garbles a member
//   refused   "trust_signature_wrong"     the list key in the certificate did not sign this
//   refused   "trust_root_mismatch"       the root given did not sign the certificate
//   refused   "trust_key_window"          the list was issued outside the list key's window
//   malformed "key_malformed"             root_pem
Result<TrustFile> parse_trust_list(std::string_view text, std::optional<std::string_view> root_pem);

// The rules a list must keep, as parse_trust_list applies them: "trust_malformed" with all faults.
Result<void> check_trust_list(TrustList const& list);

// The certificate of a list key, signed by the root: JSON text. Fails only as `root` does.
Result<std::string> sign_list_key(
    ListKey const& key, std::string_view root_kid, crypto::SignBytes const& root
);
// The list as served. `certificate` is what sign_list_key gave. Fails as `sign` does, or as
// check_trust_list, or malformed "trust_malformed" on a certificate that is none.
Result<std::string> sign_trust_list(
    TrustList const& list, std::string_view certificate, crypto::SignBytes const& sign
);

}  // namespace ocop::stamp
