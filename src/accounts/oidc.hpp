#pragma once

#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>

#include <string>
#include <string_view>

// The relying party of OpenID Connect Core 1.0, authorisation code flow (§3.1) with PKCE (RFC
// 7636), as functions from texts to texts: who fetches and stores is api/oidc.hpp. What the
// provider signs is judged in id_token.hpp. Any thread.
namespace ocop::accounts {

// What a provider says of itself (OpenID Connect Discovery 1.0 §3).
struct OidcProvider {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    bool answers_with_issuer = false;  // RFC 9207: every answer has an `iss`
};

// How the provider knows us.
struct OidcClient {
    std::string client_id;
    std::string client_secret;  // empty: a public client
    std::string redirect_uri;   // whole, and the same at the provider byte for byte
};

// Where the metadata of an issuer lies (Discovery §4.1). malformed "oidc_issuer_malformed": not an
// https URL of plain characters without query and fragment.
Result<std::string> oidc_metadata_url(std::string_view issuer);

// The document at that URL, of which only what concerns us is read. unavailable
// "oidc_provider_malformed", with the place: not JSON (duplicate members are none), another issuer
// than `issuer` (compared byte for byte, §4.3), an endpoint missing or not https, no code flow, no
// S256 (RFC 8414 §2; a provider that is silent on it has to ignore the challenge), no way to
// authenticate that `client` has.
Result<OidcProvider> parse_oidc_provider(
    std::string_view text, std::string_view issuer, OidcClient const& client
);

// A sign-in that was begun. All but the URL must come back from the browser that began it, unseen
// by it and unchanged; each is 256 random bits as base64url.
struct OidcLogin {
    std::string url;            // where to send the browser
    std::string state;          // ties the answer to that browser
    std::string nonce;          // ties the ID token to this sign-in
    std::string code_verifier;  // ties the code to us
};

OidcLogin begin_oidc_login(OidcProvider const& provider, OidcClient const& client, Random& random);

// The S256 challenge of a verifier (RFC 7636 §4.2).
std::string pkce_challenge(std::string_view code_verifier);

// The form that changes a code for tokens (Core §3.1.3.1); a public client names itself in it.
// malformed "oidc_code_malformed": `code` is not 1 to 2,048 printable ASCII characters.
Result<std::string> token_request_body(
    OidcClient const& client, std::string_view code, std::string_view code_verifier
);

// The Authorization header of a client with a secret: client_secret_basic (RFC 6749 §2.3.1).
std::string basic_authorization(OidcClient const& client);

// The ID token of a token response (Core §3.1.3.3), not judged. unavailable
// "oidc_provider_malformed": not JSON, no id_token, a token_type other than Bearer.
Result<std::string> parse_token_response(std::string_view text);

// The code of an OAuth error, as a provider gives it in a query or a body (RFC 6749 §4.1.2.1,
// §5.2), cut to what can be shown and logged: 1 to 64 of a-z and '_', else "other".
std::string plain_oauth_error(std::string_view code);
// The same out of a JSON body.
std::string parse_oauth_error(std::string_view text);

}  // namespace ocop::accounts
