#include "http/tls.hpp"

#include "crypto/openssl.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string>

namespace ocop::http {

namespace {

using crypto::must;

constexpr char const* ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr char const* suites =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr unsigned char http_1_1[] = "\x08http/1.1";

Error certificate_malformed(std::string reason) {
    return {Errc::malformed, "certificate_malformed", "", std::move(reason)};
}

crypto::Bio bio_of(std::string_view pem) {
    crypto::Bio out(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    must(out != nullptr);
    return out;
}

// Never asks the terminal for a passphrase, as OpenSSL's default does.
int no_passphrase(char* /*out*/, int /*size*/, int /*writing*/, void* /*argument*/) {
    return -1;
}

// NOLINTNEXTLINE(readability-function-size): the signature is OpenSSL's.
int choose_protocol(
    SSL* /*tls*/,
    unsigned char const** out,
    unsigned char* out_size,
    unsigned char const* offered,
    unsigned offered_size,
    void* /*argument*/
) {
    unsigned char* chosen = nullptr;
    auto const found = SSL_select_next_proto(
        &chosen, out_size, http_1_1, sizeof http_1_1 - 1, offered, offered_size
    );
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool is_admitted(EVP_PKEY const* key) {
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) return true;
    char group[32] = {};
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
           std::string_view(group) == SN_X9_62_prime256v1;
}

Result<void> use_certificates(SSL_CTX* context, std::string_view pem) {
    auto const in = bio_of(pem);
    crypto::Certificate const leaf(PEM_read_bio_X509(in.get(), nullptr, no_passphrase, nullptr));
    if (!leaf) return certificate_malformed("no certificate in PEM form");
    if (!is_admitted(X509_get0_pubkey(leaf.get()))) {
        return certificate_malformed("the key is neither P-256 nor Ed25519");
    }
    if (X509_cmp_current_time(X509_get0_notBefore(leaf.get())) >= 0 ||
        X509_cmp_current_time(X509_get0_notAfter(leaf.get())) <= 0) {
        return certificate_malformed("the certificate is not valid now");
    }
    if (SSL_CTX_use_certificate(context, leaf.get()) != 1) {
        return certificate_malformed("OpenSSL refuses the certificate");
    }
    while (auto* const next = PEM_read_bio_X509(in.get(), nullptr, no_passphrase, nullptr)) {
        must(SSL_CTX_add0_chain_cert(context, next) == 1);
    }
    return {};
}

Result<void> use_key(SSL_CTX* context, std::string_view pem) {
    auto const in = bio_of(pem);
    crypto::Pkey const key(PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr));
    if (!key) return certificate_malformed("no plain private key in PEM form");
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 ||
        SSL_CTX_check_private_key(context) != 1) {
        return certificate_malformed("the key is not the certificate's");
    }
    return {};
}

Result<void> trust(SSL_CTX* context, std::string_view pem) {
    auto const in = bio_of(pem);
    std::size_t count = 0;
    for (;; ++count) {
        crypto::Certificate const next(PEM_read_bio_X509(in.get(), nullptr, no_passphrase, nullptr)
        );
        if (!next) break;
        must(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), next.get()) == 1);
    }
    auto const at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (!at_end) return certificate_malformed("a trusted certificate does not load");
    if (count == 0) return certificate_malformed("no certificate in PEM form");
    return {};
}

void set_profile(SSL_CTX* context) {
    must(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
    must(SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1);
    must(SSL_CTX_set_cipher_list(context, ciphers) == 1);
    must(SSL_CTX_set_ciphersuites(context, suites) == 1);
    must(SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    // A server resumes by tickets, and keeps nothing per client; a client of ours never resumes.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    must(SSL_CTX_set_max_early_data(context, 0) == 1);
}

}  // namespace

Result<SslContext> make_tls_context(std::string_view certificate_pem, std::string_view key_pem) {
    crypto::ErrorScope const errors;
    SslContext context(SSL_CTX_new(TLS_server_method()));
    must(context != nullptr);
    set_profile(context.get());
    SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
    if (auto used = use_certificates(context.get(), certificate_pem); !used) return used.error();
    if (auto used = use_key(context.get(), key_pem); !used) return used.error();
    return context;
}

Result<SslContext> make_client_tls_context(std::string_view trusted_pem) {
    crypto::ErrorScope const errors;
    SslContext context(SSL_CTX_new(TLS_client_method()));
    must(context != nullptr);
    set_profile(context.get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    must(SSL_CTX_set_alpn_protos(context.get(), http_1_1, sizeof http_1_1 - 1) == 0);
    if (trusted_pem.empty()) {
        must(SSL_CTX_set_default_verify_paths(context.get()) == 1);
    } else if (auto trusted = trust(context.get(), trusted_pem); !trusted) {
        return trusted.error();
    }
    return context;
}

void expect_peer(SSL* tls, std::string const& host, std::span<unsigned char const> address_bytes) {
    if (!address_bytes.empty()) {
        auto* const rules = SSL_get0_param(tls);
        must(X509_VERIFY_PARAM_set1_ip(rules, address_bytes.data(), address_bytes.size()) == 1);
        return;
    }
    SSL_set_hostflags(
        tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT
    );
    must(SSL_set1_host(tls, host.c_str()) == 1);
    auto name = host;  // what SSL_set_tlsext_host_name does, without its C cast
    must(SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1);
}

}  // namespace ocop::http
