#include "accounts/id_token.hpp"

#include "jwt.hpp"

#include <boost/test/unit_test.hpp>

// Every check of an ID token, broken one by one. The keys are made here; so are the wrong tokens.
namespace ocop::accounts {

namespace {

using test::es256;
using test::hs256;
using test::jwk_of;
using test::jwt;
using test::JwtSigner;
using test::rs256;
using test::RsaKey;

constexpr std::string_view issuer = "https://id.example.vn/realm";
constexpr std::string_view client = "ocop-trace";
constexpr std::string_view nonce = "n-0S6_WzA2Mj";
constexpr std::int64_t now_s = 1'795'000'000;

std::shared_ptr<RsaKey const> const& rsa_key() {
    static auto const key = std::make_shared<RsaKey const>(2048);
    return key;
}

crypto::P256PrivateKey const& ec_key() {
    static auto const key = crypto::P256PrivateKey::generate();
    return key;
}

std::string key_set(std::initializer_list<json::object> keys) {
    json::array list;
    for (auto const& key : keys) {
        list.push_back(key);
    }
    return json::serialize(json::object{{"keys", list}});
}

json::object good_claims() {
    return {
        {"iss", issuer},
        {"sub", "248289761001"},
        {"aud", client},
        {"nonce", nonce},
        {"exp", now_s + 300},
        {"iat", now_s},
        {"email", "canbo@quangnam.gov.vn"},
        {"email_verified", true}};
}

struct Fixture {
    OidcKeys const keys =
        *parse_oidc_keys(key_set({jwk_of(ec_key().public_key(), "ec"), jwk_of(*rsa_key(), "rsa")}));
    OidcExpectations const expected{issuer, client, nonce, {now_s * 1000}};

    // "" or "slug pointer".
    std::string said(std::string const& token) const {
        auto const identity = verify_id_token(token, keys, expected);
        if (identity) return "";
        auto const& error = identity.error();
        BOOST_TEST((error.code == Errc::unauthenticated));
        if (error.faults.empty()) return std::string(error.slug);
        BOOST_TEST(error.slug == "oidc_token_refused");
        auto const& pointer = error.faults.front().pointer;
        return pointer.empty() ? "token" : pointer;
    }

    static std::string signed_claims(json::object const& claims) {
        return jwt(R"({"alg":"ES256","kid":"ec"})", json::serialize(claims), es256(ec_key()));
    }

    std::string with(std::string_view member, json::value value) const {
        auto claims = good_claims();
        claims[member] = std::move(value);
        return said(signed_claims(claims));
    }

    std::string without(std::string_view member) const {
        auto claims = good_claims();
        claims.erase(member);
        return said(signed_claims(claims));
    }

    // Signed by the EC key, whatever the header says.
    std::string with_header(std::string_view header) const {
        return said(jwt(header, json::serialize(good_claims()), es256(ec_key())));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(id_token)

BOOST_FIXTURE_TEST_CASE(a_token_of_either_algorithm_says_who_signed_in, Fixture) {
    auto const text = json::serialize(good_claims());
    for (auto const& token :
         {jwt(R"({"alg":"ES256","kid":"ec","typ":"JWT"})", text, es256(ec_key())),
          jwt(R"({"alg":"RS256","kid":"rsa"})", text, rs256(rsa_key()))}) {
        auto const identity = verify_id_token(token, keys, expected);
        BOOST_TEST_REQUIRE(identity.has_value());
        BOOST_TEST(identity->issuer == issuer);
        BOOST_TEST(identity->subject == "248289761001");
        BOOST_TEST(identity->email.value() == "canbo@quangnam.gov.vn");
        BOOST_TEST(identity->email_verified);
    }
}

BOOST_FIXTURE_TEST_CASE(a_signature_with_the_high_s_is_good, Fixture) {
    // n − s of what our own signer, which only knows the low one, made.
    auto const order =
        *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    JwtSigner const high = [&](std::string_view bytes) {
        auto signature = es256(ec_key())(bytes);
        int borrow = 0;
        for (std::size_t i = 32; i-- > 0;) {
            int const digit = order[i] - signature[32 + i] - borrow;
            borrow = digit < 0 ? 1 : 0;
            signature[32 + i] = static_cast<std::uint8_t>(digit & 0xff);
        }
        return signature;
    };
    auto const text = json::serialize(good_claims());
    BOOST_TEST(said(jwt(R"({"alg":"ES256","kid":"ec"})", text, high)) == "");
}

BOOST_FIXTURE_TEST_CASE(the_algorithm_is_fixed_by_the_key, Fixture) {
    auto const text = json::serialize(good_claims());
    auto const pem = ec_key().public_key().to_pem();
    for (std::string const alg :
         {"none", "None", "HS256", "ES384", "PS256", "RS256", "es256", ""}) {
        auto const header = R"({"alg":")" + alg + R"(","kid":"ec"})";
        BOOST_TEST(with_header(header) == "/alg", alg);
        BOOST_TEST(said(jwt(header, text, test::unsigned_jwt())) == "/alg", alg);
        BOOST_TEST(said(jwt(header, text, hs256(pem))) == "/alg", alg);
    }
    auto const rsa_pem = rsa_key()->public_pem();
    BOOST_TEST(said(jwt(R"({"alg":"HS256","kid":"rsa"})", text, hs256(rsa_pem))) == "/alg");
    BOOST_TEST(said(jwt(R"({"alg":"ES256","kid":"rsa"})", text, rs256(rsa_key()))) == "/alg");
    BOOST_TEST(with_header(R"({"kid":"ec"})") == "/alg");
    BOOST_TEST(with_header(R"({"alg":"RS256","kid":"rsa"})") == "signature");
    BOOST_TEST(said(jwt(R"({"alg":"ES256","kid":"ec"})", text, rs256(rsa_key()))) == "signature");
    BOOST_TEST(said(jwt(R"({"alg":"ES256","kid":"ec"})", text, hs256(pem))) == "signature");
    BOOST_TEST(
        said(jwt(R"({"alg":"ES256","kid":"ec"})", text, test::unsigned_jwt())) == "signature"
    );
}

BOOST_FIXTURE_TEST_CASE(a_key_that_is_not_published_is_unknown, Fixture) {
    auto const text = json::serialize(good_claims());
    auto const other = crypto::P256PrivateKey::generate();
    auto const foreign = jwt(R"({"alg":"ES256","kid":"theirs"})", text, es256(other));
    BOOST_TEST(said(foreign) == "oidc_key_unknown");
    BOOST_TEST(said(jwt(R"({"alg":"ES256"})", text, es256(ec_key()))) == "oidc_key_unknown");
    BOOST_TEST(said(jwt(R"({"alg":"ES256","kid":"ec"})", text, es256(other))) == "signature");
}

BOOST_FIXTURE_TEST_CASE(a_token_that_names_no_key_means_the_only_one, Fixture) {
    auto const token = jwt(R"({"alg":"ES256"})", json::serialize(good_claims()), es256(ec_key()));
    auto const one = parse_oidc_keys(key_set({jwk_of(ec_key().public_key(), "ec")}));
    BOOST_TEST_REQUIRE(one.has_value());
    BOOST_TEST(verify_id_token(token, *one, expected).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_header_may_not_bring_a_key_or_an_extension, Fixture) {
    BOOST_TEST(
        with_header(R"({"alg":"ES256","kid":"ec","jku":"https://evil.example/k"})") == "/jku"
    );
    BOOST_TEST(with_header(R"({"alg":"ES256","kid":"ec","x5u":"https://evil.example"})") == "/x5u");
    BOOST_TEST(with_header(R"({"alg":"ES256","kid":"ec","jwk":{"kty":"EC"}})") == "/jwk");
    BOOST_TEST(with_header(R"({"alg":"ES256","kid":"ec","x5c":[]})") == "/x5c");
    BOOST_TEST(with_header(R"({"alg":"ES256","kid":"ec","crit":["exp"]})") == "/crit");
    BOOST_TEST(with_header(R"({"alg":"ES256","kid":"ec","typ":"at+jwt"})") == "/typ");
    BOOST_TEST(with_header(R"({"alg":"ES256","kid":"ec","x5t":"ignored"})") == "");
}

BOOST_FIXTURE_TEST_CASE(header_and_claims_are_strict_json, Fixture) {
    for (auto const* header :
         {R"({"alg":"none","alg":"ES256","kid":"ec"})",
          R"({"alg":"ES256","kid":"no","kid":"ec"})",
          R"([])",
          R"("ES256")",
          "",
          "{",
          R"({"alg":"ES256","kid":7})",
          R"({"alg":"ES256","kid":"ec",})",
          R"({"alg":"ES256","kid":"ec"} x)"}) {
        BOOST_TEST(with_header(header) == "header", header);
    }
    auto const text = json::serialize(good_claims());
    auto const twice = R"({"sub":"somebody",)" + text.substr(1);
    for (auto const& claims :
         {twice, text + "x", "[" + text + "]", text.substr(1), std::string()}) {
        auto const token = jwt(R"({"alg":"ES256","kid":"ec"})", claims, es256(ec_key()));
        BOOST_TEST(said(token) == "claims", claims);
    }
}

BOOST_FIXTURE_TEST_CASE(it_is_of_this_issuer_and_for_this_client, Fixture) {
    BOOST_TEST(with("iss", "https://id.example.vn/other") == "/iss");
    BOOST_TEST(with("iss", "https://id.example.vn/realm/") == "/iss");
    BOOST_TEST(without("iss") == "/iss");
    BOOST_TEST(with("aud", "another") == "/aud");
    BOOST_TEST(with("aud", json::array{}) == "/aud");
    BOOST_TEST(with("aud", json::array{"another"}) == "/aud");
    BOOST_TEST(with("aud", nullptr) == "/aud");
    BOOST_TEST(without("aud") == "/aud");
    BOOST_TEST(with("aud", json::array{client}) == "");
    BOOST_TEST(with("aud", json::array{client, "another"}) == "/azp");
    BOOST_TEST(with("azp", "another") == "/azp");
    BOOST_TEST(with("azp", json::value(client)) == "");
    auto claims = good_claims();
    claims["aud"] = json::array{"another", client};
    claims["azp"] = client;
    BOOST_TEST(said(signed_claims(claims)) == "");
}

BOOST_FIXTURE_TEST_CASE(its_times_hold_within_a_minute, Fixture) {
    BOOST_TEST(with("exp", now_s - 59) == "");
    BOOST_TEST(with("exp", now_s - 60) == "/exp");
    BOOST_TEST(with("exp", now_s - 59.5) == "");
    BOOST_TEST(with("exp", "1795000300") == "/exp");
    BOOST_TEST(with("exp", -1) == "/exp");
    BOOST_TEST(with("exp", 1e300) == "/exp");
    BOOST_TEST(with("exp", nullptr) == "/exp");
    BOOST_TEST(without("exp") == "/exp");
    BOOST_TEST(with("iat", now_s + 60) == "");
    BOOST_TEST(with("iat", now_s + 61) == "/iat");
    BOOST_TEST(without("iat") == "/iat");
    BOOST_TEST(with("nbf", now_s + 60) == "");
    BOOST_TEST(with("nbf", now_s + 61) == "/nbf");
    BOOST_TEST(with("nbf", "soon") == "/nbf");
}

BOOST_FIXTURE_TEST_CASE(it_ends_the_sign_in_that_asked_for_it, Fixture) {
    BOOST_TEST(with("nonce", "n-0S6_WzA2Mk") == "/nonce");
    BOOST_TEST(with("nonce", "") == "/nonce");
    BOOST_TEST(without("nonce") == "/nonce");
    auto const token = signed_claims(good_claims());
    auto none = expected;
    none.nonce = "";
    BOOST_TEST(!verify_id_token(token, keys, none));
    auto claims = good_claims();
    claims.erase("nonce");
    BOOST_TEST(!verify_id_token(signed_claims(claims), keys, none));
}

BOOST_FIXTURE_TEST_CASE(a_subject_is_a_short_plain_text, Fixture) {
    BOOST_TEST(without("sub") == "/sub");
    BOOST_TEST(with("sub", "") == "/sub");
    BOOST_TEST(with("sub", json::value(std::string(255, 's'))) == "");
    BOOST_TEST(with("sub", json::value(std::string(256, 's'))) == "/sub");
    BOOST_TEST(with("sub", "a\nb") == "/sub");
    BOOST_TEST(with("sub", "Nguyễn") == "/sub");
    BOOST_TEST(with("sub", 248289761001) == "claims");
}

BOOST_FIXTURE_TEST_CASE(an_address_counts_as_verified_only_when_the_provider_says_so, Fixture) {
    auto const identity = [&](json::value const& email, json::value const& verified) {
        auto claims = good_claims();
        claims["email"] = email;
        claims["email_verified"] = verified;
        auto const found = verify_id_token(signed_claims(claims), keys, expected);
        BOOST_TEST_REQUIRE(found.has_value());
        return found->email.value_or("-") + (found->email_verified ? " verified" : "");
    };
    BOOST_TEST(identity("a@b.vn", true) == "a@b.vn verified");
    BOOST_TEST(identity("a@b.vn", false) == "a@b.vn");
    BOOST_TEST(identity("a@b.vn", "true") == "a@b.vn");
    BOOST_TEST(identity("a@b.vn", nullptr) == "a@b.vn");
    BOOST_TEST(identity("no address", true) == "-");
    BOOST_TEST(identity("a@b.vn\r\nBcc: c@d.vn", true) == "-");
    BOOST_TEST(identity(" a@b.vn", true) == "-");
    BOOST_TEST(identity(7, true) == "-");
}

BOOST_FIXTURE_TEST_CASE(every_truncation_and_every_flipped_byte_is_refused, Fixture) {
    auto const text = json::serialize(good_claims());
    for (auto const& token :
         {jwt(R"({"alg":"ES256","kid":"ec"})", text, es256(ec_key())),
          jwt(R"({"alg":"RS256","kid":"rsa"})", text, rs256(rsa_key()))}) {
        for (std::size_t at = 0; at < token.size(); ++at) {
            BOOST_TEST_REQUIRE(said(token.substr(0, at)) != "");
            for (int bit = 1; bit < 256; bit *= 4) {
                auto flipped = token;
                flipped[at] = static_cast<char>(flipped[at] ^ bit);
                BOOST_TEST_REQUIRE(said(flipped) != "", at);
            }
        }
        BOOST_TEST(said(token + ".") == "token");
        BOOST_TEST(said(token + ".AAAA") == "token");
        BOOST_TEST(said(token + "=") != "");
        BOOST_TEST(said(" " + token) != "");
    }
}

BOOST_FIXTURE_TEST_CASE(a_huge_token_is_refused_before_it_is_read, Fixture) {
    auto claims = good_claims();
    claims["padding"] = std::string(11'000, 'p');
    BOOST_TEST(said(signed_claims(claims)) == "");
    claims["padding"] = std::string(16'000, 'p');
    auto const token = signed_claims(claims);
    BOOST_TEST(token.size() > 16U * 1024);
    BOOST_TEST(said(token) == "token");
    BOOST_TEST(said(std::string(8'000'000, '.')) == "token");
}

BOOST_AUTO_TEST_CASE(of_a_set_only_the_usable_keys_are_taken) {
    auto const point = ec_key().public_key();
    auto const changed = [&](std::string_view member, json::value value) {
        auto key = jwk_of(point, "changed");
        key[member] = std::move(value);
        return key;
    };
    auto const usable = [&](json::object const& key) {
        auto const set = parse_oidc_keys(key_set({jwk_of(*rsa_key(), "rsa"), key}));
        BOOST_TEST_REQUIRE(set.has_value());
        return set->size() == 2;
    };
    BOOST_TEST(usable(jwk_of(point, "right")));
    BOOST_TEST(usable(changed("use", "sig")));
    BOOST_TEST(usable(changed("alg", "ES256")));
    BOOST_TEST(usable(changed("key_ops", json::array{"sign", "verify"})));
    BOOST_TEST(!usable(changed("use", "enc")));
    BOOST_TEST(!usable(changed("alg", "ES384")));
    BOOST_TEST(!usable(changed("alg", "RS256")));
    BOOST_TEST(!usable(changed("key_ops", json::array{"sign"})));
    BOOST_TEST(!usable(changed("crv", "P-384")));
    BOOST_TEST(!usable(changed("kty", "oct")));
    BOOST_TEST(!usable(changed("kty", "RSA")));
    BOOST_TEST(!usable(changed("x", json::value(to_base64url(Bytes(32, 1))))));
    BOOST_TEST(!usable(changed("x", json::value(to_base64url(Bytes(31, 1))))));
    BOOST_TEST(!usable(changed("y", 7)));
    BOOST_TEST(!usable({{"kty", "oct"}, {"kid", "mac"}, {"k", "c2VjcmV0"}}));
    RsaKey const weak(1024);
    BOOST_TEST(!usable(jwk_of(weak, "weak")));
}

BOOST_AUTO_TEST_CASE(a_set_that_is_none_or_unclear_is_refused) {
    auto const ec = jwk_of(ec_key().public_key(), "one");
    auto const rsa = jwk_of(*rsa_key(), "one");
    std::string many = R"({"keys":[)";
    for (int i = 0; i < 64; ++i) {
        many += "{},";
    }
    for (auto const& text :
         {std::string(),
          std::string("{}"),
          std::string("[]"),
          std::string(R"({"keys":{}})"),
          std::string(R"({"keys":[]})"),
          std::string(R"({"keys":[{"kty":"oct"}]})"),
          key_set({ec, rsa}),
          many + json::serialize(ec) + "]}",
          R"({"keys":[],)" + key_set({ec}).substr(1),
          std::string(200'000, ' ') + key_set({ec})}) {
        auto const keys = parse_oidc_keys(text);
        BOOST_TEST_REQUIRE(!keys, text.substr(0, 200));
        BOOST_TEST(keys.error().slug == "oidc_keys_malformed");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
