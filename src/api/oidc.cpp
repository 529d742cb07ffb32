#include "api/oidc.hpp"

#include "http/message.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::api {

namespace {

constexpr std::int64_t known_ms = 3'600'000;
constexpr std::int64_t keys_pause_ms = 60'000;
constexpr std::int64_t failure_ms = 5'000;
constexpr std::size_t document_bytes_max = std::size_t{128} * 1024;
// A state is remembered until its cookie ends. Past this many the first to end are forgotten; the
// provider, which takes a code once, is then all that stands against a replay.
constexpr std::size_t spent_max = 10'000;

bool within(Instant from, std::int64_t ms, Instant now) {
    return now >= from && now.ms - from.ms < ms;
}

Error unavailable(std::string_view slug, std::string pointer, std::string reason) {
    return {Errc::unavailable, slug, std::move(pointer), std::move(reason)};
}

// The operator named the provider, so its addresses are not judged, wherever they are.
http::ClientOptions client_options(std::string const& trusted_pem) {
    http::ClientOptions out;
    out.policy = {http::AddressPolicy::Reach::configured, {}};
    out.trusted_pem = trusted_pem;
    out.connect = std::chrono::seconds(3);
    out.handshake = std::chrono::seconds(3);
    out.total = std::chrono::seconds(5);
    return out;
}

Result<http::ClientResponse> send(http::Client const& client, http::ClientRequest request) {
    request.headers.push_back({"Accept", "application/json"});
    request.body_bytes_max = document_bytes_max;
    auto answer = client.send(request);
    if (!answer) {
        return unavailable("oidc_provider_unreachable", request.url, describe(answer.error()));
    }
    return answer;
}

}  // namespace

OidcSignIn::OidcSignIn(
    OidcOptions options, http::Resolver& resolver, Clock const& clock, Random& random
)
    : options_(std::move(options)),
      client_(client_options(options_.trusted_pem), resolver),
      clock_(clock),
      random_(random),
      box_(random) {}

Result<std::string> OidcSignIn::get(std::string const& url) const {
    http::ClientRequest request;
    request.url = url;
    auto answer = send(client_, std::move(request));
    if (!answer) {
        return answer.error();
    }
    if (answer->status != 200) {
        return unavailable(
            "oidc_provider_failed", url, "answered " + std::to_string(answer->status)
        );
    }
    return std::move(answer->body);
}

Result<accounts::OidcKeys> OidcSignIn::fetch_keys(std::string const& url) const {
    auto const text = get(url);
    return text ? accounts::parse_oidc_keys(*text) : text.error();
}

Result<OidcSignIn::Known> OidcSignIn::fetch() const {
    auto const url = accounts::oidc_metadata_url(options_.issuer);
    if (!url) {
        return unavailable("oidc_provider_malformed", "issuer", describe(url.error()));
    }
    auto const text = get(*url);
    if (!text) {
        return text.error();
    }
    auto provider = accounts::parse_oidc_provider(*text, options_.issuer, options_.client);
    if (!provider) {
        return provider.error();
    }
    auto keys = fetch_keys(provider->jwks_uri);
    if (!keys) {
        return keys.error();
    }
    return Known{std::move(*provider), std::move(*keys), clock_.now()};
}

Result<OidcSignIn::Shared> OidcSignIn::known() {
    std::lock_guard const lock(fetching_);
    auto const now = clock_.now();
    if (known_ && within(known_->fetched, known_ms, now)) {
        return known_;
    }
    if (failure_ && within(failed_, failure_ms, now)) {
        return *failure_;
    }
    auto fetched = fetch();
    if (!fetched) {
        failure_ = fetched.error();
        failed_ = clock_.now();
        return *failure_;
    }
    failure_.reset();
    keys_tried_ = fetched->fetched;
    known_ = std::make_shared<Known const>(std::move(*fetched));
    return known_;
}

// What is known with keys fetched after those of `old`; `old` when there are none, or when the last
// try is less than a minute ago: a stranger's token must not make us ask at will.
OidcSignIn::Shared OidcSignIn::with_new_keys(Shared const& old) {
    std::lock_guard const lock(fetching_);
    if (known_ != old) {
        return known_;
    }
    if (keys_tried_ && within(*keys_tried_, keys_pause_ms, clock_.now())) {
        return old;
    }
    keys_tried_ = clock_.now();
    auto keys = fetch_keys(old->provider.jwks_uri);
    if (keys) {
        auto renewed = *old;
        renewed.keys = std::move(*keys);
        known_ = std::make_shared<Known const>(std::move(renewed));
    }
    return known_;
}

Result<OidcStart> OidcSignIn::start() {
    auto const known = this->known();
    if (!known) {
        return known.error();
    }
    auto login = accounts::begin_oidc_login((*known)->provider, options_.client, random_);
    auto const time = std::chrono::milliseconds(oidc_login_time).count();
    auto const plain = ByteWriter()
                           .u64(static_cast<std::uint64_t>(clock_.now().ms + time))
                           .text_nul(login.state)
                           .text_nul(login.nonce)
                           .text_nul(login.code_verifier)
                           .take();
    return OidcStart{std::move(login.url), box_.seal(plain, random_)};
}

Result<OidcSignIn::Login> OidcSignIn::open(std::string_view cookie) const {
    Error const unknown(Errc::unauthenticated, "oidc_login_unknown");
    auto const plain = box_.open(cookie);
    if (!plain) {
        return unknown;
    }
    ByteReader in(*plain);
    Login out;
    out.ends_ms = static_cast<std::int64_t>(in.u64());
    out.state = in.text_nul();
    out.nonce = in.text_nul();
    out.code_verifier = in.text_nul();
    if (!in.done() || clock_.now().ms >= out.ends_ms) {
        return unknown;
    }
    return out;
}

// The code in an answer that belongs to `login` and comes from the provider that it was begun at.
Result<std::string> OidcSignIn::code_of(
    std::string_view query, Login const& login, accounts::OidcProvider const& provider
) const {
    auto const parameters = http::parse_parameters(query);
    if (!parameters) {
        return parameters.error();
    }
    auto const value = [&](std::string_view name) {
        return http::find_parameter(*parameters, name);
    };
    auto const state = value("state").value_or("");
    if (!crypto::equal_secret(as_bytes(state), as_bytes(login.state))) {
        return Error(Errc::unauthenticated, "oidc_state_wrong");
    }
    auto const issuer = value("iss");
    if (issuer ? *issuer != provider.issuer : provider.answers_with_issuer) {
        return Error(Errc::unauthenticated, "oidc_issuer_wrong");
    }
    if (auto const error = value("error")) {
        return Error(Errc::refused, "oidc_denied", "error", accounts::plain_oauth_error(*error));
    }
    auto const code = value("code");
    if (!code) {
        return Error(Errc::malformed, "oidc_answer_malformed", "code", "is required");
    }
    return std::string(*code);
}

// True for the first call with that login.
bool OidcSignIn::spend(Login const& login) {
    std::lock_guard const lock(spending_);
    auto const now = clock_.now().ms;
    spent_.erase(spent_.begin(), spent_.lower_bound({now, ""}));
    if (!spent_.emplace(login.ends_ms, login.state).second) {
        return false;
    }
    if (spent_.size() > spent_max) {
        spent_.erase(spent_.begin());
    }
    return true;
}

// The ID token for a code.
Result<std::string> OidcSignIn::change(
    std::string const& code, Login const& login, accounts::OidcProvider const& provider
) const {
    auto const& client = options_.client;
    auto body = accounts::token_request_body(client, code, login.code_verifier);
    if (!body) {
        return body.error();
    }
    http::ClientRequest request;
    request.method = http::Method::post;
    request.url = provider.token_endpoint;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    if (!client.client_secret.empty()) {
        request.headers.push_back({"Authorization", accounts::basic_authorization(client)});
    }
    request.body = std::move(*body);
    auto const answer = send(client_, std::move(request));
    if (!answer) {
        return answer.error();
    }
    if (answer->status == 200) {
        return accounts::parse_token_response(answer->body);
    }
    auto reason = accounts::parse_oauth_error(answer->body);
    if (answer->status == 400 && reason != "invalid_client") {
        return Error(Errc::unauthenticated, "oidc_code_refused", "error", std::move(reason));
    }
    bool const knows_us = answer->status != 400 && answer->status != 401;
    return unavailable(
        knows_us ? "oidc_provider_failed" : "oidc_client_refused",
        provider.token_endpoint,
        "answered " + std::to_string(answer->status) + " " + reason
    );
}

Result<accounts::OidcIdentity> OidcSignIn::finish(std::string_view query, std::string_view cookie) {
    auto const login = open(cookie);
    if (!login) {
        return login.error();
    }
    auto known = this->known();
    if (!known) {
        return known.error();
    }
    auto const code = code_of(query, *login, (*known)->provider);
    if (!code) {
        return code.error();
    }
    if (!spend(*login)) {
        return Error(Errc::unauthenticated, "oidc_login_used");
    }
    auto const token = change(*code, *login, (*known)->provider);
    if (!token) {
        return token.error();
    }
    accounts::OidcExpectations const expected{
        options_.issuer, options_.client.client_id, login->nonce, clock_.now()};
    auto identity = accounts::verify_id_token(*token, (*known)->keys, expected);
    if (identity || identity.error().slug != "oidc_key_unknown") {
        return identity;
    }
    return accounts::verify_id_token(*token, with_new_keys(*known)->keys, expected);
}

}  // namespace ocop::api
