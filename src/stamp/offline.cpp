#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/stamp/host.hpp>
#include <ocop/stamp/link.hpp>
#include <ocop/stamp/offline.hpp>
#include <ocop/stamp/serial.hpp>
#include <ocop/stamp/verifier.hpp>

#include <algorithm>

namespace ocop::stamp {

namespace {

constexpr std::string_view note =
    "Judged by the trust list alone. The register was not asked: whether this stamp was issued, "
    "activated, recalled, voided or copied is not known.";

void describe_key(OfflineAnswer& out, TrustList const& list, TrustKey const& key) {
    out.key_known = true;
    out.key_logged_from = key.logged_from;
    out.key_logged_until = key.logged_until;
    out.key_revoked_at_size = key.revoked_at_size;
    out.demo = key.demo;
    for (auto const& authority : list.authorities) {
        if (authority.id == key.authority) {
            out.authority = authority.name;
        }
    }
}

bool is_good(TrustKey const& key, Stamp const& stamp, Signature const& signature) {
    auto const point = from_base64url(key.public_key);
    auto const public_key = crypto::P256PublicKey::from_point(point ? *point : Bytes());
    StampVerifier verifier;
    return public_key && verifier.add_key(key.kid, *public_key) &&
           verifier.verify(stamp, signature) == SignatureState::good;
}

void judge_signature(OfflineAnswer& out, TrustList const& list, StampLink const& link) {
    out.kid = link.digits->substr(0, kid_digits);
    out.signature = "bad";
    auto const kid = parse_kid(*out.kid);
    auto const* key = kid ? list.find_key(*kid) : nullptr;
    if (key == nullptr) {
        return;
    }
    describe_key(out, list, *key);
    auto const signature = decode_stamp_digits(*link.digits);
    if (signature && is_good(*key, {link.gtin, *link.lot, *link.serial}, *signature)) {
        out.signature = "good";
    }
}

std::vector<std::string> warnings(OfflineAnswer const& answer, Instant now) {
    std::vector<std::string> out;
    auto warn = [&](bool applies, char const* slug) {
        if (applies) {
            out.emplace_back(slug);
        }
    };
    warn(answer.host_class == "look_alike", "host_look_alike");
    warn(answer.host_class == "foreign", "host_foreign");
    warn(answer.key_revoked_at_size.has_value(), "key_revoked");
    warn(answer.key_logged_from && now < *answer.key_logged_from, "key_not_yet_in_use");
    warn(answer.list_stale, "list_stale");
    warn(!answer.root_checked, "root_not_checked");
    return out;
}

}  // namespace

OfflineAnswer check_offline(TrustFile const& trust, std::string_view uri, Instant now) {
    OfflineAnswer out;
    out.uri = is_utf8(uri) ? uri : "";
    out.note = note;
    out.signature = "none";
    out.list_version = trust.list.version;
    out.list_issued_at = trust.list.issued_at;
    out.list_stale = trust.list.is_stale(now);
    out.root_checked = trust.root_checked;
    auto const authority = authority_of(uri);
    out.host = is_utf8(authority) ? authority : "";
    out.host_class = to_text(classify_host(authority, trust.list.hosts));
    if (auto const link = read_link(uri); !link) {
        out.form = link.error().slug;
    } else {
        out.form = link->digits ? "stamp" : "unsigned";
        out.host = link->host;
        out.gtin = link->gtin;
        out.lot = link->lot;
        if (link->serial) {
            out.serial = format_serial(*link->serial);
        }
        if (link->digits) {
            judge_signature(out, trust.list, *link);
        }
    }
    out.warnings = warnings(out, now);
    return out;
}

}  // namespace ocop::stamp
