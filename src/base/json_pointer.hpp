#pragma once

#include <string>
#include <string_view>

namespace ocop::json {

// RFC 6901: ~ and / inside a token are written ~0 and ~1.
inline void append_token(std::string& pointer, std::string_view token) {
    pointer.push_back('/');
    for (char c : token) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer.push_back(c);
        }
    }
}

}  // namespace ocop::json
