#include "http/log.hpp"

#include <ocop/base/text.hpp>

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <atomic>
#include <cstdio>

namespace ocop::http {

namespace {

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "";
}

// U+0080–U+009F, which some terminals obey, and the line ends U+2028, U+2029.
bool steers(std::string_view text, std::size_t i) {
    auto const byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    if (byte(i) == 0xc2) return byte(i + 1) < 0xa0;
    return byte(i) == 0xe2 && byte(i + 1) == 0x80 && (byte(i + 2) == 0xa8 || byte(i + 2) == 0xa9);
}

void append_byte(std::string& out, unsigned char c) {
    std::array<char, 8> escape{};
    std::snprintf(escape.data(), escape.size(), "\\u%04x", c);
    out += escape.data();
}

void append_string(std::string& out, std::string_view text) {
    auto const utf8 = is_utf8(text);
    out += '"';
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += text[i];
        } else if (c < 0x20 || c == 0x7f) {
            append_byte(out, c);
        } else if (c >= 0x80 && (!utf8 || steers(text, i))) {
            out += "\\ufffd";
            i += !utf8 ? 0 : c == 0xc2 ? 1 : 2;
        } else {
            out += text[i];
        }
    }
    out += '"';
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out += out.empty() ? "{\"" : ",\"";
    out += name;
    out += "\":";
    append_string(out, value);
}

class StderrLog final : public Log {
  public:
    explicit StderrLog(Clock const& clock)
        : clock_(clock),
          writer_(std::make_shared<spdlog::details::thread_pool>(lines_max, 1)),
          logger_(std::make_shared<spdlog::async_logger>(
              "ocop",
              std::make_shared<spdlog::sinks::stderr_sink_mt>(),
              writer_,
              spdlog::async_overflow_policy::overrun_oldest
          )) {
        logger_->set_pattern("%v");
        logger_->flush_on(spdlog::level::warn);
    }

    void write(LogLevel level, std::string_view message, std::span<LogField const> fields)
        override {
        report_lost();
        emit(log_line(clock_.now(), level, message, fields));
    }

  private:
    static constexpr std::size_t lines_max = 8192;

    void emit(std::string const& line) {
        logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
    }

    void report_lost() {
        auto const lost = static_cast<std::int64_t>(writer_->overrun_counter());
        auto const before = lost_.exchange(lost);
        if (lost <= before) return;
        std::array const fields{LogField{"lines", lost - before}};
        emit(log_line(clock_.now(), LogLevel::warning, "log_lines_lost", fields));
    }

    Clock const& clock_;
    std::shared_ptr<spdlog::details::thread_pool> writer_;
    std::shared_ptr<spdlog::async_logger> logger_;
    std::atomic<std::int64_t> lost_{0};
};

}  // namespace

std::string log_line(
    Instant at, LogLevel level, std::string_view message, std::span<LogField const> fields
) {
    std::string out;
    append_field(out, "at", to_text(at));
    append_field(out, "level", name_of(level));
    append_field(out, "msg", message);
    for (auto const& field : fields) {
        if (auto const* number = std::get_if<std::int64_t>(&field.value)) {
            out.append(",\"").append(field.name).append("\":").append(std::to_string(*number));
        } else {
            append_field(out, field.name, std::get<std::string_view>(field.value));
        }
    }
    out += '}';
    return out;
}

std::unique_ptr<Log> make_stderr_log(Clock const& clock) {
    return std::make_unique<StderrLog>(clock);
}

}  // namespace ocop::http
