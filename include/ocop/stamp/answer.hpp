#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>
#include <ocop/crypto/jws.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What a check was answered, signed, so that it can be held against the service: a flattened JWS
// (ES256) by the answer key of the trust list. With the public log of `log_size` entries anyone can
// judge whether the answer was true. FORMAT.md. Pure; any thread.
namespace ocop::stamp {

inline constexpr std::string_view answer_type = "ocop-answer+jws";
inline constexpr std::string_view answer_kid = "answer-1";
inline constexpr std::size_t answer_bytes_max = 4096;

struct SignedAnswer {
    std::int64_t v = 1;
    std::string verdict;  // code of the headline
    std::string gtin;
    std::string lot;
    std::string serial;         // ten characters
    std::string order;          // that the serial lies in
    std::int64_t position = 0;  // in the order; 1 is the first
    std::int64_t entry = 0;     // index of the ledger entry of the order's issue
    std::string facts;  // SHA-256 of what the answer says, as it says (FORMAT.md); lower-case hex
    Instant at;
    std::int64_t log_size = 0;  // of the ledger that was read

    friend bool operator==(SignedAnswer const&, SignedAnswer const&) = default;
};
BOOST_DESCRIBE_STRUCT(
    SignedAnswer, (), (v, verdict, gtin, lot, serial, order, position, entry, facts, at, log_size)
)

// JSON text. Fails only as `sign` does.
Result<std::string> sign_answer(SignedAnswer const& answer, crypto::SignBytes const& sign);

// Errors of crypto::parse_jws; malformed "answer_malformed" when a member is missing, unknown or
// out of range, or the type is another; refused "answer_signature_wrong" when `key` did not sign.
Result<SignedAnswer> parse_answer(std::string_view text, crypto::P256PublicKey const& key);

}  // namespace ocop::stamp
