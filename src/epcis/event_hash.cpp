#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/epcis/event_hash.hpp>

#include <optional>

namespace ocop::epcis {

namespace {

constexpr std::string_view scheme = "ni:";

struct Algorithm {
    std::string_view name;
    std::optional<crypto::OtherHash> other;  // than SHA-256
    std::size_t digits;
};

constexpr Algorithm algorithms[] = {
    {"sha-256", std::nullopt, 64},
    {"sha-384", crypto::OtherHash::sha384, 96},
    {"sha-512", crypto::OtherHash::sha512, 128},
    {"sha3-256", crypto::OtherHash::sha3_256, 64},
};

std::string_view suffix(HashVersion version) {
    return version == HashVersion::cbv_2_0 ? "?ver=CBV2.0" : "?ver=CBV2.1";
}

std::string hash_by(Algorithm const& algorithm, HashVersion version, Event const& event) {
    auto const text = pre_hash(event, version);
    std::string out = "ni:///";
    out.reserve(160);
    out += algorithm.name;
    out.push_back(';');
    out += algorithm.other ? to_hex(crypto::hash_with(*algorithm.other, as_bytes(text)))
                           : to_hex(crypto::sha256(as_bytes(text)));
    out += suffix(version);
    return out;
}

struct Claim {
    Algorithm const* algorithm = nullptr;
    HashVersion version = HashVersion::cbv_2_0;
};

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool take(std::string_view& text, std::string_view head) {
    if (!text.starts_with(head)) {
        return false;
    }
    text.remove_prefix(head.size());
    return true;
}

// "ni:///" algorithm ";" hex "?ver=CBV2." ("0" | "1")
std::optional<Claim> read_claim(std::string_view id) {
    if (!take(id, "ni:///")) {
        return std::nullopt;
    }
    for (auto const& algorithm : algorithms) {
        auto rest = id;
        if (!take(rest, algorithm.name) || !take(rest, ";") || rest.size() < algorithm.digits ||
            !is_hex(rest.substr(0, algorithm.digits))) {
            continue;
        }
        rest.remove_prefix(algorithm.digits);
        for (auto const version : {HashVersion::cbv_2_0, HashVersion::cbv_2_1}) {
            if (rest == suffix(version)) {
                return Claim{&algorithm, version};
            }
        }
    }
    return std::nullopt;
}

Error wrong(std::string reason) {
    return {Errc::malformed, "event_id_wrong", "/eventID", std::move(reason)};
}

}  // namespace

std::string event_hash(Event const& event, HashVersion version) {
    return hash_by(algorithms[0], version, event);
}

Result<void> check_event_id(Event const& event) {
    auto const id = event_id(event);
    if (!id.starts_with(scheme)) {
        return {};
    }
    auto const claim = read_claim(id);
    if (!claim) {
        return wrong("is no event hash of CBV 2.0: the right one is " + event_hash(event));
    }
    auto right = hash_by(*claim->algorithm, claim->version, event);
    if (right != id) {
        return wrong("is not this event's hash: the right one is " + right);
    }
    return {};
}

}  // namespace ocop::epcis
