#include "http/access_log.hpp"

#include "http/addresses.hpp"

#include <algorithm>
#include <array>

namespace ocop::http {

void log_access(Log& log, AccessEntry const& entry) {
    auto const level =
        entry.status >= 500 && entry.status != 503 ? LogLevel::error : LogLevel::info;
    auto const path = redact_path(entry.path);
    auto const peer = truncate_address(entry.peer);
    std::array const fields{
        LogField{"request", entry.request},
        LogField{"method", entry.method},
        LogField{"path", path},
        LogField{"status", std::int64_t{entry.status}},
        LogField{"ms", entry.ms},
        LogField{"bytes", entry.bytes},
        LogField{"peer", peer},
    };
    log.write(level, "request", fields);
}

void log_detail(Log& log, std::string_view request_id, Response const& response) {
    if (response.log_detail.empty()) return;
    std::array const fields{
        LogField{"request", request_id},
        LogField{"status", std::int64_t{response.status}},
        LogField{"what", response.log_detail},
    };
    auto const level = response.status == 503 ? LogLevel::warning : LogLevel::error;
    log.write(level, "request_failed", fields);
}

std::string redact_path(std::string_view target) {
    auto path = target.substr(0, target.find('?'));
    std::string out;
    bool secret = false;
    bool first = true;
    for (;;) {
        auto const slash = std::min(path.find('/'), path.size());
        auto const segment = path.substr(0, slash);
        out += secret && !segment.empty() ? "*" : segment;
        secret = segment == "21" || segment == "stamps" || segment == "receipts" ||
                 (first && segment == "p");
        first = first && segment.empty();
        if (slash == path.size()) return out;
        out += '/';
        path.remove_prefix(slash + 1);
    }
}

std::string truncate_address(std::string_view address) {
    auto const parsed = parse_address(address);
    if (!parsed) return "-";
    return network_of(*parsed, parsed->size == 4 ? 24 : 48);
}

}  // namespace ocop::http
