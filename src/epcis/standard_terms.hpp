#pragma once

#include <string_view>

// The names that the contexts of the standard define, of EPCIS 2.0 and 2.1, the nested ones with
// them. Pure; any thread.
namespace ocop::epcis {

// Types, members and words: whoever gave one another meaning would change what an event says.
bool is_standard_term(std::string_view term);

bool is_standard_prefix(std::string_view term);

// Whether the prefix is said to mean what the standard's context says.
bool says_the_standard(std::string_view term, std::string_view meaning);

// Whether a prefix may be defined so. Those of the standard are protected there; but "cbvmda" is
// defined anew in the official examples, and the GS1 Web Vocabulary has had more than one home.
bool may_mean(std::string_view term, std::string_view meaning);

// Schemes that the identifiers of events are written with: never prefixes.
bool is_scheme(std::string_view term);

}  // namespace ocop::epcis
