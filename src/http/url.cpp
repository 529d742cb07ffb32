#include "http/url.hpp"

#include "http/ascii.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace ocop::http {

namespace {

constexpr std::size_t url_bytes_max = 2048;
constexpr std::size_t name_bytes_max = 253;
constexpr std::size_t label_bytes_max = 63;

Error malformed(std::string reason) {
    return {Errc::malformed, "url_malformed", "", std::move(reason)};
}

bool is_label(std::string_view label) {
    auto const fits = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; };
    return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), fits);
}

// What inet_aton and the WHATWG parser take for the last part of an IPv4 address.
bool is_number(std::string_view label) {
    return label.starts_with("0x") || std::all_of(label.begin(), label.end(), is_digit);
}

bool is_name(std::string_view name) {
    if (name.size() > name_bytes_max) return false;
    for (;;) {
        auto const dot = name.find('.');
        auto const label = name.substr(0, dot);
        if (!is_label(label)) return false;
        if (dot == std::string_view::npos) return !is_number(label);
        name.remove_prefix(dot + 1);
    }
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

}  // namespace

std::string Url::authority() const {
    auto out = address && address->v6 ? "[" + host + "]" : host;
    if (port != (plain ? 80 : 443)) out += ":" + std::to_string(port);
    return out;
}

Result<Url> parse_url(std::string_view text) {
    if (text.size() > url_bytes_max) return malformed("is longer than 2,048 bytes");
    auto const parsed = boost::urls::parse_uri(text);
    if (!parsed) return malformed("is not an absolute URL");
    auto const scheme = lower(parsed->scheme());
    if (scheme != "https" && scheme != "http") return malformed("is not https");
    if (!parsed->has_authority()) return malformed("has no host");
    if (parsed->has_userinfo()) return malformed("has user information");
    if (parsed->has_fragment()) return malformed("has a fragment");

    Url out;
    out.plain = scheme == "http";
    out.port = out.plain ? 80 : 443;
    if (parsed->has_port()) {
        out.port = parsed->port_number();  // 0 also for what is empty or above 65,535
        auto const plainly = parsed->port() == std::to_string(out.port);
        if (out.port == 0 || !plainly) return malformed("has a port that is none");
    }
    out.host = lower(parsed->encoded_host_address());
    out.address = parse_ip(out.host);
    // In brackets stand IPv6 addresses, and forms that nobody has defined yet (IPvFuture).
    auto const bracketed = parsed->encoded_host().starts_with('[');
    if (bracketed != (out.address && out.address->v6) || (!out.address && !is_name(out.host))) {
        return malformed("has a host that is neither a plain name nor a plain address");
    }
    out.target = parsed->encoded_target();
    // Boost 1.81 reads "1.2.3.4.example.vn/" as the address and a path without its slash.
    if (!out.target.empty() && out.target[0] != '/' && out.target[0] != '?') {
        return malformed("has a host that begins with an address");
    }
    if (!out.target.starts_with('/')) out.target.insert(0, "/");
    return out;
}

}  // namespace ocop::http
