#include "crypto/openssl.hpp"

#include <ocop/crypto/p256.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace ocop::crypto {

namespace {

using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using IpAddress = std::unique_ptr<ASN1_OCTET_STRING, Release<ASN1_OCTET_STRING_free>>;

bool is_ip(std::string const& name) {
    return IpAddress(a2i_IPADDRESS(name.c_str())) != nullptr;
}

void extend(X509* certificate, int nid, std::string const& value) {
    Extension const extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
    must(extension != nullptr);
    must(X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

std::string make_self_signed_certificate(
    P256PrivateKey const& key, std::string_view const* names, std::size_t count, int days
) {
    ErrorScope const errors;
    auto const pem = key.to_plain_pem();
    Bio const in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Pkey const pkey(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    Certificate const certificate(X509_new());
    must(pkey != nullptr && certificate != nullptr && count > 0);
    auto* const c = certificate.get();
    Bignum const serial(BN_new());
    must(BN_rand(serial.get(), 159, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1);
    must(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(c)) != nullptr);
    must(X509_set_version(c, X509_VERSION_3) == 1);
    X509_gmtime_adj(X509_getm_notBefore(c), -3600);
    X509_gmtime_adj(X509_getm_notAfter(c), days * 86400L);
    must(X509_set_pubkey(c, pkey.get()) == 1);
    std::string const first(names[0]);
    auto* const subject = X509_get_subject_name(c);
    must(
        X509_NAME_add_entry_by_txt(
            subject,
            "CN",
            MBSTRING_UTF8,
            reinterpret_cast<unsigned char const*>(first.data()),
            static_cast<int>(first.size()),
            -1,
            0
        ) == 1
    );
    must(X509_set_issuer_name(c, subject) == 1);
    std::string alternatives;
    for (std::size_t i = 0; i < count; ++i) {
        std::string const name(names[i]);
        alternatives += (i == 0 ? "" : ",") + std::string(is_ip(name) ? "IP:" : "DNS:") + name;
    }
    extend(c, NID_subject_alt_name, alternatives);
    extend(c, NID_basic_constraints, "critical,CA:FALSE");
    extend(c, NID_key_usage, "critical,digitalSignature");
    extend(c, NID_ext_key_usage, "serverAuth");
    must(X509_sign(c, pkey.get(), EVP_sha256()) > 0);
    Bio const out(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_X509(out.get(), c) == 1);
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace ocop::crypto
