#pragma once

#include "vectors/load.hpp"

#include <ocop/stamp/trust.hpp>

#include <boost/test/unit_test.hpp>

namespace ocop::vectors {

inline Instant at(char const* text) {
    return *parse_instant(text);
}

inline crypto::SignBytes signer_of(crypto::P256PrivateKey const& key) {
    return [&key](ByteView bytes) -> Result<crypto::P256Signature> { return key.sign(bytes); };
}

// A root, a list key and a list that names the golden stamp's key.
struct Trust {
    crypto::P256PrivateKey root = crypto::P256PrivateKey::generate();
    crypto::P256PrivateKey list_secret = crypto::P256PrivateKey::generate();
    std::string root_pem = root.public_key().to_pem();
    json::value stamp_file = golden("stamp-1.json");
    stamp::ListKey list_key;
    stamp::TrustList list;

    Trust() {
        list_key.kid = "list-1";
        list_key.public_key = to_base64url(list_secret.public_key().point());
        list_key.not_before = at("2026-01-01T00:00:00Z");
        list_key.not_after = at("2027-01-01T00:00:00Z");
        list.version = 7;
        list.issued_at = at("2026-11-22T00:00:00Z");
        list.max_age_s = 86'400;
        list.authorities = {{"phutho", "Tỉnh Phú Thọ", {}}, {"hoabinh", "Tỉnh Hòa Bình", {}}};
        list.hosts = {"id.ocop.vn", "localhost:8443"};
        stamp::TrustKey key;
        key.kid = {1};
        key.authority = "phutho";
        key.public_key = to_base64url(hex(stamp_file, "public_point"));
        key.logged_from = at("2026-06-01T00:00:00Z");
        key.logged_until = at("2026-08-30T00:00:00Z");
        list.keys = {key};
        list.log = stamp::TrustLog{"ocop.vn/log+12345678+AQID"};
        list.answer_key = list_key.public_key;
    }

    std::string certificate() const {
        auto const text = stamp::sign_list_key(list_key, "root-1", signer_of(root));
        BOOST_TEST_REQUIRE(text.has_value());
        return *text;
    }

    std::string text() const {
        auto const out = stamp::sign_trust_list(list, certificate(), signer_of(list_secret));
        BOOST_TEST_REQUIRE(out.has_value(), (out ? "" : describe(out.error())));
        return *out;
    }
};

}  // namespace ocop::vectors
