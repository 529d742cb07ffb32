#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

// Just enough of HTML to check our own pages.
namespace ocop::pages::test {

struct Tag {
    std::string name;
    std::string text;  // between '<' and '>'
    bool closing = false;
};

inline std::vector<Tag> tags_of(std::string_view html) {
    std::vector<Tag> out;
    for (auto open = html.find('<'); open != std::string_view::npos; open = html.find('<', open)) {
        auto const close = std::min(html.find('>', open), html.size());
        auto const text = html.substr(open + 1, close - open - 1);
        bool const closing = text.starts_with('/');
        auto const name = text.substr(closing ? 1 : 0);
        out.push_back(
            {std::string(name.substr(0, name.find_first_of(" \n/"))), std::string(text), closing}
        );
        open = close;
    }
    return out;
}

// What is wrong with the nesting, or with a tag's quotes; "" for nothing.
inline std::string fault_of(std::string_view html) {
    constexpr std::array leaves{"!DOCTYPE", "meta", "link", "input", "path", "circle", "br", "img"};
    std::vector<std::string> open;
    for (auto const& tag : tags_of(html)) {
        if (std::count(tag.text.begin(), tag.text.end(), '"') % 2 != 0)
            return "quotes: " + tag.text;
        if (tag.text.find('<') != std::string::npos) return "bare '<' in " + tag.text;
        if (std::find(leaves.begin(), leaves.end(), tag.name) != leaves.end()) continue;
        if (!tag.closing) {
            open.push_back(tag.name);
            continue;
        }
        if (open.empty() || open.back() != tag.name) return "unexpected </" + tag.name + ">";
        open.pop_back();
    }
    return open.empty() ? "" : "unclosed <" + open.back() + ">";
}

// The values of an attribute, wherever it is.
inline std::vector<std::string> attributes_of(std::string_view html, std::string_view name) {
    std::vector<std::string> out;
    auto const mark = " " + std::string(name) + "=\"";
    for (auto const& tag : tags_of(html)) {
        auto const begin = tag.text.find(mark);
        if (begin == std::string::npos) continue;
        auto const from = begin + mark.size();
        out.push_back(tag.text.substr(from, tag.text.find('"', from) - from));
    }
    return out;
}

inline std::size_t count_of(std::string_view text, std::string_view piece) {
    std::size_t out = 0;
    for (auto at = text.find(piece); at != std::string_view::npos; at = text.find(piece, at + 1)) {
        ++out;
    }
    return out;
}

inline bool contains(std::string_view text, std::string_view piece) {
    return text.find(piece) != std::string_view::npos;
}

}  // namespace ocop::pages::test
