#include "http/guard.hpp"

#include "http/ascii.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ocop::http {

namespace {

constexpr std::size_t headers_max = 100;
constexpr std::size_t target_bytes_max = 4096;
constexpr std::size_t length_digits_max = 15;

using Check = std::optional<Refusal>;

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

std::string without_default_port(std::string host) {
    if (host.ends_with(":443")) host.resize(host.size() - 4);
    return host;
}

// "name" of "name:port"; a colon inside [IPv6] is not the port's.
std::string_view name_part(std::string_view host) {
    auto const colon = host.rfind(':');
    if (colon == std::string_view::npos || host.ends_with(']')) return host;
    return host.substr(0, colon);
}

bool is_host(std::string_view host) {
    auto const name = name_part(host);
    auto const bracketed = name.starts_with('[') && name.ends_with(']');
    auto const inner = bracketed ? name.substr(1, name.size() - 2) : name;
    auto const good = [&](char c) {
        return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '-' || c == '.' ||
               (bracketed && c == ':');
    };
    if (inner.empty() || !std::all_of(inner.begin(), inner.end(), good)) return false;
    return name == host || parse_decimal(host.substr(name.size() + 1), 65535).has_value();
}

std::vector<std::string_view> values_of(Head const& head, std::string_view name) {
    std::vector<std::string_view> out;
    for (auto const& header : head.headers) {
        if (equal_without_case(header.name, name)) out.push_back(header.value);
    }
    return out;
}

Check check_headers(Head const& head) {
    if (head.headers.size() > headers_max) {
        return Refusal{400, "header_malformed", "more than 100 headers"};
    }
    constexpr std::array<std::string_view, 9> singles{
        "host",
        "content-length",
        "content-type",
        "authorization",
        "cookie",
        "origin",
        "x-csrf-token",
        "expect",
        "idempotency-key"};
    for (auto const name : singles) {
        if (values_of(head, name).size() > 1) {
            return Refusal{400, "header_malformed", std::string(name) + " is given twice"};
        }
    }
    if (values_of(head, "host").empty()) {
        return Refusal{400, "header_malformed", "host is missing"};
    }
    return {};
}

Check check_method(Head const& head, Admitted& out) {
    constexpr std::array all{
        Method::get,
        Method::head,
        Method::post,
        Method::put,
        Method::patch,
        Method::erase,
        Method::options};
    auto const* const found = std::find_if(all.begin(), all.end(), [&](Method method) {
        return method_name(method) == head.method;
    });
    if (found == all.end()) return Refusal{501, "method_unknown", "a method we do not know"};
    out.method = *found;
    return {};
}

Check check_connection(Head const& head, Admitted& out) {
    if (head.version != 11 && head.version != 10) {
        return Refusal{505, "version_unsupported", "only HTTP/1.1 and HTTP/1.0 are spoken"};
    }
    out.keep_alive = head.version == 11;
    auto upgrade = !values_of(head, "upgrade").empty();
    for (auto const value : values_of(head, "connection")) {
        upgrade = upgrade || has_token(value, "upgrade");
        out.keep_alive = out.keep_alive && !has_token(value, "close");
    }
    if (upgrade) return Refusal{501, "upgrade_unsupported", "there is no other protocol here"};
    return {};
}

Check check_target(Head const& head) {
    auto const& target = head.target;
    if (target.size() > target_bytes_max) {
        return Refusal{414, "target_too_long", "more than 4096 bytes"};
    }
    auto const good = [](char c) { return c >= 0x21 && c <= 0x7e && c != '#' && c != '\\'; };
    if (!target.starts_with('/') || !std::all_of(target.begin(), target.end(), good)) {
        return Refusal{400, "target_malformed", "not a path of visible ASCII characters"};
    }
    return {};
}

Check check_length(Head const& head, Admitted& out) {
    if (!values_of(head, "transfer-encoding").empty()) {
        return Refusal{411, "length_required", "send Content-Length and no Transfer-Encoding"};
    }
    auto const values = values_of(head, "content-length");
    if (values.empty()) return {};
    auto const digits = values[0];
    if (digits.empty() || digits.size() > length_digits_max ||
        !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return Refusal{400, "length_malformed", "Content-Length is not a number"};
    }
    for (auto const digit : digits) {
        out.content_length = out.content_length * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return {};
}

Check check_expect(Head const& head, Admitted& out) {
    auto const values = values_of(head, "expect");
    if (values.empty()) return {};
    if (!equal_without_case(values[0], "100-continue")) {
        return Refusal{417, "expectation_unknown", "only 100-continue is known"};
    }
    // RFC 9110 §10.1.1: from a 1.0 client it means nothing.
    out.expects_continue = head.version == 11;
    return {};
}

}  // namespace

Hosts::Hosts(std::vector<std::string> const& names) {
    if (names.empty()) throw std::runtime_error("http: no host is configured");
    for (auto const& name : names) {
        if (!is_host(name)) throw std::runtime_error("http: not a host: " + name);
        names_.push_back(without_default_port(lower(name)));
    }
}

bool Hosts::contains(std::string_view host) const {
    if (!is_host(host)) return false;
    auto const whole = without_default_port(lower(host));
    auto const name = name_part(whole);
    return std::any_of(names_.begin(), names_.end(), [&](std::string const& ours) {
        return ours == whole || ours == name;
    });
}

std::variant<Admitted, Refusal> check_head(Head const& head, Hosts const& hosts) {
    Admitted out;
    if (auto refusal = check_headers(head)) return *refusal;
    if (auto refusal = check_method(head, out)) return *refusal;
    if (auto refusal = check_connection(head, out)) return *refusal;
    if (auto refusal = check_target(head)) return *refusal;
    if (!hosts.contains(values_of(head, "host")[0])) {
        return Refusal{421, "host_unknown", "this server does not answer for that host"};
    }
    if (auto refusal = check_length(head, out)) return *refusal;
    if (auto refusal = check_expect(head, out)) return *refusal;
    return out;
}

}  // namespace ocop::http
