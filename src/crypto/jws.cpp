#include <ocop/base/encoding.hpp>
#include <ocop/crypto/jws.hpp>

#include <algorithm>

namespace ocop::crypto {

namespace {

Error bad(std::string pointer, std::string reason) {
    return {Errc::malformed, "jws_malformed", std::move(pointer), std::move(reason)};
}

// The string member `name`, or nothing.
std::string_view member(json::object const& o, std::string_view name) {
    auto const* found = o.if_contains(name);
    return found != nullptr && found->is_string() ? std::string_view(found->get_string())
                                                  : std::string_view();
}

Result<json::value> decode(std::string_view base64url) {
    auto const bytes = from_base64url(base64url);
    if (!bytes) {
        return bytes.error();
    }
    return json::parse(as_text(*bytes), {.bytes_max = bytes->size(), .depth_max = 16});
}

}  // namespace

Result<std::string> sign_jws(
    json::value const& payload, std::string_view type, std::string_view kid, SignBytes const& sign
) {
    json::object const protected_header{{"alg", "ES256"}, {"kid", kid}, {"typ", type}};
    auto const head = to_base64url(as_bytes(json::canonical(protected_header)));
    auto const body = to_base64url(as_bytes(json::canonical(payload)));
    auto const signature = sign(as_bytes(head + "." + body));
    if (!signature) {
        return signature.error();
    }
    return json::serialize(json::object{
        {"payload", body}, {"protected", head}, {"signature", to_base64url(*signature)}});
}

bool Jws::verify(P256PublicKey const& key) const {
    return key.verify(as_bytes(signed_bytes), signature);
}

Result<Jws> read_jws(json::object const& envelope) {
    auto const head = member(envelope, "protected");
    auto const body = member(envelope, "payload");
    auto const protected_header = decode(head);
    if (!protected_header || !protected_header->is_object()) {
        return bad("/protected", "is not base64url of a JSON object");
    }
    auto const& fields = protected_header->get_object();
    if (member(fields, "alg") != "ES256") {
        return bad("/protected", "alg must be ES256");
    }
    if (fields.contains("crit")) {
        return bad("/protected", "crit names extensions; none is known here");
    }
    auto payload = decode(body);
    if (!payload) {
        return bad("/payload", "is not base64url of JSON");
    }
    auto const signature = from_base64url(member(envelope, "signature"));
    if (!signature || signature->size() != 64) {
        return bad("/signature", "is not base64url of 64 bytes");
    }
    Jws out;
    out.kid = member(fields, "kid");
    out.type = member(fields, "typ");
    out.payload = std::move(*payload);
    out.signed_bytes = std::string(head) + "." + std::string(body);
    std::copy(signature->begin(), signature->end(), out.signature.begin());
    if (auto const* header = envelope.if_contains("header"); header && header->is_object()) {
        out.header = header->get_object();
    }
    return out;
}

Result<Jws> parse_jws(std::string_view text, std::size_t bytes_max) {
    auto const envelope = json::parse(text, {.bytes_max = bytes_max, .depth_max = 16});
    if (!envelope) {
        return envelope.error();
    }
    if (!envelope->is_object()) {
        return bad("", "must be an object");
    }
    return read_jws(envelope->get_object());
}

}  // namespace ocop::crypto
