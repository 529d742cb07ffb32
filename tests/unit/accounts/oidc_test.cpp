#include "accounts/oidc.hpp"

#include "temporary_directory.hpp"

#include <ocop/base/json.hpp>
#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace ocop::accounts {

namespace {

using test::reason_of;
using test::slug_of;

constexpr std::string_view issuer = "https://id.example.vn/realm";

json::object good_metadata() {
    return {
        {"issuer", issuer},
        {"authorization_endpoint", "https://id.example.vn/auth"},
        {"token_endpoint", "https://id.example.vn/token"},
        {"jwks_uri", "https://keys.example.vn/jwks"},
        {"response_types_supported", {"code", "id_token"}},
        {"subject_types_supported", {"public"}},
        {"code_challenge_methods_supported", {"plain", "S256"}}};
}

struct Fixture {
    OidcClient client{"ocop-trace", "s3cret", "https://tem.example.vn/callback"};
    crypto::SystemRandom random;

    // "" or the pointer of what is wrong.
    std::string said(json::object const& metadata) const {
        auto const found = parse_oidc_provider(json::serialize(metadata), issuer, client);
        if (found) return "";
        BOOST_TEST((found.error().code == Errc::unavailable));
        BOOST_TEST(found.error().slug == "oidc_provider_malformed");
        auto const pointer = found.error().faults.front().pointer;
        return pointer.empty() ? "document" : pointer;
    }

    std::string with(std::string_view member, json::value value) const {
        auto metadata = good_metadata();
        metadata[member] = std::move(value);
        return said(metadata);
    }

    std::string without(std::string_view member) const {
        auto metadata = good_metadata();
        metadata.erase(member);
        return said(metadata);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(oidc)

BOOST_FIXTURE_TEST_CASE(a_provider_says_where_it_is, Fixture) {
    auto metadata = good_metadata();
    metadata["authorization_response_iss_parameter_supported"] = true;
    auto const found = parse_oidc_provider(json::serialize(metadata), issuer, client);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST(found->issuer == issuer);
    BOOST_TEST(found->authorization_endpoint == "https://id.example.vn/auth");
    BOOST_TEST(found->token_endpoint == "https://id.example.vn/token");
    BOOST_TEST(found->jwks_uri == "https://keys.example.vn/jwks");
    BOOST_TEST(found->answers_with_issuer);
    BOOST_TEST(
        !parse_oidc_provider(json::serialize(good_metadata()), issuer, client)->answers_with_issuer
    );
}

BOOST_FIXTURE_TEST_CASE(the_issuer_is_the_one_asked_for, Fixture) {
    for (auto const* other :
         {"https://id.example.vn/realm/",
          "https://id.example.vn",
          "https://ID.example.vn/realm",
          "http://id.example.vn/realm",
          ""}) {
        BOOST_TEST(with("issuer", other) == "/issuer", other);
    }
    BOOST_TEST(without("issuer") == "/issuer");
}

BOOST_FIXTURE_TEST_CASE(every_endpoint_is_there_and_https, Fixture) {
    for (std::string const member : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
        BOOST_TEST(without(member) == "/" + member);
        for (auto const* url :
             {"http://id.example.vn/",
              "javascript:alert(1)",
              "//id.example.vn/",
              "/path",
              "https://",
              "https:///path",
              "https://user@id.example.vn/",
              "https://id.example.vn/#a",
              "https://id.example.vn/\r\nX: y",
              "https://id.example.vn/ x",
              "https://id.example.vn\\x",
              "https://id.example.vn/\"x",
              "https://id.example.vn/é"}) {
            BOOST_TEST(with(member, url) == "/" + member, url);
        }
        auto const stem = std::string("https://id.example.vn/");
        BOOST_TEST(with(member, json::value(stem + std::string(1002, 'a'))) == "");
        BOOST_TEST(with(member, json::value(stem + std::string(1003, 'a'))) == "/" + member);
    }
}

BOOST_FIXTURE_TEST_CASE(it_can_do_what_we_ask_of_it, Fixture) {
    BOOST_TEST(
        with("response_types_supported", json::array{"id_token"}) == "/response_types_supported"
    );
    BOOST_TEST(without("response_types_supported") == "/response_types_supported");
    BOOST_TEST(
        with("code_challenge_methods_supported", json::array{"plain"}) ==
        "/code_challenge_methods_supported"
    );
    BOOST_TEST(without("code_challenge_methods_supported") == "");
    auto const methods = json::array{"client_secret_post", "private_key_jwt"};
    BOOST_TEST(
        with("token_endpoint_auth_methods_supported", methods) ==
        "/token_endpoint_auth_methods_supported"
    );
    client.client_secret.clear();
    BOOST_TEST(with("token_endpoint_auth_methods_supported", methods) == "");
}

BOOST_FIXTURE_TEST_CASE(a_document_is_strict_json_of_limited_size, Fixture) {
    auto const text = json::serialize(good_metadata());
    for (auto const& wrong :
         {std::string(),
          std::string("[]"),
          text.substr(1),
          R"({"issuer":"x",)" + text.substr(1),
          std::string(70'000, ' ') + text}) {
        auto const found = parse_oidc_provider(wrong, issuer, client);
        BOOST_TEST(slug_of(found) == "oidc_provider_malformed", wrong.substr(0, 100));
    }
    BOOST_TEST(with("issuer", 7) == "document");
}

BOOST_AUTO_TEST_CASE(the_metadata_of_an_issuer_lie_under_it) {
    BOOST_TEST(
        oidc_metadata_url("https://id.example.vn").value() ==
        "https://id.example.vn/.well-known/openid-configuration"
    );
    for (auto const* text : {"https://id.example.vn/realm", "https://id.example.vn/realm/"}) {
        BOOST_TEST(
            oidc_metadata_url(text).value() ==
            "https://id.example.vn/realm/.well-known/openid-configuration"
        );
    }
    for (auto const* text :
         {"",
          "id.example.vn",
          "http://id.example.vn",
          "https://id.example.vn?x=1",
          "https://id.example.vn/#x",
          "https://user@id.example.vn"}) {
        BOOST_TEST(slug_of(oidc_metadata_url(text)) == "oidc_issuer_malformed", text);
    }
}

BOOST_AUTO_TEST_CASE(the_challenge_is_that_of_rfc_7636_appendix_b) {
    BOOST_TEST(
        pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

BOOST_FIXTURE_TEST_CASE(a_login_asks_for_a_code_with_a_challenge, Fixture) {
    client.client_id = "tem & nhãn";
    auto const provider = *parse_oidc_provider(json::serialize(good_metadata()), issuer, client);
    auto const login = begin_oidc_login(provider, client, random);
    BOOST_TEST(
        login.url ==
        "https://id.example.vn/auth?response_type=code&scope=openid%20email"
        "&client_id=tem%20%26%20nh%C3%A3n&redirect_uri=https%3A%2F%2Ftem.example.vn%2Fcallback"
        "&state=" +
            login.state + "&nonce=" + login.nonce +
            "&code_challenge=" + pkce_challenge(login.code_verifier) + "&code_challenge_method=S256"
    );
    BOOST_TEST(login.code_verifier.size() == 43U);
    auto with_query = provider;
    with_query.authorization_endpoint += "?tenant=1";
    auto const second = begin_oidc_login(with_query, client, random);
    BOOST_TEST(second.url.starts_with("https://id.example.vn/auth?tenant=1&response_type=code&"));
    std::set<std::string> const secrets{
        login.state,
        login.nonce,
        login.code_verifier,
        second.state,
        second.nonce,
        second.code_verifier};
    BOOST_TEST(secrets.size() == 6U);
}

BOOST_FIXTURE_TEST_CASE(a_code_is_changed_for_tokens_with_its_verifier, Fixture) {
    auto const confidential = token_request_body(client, "a/b c", "verifier");
    BOOST_TEST(
        confidential.value() ==
        "grant_type=authorization_code&code=a%2Fb%20c"
        "&redirect_uri=https%3A%2F%2Ftem.example.vn%2Fcallback&code_verifier=verifier"
    );
    client.client_secret.clear();
    auto const open = token_request_body(client, "a/b c", "verifier");
    BOOST_TEST(open.value() == confidential.value() + "&client_id=ocop-trace");
    for (auto const& code :
         {std::string(), std::string("a\nb"), std::string("é"), std::string(2049, 'c')}) {
        BOOST_TEST(slug_of(token_request_body(client, code, "v")) == "oidc_code_malformed");
    }
}

// RFC 6749 §2.3.1: both are form-encoded before they are joined.
BOOST_FIXTURE_TEST_CASE(a_client_with_a_secret_says_it_in_a_header, Fixture) {
    BOOST_TEST(basic_authorization(client) == "Basic b2NvcC10cmFjZTpzM2NyZXQ=");
    client.client_secret = "a:b%";
    BOOST_TEST(basic_authorization(client) == "Basic b2NvcC10cmFjZTphJTNBYiUyNQ==");
}

BOOST_AUTO_TEST_CASE(a_token_response_has_an_id_token) {
    auto const good = R"({"access_token":"x","token_type":"Bearer","id_token":"a.b.c"})";
    BOOST_TEST(parse_token_response(good).value() == "a.b.c");
    BOOST_TEST(parse_token_response(R"({"token_type":"bearer","id_token":"a"})").value() == "a");
    for (auto const* text :
         {"",
          "[]",
          R"({"token_type":"Bearer"})",
          R"({"id_token":"a"})",
          R"({"token_type":"DPoP","id_token":"a"})",
          R"({"token_type":"Bearer","id_token":7})",
          R"({"token_type":"Bearer","id_token":""})",
          R"({"token_type":"Bearer","id_token":"a","id_token":"b"})"}) {
        BOOST_TEST(slug_of(parse_token_response(text)) == "oidc_provider_malformed", text);
    }
}

BOOST_AUTO_TEST_CASE(an_error_of_the_provider_is_cut_to_what_can_be_shown) {
    BOOST_TEST(plain_oauth_error("access_denied") == "access_denied");
    BOOST_TEST(parse_oauth_error(R"({"error":"invalid_grant","x":1})") == "invalid_grant");
    for (std::string const code : {"", "<script>", "a b", "Access"}) {
        BOOST_TEST(plain_oauth_error(code) == "other", code);
    }
    BOOST_TEST(plain_oauth_error(std::string(65, 'a')) == "other");
    BOOST_TEST(parse_oauth_error("<html>") == "other");
    BOOST_TEST(parse_oauth_error("{}") == "other");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
