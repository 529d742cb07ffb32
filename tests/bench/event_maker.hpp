#pragma once

#include <ocop/base/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

// Events as producers' software sends them: 600 to 700 bytes, items and lots of a few trade items,
// no eventID. Each number gives another event, always the same.
namespace ocop::bench {

inline constexpr std::size_t document_events = 500;
inline constexpr std::int64_t step_ms = 2'000;  // between the eventTimes of two numbers

// 13 digits under GS1's demonstration prefix; with a check digit.
std::string demo_key(std::uint64_t number);

class EventMaker {
  public:
    EventMaker(std::vector<std::string> gtins, Instant first)
        : gtins_(std::move(gtins)), first_(first) {}

    Instant time_of(std::uint64_t number) const {
        return {first_.ms + static_cast<std::int64_t>(number) * step_ms};
    }

    std::string epc_of(std::uint64_t number) const;  // the first of an object event
    std::string lot_of(std::uint64_t number) const;

    // Every tenth is a TransformationEvent.
    static bool is_object(std::uint64_t number) { return number % 10 != 9; }

    // With an @context: as POST /epcis/v2/events takes it.
    std::string bare_event(std::uint64_t number) const;
    // An EPCISDocument of the events from `first` on.
    std::string document(std::uint64_t first, std::size_t count) const;

  private:
    std::string members(std::uint64_t number) const;
    std::string items(std::uint64_t number) const;

    std::vector<std::string> const gtins_;
    Instant const first_;
};

}  // namespace ocop::bench
