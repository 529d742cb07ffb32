#include "pages/slip_box.hpp"

#include "pages/rows.hpp"
#include "pages/words.hpp"

#include <ocop/stamp/slip.hpp>

#include <algorithm>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using mustache::data;
using stamp::Slip;
using stamp::SlipKind;

constexpr std::size_t group_chars = 4;

std::string utf8_of(char32_t c) {
    auto const byte = [](char32_t bits) { return static_cast<char>(bits); };
    if (c < 0x80) return {byte(c)};
    if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
    if (c < 0x10000)
        return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
    return {
        byte(0xF0 | c >> 18),
        byte(0x80 | (c >> 12 & 0x3F)),
        byte(0x80 | (c >> 6 & 0x3F)),
        byte(0x80 | (c & 0x3F))};
}

data groups_of(Slip const& slip) {
    data groups(data::type::list);
    for (std::size_t from = 0; from < slip.typed.size(); from += group_chars) {
        data parts(data::type::list);
        for (auto i = from; i < std::min(from + group_chars, slip.typed.size()); ++i) {
            auto part = make_object();
            part.set("part", utf8_of(slip.typed[i]));
            part.set("wrong", std::binary_search(slip.at.begin(), slip.at.end(), i));
            parts.push_back(part);
        }
        auto group = make_object();
        group.set("parts", parts);
        group.set("later", from > 0);
        groups.push_back(group);
    }
    return groups;
}

// Places as people count them, with a word of the texts between them.
std::string places_words(Texts const& words, Slip const& slip, std::string const& between) {
    std::string out;
    for (auto const index : slip.at) {
        out += (out.empty() ? "" : words.text(between)) + std::to_string(index + 1);
    }
    return out;
}

std::string slip_words(Texts const& words, Slip const& slip) {
    switch (slip.kind) {
        case SlipKind::length:
            return words.filled("slip_length", {{"count", number_words(words, slip.length)}});
        case SlipKind::letters:
            return words.filled(
                "slip_letters", {{"places", places_words(words, slip, "list_and")}}
            );
        case SlipKind::check:
            break;
    }
    if (slip.at.empty()) return words.text("slip_several");
    return words.filled("slip_check", {{"places", places_words(words, slip, "list_or")}});
}

}  // namespace

data slip_data(Texts const& words, std::string_view typed) {
    data out(data::type::list);
    auto const slip = typed.empty() ? std::nullopt : stamp::find_slip(typed);
    if (!slip) return out;
    auto one = make_object();
    one.set("slip_text", slip_words(words, *slip));
    one.set("groups", groups_of(*slip));
    out.push_back(one);
    return out;
}

}  // namespace ocop::pages
