#pragma once

#include "http/address.hpp"

#include <ocop/base/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ocop::http {

// An http or https URL, taken apart so that only one reading is left of it.
struct Url {
    bool plain = false;  // http, not https
    std::string host;    // lower-case name, or an address as written, without brackets
    std::optional<IpAddress> address;  // what `host` is, when it is no name
    std::uint16_t port = 443;
    std::string target;  // path and query, at least "/"

    // host[:port] as in the Host field (RFC 9110 §7.2): the scheme's own port is left out.
    std::string authority() const;
};

// Reads an absolute URL of RFC 3986 §4.3, at most 2,048 bytes. Malformed "url_malformed", with the
// reason: another form or scheme, user information, a fragment, port 0 or none after its colon, and
// a host that is neither an address (parse_ip) nor a name of letters, digits and hyphens in labels
// of 1 to 63. A name whose last label is a number ("127.1", "2130706433", "0x7f.1") is an address
// in disguise to some readers, as is one that begins with four numbers; one with a trailing dot, an
// escape or an underscore is not what a certificate names. All are refused.
Result<Url> parse_url(std::string_view text);

}  // namespace ocop::http
