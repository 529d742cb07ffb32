#pragma once

#include "signer/keyring.hpp"
#include "temporary_directory.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/stamp/trust.hpp>

#include <boost/test/unit_test.hpp>

// Keys of one epoch and one kid, made without files and without stretching a passphrase.
namespace ocop::test {

inline signer::Keyring make_test_keyring(Clock const& clock) {
    auto const root = crypto::P256PrivateKey::generate();
    auto list = crypto::P256PrivateKey::generate();
    stamp::ListKey certificate;
    certificate.kid = "list-1";
    certificate.public_key = to_base64url(list.public_key().point());
    certificate.not_before = {0};
    certificate.not_after = {clock.now().ms * 2};
    auto const certified = stamp::sign_list_key(certificate, "root-1", [&](ByteView bytes) {
        return Result<crypto::P256Signature>(root.sign(bytes));
    });
    BOOST_TEST_REQUIRE(reason_of(certified) == "");
    signer::Keyring keyring{
        {},
        {},
        std::move(list),
        *certified,
        root.public_key().to_pem(),
        crypto::Ed25519PrivateKey(crypto::Ed25519Seed{9}),
        {},
        {},
        crypto::Ed25519PrivateKey(crypto::Ed25519Seed{7}),
        crypto::P256PrivateKey::generate()};
    keyring.stamp_keys.emplace(stamp::Kid{1}, crypto::P256PrivateKey::generate());
    keyring.serials.add(0, crypto::AesKey{1, 2, 3});
    keyring.pin_key = {4, 5, 6};
    return keyring;
}

}  // namespace ocop::test
