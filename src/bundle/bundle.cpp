#include <ocop/base/encoding.hpp>
#include <ocop/bundle/bundle.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::bundle {

namespace {

Error malformed(std::string reason) {
    return {Errc::malformed, "bundle_malformed", "", std::move(reason)};
}

Result<Head> read_head(json::value const& payload) {
    auto head = json::read<Head>(payload, json::Mode::lenient);
    bool const sound = head && head->v == 1 && head->fresh_s > 0 && head->max_age_s > 0 &&
                       head->body.size() == 2 * sizeof(Hash);
    if (!sound) {
        return malformed("the head's payload is of another form");
    }
    head->fresh_s = std::min(head->fresh_s, fresh_s_max);
    head->max_age_s = std::min(head->max_age_s, max_age_s_max);
    return head;
}

Result<void> check_signature(crypto::Jws const& jws, stamp::TrustList const& list) {
    auto const point = from_base64url(list.answer_key.value_or(""));
    auto const key = point ? crypto::P256PublicKey::from_point(*point)
                           : Result<crypto::P256PublicKey>(point.error());
    if (!key || !jws.verify(*key)) {
        return Error(Errc::refused, "bundle_signature_wrong");
    }
    return {};
}

bool is_older(Head const& head, stamp::TrustList const& list, Held const& held) {
    bool const back = head.log_size < held.log_size ||
                      (head.log_size == held.log_size && head.issued_at.at < held.issued_at);
    return back || list.version < held.trust_version;
}

}  // namespace

Result<std::string> sign_head(
    Head const& head, std::string_view trust, crypto::SignBytes const& sign
) {
    auto list = json::parse(trust, {.bytes_max = stamp::trust_bytes_max});
    if (!list || !list->is_object()) {
        return Error(Errc::malformed, "trust_malformed", "", "is no JSON object");
    }
    auto const text = crypto::sign_jws(json::write(head), head_type, head_kid, sign);
    if (!text) {
        return text;
    }
    auto jws = json::parse(*text, {.bytes_max = head_bytes_max});
    if (!jws) {
        return jws.error();
    }
    jws->as_object().emplace("header", json::object{{"trust", std::move(*list)}});
    return json::serialize(*jws);
}

Result<File> read_bundle(
    std::string_view file, std::optional<std::string_view> root_pem, std::optional<Held> held
) {
    auto const feed = file.substr(0, head_bytes_max).find('\n');
    if (feed == std::string_view::npos) {
        return malformed("has no head");
    }
    auto const jws = crypto::parse_jws(file.substr(0, feed), head_bytes_max);
    if (!jws || jws->type != head_type || jws->kid != head_kid || !jws->header.contains("trust")) {
        return malformed("the head is of another form");
    }
    auto trust = stamp::parse_trust_list(json::serialize(jws->header.at("trust")), root_pem);
    if (!trust) {
        return trust.error();
    }
    if (auto ok = check_signature(*jws, trust->list); !ok) {
        return ok.error();
    }
    auto head = read_head(jws->payload);
    if (!head) {
        return head.error();
    }
    auto const text = file.substr(feed + 1);
    bool const whole = text.size() == head->body_bytes && text.size() <= body_bytes_max &&
                       to_hex(crypto::sha256(as_bytes(text))) == head->body;
    if (!whole) {
        return Error(Errc::refused, "bundle_body_wrong");
    }
    if (held && is_older(*head, trust->list, *held)) {
        return Error(Errc::refused, "bundle_older");
    }
    auto body = read_body(text);
    if (!body) {
        return body.error();
    }
    return File{std::move(*head), std::move(*trust), std::move(*body)};
}

}  // namespace ocop::bundle
