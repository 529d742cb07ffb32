#include "pages/applications.hpp"

#include "http/codings.hpp"
#include "pages/files.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace ocop::pages {

namespace {

constexpr std::string_view index_name = "index.html";
constexpr std::string_view packed_end = ".br";

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> types{
    {{".html", "text/html; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".json", "application/json"},
     {".yaml", "application/yaml"},
     {".webmanifest", "application/manifest+json"},
     {".wasm", "application/wasm"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".webp", "image/webp"}}};

std::string_view type_of(std::string_view path) {
    for (auto const& [end, type] : types) {
        if (path.ends_with(end)) return type;
    }
    return "application/octet-stream";
}

// Of letters, digits, '-', '_' and '.', and no segment is empty or begins with '.': what names a
// file of ours cannot lead out of their folder.
bool is_plain(std::string_view path) {
    char before = '/';
    for (char const c : path) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool const other = (c >= '0' && c <= '9') || c == '-' || c == '_';
        bool const inner = (c == '.' || c == '/') && before != '/';
        if (!letter && !other && !inner) return false;
        before = c;
    }
    return before != '/';
}

std::optional<std::string> read_file(std::filesystem::path const& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Application::Application(std::string name, std::optional<std::filesystem::path> const& web_dir)
    : name_(std::move(name)) {
    if (web_dir && std::filesystem::exists(*web_dir / "dist" / name_)) {
        folder_ = *web_dir / "dist" / name_;
    }
}

std::optional<std::string> Application::find(std::string_view path) const {
    if (!is_plain(path)) return std::nullopt;
    if (folder_) return read_file(*folder_ / path);
    auto const found = embedded_files().find(name_ + '/' + std::string(path));
    if (found == embedded_files().end()) return std::nullopt;
    return std::string(found->second);
}

http::Response Application::serve(http::Request const& request) const {
    return serve_file(request, request.capture("path"));
}

http::Response Application::serve_file(http::Request const& request, std::string_view path) const {
    bool const hashed = path.starts_with("assets/");
    auto plain = path.ends_with(packed_end) ? std::nullopt : find(path);
    if (!plain && !hashed) {
        path = index_name;
        plain = find(path);
    }
    if (!plain)
        return http::problem_response(Error(Errc::not_found, "route_not_found"), request.id);
    http::Response out = http::text_response(200, std::string(type_of(path)), std::move(*plain));
    if (hashed) {
        out.with("Cache-Control", "public, max-age=31536000, immutable");
    } else {
        auto const tag = to_hex(crypto::sha256(as_bytes(std::get<std::string>(out.body))));
        out.with("Cache-Control", "no-cache").with("ETag", '"' + tag.substr(0, 16) + '"');
    }
    out.with("Vary", "Accept-Encoding");
    if (!hashed && request.header("If-None-Match") == out.header("ETag")) {
        out.status = 304;
        out.body = std::string();
        return out;
    }
    if (http::accepts_coding(request.header("Accept-Encoding"), "br")) {
        auto packed = find(std::string(path) + std::string(packed_end));
        if (packed) {
            out.body = std::move(*packed);
            out.with("Content-Encoding", "br");
        }
    }
    return out;
}

http::Response Application::redirect(http::Request const&) const {
    http::Response out;
    out.status = 307;
    return std::move(out).with("Location", '/' + name_ + '/');
}

}  // namespace ocop::pages
