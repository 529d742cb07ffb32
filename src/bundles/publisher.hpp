#pragma once

#include "bundles/filter_files.hpp"
#include "signer/signer.hpp"
#include "store/store.hpp"
#include "verdicts/trust.hpp"

#include <ocop/base/time.hpp>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace ocop::bundles {

// A head is signed anew when it is older than this, also over the same body.
inline constexpr std::int64_t head_ms_max = 900'000;
// The register is not read again before this, or twenty times what the last reading took.
inline constexpr std::int64_t rest_ms_max = 60'000;

// The bundle as it is served.
struct Served {
    std::string file;
    std::string gzip;  // the same, RFC 1952
    std::string tag;   // names the bytes; without quotes
    Instant issued_at;
    std::uint64_t log_size = 0;
};

// Makes the offline bundle when it is asked for: gathers the body anew once the ledger grew, at
// most a twentieth of one thread's time, and signs a head over it. The same body keeps its head for
// head_ms_max, so that who has it need not fetch it again. References must outlive it. Any thread;
// blocks on reads, on the signer, and while filter files are made.
class Publisher {
  public:
    Publisher(
        store::Store const& store,
        stamp::SerialKeys const& serials,
        signer::Signer& signer,
        verdicts::TrustPublisher& trust,
        std::filesystem::path folder,  // of filter files
        Clock const& clock
    );

    // While another thread makes a new one, the one before; unavailable "bundle_not_ready" when
    // there is none yet. Errors of gather(), of the trust list and the signer.
    Result<std::shared_ptr<Served const>> current();

    FilterFiles& files() { return files_; }

  private:
    struct Made;

    bool is_due(std::uint64_t ledger_size, Instant now) const;
    Result<std::shared_ptr<Made const>> make(Made const* before) const;
    Result<std::shared_ptr<Served const>> finish(
        Result<std::shared_ptr<Made const>> made, std::int64_t took_ms
    );

    store::Store const& store_;
    stamp::SerialKeys const& serials_;
    signer::Signer& signer_;
    verdicts::TrustPublisher& trust_;
    Clock const& clock_;
    mutable FilterFiles files_;

    std::mutex mutex_;
    // Under mutex_.
    bool making_ = false;
    std::shared_ptr<Made const> made_;
    std::int64_t rest_ms_ = 0;
};

}  // namespace ocop::bundles
