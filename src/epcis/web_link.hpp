#pragma once

#include "epcis/key_link.hpp"

#include <ocop/base/result.hpp>

#include <optional>
#include <string>
#include <string_view>

// GS1 Digital Links on any host.
namespace ocop::epcis {

// The parts of a text that is in canonical form as it stands. Sees the keys that make up nearly all
// events (GTIN with lot and serial, SSCC, GLN) in values without escapes; nothing also for
// canonical texts of other keys.
std::optional<KeyLink> plain_link(std::string_view uri);

// The canonical form of an http or https URI, or nothing for one that is no Digital Link. `uri` is
// a URI. Errors, malformed, without a pointer: "identifier_malformed", "check_digit_wrong".
Result<std::optional<std::string>> read_web_link(std::string_view uri);

}  // namespace ocop::epcis
