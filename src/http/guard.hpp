#pragma once

#include "http/head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The request guard between a header block and everything else. Debian's Beast lacks every
// request-smuggling fix since 2022, and a proxy in front may read a message differently than we do;
// so whatever two readers could disagree on is refused, and the connection closed.
namespace ocop::http {

// The values of Host that are ours. Immutable; any thread.
class Hosts {
  public:
    // Each "name" (any port) or "name:port"; names compare without case, port 443 is the default.
    // Throws std::runtime_error on an empty list and on an entry of another form.
    explicit Hosts(std::vector<std::string> const& names);

    bool contains(std::string_view host) const;

  private:
    std::vector<std::string> names_;  // lower case, without ":443"
};

// A request whose framing is sound.
struct Admitted {
    Method method = Method::get;
    std::uint64_t content_length = 0;
    bool expects_continue = false;
    bool keep_alive = true;
};

// The rules of architecture §8, in the order of their answers:
//   400 header_malformed: more than 100 headers; Host, Content-Length, Content-Type, Authorization,
//       Cookie (RFC 6265 §5.4), Origin, X-CSRF-Token, Expect or Idempotency-Key twice; no Host
//   501 method_unknown · 501 upgrade_unsupported: Upgrade, or Connection naming it
//   505 version_unsupported: not 1.0 or 1.1
//   414 target_too_long: above 4,096 bytes
//   400 target_malformed: not origin-form of bytes 0x21–0x7e without '#' and '\'
//   421 host_unknown: a Host that is not ours
//   411 length_required: any Transfer-Encoding
//   400 length_malformed: a Content-Length of anything but 1 to 15 digits
//   417 expectation_unknown: Expect of anything but 100-continue
std::variant<Admitted, Refusal> check_head(Head const& head, Hosts const& hosts);

}  // namespace ocop::http
