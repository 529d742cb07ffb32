#include <ocop/base/encoding.hpp>
#include <ocop/stamp/trust.hpp>

#include <algorithm>
#include <set>

namespace ocop::stamp {

namespace {

Error malformed(std::string pointer, std::string reason) {
    return {Errc::malformed, "trust_malformed", std::move(pointer), std::move(reason)};
}

Error refused(std::string_view slug, std::string reason) {
    return {Errc::refused, slug, "/header/certificate", std::move(reason)};
}

std::optional<crypto::P256PublicKey> read_key(std::string_view base64url) {
    auto const point = from_base64url(base64url);
    if (!point) {
        return std::nullopt;
    }
    auto const key = crypto::P256PublicKey::from_point(*point);
    return key ? std::optional(*key) : std::nullopt;
}

// Collects what is wrong with a list, member by member.
class ListCheck {
  public:
    explicit ListCheck(TrustList const& list) : list_(list) {}

    std::vector<Fault> run() {
        need(list_.v == 1, "/v", "must be 1");
        need(list_.version >= 1, "/version", "must be 1 or more");
        need(list_.max_age_s >= 1, "/max_age_s", "must be 1 or more");
        need(!list_.hosts.empty(), "/hosts", "must name a host");
        check_authorities();
        check_hosts();
        check_keys();
        if (list_.answer_key) {
            need(read_key(*list_.answer_key).has_value(), "/answer_key", key_reason);
        }
        return std::move(faults_);
    }

  private:
    static constexpr std::string_view key_reason = "must be base64url of a P-256 point, 65 bytes";

    void need(bool ok, std::string pointer, std::string_view reason) {
        if (!ok) {
            faults_.push_back({std::move(pointer), std::string(reason)});
        }
    }

    void check_authorities() {
        for (std::size_t i = 0; i < list_.authorities.size(); ++i) {
            auto const& authority = list_.authorities[i];
            auto const at = "/authorities/" + std::to_string(i);
            need(!authority.id.empty(), at + "/id", "must not be empty");
            need(!authority.name.empty(), at + "/name", "must not be empty");
            need(ids_.insert(authority.id).second, at + "/id", "is there twice");
        }
    }

    void check_hosts() {
        for (std::size_t i = 0; i < list_.hosts.size(); ++i) {
            if (auto const ok = check_stamp_host(list_.hosts[i]); !ok) {
                need(false, "/hosts/" + std::to_string(i), ok.error().faults.front().reason);
            }
        }
    }

    void check_keys() {
        std::set<Kid> kids;
        for (std::size_t i = 0; i < list_.keys.size(); ++i) {
            auto const& key = list_.keys[i];
            auto const at = "/keys/" + std::to_string(i);
            need(kids.insert(key.kid).second, at + "/kid", "is there twice");
            need(ids_.contains(key.authority), at + "/authority", "is not in the list");
            need(read_key(key.public_key).has_value(), at + "/public_key", key_reason);
            need(
                key.logged_from <= key.logged_until, at + "/logged_until", "is before logged_from"
            );
        }
    }

    TrustList const& list_;
    std::set<std::string> ids_;
    std::vector<Fault> faults_;
};

// The members without which a payload would be read as something it is not; lenient reading gives
// them defaults.
Result<void> need_members(
    json::value const& payload, std::initializer_list<std::string_view> names
) {
    if (!payload.is_object()) {
        return malformed("/payload", "must be an object");
    }
    for (auto name : names) {
        if (!payload.get_object().contains(name)) {
            return malformed("/" + std::string(name), "is required");
        }
    }
    return {};
}

template <class T>
Result<T> read_payload(
    json::value const& payload, std::initializer_list<std::string_view> required
) {
    if (auto const ok = need_members(payload, required); !ok) {
        return ok.error();
    }
    auto out = json::read<T>(payload, json::Mode::lenient);
    if (!out) {
        return Error(Errc::malformed, "trust_malformed", out.error().faults);
    }
    return out;
}

struct Certificate {
    crypto::Jws jws;
    ListKey key;
};

Result<Certificate> read_certificate(json::value const* found) {
    if (found == nullptr || !found->is_object()) {
        return malformed("/header/certificate", "is required, as an object");
    }
    auto jws = crypto::read_jws(found->get_object());
    if (!jws) {
        return jws.error();
    }
    if (jws->type != list_key_type) {
        return malformed("/header/certificate", "typ must be ocop-list-key+jws");
    }
    auto key = read_payload<ListKey>(
        jws->payload, {"v", "use", "kid", "public_key", "not_before", "not_after"}
    );
    if (!key) {
        return key.error();
    }
    if (key->v != 1 || key->use != "list") {
        return malformed("/header/certificate", "must be version 1 of use \"list\"");
    }
    return Certificate{std::move(*jws), std::move(*key)};
}

Result<void> check_root(
    crypto::Jws const& certificate, std::optional<std::string_view> const& root_pem
) {
    if (!root_pem) {
        return {};
    }
    auto const root = crypto::P256PublicKey::from_pem(*root_pem);
    if (!root) {
        return root.error();
    }
    if (!certificate.verify(*root)) {
        return refused("trust_root_mismatch", "was not signed by the root given");
    }
    return {};
}

Result<void> check_list_key(crypto::Jws const& jws, ListKey const& key) {
    auto const verifier = read_key(key.public_key);
    if (!verifier) {
        return malformed("/header/certificate", "public_key is not a P-256 point");
    }
    if (jws.kid != key.kid || !jws.verify(*verifier)) {
        return refused("trust_signature_wrong", "is not of the key that signed this list");
    }
    return {};
}

}  // namespace

TrustKey const* TrustList::find_key(Kid kid) const {
    auto const at =
        std::find_if(keys.begin(), keys.end(), [&](auto const& key) { return key.kid == kid; });
    return at == keys.end() ? nullptr : &*at;
}

bool TrustList::is_stale(Instant now) const {
    return now.ms > issued_at.ms + std::int64_t{max_age_s} * 1000;
}

Result<void> check_trust_list(TrustList const& list) {
    auto faults = ListCheck(list).run();
    if (!faults.empty()) {
        return Error(Errc::malformed, "trust_malformed", std::move(faults));
    }
    return {};
}

Result<TrustFile> parse_trust_list(
    std::string_view text, std::optional<std::string_view> root_pem
) {
    auto const jws = crypto::parse_jws(text, trust_bytes_max);
    if (!jws) {
        return jws.error();
    }
    if (jws->type != trust_type) {
        return malformed("/protected", "typ must be ocop-trust+jws");
    }
    auto const certificate = read_certificate(jws->header.if_contains("certificate"));
    if (!certificate) {
        return certificate.error();
    }
    if (auto const ok = check_root(certificate->jws, root_pem); !ok) {
        return ok.error();
    }
    if (auto const ok = check_list_key(*jws, certificate->key); !ok) {
        return ok.error();
    }
    auto list = read_payload<TrustList>(
        jws->payload, {"v", "version", "issued_at", "max_age_s", "authorities", "hosts", "keys"}
    );
    if (!list) {
        return list.error();
    }
    if (auto const ok = check_trust_list(*list); !ok) {
        return ok.error();
    }
    auto const& key = certificate->key;
    if (list->issued_at < key.not_before || key.not_after < list->issued_at) {
        return refused("trust_key_window", "is of another time than this list");
    }
    return TrustFile{std::move(*list), key, root_pem.has_value()};
}

Result<std::string> sign_list_key(
    ListKey const& key, std::string_view root_kid, crypto::SignBytes const& root
) {
    return crypto::sign_jws(json::write(key), list_key_type, root_kid, root);
}

Result<std::string> sign_trust_list(
    TrustList const& list, std::string_view certificate, crypto::SignBytes const& sign
) {
    if (auto const ok = check_trust_list(list); !ok) {
        return ok.error();
    }
    auto const parsed = json::parse(certificate);
    if (!parsed) {
        return parsed.error();
    }
    auto const read = read_certificate(&*parsed);
    if (!read) {
        return read.error();
    }
    auto const text = crypto::sign_jws(json::write(list), trust_type, read->key.kid, sign);
    if (!text) {
        return text.error();
    }
    auto out = json::parse(*text, {.bytes_max = text->size(), .depth_max = 16});
    if (!out) {
        return out.error();
    }
    out->as_object()["header"] = json::object{{"certificate", *parsed}};
    return json::serialize(*out);
}

}  // namespace ocop::stamp
