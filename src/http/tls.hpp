#pragma once

#include <ocop/base/release.hpp>
#include <ocop/base/result.hpp>

#include <openssl/ssl.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ocop::http {

using SslContext = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;

// A server's TLS settings: Mozilla 5.7 "intermediate" without DHE: TLS 1.2 and 1.3, ECDHE with AEAD
// only, X25519, P-256 and P-384; no renegotiation, compression or early data; ALPN http/1.1, and a
// client that offers only others is refused (RFC 7301 §3.2).
// `certificate_pem`: leaf, then intermediates. Malformed "certificate_malformed", with the reason:
// does not load, key does not match, key other than P-256 and Ed25519 (RSA costs three times the
// handshake), leaf not valid now.
Result<SslContext> make_tls_context(std::string_view certificate_pem, std::string_view key_pem);

// A client's, with the same versions, ciphers and groups: a peer must show a chain that ends in
// `trusted_pem`, or in the system's store when that is empty. The name is checked per connection:
// expect_peer(). No session is kept. Malformed "certificate_malformed": no certificate in
// `trusted_pem`, or one that does not load. Revocation is not asked for.
Result<SslContext> make_client_tls_context(std::string_view trusted_pem);

// The identity that the peer of `tls` must have, before the handshake: `host` is a DNS name (also
// sent as SNI; a certificate's wildcard stands for one whole label) or, when `address_bytes` is not
// empty, the IP address that the certificate must name.
void expect_peer(SSL* tls, std::string const& host, std::span<unsigned char const> address_bytes);

}  // namespace ocop::http
