#include "signer/local_signer.hpp"

namespace ocop::signer {

Result<void> LocalSigner::sign_range(
    ApprovedOrder const& order, std::uint64_t first, std::uint64_t count, StampSink const& sink
) {
    Error const refused(Errc::refused, "range_not_approved");
    if (first < order.first || count > order.count || first - order.first > order.count - count) {
        return refused;
    }
    auto const kid = stamp::parse_kid(order.kid);
    auto const key = kid ? keyring_.stamp_keys.find(*kid) : keyring_.stamp_keys.end();
    if (key == keyring_.stamp_keys.end()) {
        return Error(Errc::not_found, "kid_unknown");
    }
    auto permutation = keyring_.serials.permutation(order.epoch);
    if (!permutation || order.first >= stamp::counter_end ||
        order.count > stamp::counter_end - order.first) {
        return refused;
    }
    if (auto ok = journal_->claim(order); !ok) {
        return ok;
    }
    stamp::Stamp stamp{order.gtin, order.lot, 0};
    for (auto counter = first; counter < first + count; ++counter) {
        stamp.serial = stamp::join_serial(order.epoch, permutation->forward(counter));
        auto const signature = key->second.sign(stamp::signed_bytes(*kid, stamp));
        if (!sink({counter, stamp.serial, signature})) {
            break;
        }
    }
    return {};
}

Result<crypto::Ed25519Signature> LocalSigner::sign_mark(ByteView bytes) {
    return keyring_.mark_key.sign(bytes);
}

crypto::Ed25519PublicKey LocalSigner::mark_key() const {
    return keyring_.mark_key.public_key();
}

Result<crypto::P256Signature> LocalSigner::sign_list(ByteView bytes) {
    return keyring_.list_key.sign(bytes);
}

}  // namespace ocop::signer
