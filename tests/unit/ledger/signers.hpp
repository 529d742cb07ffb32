#pragma once

#include "vectors/load.hpp"

#include <ocop/ledger/note.hpp>

// The log and the witnesses of ledger-tlog-v1.json, whose seeds are published.
namespace ocop::ledger {

inline json::value const& tlog_vectors() {
    static auto const value = vectors::golden("ledger-tlog-v1.json");
    return value;
}

inline std::string tlog_text(std::string_view member) {
    return vectors::text(tlog_vectors(), member);
}

struct Party {
    NoteKey key;
    SignBytes sign;
};

inline Party party_of(json::value const& v) {
    crypto::Ed25519PrivateKey const secret(vectors::array_of<32>(vectors::hex(v, "seed")));
    auto const key = parse_vkey(vectors::text(v, "vkey"));
    BOOST_TEST_REQUIRE(key.has_value());
    auto const sign = [secret](ByteView message) {
        return Result<crypto::Ed25519Signature>(secret.sign(message));
    };
    return {*key, sign};
}

inline Party the_log() {
    return party_of(tlog_vectors().at("log"));
}

inline Party the_witness(std::size_t which) {
    return party_of(tlog_vectors().at("witnesses").at(which));
}

inline std::uint64_t tlog_time_s() {
    return tlog_vectors().at("time_s").to_number<std::uint64_t>();
}

template <class T>
std::string slug_of(Result<T> const& result) {
    return result ? std::string() : std::string(result.error().slug);
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    BOOST_TEST_REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace ocop::ledger
