#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>
#include <ocop/crypto/ed25519.hpp>
#include <ocop/crypto/p256.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// Custody of private keys. The rest of the program asks for signatures and never sees a key. It
// lives in the process for now (LocalSigner); the interface is that of a process of its own.
namespace ocop::signer {

// A range of stamps that was approved and issued: what the signer needs to know to sign for it.
struct ApprovedOrder {
    std::string order;  // id
    std::string gtin;   // 14 digits
    std::string lot;
    std::string kid;  // 4 digits
    std::uint8_t epoch = 0;
    std::uint64_t first = 0;  // counter in the epoch
    std::uint64_t count = 0;
};

struct SignedStamp {
    std::uint64_t counter = 0;
    std::uint64_t serial = 0;
    crypto::P256Signature signature{};
};

// Return false to stop.
using StampSink = std::function<bool(SignedStamp const&)>;

// A stamp's PIN. It goes into print and nowhere else: no answer, log or store holds it.
struct StampPin {
    std::uint64_t counter = 0;
    std::uint64_t serial = 0;
    std::string pin;  // nine digits, the last a check digit (ocop/stamp/pin.hpp)
};

// Return false to stop.
using PinSink = std::function<bool(StampPin const&)>;

// Blocks (signing, and one fsync for a range seen first): for the pool or the commit thread, never
// an I/O thread. Any thread.
class Signer {
  public:
    virtual ~Signer() = default;

    // Signs counters [first, first + count) of the order, in order. Refused "range_not_approved"
    // when they do not lie in the order's range or the range was signed before for another product,
    // lot or order; not_found "kid_unknown"; unavailable "signer_unavailable" when its journal
    // cannot be written.
    virtual Result<void> sign_range(
        ApprovedOrder const& order, std::uint64_t first, std::uint64_t count, StampSink const& sink
    ) = 0;

    // The PINs of counters [first, first + count) of the order, in order: always the same ones.
    // Errors as sign_range().
    virtual Result<void> pins(
        ApprovedOrder const& order, std::uint64_t first, std::uint64_t count, PinSink const& sink
    ) = 0;

    // Whether `pin` is that of the stamp with this serial. Says nothing else, and takes the same
    // time and work for yes and no. Whether the stamp was issued, whether its order has PINs and
    // how often somebody may ask is for the caller to see to (pins/pins.hpp). Malformed
    // "pin_malformed", "pin_check_wrong", "serial_malformed" (not below stamp::serial_end).
    virtual Result<bool> check_pin(std::uint64_t serial, std::string_view pin) = 0;

    // Ed25519 over the store's high-water mark.
    virtual Result<crypto::Ed25519Signature> sign_mark(ByteView bytes) = 0;
    virtual crypto::Ed25519PublicKey mark_key() const = 0;

    // Ed25519 over a checkpoint's text.
    virtual Result<crypto::Ed25519Signature> sign_checkpoint(ByteView text) = 0;
    virtual crypto::Ed25519PublicKey checkpoint_key() const = 0;

    // P-256 over the trust list's JWS signing input.
    virtual Result<crypto::P256Signature> sign_list(ByteView bytes) = 0;

    // P-256 over the JWS signing input of what a check was answered.
    virtual Result<crypto::P256Signature> sign_answer(ByteView bytes) = 0;
    virtual crypto::P256Point answer_key() const = 0;
};

}  // namespace ocop::signer
