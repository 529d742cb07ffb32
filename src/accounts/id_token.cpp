#include "accounts/id_token.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/json.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <array>

namespace ocop::accounts {

namespace {

constexpr std::size_t token_bytes_max = std::size_t{16} * 1024;
constexpr std::size_t keys_bytes_max = std::size_t{128} * 1024;
constexpr std::size_t keys_max = 64;
constexpr std::size_t subject_bytes_max = 255;
constexpr std::size_t email_chars_max = 254;
constexpr double leeway_s = 60;
constexpr double seconds_max = 253'402'300'800.0;  // the year 10000

// Members of a JWK that we know (RFC 7517 §4, RFC 7518 §6).
struct Jwk {
    std::string kty;
    std::string kid;
    std::string use = "sig";
    std::string alg;
    std::vector<std::string> key_ops{"verify"};
    std::string crv;
    std::string x;
    std::string y;
    std::string n;
    std::string e;
};
BOOST_DESCRIBE_STRUCT(Jwk, (), (kty, kid, use, alg, key_ops, crv, x, y, n, e))

struct Header {
    std::string alg;
    std::string kid;
    std::string typ = "JWT";
};
BOOST_DESCRIBE_STRUCT(Header, (), (alg, kid, typ))

struct Claims {
    std::string iss;
    std::string sub;
    json::value aud;
    std::optional<std::string> azp;
    json::value exp;
    json::value iat;
    std::optional<json::value> nbf;
    std::string nonce;
    std::optional<json::value> email;
    std::optional<json::value> email_verified;
};
BOOST_DESCRIBE_STRUCT(Claims, (), (iss, sub, aud, azp, exp, iat, nbf, nonce, email, email_verified))

// A compact JWS taken apart; the views point into it.
struct Parts {
    std::string_view header;
    std::string_view claims;
    std::string_view signature;
    std::string_view signed_bytes;  // header "." claims
};

Error refused(std::string pointer, std::string reason) {
    return {Errc::unauthenticated, "oidc_token_refused", std::move(pointer), std::move(reason)};
}

Error keys_malformed(std::string reason) {
    return {Errc::unavailable, "oidc_keys_malformed", "", std::move(reason)};
}

std::optional<crypto::P256PublicKey> read_p256(Jwk const& jwk) {
    auto const x = from_base64url(jwk.x);
    auto const y = from_base64url(jwk.y);
    if (jwk.crv != "P-256" || !x || !y || x->size() != 32 || y->size() != 32) {
        return std::nullopt;
    }
    auto const point = ByteWriter().u8(4).bytes(*x).bytes(*y).take();
    auto key = crypto::P256PublicKey::from_point(as_bytes(point));
    return key ? std::optional(std::move(*key)) : std::nullopt;
}

std::optional<crypto::RsaPublicKey> read_rsa(Jwk const& jwk) {
    auto const n = from_base64url(jwk.n);
    auto const e = from_base64url(jwk.e);
    if (!n || !e) {
        return std::nullopt;
    }
    auto key = crypto::RsaPublicKey::from_numbers(*n, *e);
    return key ? std::optional(std::move(*key)) : std::nullopt;
}

// Nothing when the key is not for us.
std::optional<OidcKey> read_key(json::value const& value) {
    auto const jwk = json::read<Jwk>(value, json::Mode::lenient);
    bool const signs =
        jwk && jwk->use == "sig" &&
        std::find(jwk->key_ops.begin(), jwk->key_ops.end(), "verify") != jwk->key_ops.end();
    if (!signs) {
        return std::nullopt;
    }
    if (jwk->kty == "EC" && (jwk->alg.empty() || jwk->alg == "ES256")) {
        if (auto key = read_p256(*jwk)) {
            return OidcKey{jwk->kid, std::move(*key)};
        }
    }
    if (jwk->kty == "RSA" && (jwk->alg.empty() || jwk->alg == "RS256")) {
        if (auto key = read_rsa(*jwk)) {
            return OidcKey{jwk->kid, std::move(*key)};
        }
    }
    return std::nullopt;
}

OidcKey const* find_key(OidcKeys const& keys, std::string_view kid) {
    if (kid.empty()) {
        return keys.size() == 1 ? &keys.front() : nullptr;
    }
    auto const found =
        std::find_if(keys.begin(), keys.end(), [&](auto const& key) { return key.kid == kid; });
    return found == keys.end() ? nullptr : &*found;
}

Result<Parts> split(std::string_view token) {
    if (token.size() > token_bytes_max) {
        return refused("", "is too long");
    }
    auto const first = token.find('.');
    auto const second = token.rfind('.');
    if (first == second || token.find('.', first + 1) != second) {
        return refused("", "is not three parts");
    }
    return Parts{
        token.substr(0, first),
        token.substr(first + 1, second - first - 1),
        token.substr(second + 1),
        token.substr(0, second)};
}

Result<json::value> decode(std::string_view part, std::string const& name) {
    auto const bytes = from_base64url(part);
    if (!bytes) {
        return refused(name, "is not base64url");
    }
    auto value = json::parse(as_text(*bytes), {.bytes_max = bytes->size(), .depth_max = 16});
    if (!value || !value->is_object()) {
        return refused(name, "is not a JSON object");
    }
    return value;
}

Result<Header> read_header(std::string_view part) {
    auto const value = decode(part, "header");
    if (!value) {
        return value.error();
    }
    for (auto const* member : {"jku", "jwk", "x5u", "x5c", "crit"}) {
        if (value->get_object().contains(member)) {
            return refused("/" + std::string(member), "may not be in the header");
        }
    }
    auto header = json::read<Header>(*value, json::Mode::lenient);
    if (!header) {
        return refused("header", describe(header.error()));
    }
    if (header->typ != "JWT" && header->typ != "jwt") {
        return refused("/typ", "is another kind of token");
    }
    return header;
}

bool verify(crypto::P256PublicKey const& key, Parts const& parts, ByteView signature) {
    crypto::P256Signature fixed{};
    if (signature.size() != fixed.size()) {
        return false;
    }
    std::copy(signature.begin(), signature.end(), fixed.begin());
    return key.verify_either_s(as_bytes(parts.signed_bytes), fixed);
}

bool verify(crypto::RsaPublicKey const& key, Parts const& parts, ByteView signature) {
    return key.verify(as_bytes(parts.signed_bytes), signature);
}

Result<void> check_signature(Parts const& parts, Header const& header, OidcKey const& key) {
    bool const ec = std::holds_alternative<crypto::P256PublicKey>(key.key);
    if (header.alg != (ec ? "ES256" : "RS256")) {
        return refused("/alg", "is not the algorithm of the key");
    }
    auto const signature = from_base64url(parts.signature);
    bool const good =
        signature &&
        std::visit([&](auto const& k) { return verify(k, parts, *signature); }, key.key);
    if (!good) {
        return refused("signature", "is not good");
    }
    return {};
}

// A NumericDate (RFC 7519 §2): seconds, whole or not.
std::optional<double> seconds_of(json::value const& value) {
    double out = -1;
    if (value.is_int64()) {
        out = static_cast<double>(value.get_int64());
    } else if (value.is_double()) {
        out = value.get_double();
    }
    bool const is_date = out >= 0 && out < seconds_max;
    return is_date ? std::optional(out) : std::nullopt;
}

Result<void> check_times(Claims const& claims, Instant now) {
    auto const at = static_cast<double>(now.ms) / 1000;
    auto const exp = seconds_of(claims.exp);
    auto const iat = seconds_of(claims.iat);
    auto const nbf = claims.nbf ? seconds_of(*claims.nbf) : std::optional(0.0);
    if (!exp || at >= *exp + leeway_s) {
        return refused("/exp", "is over");
    }
    if (!iat || at < *iat - leeway_s) {
        return refused("/iat", "is in the future");
    }
    if (!nbf || at < *nbf - leeway_s) {
        return refused("/nbf", "is in the future");
    }
    return {};
}

Result<void> check_audience(Claims const& claims, std::string_view us) {
    auto const is_us = [&](json::value const& v) { return v.is_string() && v.get_string() == us; };
    bool alone = is_us(claims.aud);
    bool listed = alone;
    if (auto const* list = claims.aud.if_array()) {
        listed = std::any_of(list->begin(), list->end(), is_us);
        alone = listed && list->size() == 1;
    }
    if (!listed) {
        return refused("/aud", "is not this client");
    }
    if (claims.azp ? *claims.azp != us : !alone) {
        return refused("/azp", "is not this client");
    }
    return {};
}

bool is_subject(std::string_view text) {
    return !text.empty() && text.size() <= subject_bytes_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

Result<void> check_claims(Claims const& claims, OidcExpectations const& expected) {
    if (claims.iss != expected.issuer) {
        return refused("/iss", "is another issuer");
    }
    if (auto ok = check_audience(claims, expected.audience); !ok) {
        return ok;
    }
    if (auto ok = check_times(claims, expected.now); !ok) {
        return ok;
    }
    bool const same = crypto::equal_secret(as_bytes(claims.nonce), as_bytes(expected.nonce));
    if (claims.nonce.empty() || !same) {
        return refused("/nonce", "is not of this sign-in");
    }
    if (!is_subject(claims.sub)) {
        return refused("/sub", "is not 1 to 255 printable ASCII characters");
    }
    return {};
}

OidcIdentity identity_of(Claims const& claims) {
    OidcIdentity out{claims.iss, claims.sub, std::nullopt, false};
    if (!claims.email || !claims.email->is_string()) {
        return out;
    }
    std::string const text(claims.email->get_string());
    auto const clean = clean_line(text, email_chars_max);
    if (clean && *clean == text && text.find('@') != std::string::npos) {
        out.email = text;
        out.email_verified = claims.email_verified && claims.email_verified->is_bool() &&
                             claims.email_verified->get_bool();
    }
    return out;
}

}  // namespace

Result<OidcKeys> parse_oidc_keys(std::string_view text) {
    auto const set = json::parse(text, {.bytes_max = keys_bytes_max, .depth_max = 16});
    if (!set) {
        return keys_malformed(describe(set.error()));
    }
    auto const* object = set->if_object();
    auto const* member = object != nullptr ? object->if_contains("keys") : nullptr;
    auto const* list = member != nullptr ? member->if_array() : nullptr;
    if (list == nullptr || list->size() > keys_max) {
        return keys_malformed("is not a set of at most 64 keys");
    }
    OidcKeys out;
    for (auto const& value : *list) {
        auto key = read_key(value);
        if (!key) {
            continue;
        }
        if (std::any_of(out.begin(), out.end(), [&](auto const& k) { return k.kid == key->kid; })) {
            return keys_malformed("two keys have one kid");
        }
        out.push_back(std::move(*key));
    }
    if (out.empty()) {
        return keys_malformed("has no key for ES256 or RS256");
    }
    return out;
}

Result<OidcIdentity> verify_id_token(
    std::string_view token, OidcKeys const& keys, OidcExpectations const& expected
) {
    auto const parts = split(token);
    if (!parts) {
        return parts.error();
    }
    auto const header = read_header(parts->header);
    if (!header) {
        return header.error();
    }
    auto const* const key = find_key(keys, header->kid);
    if (key == nullptr) {
        return Error(Errc::unauthenticated, "oidc_key_unknown");
    }
    if (auto ok = check_signature(*parts, *header, *key); !ok) {
        return ok.error();
    }
    auto const value = decode(parts->claims, "claims");
    if (!value) {
        return value.error();
    }
    auto const claims = json::read<Claims>(*value, json::Mode::lenient);
    if (!claims) {
        return refused("claims", describe(claims.error()));
    }
    if (auto ok = check_claims(*claims, expected); !ok) {
        return ok.error();
    }
    return identity_of(*claims);
}

}  // namespace ocop::accounts
