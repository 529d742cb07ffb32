#pragma once

#include "accounts/id_token.hpp"
#include "accounts/oidc.hpp"
#include "http/client.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>
#include <ocop/crypto/secret_box.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace ocop::api {

// Where the provider sends the browser back to; the redirect_uri is this under our host.
inline constexpr std::string_view oidc_callback_path = "/sign-in/oidc/callback";

// The cookie that ties a sign-in to its browser: Secure, HttpOnly, SameSite=Lax (the way back is a
// navigation from another site, so Strict would keep it away), Path=/, Max-Age of oidc_login_time.
inline constexpr std::string_view oidc_cookie = "__Host-oidc";
inline constexpr std::chrono::minutes oidc_login_time{10};

struct OidcOptions {
    std::string issuer;
    accounts::OidcClient client;
    std::string trusted_pem;  // of the provider's TLS; empty: the system's store
};

struct OidcStart {
    std::string url;     // to answer with, as a redirect
    std::string cookie;  // the value of oidc_cookie
};

// Sign-in at one OpenID provider that the operator named. Knows nothing of accounts: it says which
// identity stands behind a browser, and the caller says what that may do.
//
// start() and finish() speak to the provider and wait for it: start() for up to 10 s and finish()
// for up to 20 s, and as long again when another caller is fetching. Call them from a pool of their
// own (http::Pool; the route gives a Pending), so that a slow provider never takes the threads that
// answer scans. Any thread. What the provider has published is kept for an hour; when it cannot be
// had, that answer is kept for 5 s.
class OidcSignIn {
  public:
    // What is given by reference must outlive it. Throws std::runtime_error when trusted_pem does
    // not load.
    OidcSignIn(OidcOptions options, http::Resolver& resolver, Clock const& clock, Random& random);

    // Begins a sign-in. unavailable "oidc_provider_unreachable", "oidc_provider_failed" (a status
    // other than 200), "oidc_provider_malformed", "oidc_keys_malformed"; what went wrong is in the
    // fault, for logs.
    Result<OidcStart> start();

    // Ends it: `query` is what the provider sent to the callback, `cookie` what the browser kept.
    // The caller then drops the cookie and begins a new session. Besides the errors of start():
    //   malformed "query_malformed" · malformed "oidc_answer_malformed": neither code nor error ·
    //       malformed "oidc_code_malformed"
    //   unauthenticated "oidc_login_unknown": no cookie of ours, or older than oidc_login_time ·
    //       "oidc_state_wrong": the answer belongs to another browser · "oidc_login_used": it came
    //       before · "oidc_issuer_wrong": an answer of another provider (RFC 9207) ·
    //       "oidc_code_refused", with the provider's code · "oidc_key_unknown",
    //       "oidc_token_refused": verify_id_token
    //   refused "oidc_denied": the provider says no, with its code
    //   unavailable "oidc_client_refused": the provider does not know us, or our secret
    Result<accounts::OidcIdentity> finish(std::string_view query, std::string_view cookie);

  private:
    // What the provider has published.
    struct Known {
        accounts::OidcProvider provider;
        accounts::OidcKeys keys;
        Instant fetched;
    };

    using Shared = std::shared_ptr<Known const>;

    // What the cookie holds.
    struct Login {
        std::int64_t ends_ms = 0;
        std::string state;
        std::string nonce;
        std::string code_verifier;
    };

    Result<Shared> known();
    Shared with_new_keys(Shared const& old);
    Result<Known> fetch() const;
    Result<accounts::OidcKeys> fetch_keys(std::string const& url) const;
    Result<std::string> get(std::string const& url) const;
    Result<Login> open(std::string_view cookie) const;
    Result<std::string> code_of(
        std::string_view query, Login const& login, accounts::OidcProvider const& provider
    ) const;
    bool spend(Login const& login);
    Result<std::string> change(
        std::string const& code, Login const& login, accounts::OidcProvider const& provider
    ) const;

    // Set in the constructor, never changed; of their own synchronisation.
    OidcOptions const options_;
    http::Client const client_;
    Clock const& clock_;
    Random& random_;
    crypto::SecretBox const box_;
    // Guards what follows, and is held while it is fetched: one caller asks, the others wait.
    std::mutex fetching_;
    Shared known_;
    std::optional<Instant> keys_tried_;  // last fetch of the keys alone, or with the rest
    std::optional<Error> failure_;
    Instant failed_;
    std::mutex spending_;                                   // guards spent_
    std::set<std::pair<std::int64_t, std::string>> spent_;  // ends_ms and state
};

}  // namespace ocop::api
