#pragma once

#include "epcis/check.hpp"

#include <string_view>
#include <vector>

// "@context" of JSON-LD 1.1 (§3.1), as far as EPCIS documents need it: which other contexts are
// named, and which terms are defined in place. Nothing is ever fetched.
namespace ocop::epcis {

// Bounds what one context can cost, as each event that leans on it keeps it.
inline constexpr std::size_t context_bytes_max = 16 * 1024;
inline constexpr std::size_t context_entries_max = 100;

// What contexts say beyond the standard's own.
struct Context {
    std::vector<std::string> others;  // URIs, in their order
    json::object terms;               // a later definition of a term replaces an earlier one
};

// Whether the URI is one of those under which the standard's context is published, of any version.
bool is_standard_context(std::string_view uri);

// Puts what "@context" says after what `out` holds. Its faults go to the reading, which stands at
// it: what is no URI and no object; a term that is a keyword, a scheme of URIs or the standard's
// own (standard_terms.hpp); and a definition that is neither a namespace's URI, as a string or as
// {"@id", "@prefix"}, nor {"@type"} of a prefix:name, nor null. A namespace need not end in one of
// JSON-LD's delimiters, since those of the official examples do not.
void add_context(json::Reading& at, json::value const& v, Context& out);

// As Event::context holds it.
json::array to_array(Context const& context);

}  // namespace ocop::epcis
