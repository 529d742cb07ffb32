#pragma once

#include <boost/describe.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// Whether a link leads to us, to somebody who wants to be taken for us, or elsewhere. The host of a
// stamp is not signed, so this is what stands between a buyer and an imitation of the page.
// Pure functions; any thread.
namespace ocop::stamp {

enum class HostClass : std::uint8_t { ours, look_alike, foreign };

BOOST_DESCRIBE_ENUM(HostClass, ours, look_alike, foreign)

std::string_view to_text(HostClass c);  // "ours", "look_alike", "foreign"

// What stands between "//" and the path, as a browser would find it ('\' ends it as '/' does), with
// user information and port; empty when the text has none. Works on any text.
std::string_view authority_of(std::string_view uri);

// `authority` is "[userinfo@]host[:port]" as it stands in a link, `our_hosts` are "host" or
// "host:port" in lower case, as in the trust list. Ours: plain ASCII, without user information,
// equal to one of them in any case, where :443 and no port are the same. A look-alike is any other
// that
//   - names one of our hosts in its user information (id.ocop.vn@evil.com),
//   - is one of our hosts in disguise: another port, user information, a dot at its end, escapes,
//     letters that a browser folds to ours,
//   - holds one of our hosts of two labels or more as labels of a name under another domain
//     (id.ocop.vn.evil.com), or with its dots turned into hyphens (id-ocop-vn.com),
//   - has the same UTS 39 skeleton, as a whole, after decoding punycode,
//   - has a registrable label within two edits of ours (insert, delete, replace, swap neighbours),
//     compared as letters and as skeletons, under the same or another public suffix. Labels of
//     three letters are allowed one edit, shorter ones none.
// The registrable label is the one left of the public suffix (a small table: .vn's second level,
// com.xx, co.xx, …); a single name such as "localhost" is its own. Other names under the very
// domain that one of our hosts stands in are foreign, since no stranger can have them. So are
// addresses of numbers that are not listed.
HostClass classify_host(std::string_view authority, std::span<std::string const> our_hosts);

}  // namespace ocop::stamp
