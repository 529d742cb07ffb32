#include "accounts/oidc.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/json.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace ocop::accounts {

namespace {

constexpr std::size_t document_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t url_bytes_max = 1024;
constexpr std::size_t code_bytes_max = 2048;
constexpr std::size_t error_bytes_max = 64;

// The members of the provider's document that concern us. A list that is not there has the default
// that its specification gives it.
struct Metadata {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    std::vector<std::string> response_types_supported;
    std::vector<std::string> token_endpoint_auth_methods_supported{"client_secret_basic"};
    std::vector<std::string> code_challenge_methods_supported{"S256"};
    bool authorization_response_iss_parameter_supported = false;
};
BOOST_DESCRIBE_STRUCT(
    Metadata,
    (),
    (issuer,
     authorization_endpoint,
     token_endpoint,
     jwks_uri,
     response_types_supported,
     token_endpoint_auth_methods_supported,
     code_challenge_methods_supported,
     authorization_response_iss_parameter_supported)
)

struct TokenResponse {
    std::string id_token;
    std::string token_type;
};
BOOST_DESCRIBE_STRUCT(TokenResponse, (), (id_token, token_type))

struct OauthError {
    std::string error;
};
BOOST_DESCRIBE_STRUCT(OauthError, (), (error))

Error provider_malformed(std::string pointer, std::string reason) {
    return {Errc::unavailable, "oidc_provider_malformed", std::move(pointer), std::move(reason)};
}

template <class T>
Result<T> read_document(std::string_view text) {
    auto const value = json::parse(text, {.bytes_max = document_bytes_max, .depth_max = 16});
    if (!value) {
        return provider_malformed("", describe(value.error()));
    }
    auto out = json::read<T>(*value, json::Mode::lenient);
    if (!out) {
        return provider_malformed("", describe(out.error()));
    }
    return out;
}

bool has(std::vector<std::string> const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// https://host[:port][/path][?query] of RFC 3986's characters, so that it can stand in a Location
// header and mean one place. How its host is reached is judged by who connects.
bool is_https(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    constexpr std::string_view marks = "-._~:/?[]@!$&'()*+,;=%";
    if (!url.starts_with(scheme) || url.size() > url_bytes_max) {
        return false;
    }
    auto const rest = url.substr(scheme.size());
    auto const authority = rest.substr(0, rest.find_first_of("/?"));
    return !authority.empty() && authority.find('@') == std::string_view::npos &&
           std::all_of(rest.begin(), rest.end(), [&](char c) {
               return is_alnum(c) || marks.find(c) != std::string_view::npos;
           });
}

// Everything but RFC 3986's unreserved characters as %XX: right in a query, in a form, and in
// RFC 6749's credentials.
std::string form_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            out.push_back(c);
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

using Field = std::pair<std::string_view, std::string_view>;

std::string form_of(std::vector<Field> const& fields) {
    std::string out;
    for (auto const& [name, value] : fields) {
        out += out.empty() ? "" : "&";
        out += name;
        out += "=" + form_encode(value);
    }
    return out;
}

std::string random_text(Random& random) {
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    return to_base64url(bytes);
}

Result<void> check_endpoints(Metadata const& found) {
    std::array<std::pair<std::string_view, std::string const*>, 3> const endpoints{
        {{"/authorization_endpoint", &found.authorization_endpoint},
         {"/token_endpoint", &found.token_endpoint},
         {"/jwks_uri", &found.jwks_uri}}};
    for (auto const& [pointer, url] : endpoints) {
        if (!is_https(*url)) {
            return provider_malformed(std::string(pointer), "must be an https URL");
        }
    }
    return {};
}

Result<void> check_abilities(Metadata const& found, OidcClient const& client) {
    if (!has(found.response_types_supported, "code")) {
        return provider_malformed("/response_types_supported", "must have code");
    }
    if (!has(found.code_challenge_methods_supported, "S256")) {
        return provider_malformed("/code_challenge_methods_supported", "must have S256");
    }
    bool const may = client.client_secret.empty() ||
                     has(found.token_endpoint_auth_methods_supported, "client_secret_basic");
    if (!may) {
        return provider_malformed(
            "/token_endpoint_auth_methods_supported", "must have client_secret_basic"
        );
    }
    return {};
}

}  // namespace

Result<std::string> oidc_metadata_url(std::string_view issuer) {
    if (!is_https(issuer) || issuer.find('?') != std::string_view::npos) {
        return Error(
            Errc::malformed,
            "oidc_issuer_malformed",
            "",
            "must be an https URL without query and fragment"
        );
    }
    auto const end = issuer.ends_with('/') ? issuer.size() - 1 : issuer.size();
    return std::string(issuer.substr(0, end)) + "/.well-known/openid-configuration";
}

Result<OidcProvider> parse_oidc_provider(
    std::string_view text, std::string_view issuer, OidcClient const& client
) {
    auto const found = read_document<Metadata>(text);
    if (!found) {
        return found.error();
    }
    if (found->issuer != issuer) {
        return provider_malformed("/issuer", "is not the issuer asked for");
    }
    if (auto ok = check_endpoints(*found); !ok) {
        return ok.error();
    }
    if (auto ok = check_abilities(*found, client); !ok) {
        return ok.error();
    }
    return OidcProvider{
        found->issuer,
        found->authorization_endpoint,
        found->token_endpoint,
        found->jwks_uri,
        found->authorization_response_iss_parameter_supported};
}

std::string pkce_challenge(std::string_view code_verifier) {
    return to_base64url(crypto::sha256(as_bytes(code_verifier)));
}

OidcLogin begin_oidc_login(OidcProvider const& provider, OidcClient const& client, Random& random) {
    OidcLogin out;
    out.state = random_text(random);
    out.nonce = random_text(random);
    out.code_verifier = random_text(random);
    auto const challenge = pkce_challenge(out.code_verifier);
    bool const has_query = provider.authorization_endpoint.find('?') != std::string::npos;
    out.url = provider.authorization_endpoint + (has_query ? "&" : "?") +
              form_of({
                  {"response_type", "code"},
                  {"scope", "openid email"},
                  {"client_id", client.client_id},
                  {"redirect_uri", client.redirect_uri},
                  {"state", out.state},
                  {"nonce", out.nonce},
                  {"code_challenge", challenge},
                  {"code_challenge_method", "S256"},
              });
    return out;
}

Result<std::string> token_request_body(
    OidcClient const& client, std::string_view code, std::string_view code_verifier
) {
    auto const printable = [](char c) { return c >= 0x20 && c <= 0x7e; };
    if (code.empty() || code.size() > code_bytes_max ||
        !std::all_of(code.begin(), code.end(), printable)) {
        return Error(Errc::malformed, "oidc_code_malformed");
    }
    std::vector<Field> fields{
        {"grant_type", "authorization_code"},
        {"code", code},
        {"redirect_uri", client.redirect_uri},
        {"code_verifier", code_verifier},
    };
    if (client.client_secret.empty()) {
        fields.emplace_back("client_id", client.client_id);
    }
    return form_of(fields);
}

std::string basic_authorization(OidcClient const& client) {
    auto const both = form_encode(client.client_id) + ":" + form_encode(client.client_secret);
    return "Basic " + to_base64(as_bytes(both));
}

Result<std::string> parse_token_response(std::string_view text) {
    auto found = read_document<TokenResponse>(text);
    if (!found) {
        return found.error();
    }
    constexpr std::string_view bearer = "bearer";
    auto const& type = found->token_type;
    bool const is_bearer =
        std::equal(type.begin(), type.end(), bearer.begin(), bearer.end(), [](char a, char b) {
            return (a | 0x20) == b;
        });
    if (!is_bearer) {
        return provider_malformed("/token_type", "must be Bearer");
    }
    if (found->id_token.empty()) {
        return provider_malformed("/id_token", "is required");
    }
    return std::move(found->id_token);
}

std::string plain_oauth_error(std::string_view code) {
    auto const plain = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    bool const fits = !code.empty() && code.size() <= error_bytes_max &&
                      std::all_of(code.begin(), code.end(), plain);
    return fits ? std::string(code) : "other";
}

std::string parse_oauth_error(std::string_view text) {
    auto const found = read_document<OauthError>(text);
    return plain_oauth_error(found ? found->error : "");
}

}  // namespace ocop::accounts
