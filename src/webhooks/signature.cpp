#include "webhooks/signature.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::webhooks {

std::string sign(std::string_view token, Attempt const& attempt, std::string_view body) {
    auto const time = std::to_string(attempt.at.ms / 1000);
    auto const text = time + '.' + attempt.name + '.' + std::string(body);
    auto const mac = crypto::hmac_sha256(as_bytes(token), as_bytes(text));
    return "HMAC-SHA256 t=" + time + ",n=" + attempt.name + ",s=" + to_hex(mac);
}

}  // namespace ocop::webhooks
