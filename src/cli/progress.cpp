#include "cli/progress.hpp"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace ocop::cli {

ProgressMode progress_mode(bool wanted) {
    if (::isatty(STDERR_FILENO) == 1) {
        return ProgressMode::bar;
    }
    return wanted ? ProgressMode::lines : ProgressMode::none;
}

std::string progress_line(std::string const& what, std::uint64_t done, std::uint64_t total) {
    if (total == 0) {
        return std::to_string(done) + " " + what;
    }
    constexpr std::uint64_t width = 20;
    constexpr std::uint64_t whole = 100;
    auto const part = std::min(done, total);
    auto const filled = part * width / total;
    auto percent = std::to_string(part * whole / total);
    percent.insert(0, 3 - std::min<std::size_t>(percent.size(), 3), ' ');
    return "[" + std::string(filled, '#') + std::string(width - filled, ' ') + "] " + percent +
           " % " + std::to_string(done) + "/" + std::to_string(total) + " " + what;
}

void Progress::show(std::uint64_t done) {
    if (mode_ == ProgressMode::none) {
        return;
    }
    auto const line = progress_line(what_, done, total_);
    std::fprintf(stderr, mode_ == ProgressMode::bar ? "\r%s" : "%s\n", line.c_str());
    std::fflush(stderr);
    shown_ = true;
}

Progress::~Progress() {
    if (shown_ && mode_ == ProgressMode::bar) {
        std::fputc('\n', stderr);
    }
}

}  // namespace ocop::cli
