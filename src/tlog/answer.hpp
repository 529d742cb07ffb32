#pragma once

#include <ocop/ledger/rules.hpp>
#include <ocop/stamp/answer.hpp>

#include <optional>
#include <string>
#include <vector>

// Whether a signed answer was true, by the log of the size that it names. Pure; any thread.
namespace ocop::tlog {

inline constexpr std::int64_t stale_ms_max = 60'000;

struct LogTimes {
    std::optional<Instant> last;  // of the last of those entries
    std::optional<Instant> next;  // of the entry behind them
};

// What in `answer` the log contradicts, in words; empty: nothing. `known` is what the first
// `log_size` entries say of the stamp at the answer's time. An answer from a log that had grown for
// longer than stale_ms_max is one that nobody may give, and neither is one from before its log.
//
// Contradicted is a verdict that no decide() gives, whatever the log does not tell: the best-before
// date, the PIN, whether the serial was signed or typed.
std::vector<std::string> contradictions(
    stamp::SignedAnswer const& answer,
    std::optional<ledger::LoggedStamp> const& known,
    LogTimes const& times
);

}  // namespace ocop::tlog
