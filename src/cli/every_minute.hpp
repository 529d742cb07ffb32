#pragma once

#include "alerts/watch.hpp"
#include "checks/openings.hpp"
#include "checks/unissued.hpp"
#include "http/log.hpp"
#include "prints/words.hpp"
#include "store/store.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace ocop::cli {

struct MinuteParts {
    store::Store& store;
    stamp::SerialKeys const& serials;
    checks::Openings& openings;
    checks::Unissued& unissued;
    Clock const& clock;
    Random& random;
    http::Log& log;
    prints::Desk const& desk;
};

// What is done each minute beside the requests, on a thread of its own: openings are written and
// the day's key is changed, then the rules look at the new checks and at guessed PINs. The first
// time at once, so that there is a key before the first page; the last time at the end, so that a
// restart loses little. Producers are told when a stamp was looked at that they did not report as
// applied, inspectors when one was met that is well signed and was never issued, and the files of
// print runs that no link opens any more go. What fails is logged ("openings_unwritten",
// "checks_unwatched", "pins_unwatched", "openings_untold", "unissued_untold",
// "print_files_unswept", with "what") and done again.
class EveryMinute {
  public:
    // All parts must outlive it; the store must still be open when it is destroyed.
    explicit EveryMinute(
        MinuteParts parts, std::chrono::milliseconds every = std::chrono::minutes(1)
    );
    ~EveryMinute();
    EveryMinute(EveryMinute const&) = delete;
    EveryMinute& operator=(EveryMinute const&) = delete;

  private:
    void run();
    void write_openings();
    void watch_checks();
    void watch_pins();
    Result<void> tell_of_guesses();
    Result<void> tell_of_guesses_on(Day day);
    Result<void> end_pin_days();
    void tell_of_openings();
    void sweep_prints();
    void tell_of_unissued();
    void log_failure(std::string_view event, Error const& error);
    bool is_stopping();

    MinuteParts const parts_;
    std::chrono::milliseconds const every_;
    alerts::Watch watch_;
    std::optional<Day> guesses_told_;  // whose yesterday's were told; touched by thread_ alone
    std::mutex mutex_;                 // guards stopping_
    bool stopping_ = false;
    std::condition_variable wake_;
    std::thread thread_;  // last: starts when all else is there
};

}  // namespace ocop::cli
