#pragma once

#include <ocop/base/json.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <string>
#include <string_view>

// Values in the form that the event hash has them in (CBV 2.0 §8.9.2). Each appends to `out`; a
// value that says nothing (null, a list, an object, blank text) appends nothing.
namespace ocop::epcis {

// Numbers plain and without idle zeros, also those written as text; identifiers by their finest
// key; words of the GS1 vocabularies in full.
void append_value(std::string& out, json::value const& value);
void append_text(std::string& out, std::string_view text);

// A word of that vocabulary, in any form, as its web URI; other text as append_text().
void append_word(std::string& out, Vocabulary vocabulary, std::string_view text);

}  // namespace ocop::epcis
