#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

// ASCII rules of HTTP's text, without locale.
namespace ocop::http {

inline char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline bool equal_without_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return to_lower(x) == to_lower(y);
    });
}

inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Without spaces and tabs at its ends (OWS of RFC 9110 §5.6.3).
std::string_view trim(std::string_view text);

// Whether a comma-separated list of tokens (RFC 9110 §5.6.1) holds `token`, without case.
bool has_token(std::string_view list, std::string_view token);

// RFC 3986 §2.1. Empty on an escape that is not two hexadecimal digits, on an escaped NUL, and when
// the decoded bytes are not UTF-8: no text of ours holds either.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace ocop::http
