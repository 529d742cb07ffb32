#include "cli/remote.hpp"

#include "cli/files.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <chrono>
#include <poll.h>

namespace ocop::cli {

namespace {

constexpr int tries_max = 6;
constexpr std::size_t answer_bytes_max = std::size_t{64} << 20;
constexpr std::uint64_t wait_seconds_max = 60;

// A fault as a problem document tells it.
struct Told {
    std::string pointer;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Told, (), (pointer, detail))

std::string_view line_of(std::string_view text) {
    auto const end = text.find_first_of("\r\n");
    return text.substr(0, end);
}

// How long the service asks to wait, or twice as long as the time before; in ms.
int pause_after(Result<http::ClientResponse> const& answer, int tried) {
    auto const asked = answer ? answer->header("Retry-After") : std::string_view();
    auto const seconds = parse_decimal(asked, wait_seconds_max);
    constexpr int second_ms = 1'000;
    return seconds ? static_cast<int>(*seconds) * second_ms : second_ms << tried;
}

bool is_busy(Result<http::ClientResponse> const& answer) {
    if (answer) {
        return answer->status == 429 || answer->status == 503;
    }
    return answer.error().code == Errc::unavailable && answer.error().slug != "peer_untrusted" &&
           answer.error().slug != "response_too_large";
}

void add_told(json::object const& problem, std::vector<Fault>& faults) {
    auto const* const errors = problem.if_contains("errors");
    if (errors == nullptr || !errors->is_array()) {
        return;
    }
    for (auto const& error : errors->get_array()) {
        if (auto const told = json::read<Told>(error, json::Mode::lenient)) {
            faults.push_back({told->pointer, told->detail});
        }
    }
}

Error refused(http::ClientResponse const& answer) {
    std::vector<Fault> faults{{"status " + std::to_string(answer.status), "refused"}};
    auto const body = json::parse(answer.body, {.bytes_max = answer_bytes_max});
    if (!body || !body->is_object()) {
        return {Errc::refused, "service_refused", std::move(faults)};
    }
    auto const& problem = body->get_object();
    auto const* const type = problem.if_contains("slug") != nullptr ? problem.if_contains("slug")
                                                                    : problem.if_contains("type");
    if (type != nullptr && type->is_string()) {
        faults.front().reason = std::string(type->get_string());
    }
    add_told(problem, faults);
    return {Errc::refused, "service_refused", std::move(faults)};
}

}  // namespace

Remote::Remote(std::string origin, std::string key, std::string trusted)
    : origin_(std::move(origin)), key_(std::move(key)), resolver_(http::make_system_resolver()) {
    http::ClientOptions options;
    options.policy.reach = http::AddressPolicy::Reach::configured;
    options.policy.ports.clear();
    options.trusted_pem = std::move(trusted);
    options.total = std::chrono::minutes(2);
    client_ = std::make_shared<http::Client>(std::move(options), *resolver_);
}

Result<Remote> Remote::connect(RemoteRequest const& request) {
    auto origin = request.url;
    while (!origin.empty() && origin.back() == '/') {
        origin.pop_back();
    }
    constexpr std::string_view scheme = "https://";
    if (origin.substr(0, scheme.size()) != scheme ||
        origin.find('/', scheme.size()) != std::string::npos) {
        return Error(Errc::malformed, "url_malformed", "--url", "must be https://host[:port]");
    }
    auto const key = read_secret_file(
        request.key_file, std::filesystem::perms::group_all | std::filesystem::perms::others_all
    );
    if (!key) {
        return key.error();
    }
    std::string trusted;
    if (request.ca_file) {
        auto pem = read_file(*request.ca_file);
        if (!pem) {
            return pem.error();
        }
        trusted = std::move(*pem);
    }
    return Remote(std::move(origin), std::string(line_of(*key)), std::move(trusted));
}

Result<http::ClientResponse> Remote::send(http::ClientRequest request) const {
    request.headers.push_back({"Authorization", "Bearer " + key_});
    request.body_bytes_max = answer_bytes_max;
    auto answer = client_->send(request);
    for (int tried = 0; tried + 1 < tries_max && is_busy(answer); ++tried) {
        ::poll(nullptr, 0, pause_after(answer, tried));  // a signal may end it early
        answer = client_->send(request);
    }
    if (answer && answer->status >= 300) {
        return refused(*answer);
    }
    return answer;
}

Result<http::ClientResponse> Remote::get(std::string const& target) const {
    http::ClientRequest request;
    request.url = origin_ + target;
    return send(std::move(request));
}

Result<http::ClientResponse> Remote::post(
    std::string const& target, std::string body, std::vector<http::Header> headers
) const {
    http::ClientRequest request;
    request.method = http::Method::post;
    request.url = origin_ + target;
    request.body = std::move(body);
    request.headers = std::move(headers);
    return send(std::move(request));
}

std::optional<std::string> next_of(http::ClientResponse const& response) {
    auto const link = response.header("Link");
    auto const start = link.find('<');
    auto const end = link.find('>', std::min(start, link.size()));
    if (end == std::string_view::npos || link.find("rel=\"next\"", end) == std::string_view::npos) {
        return std::nullopt;
    }
    auto target = link.substr(start + 1, end - start - 1);
    if (auto const authority = target.find("://"); authority != std::string_view::npos) {
        auto const path = target.find('/', authority + 3);
        if (path == std::string_view::npos) {
            return std::nullopt;
        }
        target.remove_prefix(path);
    }
    return std::string(target);
}

}  // namespace ocop::cli
