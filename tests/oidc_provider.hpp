#pragma once

#include "jwt.hpp"
#include "unit/http/served.hpp"

#include <ocop/base/time.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>

// A small real OpenID provider on a port of its own: metadata, keys, an authorisation endpoint that
// signs everyone in, and a token endpoint that checks client, code, redirect URI and PKCE. Shares
// no code with the relying party but encodings and hashes.
namespace ocop::test {

class OidcProviderServer {
  public:
    // What the tests change; before the request that shall meet it.
    struct Conduct {
        std::string kid = "ec-1";  // signs with it, and publishes it
        JwtSigner sign;
        json::object jwk;
        std::string denies;  // an error code instead of a code
        std::string iss;     // in answers; empty: none
        std::function<void(json::object&)> metadata = [](auto&) {};
        std::function<void(json::object&)> claims = [](auto&) {};
        int failing_status = 0;  // of every endpoint but the authorisation's
    };

    explicit OidcProviderServer(Clock const& clock, std::string client_secret = "s3cret")
        : clock_(clock), secret_(std::move(client_secret)), served_(routes()) {
        use_key("ec-1", crypto::P256PrivateKey::generate());
    }

    void use_key(std::string const& kid, crypto::P256PrivateKey const& key) {
        conduct.kid = kid;
        conduct.sign = es256(key);
        conduct.jwk = jwk_of(key.public_key(), kid);
        conduct.jwk["alg"] = algorithm_ = "ES256";
    }

    void use_key(std::string const& kid, std::shared_ptr<RsaKey const> const& key) {
        conduct.kid = kid;
        conduct.sign = rs256(key);
        conduct.jwk = jwk_of(*key, kid);
        algorithm_ = "RS256";
    }

    std::string issuer() const { return "https://localhost:" + std::to_string(served_.port()); }

    static std::string redirect_uri() { return "https://tem.example.vn/callback"; }

    // What a browser does with the URL it is sent to: the query with which it comes back.
    std::string visit(std::string const& url) const {
        http::test::Client browser(served_.port());
        auto const location =
            browser.ask(http::test::get(url.substr(issuer().size()))).header("location");
        if (!location.starts_with(redirect_uri() + "?")) return "";
        return location.substr(redirect_uri().size() + 1);
    }

    Conduct conduct;
    std::atomic<int> metadata_asked{0};
    std::atomic<int> keys_asked{0};
    std::atomic<int> tokens_asked{0};

  private:
    struct Grant {
        std::string challenge;
        std::string nonce;
        std::string redirect_uri;
    };

    using Form = std::map<std::string, std::string>;

    static Form form_of(std::string_view text) {
        Form out;
        for (auto& [name, value] : *http::parse_parameters(text)) {
            out[name] = std::move(value);
        }
        return out;
    }

    http::Response document(int status, json::object const& body) const {
        auto const failing = conduct.failing_status;
        return http::json_response(failing != 0 ? failing : status, json::serialize(body));
    }

    std::vector<http::Route> routes() {
        using http::Method;
        using http::test::open_route;
        return {
            open_route(
                Method::get,
                "/.well-known/openid-configuration",
                [this](http::Request const&) { return metadata(); }
            ),
            open_route(Method::get, "/jwks", [this](http::Request const&) { return keys(); }),
            open_route(
                Method::get, "/authorize", [this](http::Request const& r) { return authorize(r); }
            ),
            open_route(Method::post, "/token", [this](http::Request const& r) { return token(r); }),
        };
    }

    http::Answer metadata() {
        ++metadata_asked;
        json::object out{
            {"issuer", issuer()},
            {"authorization_endpoint", issuer() + "/authorize"},
            {"token_endpoint", issuer() + "/token"},
            {"jwks_uri", issuer() + "/jwks"},
            {"response_types_supported", json::array{"code"}},
            {"subject_types_supported", json::array{"public"}},
            {"id_token_signing_alg_values_supported", json::array{algorithm_}},
            {"code_challenge_methods_supported", json::array{"S256"}}};
        conduct.metadata(out);
        return document(200, out);
    }

    http::Answer keys() {
        ++keys_asked;
        return document(200, {{"keys", json::array{conduct.jwk}}});
    }

    http::Answer authorize(http::Request const& request) {
        auto form = form_of(request.query);
        bool const right = form["response_type"] == "code" && form["client_id"] == "ocop-trace" &&
                           form["redirect_uri"] == redirect_uri() &&
                           form["scope"].starts_with("openid") &&
                           form["code_challenge_method"] == "S256" &&
                           form["code_challenge"].size() == 43 && !form["state"].empty();
        if (!right) return http::text_response(400, "text/plain", "bad request");
        auto answer = "state=" + form["state"];
        if (!conduct.iss.empty()) answer += "&iss=" + conduct.iss;
        if (!conduct.denies.empty()) {
            answer += "&error=" + conduct.denies;
        } else {
            std::lock_guard const lock(mutex_);
            auto const code = "code-" + std::to_string(++last_);
            grants_[code] = {form["code_challenge"], form["nonce"], form["redirect_uri"]};
            answer += "&code=" + code;
        }
        return http::text_response(302, "text/plain", "")
            .with("Location", redirect_uri() + "?" + answer);
    }

    bool knows(http::Request const& request, Form& form) const {
        if (secret_.empty()) return form["client_id"] == "ocop-trace";
        auto const right = "Basic " + to_base64(as_bytes("ocop-trace:" + secret_));
        return request.header("authorization") == right;
    }

    http::Answer token(http::Request const& request) {
        ++tokens_asked;
        auto form = form_of(request.body);
        if (request.header("content-type") != "application/x-www-form-urlencoded" ||
            form["grant_type"] != "authorization_code") {
            return document(400, {{"error", "unsupported_grant_type"}});
        }
        if (!knows(request, form)) return document(401, {{"error", "invalid_client"}});
        std::lock_guard const lock(mutex_);
        auto const found = grants_.find(form["code"]);
        if (found == grants_.end()) return document(400, {{"error", "invalid_grant"}});
        auto const grant = found->second;
        grants_.erase(found);
        auto const hash = crypto::sha256(as_bytes(form["code_verifier"]));
        if (to_base64url(hash) != grant.challenge || form["redirect_uri"] != grant.redirect_uri) {
            return document(400, {{"error", "invalid_grant"}});
        }
        return document(
            200,
            {{"access_token", "opaque"}, {"token_type", "Bearer"}, {"id_token", id_token(grant)}}
        );
    }

    std::string id_token(Grant const& grant) const {
        auto const now = clock_.now().ms / 1000;
        json::object claims{
            {"iss", issuer()},
            {"sub", "officer-7"},
            {"aud", "ocop-trace"},
            {"nonce", grant.nonce},
            {"iat", now},
            {"exp", now + 300},
            {"email", "canbo@quangnam.gov.vn"},
            {"email_verified", true}};
        conduct.claims(claims);
        auto const header =
            json::serialize(json::object{{"alg", algorithm_}, {"kid", conduct.kid}});
        return jwt(header, json::serialize(claims), conduct.sign);
    }

    Clock const& clock_;
    std::string const secret_;
    std::string algorithm_;
    std::mutex mutex_;  // guards the next two
    std::map<std::string, Grant> grants_;
    int last_ = 0;
    http::test::Served served_;  // last: its handlers use all of the above
};

}  // namespace ocop::test
