#pragma once

#include <cstdint>
#include <string>

// How far a long command is, on standard error: a bar on a terminal, lines elsewhere if asked for,
// else nothing. One thread.
namespace ocop::cli {

enum class ProgressMode : std::uint8_t { none, bar, lines };

// A bar on a terminal; without one, lines when `wanted`.
ProgressMode progress_mode(bool wanted);

class Progress {
  public:
    // `total` 0: it is not known.
    Progress(ProgressMode mode, std::string what, std::uint64_t total)
        : mode_(mode), what_(std::move(what)), total_(total) {}

    // Leaves the line of the bar.
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    void show(std::uint64_t done);

  private:
    ProgressMode mode_;
    std::string what_;
    std::uint64_t total_;
    bool shown_ = false;
};

// "[##########          ]  50 % 500/1000 events"
std::string progress_line(std::string const& what, std::uint64_t done, std::uint64_t total);

}  // namespace ocop::cli
