#pragma once

#include "signer/signer.hpp"
#include "store/store.hpp"

#include <ocop/base/time.hpp>

#include <mutex>
#include <string>
#include <vector>

namespace ocop::verdicts {

// The trust list as served at /.well-known/ocop-trust.json: built from the register's keys and
// authorities, signed by the signer, and kept until the ledger grew or a minute passed, so that a
// revocation shows within 60 s. References must outlive it. Any thread; blocks.
class TrustPublisher {
  public:
    TrustPublisher(
        store::Store const& store,
        signer::Signer& signer,
        std::string certificate,  // of the list key
        std::vector<std::string> hosts,
        Clock const& clock
    );

    // Errors of the store and the signer.
    Result<std::string> current();

  private:
    store::Store const& store_;
    signer::Signer& signer_;
    std::string const certificate_;
    std::vector<std::string> const hosts_;
    Clock const& clock_;

    std::mutex mutex_;
    // Under mutex_.
    std::string text_;
    std::uint64_t size_ = 0;  // of the ledger, when text_ was made
    std::uint64_t version_ = 0;
    Instant made_at_;
};

}  // namespace ocop::verdicts
