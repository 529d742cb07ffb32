#include "http/encode.hpp"

#include "http/ascii.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace ocop::http {

namespace {

constexpr std::pair<int, std::string_view> reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

// Empty for others: RFC 9112 §4 lets the phrase be so, and it says nothing anyway.
std::string_view reason_of(int status) {
    auto const* const found =
        std::find_if(std::begin(reasons), std::end(reasons), [&](auto const& reason) {
            return reason.first == status;
        });
    return found == std::end(reasons) ? std::string_view() : found->second;
}

std::string_view policy_of(Security security) {
    switch (security) {
        case Security::page:
            return "default-src 'none'; style-src 'self'; img-src 'self' data:; "
                   "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        case Security::api:
            return "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
        case Security::docs:
            return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                   "connect-src 'self'; form-action 'self'; base-uri 'none'; "
                   "frame-ancestors 'none'";
        case Security::console:
        case Security::app:
            return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
                   "img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; "
                   "worker-src 'self'; form-action 'self'; base-uri 'none'; "
                   "frame-ancestors 'none'";
    }
    return "default-src 'none'";
}

std::string_view permissions_of(Security security) {
    switch (security) {
        case Security::page:
        case Security::api:
        case Security::docs:
            return "camera=(), geolocation=(), microphone=()";
        case Security::console:
        case Security::app:
            return "camera=(self), geolocation=(self), microphone=()";
    }
    return "camera=(), geolocation=(), microphone=()";
}

bool is_token(std::string_view name) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') ||
               marks.find(c) != std::string_view::npos;
    });
}

void check_handler_header(Header const& header) {
    constexpr std::array<std::string_view, 6> ours{
        "content-length", "transfer-encoding", "connection", "date", "x-request-id", "trailer"};
    auto const is_ours = [&](std::string_view name) {
        return equal_without_case(name, header.name);
    };
    if (!is_header(header)) {
        throw std::logic_error("http: a handler set a header that is not one");
    }
    if (std::any_of(ours.begin(), ours.end(), is_ours)) {
        throw std::logic_error("http: a handler set " + header.name);
    }
}

void add(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

void add_security(std::string& out, Response const& response, Security security) {
    std::array<std::pair<std::string_view, std::string_view>, 8> const defaults{
        {{"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
         {"X-Content-Type-Options", "nosniff"},
         {"Referrer-Policy", "no-referrer"},
         {"Permissions-Policy", permissions_of(security)},
         {"Cross-Origin-Opener-Policy", "same-origin"},
         {"Cross-Origin-Resource-Policy", "same-origin"},
         {"Content-Security-Policy", policy_of(security)},
         {"Cache-Control", "no-store"}}};
    for (auto const& [name, value] : defaults) {
        if (response.header(name).empty()) add(out, name, value);
    }
}

void add_framing(std::string& out, Response const& response, Framing const& framing) {
    auto const empty = response.status == 204 || response.status == 304;
    if (auto const* body = std::get_if<std::string>(&response.body)) {
        if (!empty) add(out, "Content-Length", std::to_string(body->size()));
    } else if (!empty && !framing.version_10) {
        add(out, "Transfer-Encoding", "chunked");
    }
    if (framing.close) add(out, "Connection", "close");
}

}  // namespace

bool is_header(Header const& header) {
    auto const is_control = [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    };
    auto const& value = header.value;
    return is_token(header.name) && std::none_of(value.begin(), value.end(), is_control);
}

bool has_content(Method method, int status) {
    return method != Method::head && status != 204 && status != 304;
}

std::string encode_head(Response const& response, Framing const& framing) {
    if (response.status < 200 || response.status > 599) {
        throw std::logic_error("http: a handler set a status that is not one");
    }
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    out += reason_of(response.status);
    out += "\r\n";
    for (auto const& header : response.headers) {
        check_handler_header(header);
        add(out, header.name, header.value);
    }
    if (response.status == 429 && response.header("Retry-After").empty()) {
        add(out, "Retry-After", "30");
    }
    add_security(out, response, framing.security);
    add(out, "Date", http_date(framing.now));
    add(out, "X-Request-Id", framing.request_id);
    add_framing(out, response, framing);
    out += "\r\n";
    return out;
}

std::string http_date(Instant at) {
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const time = sys_seconds(floor<seconds>(milliseconds(at.ms)));
    auto const day = floor<std::chrono::days>(time);
    year_month_day const date(day);
    hh_mm_ss const clock(time - day);
    std::array<char, 64> out{};
    std::snprintf(
        out.data(),
        out.size(),
        "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days.at(weekday(day).c_encoding()),
        static_cast<unsigned>(date.day()),
        months.at(static_cast<unsigned>(date.month()) - 1),
        static_cast<int>(date.year()),
        static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    return out.data();
}

}  // namespace ocop::http
