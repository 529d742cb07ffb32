#pragma once

#include <ocop/base/result.hpp>

#include <string>
#include <string_view>

namespace ocop {

bool is_utf8(std::string_view text);

// Unicode normal form C, in which names are stored and compared. Malformed if not UTF-8.
Result<std::string> to_nfc(std::string_view text);

// What a person may type as one line of text: NFC, trimmed, 1 to `chars_max` code points, without
// controls, bidirectional overrides, zero-width characters and line breaks. The error's reason
// says which rule; its pointer is empty.
Result<std::string> clean_line(std::string_view text, std::size_t chars_max);

}  // namespace ocop
