#include "http/tls.hpp"

#include "served.hpp"

#include <ocop/crypto/p256.hpp>

#include <boost/test/unit_test.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>

BOOST_AUTO_TEST_SUITE(tls)

using namespace ocop::http;
using namespace ocop::http::test;

namespace {

bool connects(Served const& served, ClientOptions const& options) {
    Client client(served.port(), options);
    return client.connected() && client.ask(get("/hello")).status == 200;
}

ClientOptions only(int version, std::string ciphers = "") {
    ClientOptions out;
    out.version_min = version;
    out.version_max = version;
    out.ciphers = std::move(ciphers);
    return out;
}

std::string rsa_key_pem() {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key(EVP_RSA_gen(2048), EVP_PKEY_free);
    std::unique_ptr<BIO, decltype(&BIO_free_all)> const out(BIO_new(BIO_s_mem()), BIO_free_all);
    PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::array<char, 4096> text{};
    auto const size = BIO_read(out.get(), text.data(), static_cast<int>(text.size()));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string reason_of(std::string const& certificate_pem, std::string const& key_pem) {
    auto const made = make_tls_context(certificate_pem, key_pem);
    return made ? "" : made.error().faults.at(0).reason;
}

}  // namespace

BOOST_AUTO_TEST_CASE(asvs_12_1_1_tls_1_2_and_1_3_are_spoken_and_nothing_older) {
    Served served;
    BOOST_TEST(connects(served, only(TLS1_3_VERSION)));
    BOOST_TEST(connects(served, only(TLS1_2_VERSION)));
    BOOST_TEST(!connects(served, only(TLS1_1_VERSION)));
    BOOST_TEST(!connects(served, only(TLS1_VERSION)));
}

BOOST_AUTO_TEST_CASE(asvs_12_1_2_only_forward_secret_authenticated_ciphers_are_taken) {
    Served served;
    for (auto const* cipher :
         {"ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
        BOOST_TEST(connects(served, only(TLS1_2_VERSION, cipher)), cipher);
    }
    for (auto const* cipher :
         {"ECDHE-ECDSA-AES128-SHA",
          "ECDHE-ECDSA-AES256-SHA384",
          "ECDHE-ECDSA-AES128-CCM",
          "AES128-GCM-SHA256",
          "DHE-RSA-AES128-GCM-SHA256",
          "AES128-SHA"}) {
        BOOST_TEST(!connects(served, only(TLS1_2_VERSION, cipher)), cipher);
    }
}

BOOST_AUTO_TEST_CASE(asvs_12_1_2_only_the_listed_curves_are_taken) {
    Served served;
    for (auto const* group : {"X25519", "P-256", "P-384"}) {
        ClientOptions options;
        options.groups = group;
        BOOST_TEST(connects(served, options), group);
    }
    ClientOptions options;
    options.groups = "P-521";
    BOOST_TEST(!connects(served, options));
}

BOOST_AUTO_TEST_CASE(a_client_of_another_protocol_is_refused) {
    Served served;
    ClientOptions options;
    options.protocols = "\x02h2\x08http/1.1";
    Client both(served.port(), options);
    BOOST_TEST_REQUIRE(both.connected());
    unsigned char const* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(both.tls(), &chosen, &size);
    BOOST_TEST(std::string(reinterpret_cast<char const*>(chosen), size) == "http/1.1");
    options.protocols =
        "\x02h2\x03"
        "ftp";
    BOOST_TEST(!Client(served.port(), options).connected());
}

BOOST_AUTO_TEST_CASE(renegotiation_is_refused) {
    Served served;
    Client client(served.port(), only(TLS1_2_VERSION));
    BOOST_TEST_REQUIRE(client.connected());
    SSL_renegotiate(client.tls());
    auto const shaken = SSL_do_handshake(client.tls()) == 1 && client.send(get("/hello")) &&
                        SSL_renegotiate_pending(client.tls()) == 0;
    BOOST_TEST(!shaken);
}

BOOST_AUTO_TEST_CASE(plain_http_gets_no_answer) {
    Served served;
    ClientOptions options;
    options.plain = true;
    Client client(served.port(), options);
    client.send(get("/hello"));
    BOOST_TEST(client.read_all().find("HTTP/") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_new_certificate_serves_new_connections_and_open_ones_live) {
    Served served;
    Client old(served.port());
    BOOST_TEST(old.ask(get("/hello")).status == 200);
    auto const serial_of = [](Client const& client) {
        std::unique_ptr<X509, decltype(&X509_free)> const certificate(
            SSL_get1_peer_certificate(client.tls()), X509_free
        );
        return ASN1_INTEGER_get(X509_get0_serialNumber(certificate.get())) == 0
                   ? std::string()
                   : std::string(
                         reinterpret_cast<char const*>(
                             ASN1_STRING_get0_data(X509_get0_serialNumber(certificate.get()))
                         ),
                         8
                     );
    };
    auto const next = make_identity("localhost");
    BOOST_TEST(served.server.reload_certificate(next.certificate_pem, next.key_pem).has_value());
    Client fresh(served.port());
    BOOST_TEST((serial_of(fresh) != serial_of(old)));
    BOOST_TEST(fresh.ask(get("/hello")).status == 200);
    BOOST_TEST(old.ask(get("/hello")).status == 200);

    auto const bad = served.server.reload_certificate(next.certificate_pem, localhost().key_pem);
    BOOST_TEST_REQUIRE(!bad.has_value());
    BOOST_TEST(bad.error().slug == "certificate_malformed");
    Client still(served.port());
    BOOST_TEST((serial_of(still) == serial_of(fresh)));
}

BOOST_AUTO_TEST_CASE(an_unusable_certificate_is_named) {
    auto const& good = localhost();
    BOOST_TEST(reason_of(good.certificate_pem, good.key_pem) == "");
    BOOST_TEST(reason_of("", good.key_pem) == "no certificate in PEM form");
    BOOST_TEST(reason_of(good.key_pem, good.key_pem) == "no certificate in PEM form");
    BOOST_TEST(reason_of(good.certificate_pem, "") == "no plain private key in PEM form");
    auto const other = make_identity("localhost");
    BOOST_TEST(
        reason_of(good.certificate_pem, other.key_pem) == "the key is not the certificate's"
    );
    BOOST_TEST(
        reason_of(good.certificate_pem, rsa_key_pem()) == "the key is not the certificate's"
    );
    auto const encrypted = ocop::crypto::P256PrivateKey::generate().to_encrypted_pem("pass");
    BOOST_TEST(reason_of(good.certificate_pem, encrypted) == "no plain private key in PEM form");
    auto const expired = make_identity("localhost", -1);
    BOOST_TEST(
        reason_of(expired.certificate_pem, expired.key_pem) == "the certificate is not valid now"
    );
    auto options = server_options();
    options.key_pem = other.key_pem;
    BOOST_CHECK_THROW(Served({}, options), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
