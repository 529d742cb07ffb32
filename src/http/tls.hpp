#pragma once

#include <ocop/base/result.hpp>

#include <openssl/ssl.h>

#include <memory>
#include <string_view>

namespace ocop::http {

struct SslCtxFree {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

using SslContext = std::unique_ptr<SSL_CTX, SslCtxFree>;

// A server's TLS settings: Mozilla 5.7 "intermediate" without DHE: TLS 1.2 and 1.3, ECDHE with AEAD
// only, X25519, P-256 and P-384; no renegotiation, compression or early data; ALPN http/1.1, and a
// client that offers only others is refused (RFC 7301 §3.2).
// `certificate_pem`: leaf, then intermediates. Malformed "certificate_malformed", with the reason:
// does not load, key does not match, key other than P-256 and Ed25519 (RSA costs three times the
// handshake), leaf not valid now.
Result<SslContext> make_tls_context(std::string_view certificate_pem, std::string_view key_pem);

}  // namespace ocop::http
