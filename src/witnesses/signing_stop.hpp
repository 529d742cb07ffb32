#pragma once

#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

// That the log signs nothing more, because a witness knows a history that is not ours. A file says
// so, outside the database: neither a restart nor an older database forgets. An operator removes it
// while the service is stopped (README.md, "When signing stopped").
namespace ocop::witnesses {

enum class Cause : std::uint8_t {
    ahead,   // the witness cosigned more entries than we have: ours were rolled back
    forked,  // it does not find what it cosigned in what we have
};

std::string_view cause_name(Cause cause);  // "ahead"

struct StopReport {
    std::string witness;  // its key's name
    Cause cause = Cause::ahead;
    std::uint64_t our_size = 0;
    std::uint64_t witness_size = 0;
    Instant at;
};

// Any thread.
class SigningStop {
  public:
    // Stopped if there is anything at `file`, whatever it holds, or if it cannot be told.
    explicit SigningStop(std::filesystem::path file);

    // From now on permit() refuses. The first report is written; unavailable "file_unwritable",
    // after which it is in force all the same: call keep() later.
    Result<void> stop(StopReport const& report);

    // Writes what is not written yet. Errors of stop().
    Result<void> keep();

    bool stopped() const { return stopped_; }

    // unavailable "log_stopped" once stopped.
    Result<void> permit() const;

    std::filesystem::path const& file() const { return file_; }

  private:
    Result<void> write();

    std::filesystem::path const file_;
    std::atomic<bool> stopped_;
    std::mutex mutex_;
    std::string unwritten_;  // under mutex_
};

}  // namespace ocop::witnesses
