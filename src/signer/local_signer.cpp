#include "signer/local_signer.hpp"

#include <ocop/crypto/hash.hpp>
#include <ocop/stamp/pin.hpp>

namespace ocop::signer {

// Makes sure that the counters are the order's and nobody else's; gives the way to their serials.
Result<stamp::SerialPermutation> LocalSigner::claim(
    ApprovedOrder const& order, std::uint64_t first, std::uint64_t count
) {
    Error const refused(Errc::refused, "range_not_approved");
    if (first < order.first || count > order.count || first - order.first > order.count - count) {
        return refused;
    }
    auto const kid = stamp::parse_kid(order.kid);
    if (!kid || keyring_.stamp_keys.find(*kid) == keyring_.stamp_keys.end()) {
        return Error(Errc::not_found, "kid_unknown");
    }
    auto permutation = keyring_.serials.permutation(order.epoch);
    if (!permutation || order.first >= stamp::counter_end ||
        order.count > stamp::counter_end - order.first) {
        return refused;
    }
    if (auto ok = journal_->claim(order); !ok) {
        return ok.error();
    }
    return std::move(*permutation);
}

Result<void> LocalSigner::sign_range(
    ApprovedOrder const& order, std::uint64_t first, std::uint64_t count, StampSink const& sink
) {
    auto permutation = claim(order, first, count);
    if (!permutation) {
        return permutation.error();
    }
    auto const kid = *stamp::parse_kid(order.kid);
    auto const& key = keyring_.stamp_keys.at(kid);
    stamp::Stamp stamp{order.gtin, order.lot, 0};
    for (auto counter = first; counter < first + count; ++counter) {
        stamp.serial = stamp::join_serial(order.epoch, permutation->forward(counter));
        auto const signature = key.sign(stamp::signed_bytes(kid, stamp));
        if (!sink({counter, stamp.serial, signature})) {
            break;
        }
    }
    return {};
}

// HMAC-SHA-256 of the serial under the PIN key; its first 64 bits modulo 10^8. The first of the
// remainders are the likelier ones by 10^8 / 2^64, which is 5 in 10^12.
std::string LocalSigner::pin_of(std::uint64_t serial) const {
    auto const message = ByteWriter().text("OCOP-PIN-1").u8(0).u64(serial).take();
    auto const mac = crypto::hmac_sha256(keyring_.pin_key, as_bytes(message));
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) {
        number = number << 8U | mac[i];
    }
    return stamp::format_pin(static_cast<std::uint32_t>(number % stamp::pin_number_end));
}

Result<void> LocalSigner::pins(
    ApprovedOrder const& order, std::uint64_t first, std::uint64_t count, PinSink const& sink
) {
    auto permutation = claim(order, first, count);
    if (!permutation) {
        return permutation.error();
    }
    for (auto counter = first; counter < first + count; ++counter) {
        auto const serial = stamp::join_serial(order.epoch, permutation->forward(counter));
        if (!sink({counter, serial, pin_of(serial)})) {
            break;
        }
    }
    return {};
}

Result<bool> LocalSigner::check_pin(std::uint64_t serial, std::string_view pin) {
    auto const given = stamp::parse_pin(pin);
    if (!given) {
        return given.error();
    }
    if (serial >= stamp::serial_end) {
        return Error(Errc::malformed, "serial_malformed");
    }
    return crypto::equal_secret(as_bytes(*given), as_bytes(pin_of(serial)));
}

Result<crypto::Ed25519Signature> LocalSigner::sign_mark(ByteView bytes) {
    return keyring_.mark_key.sign(bytes);
}

crypto::Ed25519PublicKey LocalSigner::mark_key() const {
    return keyring_.mark_key.public_key();
}

Result<crypto::Ed25519Signature> LocalSigner::sign_checkpoint(ByteView text) {
    return keyring_.checkpoint_key.sign(text);
}

crypto::Ed25519PublicKey LocalSigner::checkpoint_key() const {
    return keyring_.checkpoint_key.public_key();
}

Result<crypto::P256Signature> LocalSigner::sign_list(ByteView bytes) {
    return keyring_.list_key.sign(bytes);
}

Result<crypto::P256Signature> LocalSigner::sign_answer(ByteView bytes) {
    return keyring_.answer_key.sign(bytes);
}

crypto::P256Point LocalSigner::answer_key() const {
    return keyring_.answer_key.public_key().point();
}

}  // namespace ocop::signer
