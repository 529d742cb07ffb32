#include <ocop/stamp/verifier.hpp>

namespace ocop::stamp {

Result<void> StampVerifier::add_key(Kid kid, crypto::P256PublicKey const& key) {
    auto const [at, added] = keys_.emplace(kid, key);
    if (!added && !(at->second == key)) {
        return Error(
            Errc::conflict, "kid_taken", "kid", "number " + to_text(kid) + " has another key"
        );
    }
    return {};
}

SignatureState StampVerifier::verify(Stamp const& stamp, Signature const& signature) const {
    return verify_bytes(signature.kid, signed_bytes(signature.kid, stamp), signature.bytes);
}

SignatureState StampVerifier::verify_bytes(
    Kid kid, ByteView message, crypto::P256Signature const& signature
) const {
    auto const key = keys_.find(kid);
    bool const good = key != keys_.end() && key->second.verify(message, signature);
    return good ? SignatureState::good : SignatureState::bad;
}

}  // namespace ocop::stamp
