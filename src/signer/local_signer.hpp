#pragma once

#include "signer/journal.hpp"
#include "signer/keyring.hpp"
#include "signer/signer.hpp"

namespace ocop::signer {

// A Signer with its keys in this process. `keyring` must outlive it.
class LocalSigner final : public Signer {
  public:
    LocalSigner(Keyring const& keyring, std::unique_ptr<Journal> journal)
        : keyring_(keyring), journal_(std::move(journal)) {}

    Result<void> sign_range(
        ApprovedOrder const& order, std::uint64_t first, std::uint64_t count, StampSink const& sink
    ) override;
    Result<void> pins(
        ApprovedOrder const& order, std::uint64_t first, std::uint64_t count, PinSink const& sink
    ) override;
    Result<bool> check_pin(std::uint64_t serial, std::string_view pin) override;
    Result<crypto::Ed25519Signature> sign_mark(ByteView bytes) override;
    crypto::Ed25519PublicKey mark_key() const override;
    Result<crypto::Ed25519Signature> sign_checkpoint(ByteView text) override;
    crypto::Ed25519PublicKey checkpoint_key() const override;
    Result<crypto::P256Signature> sign_list(ByteView bytes) override;
    Result<crypto::P256Signature> sign_answer(ByteView bytes) override;
    crypto::P256Point answer_key() const override;

  private:
    Result<stamp::SerialPermutation> claim(
        ApprovedOrder const& order, std::uint64_t first, std::uint64_t count
    );
    std::string pin_of(std::uint64_t serial) const;

    Keyring const& keyring_;
    std::unique_ptr<Journal> journal_;
};

}  // namespace ocop::signer
