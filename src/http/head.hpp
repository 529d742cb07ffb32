#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// From the bytes of a connection to a request's header block, without a socket.
namespace ocop::http {

// An answer to a request whose framing cannot be trusted: a problem with that status and slug is
// sent and the connection closed, because where the next request starts is unknown.
struct Refusal {
    int status = 400;
    std::string_view slug;
    std::string detail;
};

// A header block as its bytes say, judged by nothing but its syntax.
struct Head {
    std::string method;
    std::string target;
    int version = 11;  // 10 × major + minor
    std::vector<Header> headers;
};

// Where a header block lies in the bytes read so far.
struct Block {
    std::size_t begin = 0;
    std::size_t end = 0;  // past its empty line
};

// Looks for the end of the header block while bytes arrive, each byte once. Refuses as soon as they
// cannot become a block of RFC 9112 as we speak it: CR or LF alone, NUL and other controls, a
// folded line (§5.2), more than `bytes_max` (431). One empty line before the block is skipped
// (§2.2).
class BlockScan {
  public:
    explicit BlockScan(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // `bytes` are all bytes from the start of the block: those of the last call and more.
    // std::monostate: not complete yet.
    std::variant<std::monostate, Block, Refusal> scan(std::string_view bytes);

  private:
    bool accepts(std::string_view bytes) const;

    std::size_t bytes_max_;
    std::size_t begin_ = 0;
    std::size_t seen_ = 0;
};

// Parses a block that BlockScan found, with Beast. 400 "header_malformed", also for chunked beside
// a length and chunked twice; 505 "version_unsupported".
std::variant<Head, Refusal> parse_head(std::string_view block);

}  // namespace ocop::http
