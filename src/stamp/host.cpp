#include "stamp/public_suffix.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/base/release.hpp>
#include <ocop/base/text.hpp>
#include <ocop/stamp/host.hpp>

#include <boost/describe/enum_to_string.hpp>
#include <unicode/uidna.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace ocop::stamp {

namespace {

constexpr std::size_t name_bytes_max = 512;  // a DNS name has 253; beyond, only "contains" is asked
constexpr std::size_t label_chars_max = 66;  // a label has 63, and three more are too many edits

using Idna = std::unique_ptr<UIDNA, Release<uidna_close>>;

// Immutable once made, and ICU lets any thread use it.
UIDNA const* idna() {
    static Idna const made = [] {
        UErrorCode status = U_ZERO_ERROR;
        Idna out(uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_UNICODE, &status));
        OCOP_ASSERT(U_SUCCESS(status));
        return out;
    }();
    return made.get();
}

char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

// The name as a browser shows it: punycode decoded, letters folded (UTS 46). Text that UTS 46
// refuses comes back as far as it could be mapped.
std::string to_unicode(std::string_view name) {
    std::string out(name.size() * 4 + 16, '\0');
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode status = U_ZERO_ERROR;
    auto const size = uidna_nameToUnicodeUTF8(
        idna(),
        name.data(),
        static_cast<std::int32_t>(name.size()),
        out.data(),
        static_cast<std::int32_t>(out.size()),
        &info,
        &status
    );
    if (U_FAILURE(status)) {
        return std::string(name);
    }
    out.resize(static_cast<std::size_t>(size));
    return out;
}

// UTS 39 §4, then lower-cased: the skeleton of a zero is a capital O.
std::string skeleton(std::string_view name) {
    return lower(unicode_skeleton(name));
}

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
std::size_t edits(std::u32string const& a, std::u32string const& b) {
    std::vector<std::size_t> before;
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            bool const swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            row[j] = swapped ? std::min(row[j], before[j - 2] + 1) : row[j];
        }
    }
    return row[b.size()];
}

bool are_close(std::string_view ours, std::string_view theirs) {
    auto const a = code_points(ours);
    auto const b = code_points(theirs);
    if (a.size() > label_chars_max || b.size() > label_chars_max) {
        return false;
    }
    std::size_t const allowed = a.size() >= 4 ? 2 : a.size() == 3 ? 1 : 0;
    return edits(a, b) <= allowed;
}

struct Authority {
    std::string user;   // lower case, without '@'
    std::string name;   // lower case, without port and dots at its end
    std::string port;   // "443" when none is given
    bool plain = true;  // nothing but name and port, in ASCII without escapes
};

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const escape = text[i] == '%' && text.size() - i > 2;
        auto const byte = escape ? from_hex(text.substr(i + 1, 2)) : Result<Bytes>(Bytes());
        if (escape && byte) {
            out.push_back(static_cast<char>(byte->front()));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

Authority take_apart(std::string_view text) {
    Authority out;
    if (auto const at = text.rfind('@'); at != std::string_view::npos) {
        out.user = lower(unescape(text.substr(0, at)));
        out.plain = false;
        text.remove_prefix(at + 1);
    }
    // The last colon, unless it stands within the brackets of an IPv6 address.
    auto const colon = text.rfind(':');
    out.port = "443";
    if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
        out.port = colon + 1 < text.size() ? text.substr(colon + 1) : std::string_view("443");
        text = text.substr(0, colon);
    }
    out.name = lower(unescape(text));
    bool const ascii = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && c != '%';
    });
    out.plain = out.plain && ascii && !text.ends_with('.');
    while (out.name.ends_with('.')) {
        out.name.pop_back();
    }
    return out;
}

// "127.0.0.1", "2130706433", "0x7f.1", "[::1]": what browsers take for an address.
bool is_address(std::string_view name) {
    if (name.starts_with('[')) {
        return true;
    }
    auto const last = split_labels(name).back();
    return !last.empty() && last.front() >= '0' && last.front() <= '9' &&
           last.find_first_not_of("0123456789abcdefx") == std::string_view::npos;
}

bool contains_labels(std::string_view name, std::string_view part) {
    return ("." + std::string(name) + ".").find("." + std::string(part) + ".") != std::string::npos;
}

// A name split into where strangers register and what stands there.
struct Registered {
    std::string label;
    std::string domain;  // label and public suffix
};

Registered registered(std::string const& name) {
    auto const labels = split_labels(name);
    auto const at = labels.size() - public_suffix_labels(labels) - 1;
    auto const label = labels[at];
    return {std::string(label), name.substr(static_cast<std::size_t>(label.data() - name.data()))};
}

bool imitates_name(std::string const& theirs, std::string const& ours) {
    auto const dotted = ours.find('.') != std::string::npos;
    auto hyphened = ours;
    std::replace(hyphened.begin(), hyphened.end(), '.', '-');
    if (skeleton(theirs) == skeleton(ours)) {
        return true;
    }
    auto const a = registered(ours);
    auto const b = registered(theirs);
    if (dotted && a.domain == b.domain) {
        return false;
    }
    bool const holds =
        dotted && (contains_labels(theirs, ours) || theirs.find(hyphened) != std::string::npos);
    return holds || are_close(a.label, b.label) || are_close(skeleton(a.label), skeleton(b.label));
}

bool imitates(Authority const& theirs, std::string const& shown, std::string const& ours) {
    if (theirs.user.find(ours) != std::string::npos || theirs.name == ours || shown == ours) {
        return true;
    }
    if (is_address(theirs.name) || is_address(ours)) {
        return false;
    }
    if (shown.size() > name_bytes_max) {
        return contains_labels(shown, ours);
    }
    return imitates_name(shown, ours);
}

}  // namespace

std::string_view to_text(HostClass c) {
    return boost::describe::enum_to_string(c, "?");
}

std::string_view authority_of(std::string_view uri) {
    auto const colon = uri.find(':');
    bool const scheme = colon != std::string_view::npos && colon < uri.find_first_of("/\\?#");
    if (scheme) {
        uri.remove_prefix(colon + 1);
    }
    auto const start = std::min(uri.find_first_not_of("/\\"), uri.size());
    if (start < (scheme ? 1 : 2)) {
        return {};
    }
    uri.remove_prefix(start);
    return uri.substr(0, uri.find_first_of("/\\?#"));
}

HostClass classify_host(std::string_view authority, std::span<std::string const> our_hosts) {
    auto const theirs = take_apart(authority);
    auto const shown = theirs.name.size() > name_bytes_max ? theirs.name : to_unicode(theirs.name);
    bool imitation = false;
    for (auto const& host : our_hosts) {
        auto const ours = take_apart(host);
        if (theirs.plain && theirs.name == ours.name && theirs.port == ours.port) {
            return HostClass::ours;
        }
        imitation = imitation || imitates(theirs, shown, ours.name);
    }
    return imitation ? HostClass::look_alike : HostClass::foreign;
}

}  // namespace ocop::stamp
