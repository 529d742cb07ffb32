#pragma once

#include "signer/keyring.hpp"
#include "temporary_directory.hpp"

#include <ocop/crypto/hash.hpp>

#include <fstream>
#include <iterator>

// A keyring in a folder of its own, with two issuing keys.
namespace ocop::test {

inline constexpr std::string_view passphrase = "đồi chè bát úp";
inline constexpr Instant now{1'795'316'645'678};

inline std::string text_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

inline void write_text(std::filesystem::path const& file, std::string_view text) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

// Made once: its keys cost seconds of stretching and syncing in all.
inline std::filesystem::path const& first_keyring() {
    static TemporaryDirectory const directory;
    static std::filesystem::path const folder = [] {
        crypto::SystemRandom random;
        auto path = directory.path() / "keys";
        auto const made =
            signer::make_keyring(path, passphrase, {"phu-tho", false, now, 90}, random);
        BOOST_TEST_REQUIRE(reason_of(made) == "");
        auto const added = signer::add_stamp_key(path, passphrase, {"cao-bang", false, now, 30});
        BOOST_TEST_REQUIRE(reason_of(added) == "");
        BOOST_TEST((*added == stamp::Kid{2}));
        return path;
    }();
    return folder;
}

struct KeyringFixture {
    KeyringFixture() { std::filesystem::copy(first_keyring(), folder); }

    signer::Keyring load(std::filesystem::path const& from) {
        auto keyring = signer::load_keyring(from, passphrase);
        BOOST_TEST_REQUIRE(reason_of(keyring) == "");
        return std::move(*keyring);
    }

    TemporaryDirectory directory;
    std::filesystem::path const folder = directory.path() / "keys";
    crypto::SystemRandom random;
};

}  // namespace ocop::test
