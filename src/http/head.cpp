#include "http/head.hpp"

#include "http/ascii.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <limits>

namespace ocop::http {

namespace {

Refusal malformed(std::string detail) {
    return {400, "header_malformed", std::move(detail)};
}

bool is_text(char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

// Whether the request line ends in a version of HTTP's form (RFC 9112 §2.3).
bool names_version(std::string_view block) {
    constexpr std::string_view form = " HTTP/d.d";
    auto const line = block.substr(0, block.find("\r\n"));
    if (line.size() < form.size() || std::count(line.begin(), line.end(), ' ') != 2) return false;
    auto const end = line.substr(line.size() - form.size());
    return std::equal(end.begin(), end.end(), form.begin(), [](char c, char f) {
        return f == 'd' ? is_digit(c) : c == f;
    });
}

}  // namespace

// Whether the byte at seen_ may stand where it does.
bool BlockScan::accepts(std::string_view bytes) const {
    auto const c = bytes[seen_];
    auto const previous = seen_ > 0 ? bytes[seen_ - 1] : '\0';
    if (c == '\n') return previous == '\r';
    if (previous == '\r') return false;
    if (previous == '\n' && (c == ' ' || c == '\t')) return false;
    return c == '\r' || is_text(c);
}

std::variant<std::monostate, Block, Refusal> BlockScan::scan(std::string_view bytes) {
    for (; seen_ < bytes.size(); ++seen_) {
        if (seen_ - begin_ == bytes_max_) {
            return Refusal{431, "header_too_large", "the header block is too large"};
        }
        if (!accepts(bytes)) return malformed("a control character or a folded line");
        if (bytes[seen_] != '\n') continue;
        if (seen_ == 1) {
            begin_ = 2;
        } else if (bytes.substr(0, seen_ + 1).ends_with("\r\n\r\n")) {
            if (seen_ == 3) return malformed("no request line");
            return Block{begin_, ++seen_};
        }
    }
    return std::monostate{};
}

std::variant<Head, Refusal> parse_head(std::string_view block) {
    namespace beast = boost::beast;
    beast::http::request_parser<beast::http::empty_body> parser;
    // The guard judges lengths itself, and the scan the size of the block.
    parser.body_limit(boost::none);
    parser.header_limit(std::numeric_limits<std::uint32_t>::max());
    beast::error_code failure;
    auto const used = parser.put(boost::asio::buffer(block.data(), block.size()), failure);
    if (failure == beast::http::error::bad_version && names_version(block)) {
        return Refusal{505, "version_unsupported", "only HTTP/1.1 and HTTP/1.0 are spoken"};
    }
    // A block that Beast reads as unfinished, or as ending earlier, is one that others would read
    // differently than we do.
    if (failure || !parser.is_header_done() || used != block.size()) {
        return malformed("not a header block of HTTP/1.1");
    }
    auto const& message = parser.get();
    Head out;
    out.method = message.method_string();
    out.target = message.target();
    out.version = static_cast<int>(message.version());
    for (auto const& field : message) {
        out.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    return out;
}

}  // namespace ocop::http
