#include "http/multipart.hpp"

#include <algorithm>
#include <optional>

namespace ocop::http {

namespace {

constexpr std::string_view media_type = "multipart/form-data";
constexpr std::string_view line_end = "\r\n";
constexpr std::size_t boundary_chars_max = 70;  // RFC 2046 §5.1.1
constexpr std::size_t name_chars_max = 40;

Error malformed(std::string reason) {
    return {Errc::malformed, "multipart_malformed", "", std::move(reason)};
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same(std::string_view text, std::string_view lower_case) {
    return std::equal(
        text.begin(),
        text.end(),
        lower_case.begin(),
        lower_case.end(),
        [](char a, char b) { return lower(a) == b; }
    );
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

bool is_boundary(std::string_view text) {
    constexpr std::string_view marks = "'()+_,-./:=?";
    return !text.empty() && text.size() <= boundary_chars_max &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
           });
}

// What `text` has in front, cut off it; false when it has not.
bool cut(std::string_view& text, std::string_view front) {
    if (!text.starts_with(front)) {
        return false;
    }
    text.remove_prefix(front.size());
    return true;
}

std::optional<std::string_view> boundary_of(std::string_view content_type) {
    if (!is_multipart(content_type)) {
        return std::nullopt;
    }
    content_type.remove_prefix(media_type.size());
    if (!cut(content_type, ";")) {
        return std::nullopt;
    }
    content_type.remove_prefix(std::min(content_type.find_first_not_of(' '), content_type.size()));
    constexpr std::string_view key = "boundary=";
    if (!is_same(content_type.substr(0, key.size()), key)) {
        return std::nullopt;
    }
    content_type.remove_prefix(key.size());
    if (content_type.size() >= 2 && content_type.front() == '"' && content_type.back() == '"') {
        content_type = content_type.substr(1, content_type.size() - 2);
    }
    return is_boundary(content_type) ? std::optional(content_type) : std::nullopt;
}

// The text of ATTRIBUTE="…" in front, cut off. Browsers write quotes and line breaks in it as
// escapes of percent signs, so there is none.
std::optional<std::string_view> cut_quoted(std::string_view& text, std::string_view attribute) {
    auto rest = text;
    if (!cut(rest, attribute) || !cut(rest, "=\"")) {
        return std::nullopt;
    }
    auto const end = rest.find('"');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    text = rest.substr(end + 1);
    return rest.substr(0, end);
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= name_chars_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_alphanumeric(c) || c == '_' || c == '-';
           });
}

Result<void> read_disposition(std::string_view value, Part& part) {
    if (!part.name.empty() || !cut(value, "form-data; ")) {
        return malformed("has not one Content-Disposition of form-data");
    }
    auto const name = cut_quoted(value, "name");
    if (!name || !is_name(*name)) {
        return malformed("a part has no name of a form");
    }
    part.name = *name;
    if (cut(value, "; ")) {
        part.file = cut_quoted(value, "filename").has_value();
    }
    return value.empty() ? Result<void>() : malformed("Content-Disposition says more than a form");
}

Result<void> read_header(std::string_view line, Part& part) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) {
        return malformed("a header has no colon");
    }
    auto const name = line.substr(0, colon);
    auto value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    if (is_same(name, "content-disposition")) {
        return read_disposition(value, part);
    }
    if (!is_same(name, "content-type") || !part.content_type.empty() || value.empty()) {
        return malformed("a part has another header");
    }
    part.content_type = value;
    return {};
}

// A part between two boundaries: header lines, an empty line, its body.
Result<Part> read_part(std::string_view text) {
    Part part;
    auto head = text.substr(0, part_head_bytes_max);
    while (!cut(head, line_end)) {
        auto const end = head.find(line_end);
        if (end == std::string_view::npos) {
            return malformed("the headers of a part have no end");
        }
        if (auto ok = read_header(head.substr(0, end), part); !ok) {
            return ok.error();
        }
        head.remove_prefix(end + line_end.size());
    }
    if (part.name.empty()) {
        return malformed("a part has no name of a form");
    }
    auto const head_bytes = std::min(text.size(), part_head_bytes_max) - head.size();
    part.body = text.substr(head_bytes);
    return part;
}

}  // namespace

bool is_multipart(std::string_view content_type) {
    return is_same(content_type.substr(0, media_type.size()), media_type);
}

Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body) {
    auto const boundary = boundary_of(content_type);
    if (!boundary) {
        return malformed("names no boundary");
    }
    auto const delimiter = "\r\n--" + std::string(*boundary);
    if (!cut(body, std::string_view(delimiter).substr(line_end.size()))) {
        return malformed("does not begin with its boundary");
    }
    std::vector<Part> out;
    while (cut(body, line_end)) {
        auto const end = body.find(delimiter);
        if (end == std::string_view::npos || out.size() == parts_max) {
            return malformed("has no end, or too many parts");
        }
        auto part = read_part(body.substr(0, end));
        if (!part) {
            return part.error();
        }
        out.push_back(std::move(*part));
        body.remove_prefix(end + delimiter.size());
    }
    if (body != "--" && body != "--\r\n") {
        return malformed("does not end with its boundary");
    }
    return out;
}

}  // namespace ocop::http
