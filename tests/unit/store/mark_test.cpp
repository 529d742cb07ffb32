#include "store/mark.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/ed25519.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::store;

namespace {

crypto::Ed25519PrivateKey const key(crypto::Ed25519Seed{1, 2, 3});

MarkSigner signer() {
    return {
        [](ByteView message) -> Result<crypto::Ed25519Signature> { return key.sign(message); },
        key.public_key(),
    };
}

Mark example() {
    Mark mark{0x0102, 0x0304, {}};
    mark.root[0] = 0xAA;
    mark.root[31] = 0xBB;
    return mark;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mark)

BOOST_AUTO_TEST_CASE(a_slot_has_the_bytes_of_the_format) {
    auto const slot = encode_mark(example(), signer());
    BOOST_TEST_REQUIRE(slot.has_value());
    BOOST_TEST(slot->size() == mark_slot_bytes);
    auto const expected = std::string("4f434f504d41524b00000001") + "0000000000000102" +
                          "0000000000000304" + "aa" + std::string(60, '0') + "bb";
    BOOST_TEST(to_hex(as_bytes(slot->substr(0, mark_signed_bytes))) == expected);
}

BOOST_AUTO_TEST_CASE(a_slot_is_read_back_with_its_key_only) {
    auto const slot = encode_mark(example(), signer());
    BOOST_TEST_REQUIRE(slot.has_value());
    BOOST_TEST((parse_mark(*slot, key.public_key()) == example()));
    auto other = key.public_key();
    other[5] ^= 1;
    BOOST_TEST(!parse_mark(*slot, other).has_value());
}

BOOST_AUTO_TEST_CASE(a_slot_with_any_bit_changed_or_cut_anywhere_is_absent) {
    auto const slot = encode_mark(example(), signer());
    BOOST_TEST_REQUIRE(slot.has_value());
    for (std::size_t bit = 0; bit < slot->size() * 8; ++bit) {
        auto changed = *slot;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        BOOST_TEST(!parse_mark(changed, key.public_key()).has_value());
    }
    for (std::size_t length = 0; length < slot->size(); ++length) {
        BOOST_TEST(!parse_mark(slot->substr(0, length), key.public_key()).has_value());
    }
    BOOST_TEST(!parse_mark(std::string(mark_slot_bytes, '\0'), key.public_key()).has_value());
}

BOOST_AUTO_TEST_CASE(the_error_of_the_signer_is_handed_on) {
    auto broken = signer();
    broken.sign = [](ByteView) -> Result<crypto::Ed25519Signature> {
        return Error(Errc::unavailable, "signer_down");
    };
    auto const slot = encode_mark(example(), broken);
    BOOST_TEST_REQUIRE(!slot.has_value());
    BOOST_TEST(slot.error().slug == "signer_down");
}

BOOST_AUTO_TEST_SUITE_END()
