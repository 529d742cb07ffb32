#pragma once

#include "http/message.hpp"

#include <ocop/base/bytes.hpp>

namespace ocop::api {

// What a request says of its body's SHA-256, against `hash`: Digest: sha-256=… (RFC 3230) and
// Content-Digest: sha-256=:…: (RFC 9530). Absent headers and other algorithms say nothing to us.
// malformed "digest_mismatch".
Result<void> check_digest(http::Request const& request, Hash const& hash);

}  // namespace ocop::api
