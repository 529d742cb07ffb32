#pragma once

#include <ocop/base/result.hpp>
#include <ocop/gs1/ai.hpp>
#include <ocop/gs1/digital_link.hpp>

#include <string>
#include <string_view>
#include <vector>

// GS1 element strings: AIs and values in a row, as in a barcode or in print. Any thread.
namespace ocop::gs1 {

// For people and for comparison: "(01)09520123456788(10)ABC". A '(' within a value is written "\(".
std::string bracketed(DigitalLink const& link);

// As scanned: AI and value run together, each value of variable length but the last followed by the
// separator, ASCII 29 (GS), which stands for FNC1. No leading separator.
std::string unbracketed(DigitalLink const& link);

// Reads the bracketed form; "\(" stands for '(' within a value. Only the form is read here, values
// are not checked. Error: malformed "element_string_malformed".
Result<std::vector<Element>> parse_bracketed(std::string_view text);

}  // namespace ocop::gs1
