#pragma once

#include <string_view>
#include <vector>

// Accept and Accept-Language (RFC 9110 §12.4.2, §12.5). Pure functions; any thread.
namespace ocop::pages {

// Cuts the text before `mark` off the front of `text`, and drops the mark.
std::string_view take_until(std::string_view& text, char mark);

struct Range {
    std::string_view name;  // "vi-VN", "text/html"; into the header
    int weight = 1000;      // thousandths: "0.8" is 800; 0 for what is no weight
};

// What a client likes, in its order. Parameters other than the weight are passed over.
std::vector<Range> read_accept(std::string_view header);

// The weight that a client gives a media type by its very name; 0 when it does not name it. In any
// case of letters.
int weight_of(std::vector<Range> const& ranges, std::string_view media_type);

}  // namespace ocop::pages
