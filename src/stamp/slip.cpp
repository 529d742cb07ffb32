#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/stamp/serial.hpp>
#include <ocop/stamp/slip.hpp>

#include <algorithm>
#include <set>

namespace ocop::stamp {

namespace {

constexpr std::size_t typed_length = 12;
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

bool is_of_serials(char32_t c) {
    return c < 0x80 && from_crockford(std::string(1, static_cast<char>(c))).has_value();
}

// Of twelve characters of serials.
std::vector<std::size_t> find_suspects(std::string const& typed) {
    std::set<std::size_t> out;
    auto const is_right = [](std::string const& text) {
        return parse_typed_serial(text).has_value();
    };
    for (std::size_t i = 0; i < typed_length; ++i) {
        auto changed = typed;
        bool const suspect = std::any_of(alphabet.begin(), alphabet.end(), [&](char c) {
            changed[i] = c;
            return is_right(changed);
        });
        if (suspect) {
            out.insert(i);
        }
    }
    for (std::size_t i = 0; i + 1 < typed_length; ++i) {
        auto exchanged = typed;
        std::swap(exchanged[i], exchanged[i + 1]);
        if (is_right(exchanged)) {
            out.insert({i, i + 1});
        }
    }
    return {out.begin(), out.end()};
}

}  // namespace

std::optional<Slip> find_slip(std::string_view typed) {
    if (parse_typed_serial(typed)) {
        return std::nullopt;
    }
    Slip out;
    out.typed = code_points(typed);
    std::erase_if(out.typed, [](char32_t c) { return c == ' ' || c == '-'; });
    out.length = out.typed.size();
    out.typed.resize(std::min(out.typed.size(), slip_chars_max));
    for (std::size_t i = 0; i < out.typed.size(); ++i) {
        if (!is_of_serials(out.typed[i])) {
            out.at.push_back(i);
        }
    }
    if (!out.at.empty()) {
        out.kind = SlipKind::letters;
    } else if (out.length != typed_length) {
        out.kind = SlipKind::length;
    } else {
        out.at = find_suspects(std::string(out.typed.begin(), out.typed.end()));
    }
    return out;
}

}  // namespace ocop::stamp
