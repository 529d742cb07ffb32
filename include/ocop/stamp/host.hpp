#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// Whether a link leads to us, to somebody who wants to be taken for us, or elsewhere. The host of a
// stamp is not signed, so this is what stands between a buyer and an imitation of the page.
// Pure functions; any thread.
namespace ocop::stamp {

enum class HostClass : std::uint8_t { ours, look_alike, foreign };

std::string_view to_text(HostClass c);  // "ours", "look_alike", "foreign"

// What stands between "//" and the path, as a browser would find it ('\' ends it as '/' does), with
// user information and port; empty when the text has none. Works on any text.
std::string_view authority_of(std::string_view uri);

// `authority` is "[userinfo@]host[:port]" in any case, `our_hosts` are "host" or "host:port" in
// lower case, as in the trust list. Ours: equal to one of them after lower-casing, where :443 and
// no port are the same. A look-alike is any other that
//   - has user information (nobody prints it for an honest reason) naming one of our hosts,
//   - is one of our hosts on another port, or with a dot at its end,
//   - holds one of our hosts as labels within a longer name (id.ocop.vn.evil.com), or with dots
//     turned into hyphens (id-ocop-vn.com),
//   - has the same UTS 39 skeleton, whole or in its registrable label, after decoding punycode,
//   - has a registrable label within two edits of ours (Damerau; one edit for labels of four
//     letters or fewer), or that very label under another public suffix.
// A registrable label is the one left of the public suffix. An address of numbers is foreign unless
// it is listed; single names such as "localhost" are compared as registrable labels.
HostClass classify_host(std::string_view authority, std::span<std::string const> our_hosts);

}  // namespace ocop::stamp
