#include "witnesses/signing_stop.hpp"

#include "witnesses/files.hpp"

#include <ocop/base/json.hpp>

namespace ocop::witnesses {

namespace {

bool is_there(std::filesystem::path const& file) {
    std::error_code ec;
    auto const type = std::filesystem::symlink_status(file, ec).type();
    return type != std::filesystem::file_type::not_found;
}

std::string text_of(StopReport const& report) {
    json::object const out{
        {"at", to_text(report.at)},
        {"cause", cause_name(report.cause)},
        {"our_size", report.our_size},
        {"witness", report.witness},
        {"witness_size", report.witness_size}};
    return json::canonical(out) + "\n";
}

}  // namespace

std::string_view cause_name(Cause cause) {
    return cause == Cause::ahead ? "ahead" : "forked";
}

SigningStop::SigningStop(std::filesystem::path file)
    : file_(std::move(file)), stopped_(is_there(file_)) {}

Result<void> SigningStop::stop(StopReport const& report) {
    std::lock_guard const lock(mutex_);
    if (!stopped_.exchange(true)) {
        unwritten_ = text_of(report);
    }
    return write();
}

Result<void> SigningStop::keep() {
    std::lock_guard const lock(mutex_);
    return write();
}

// Under mutex_.
Result<void> SigningStop::write() {
    if (unwritten_.empty()) {
        return {};
    }
    auto const written = replace_file(file_, unwritten_);
    if (written) {
        unwritten_.clear();
    }
    return written;
}

Result<void> SigningStop::permit() const {
    return stopped_ ? Error(Errc::unavailable, "log_stopped") : Result<void>();
}

}  // namespace ocop::witnesses
