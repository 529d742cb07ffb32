#include <ocop/base/encoding.hpp>
#include <ocop/crypto/box.hpp>
#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace ocop;
using namespace ocop::crypto;

namespace {

// Gives the bytes it was made with.
class Given final : public Random {
  public:
    explicit Given(Bytes bytes) : bytes_(std::move(bytes)) {}

    void fill(std::span<std::uint8_t> out) override {
        BOOST_TEST_REQUIRE(out.size() == bytes_.size());
        std::copy(bytes_.begin(), bytes_.end(), out.begin());
    }

  private:
    Bytes bytes_;
};

BoxKey key_of(std::uint8_t first) {
    BoxKey key{};
    for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = static_cast<std::uint8_t>(first + i);
    }
    return key;
}

std::string opened(std::string_view box, BoxKey const& key, std::string_view associated) {
    auto const plain = open_with_key(box, key, associated);
    return plain ? *plain : std::string(plain.error().slug);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(box)

BOOST_AUTO_TEST_CASE(a_box_has_the_form_that_is_written_down) {
    // draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    Given nonce(*from_hex("404142434445464748494a4b4c4d4e4f5051525354555657"));
    auto const key = key_of(0x80);
    auto const associated = *from_hex("50515253c0c1c2c3c4c5c6c7");
    std::string const plain =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, sunscreen would be it.";
    auto const box = seal_with_key(plain, key, as_text(associated), nonce);
    BOOST_TEST(
        to_hex(as_bytes(box)) ==
        "4f434f50424f5831"
        "404142434445464748494a4b4c4d4e4f5051525354555657"
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4e"
        "da7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2"
        "383565d3fff921f9664c97637da9768812f615c68b13b52e"
        "c0875924c1c7987947deafd8780acf49"
    );
    BOOST_TEST(opened(box, key, as_text(associated)) == plain);
}

BOOST_AUTO_TEST_CASE(boxes_of_every_small_size_open_again) {
    SystemRandom random;
    auto const key = key_of(1);
    for (std::size_t size = 0; size <= 70; ++size) {
        std::string const plain(size, 'x');
        auto const box = seal_with_key(plain, key, "account/totp", random);
        BOOST_TEST(box.size() == 8 + 24 + size + 16);
        BOOST_TEST(opened(box, key, "account/totp") == plain);
        BOOST_TEST((seal_with_key(plain, key, "account/totp", random) != box));
    }
    BOOST_TEST(opened(seal_with_key("plain", key, "", random), key, "") == "plain");
}

BOOST_AUTO_TEST_CASE(any_changed_bit_any_cut_and_any_tail_is_refused) {
    SystemRandom random;
    auto const key = key_of(1);
    auto const box = seal_with_key("12345678901234567890", key, "a", random);
    for (std::size_t bit = 0; bit < box.size() * 8; ++bit) {
        auto changed = box;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        BOOST_TEST_REQUIRE(opened(changed, key, "a") == "box_broken");
    }
    for (std::size_t size = 0; size < box.size(); ++size) {
        BOOST_TEST_REQUIRE(opened(box.substr(0, size), key, "a") == "box_broken");
        BOOST_TEST_REQUIRE(opened(box.substr(box.size() - size), key, "a") == "box_broken");
    }
    BOOST_TEST(opened(box + '\0', key, "a") == "box_broken");
    BOOST_TEST((open_with_key("", key, "a").error().code == Errc::malformed));
}

BOOST_AUTO_TEST_CASE(another_key_or_another_place_opens_nothing) {
    SystemRandom random;
    auto const key = key_of(1);
    auto const box = seal_with_key("secret", key, "account-1/totp", random);
    for (std::size_t bit = 0; bit < key.size() * 8; ++bit) {
        auto changed = key;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        BOOST_TEST_REQUIRE(opened(box, changed, "account-1/totp") == "box_broken");
    }
    for (auto const* place : {"", "account-2/totp", "account-1/tot", "account-1/totp2"}) {
        BOOST_TEST(opened(box, key, place) == "box_broken", place);
    }
}

BOOST_AUTO_TEST_CASE(a_sealed_secret_does_not_show_in_its_box) {
    SystemRandom random;
    auto const box = seal_with_key("12345678901234567890", key_of(1), "a", random);
    BOOST_TEST(box.find("1234") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
