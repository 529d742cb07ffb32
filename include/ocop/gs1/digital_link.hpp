#pragma once

#include <ocop/base/result.hpp>
#include <ocop/gs1/ai.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// GS1 Digital Link URIs (GS1 Digital Link: URI Syntax; ISO/IEC 18975), uncompressed:
//
//   scheme "://" host [":" port] [stem] "/" key-AI "/" value *("/" qualifier-AI "/" value)
//       ["?" name ["=" value] *(("&" / ";") name ["=" value])] ["#" ignored]
//
// Everything is plain functions of their arguments; any thread; nothing throws but bad_alloc.
namespace ocop::gs1 {

inline constexpr std::size_t digital_link_bytes_max = 2048;

// A query parameter that is not an AI, decoded. `?x` and `?x=` are both an empty value.
struct Parameter {
    std::string name;
    std::string value;

    friend bool operator==(Parameter const&, Parameter const&) = default;
};

// A link taken apart; owns all its text. Values are decoded and, if it came from a function below,
// checked. A link without scheme and host is a path on a server that knows its own name.
struct DigitalLink {
    std::string scheme;  // "http", "https" or empty
    std::string host;    // lower case; "[…]" around IPv6
    std::string port;    // digits, empty for the scheme's own
    std::string stem;    // the path before the key, raw: "" or "/…" without a slash at its end
    Element key;
    std::vector<Element> qualifiers;    // in the order that the key prescribes
    std::vector<Element> attributes;    // in the order found
    std::vector<Parameter> parameters;  // in the order found; names may repeat

    // The value of an AI among key, qualifiers and attributes, or nullptr. Lives as long as the
    // link.
    std::string const* find(std::string_view ai) const;
    // The value of the first parameter of that name, or nullptr.
    std::string const* find_parameter(std::string_view name) const;

    friend bool operator==(DigitalLink const&, DigitalLink const&) = default;
};

// Reads a URI. The key is the last "/AI/value" pair of a primary key, found walking backwards.
// Liberal where people and printers vary: scheme and host in any case, one slash at the end of the
// path, ';' for '&', empty parameters ("&&"). Strict in all else: see FORMAT.md.
//
// Errors, all malformed, with a pointer that names the part ("host", "path", "query", "01", "21",
// "query s", …) and a reason for people:
//   "digital_link_malformed"  not such a URI, too long, characters or escapes that may not be
//   "ai_unknown"              a number in the query that is no AI of ours
//   "ai_misplaced"            an AI in the path or query that belongs elsewhere
//   "ai_duplicated"           an AI twice
//   "ai_value_malformed"      length, characters or inner rule of a value
//   "check_digit_wrong"
//   "qualifier_order_wrong"   AIs in the path that are no sequence of the key's qualifiers
//   "ai_combination_wrong"    AIs that may not, or may only, go together
Result<DigitalLink> parse_digital_link(std::string_view uri);

// Reads the raw path and query of a request target (undecoded, without '?'; the query may be
// empty). The result has no scheme and host. Errors as above.
Result<DigitalLink> parse_digital_link_path(std::string_view path, std::string_view query);

// Makes a link from elements and parameters in any order: the first primary key is the key, its
// qualifiers go to the path in the prescribed order, the rest to the query; equal repeats are
// dropped. `base` is "https://host[:port][/stem]", or empty for a bare path. Errors as above, also
// "digital_link_malformed" with pointer "base" or, where no element is a key, "path".
Result<DigitalLink> make_digital_link(
    std::string_view base,
    std::span<Element const> elements,
    std::span<Parameter const> parameters = {}
);

// Writes a link so that reading it gives an equal one: scheme and host as they are, parts in their
// order, all but A-Z a-z 0-9 - . _ ~ escaped. Escapes may take the text of a link that was read
// over digital_link_bytes_max; that of make_digital_link never is.
std::string write_digital_link(DigitalLink const& link);

// The one text of all links to the same thing: on https://id.gs1.org, without stem and parameters,
// attributes of predefined length first.
std::string canonical_digital_link(DigitalLink const& link);

}  // namespace ocop::gs1
