#pragma once

#include <ocop/bundle/body.hpp>
#include <ocop/crypto/jws.hpp>
#include <ocop/stamp/trust.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The offline bundle's file: a signed head of one line, LF, and the body. FORMAT.md. Pure; any
// thread.
namespace ocop::bundle {

inline constexpr std::string_view head_type = "ocop-bundle+jws";
inline constexpr std::string_view head_kid = "answer-1";
inline constexpr std::size_t head_bytes_max = std::size_t{1} << 20;
inline constexpr std::int64_t fresh_s_max = 86'400;
inline constexpr std::int64_t max_age_s_max = 259'200;

struct Head {
    std::int64_t v = 1;
    Moment issued_at;  // when the register was read
    std::uint64_t log_size = 0;
    std::int64_t fresh_s = fresh_s_max;
    std::int64_t max_age_s = max_age_s_max;
    std::string body;  // SHA-256 of the body, lower-case hex
    std::uint64_t body_bytes = 0;

    friend bool operator==(Head const&, Head const&) = default;
};
BOOST_DESCRIBE_STRUCT(Head, (), (v, issued_at, log_size, fresh_s, max_age_s, body, body_bytes))

// The head's line without its LF; `trust` is the trust list as served. Fails as `sign` does;
// malformed "trust_malformed" when `trust` is no JSON object.
Result<std::string> sign_head(
    Head const& head, std::string_view trust, crypto::SignBytes const& sign
);

// What of an earlier bundle a new one is held against.
struct Held {
    std::uint64_t log_size = 0;
    Instant issued_at;
    std::uint64_t trust_version = 0;
};

struct File {
    Head head;  // fresh_s and max_age_s at most what the format says
    stamp::TrustFile trust;
    Body body;
};

// Everything but the ages of a clock. Without `root_pem` nobody outside vouches for the trust list
// (trust.root_checked). Errors, in this order:
//   malformed "bundle_malformed"         no head, a head of another form
//   those of stamp::parse_trust_list     the list in the head
//   refused "bundle_signature_wrong"     the list's answer key did not sign the head
//   refused "bundle_body_wrong"          the body is not the one that the head names
//   refused "bundle_older"               than what is `held`
//   malformed "bundle_malformed"         the body
Result<File> read_bundle(
    std::string_view file, std::optional<std::string_view> root_pem, std::optional<Held> held = {}
);

}  // namespace ocop::bundle
