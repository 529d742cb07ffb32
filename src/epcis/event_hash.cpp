#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/epcis/event_hash.hpp>

#include <algorithm>
#include <iterator>
#include <optional>

namespace ocop::epcis {

namespace {

constexpr std::size_t scheme_size = 2;

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

std::optional<HashVersion> version_of(std::string_view text) {
    for (auto const version : {HashVersion::cbv_2_0, HashVersion::cbv_2_1}) {
        if (text == suffix(version)) {
            return version;
        }
    }
    return std::nullopt;
}

// Without the scheme: ":///" algorithm ";" hex "?ver=CBV2." ("0" | "1")
std::optional<Claim> read_claim(std::string_view id) {
    if (!take(id, ":///")) {
        return std::nullopt;
    }
    auto const name = id.substr(0, id.find(';'));
    auto const* const found = std::find_if(
        std::begin(algorithms),
        std::end(algorithms),
        [name](Algorithm const& algorithm) { return algorithm.name == name; }
    );
    if (found == std::end(algorithms) || id.size() <= name.size() + found->digits) {
        return std::nullopt;
    }
    id.remove_prefix(name.size() + 1);
    auto const version = version_of(id.substr(found->digits));
    if (!version || !is_hex(id.substr(0, found->digits))) {
        return std::nullopt;
    }
    return Claim{found, *version};
}

Error wrong(std::string reason) {
    return {Errc::malformed, "event_id_wrong", "/eventID", std::move(reason)};
}

}  // namespace

std::string event_hash(Event const& event, HashVersion version) {
    return hash_by(algorithms[0], version, event);
}

bool claims_hash(std::string_view id) {
    return id.size() > scheme_size && (id[0] == 'n' || id[0] == 'N') &&
           (id[1] == 'i' || id[1] == 'I') && id[scheme_size] == ':';
}

Result<void> check_event_id(Event const& event) {
    auto const id = event_id(event);
    if (!claims_hash(id)) {
        return {};
    }
    auto const rest = id.substr(scheme_size);
    auto const claim = read_claim(rest);
    if (!claim) {
        return wrong("is no event hash of CBV 2.0: the right one is " + event_hash(event));
    }
    auto right = hash_by(*claim->algorithm, claim->version, event);
    if (std::string_view(right).substr(scheme_size) != rest) {
        return wrong("is not this event's hash: the right one is " + right);
    }
    return {};
}

}  // namespace ocop::epcis
