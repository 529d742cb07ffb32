#include "gs1/ai_value.hpp"

#include "gs1/checks.hpp"

#include <algorithm>
#include <cstddef>

namespace ocop::gs1 {

namespace {

// One bit per character set for each byte.
constexpr std::array<std::uint8_t, 256> make_classes() {
    constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view digits = "0123456789";
    std::array<std::uint8_t, 256> out{};
    auto const add = [&out](CharSet set, std::string_view characters) {
        for (char c : characters) {
            out[static_cast<unsigned char>(c)] |=
                static_cast<std::uint8_t>(1U << static_cast<unsigned>(set));
        }
    };
    add(CharSet::numeric, digits);
    add(CharSet::cset82, digits);
    add(CharSet::cset82, upper);
    add(CharSet::cset82, lower);
    add(CharSet::cset82, "!\"%&'()*+,-./:;<=>?_");
    add(CharSet::cset39, digits);
    add(CharSet::cset39, upper);
    add(CharSet::cset39, "#-/");
    add(CharSet::cset64, digits);
    add(CharSet::cset64, upper);
    add(CharSet::cset64, lower);
    add(CharSet::cset64, "-_");
    return out;
}

constexpr std::array<std::uint8_t, 256> classes = make_classes();

// CSET 64 may end in one or two '=', and then comes in threes (as the dictionary's linter counts).
std::string_view without_padding(std::string_view text) {
    auto const last = text.find_last_not_of('=');
    auto const body = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
    auto const padding = text.size() - body.size();
    bool const good = padding <= 2 && text.size() % 3 == 0;
    return good ? body : text;
}

Error fault(std::string_view code, char const* reason) {
    return {Errc::malformed, "ai_value_malformed", std::string(code), reason};
}

Error too_short(std::string_view code, std::string_view value) {
    return fault(code, value.empty() ? "has no value" : "is too short");
}

char const* character_fault(CharSet set) {
    switch (set) {
        case CharSet::numeric:
            return "holds a character that is not a digit";
        case CharSet::cset82:
            return "holds a character outside GS1 character set 82";
        case CharSet::cset39:
            return "holds a character outside GS1 character set 39";
        case CharSet::cset64:
            return "holds a character outside base64url";
    }
    return nullptr;
}

std::optional<Error> part_fault(
    Component const& part, std::string_view code, std::string_view text
) {
    if (!has_only(part.set, text)) {
        return fault(code, character_fault(part.set));
    }
    for (auto check : part.checks) {
        if (check == Check::none) {
            break;
        }
        if (auto const* reason = fault_of(check, text)) {
            bool const digit = check == Check::csum || check == Check::csumalpha;
            auto error = fault(code, reason);
            error.slug = digit ? "check_digit_wrong" : error.slug;
            return error;
        }
    }
    return std::nullopt;
}

}  // namespace

bool has_only(CharSet set, std::string_view text) {
    auto const bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(set));
    if (set == CharSet::cset64) {
        text = without_padding(text);
    }
    return std::all_of(text.begin(), text.end(), [bit](char c) {
        return (classes[static_cast<unsigned char>(c)] & bit) != 0;
    });
}

std::optional<Error> value_fault(Ai const& row, std::string_view code, std::string_view value) {
    auto rest = value;
    for (auto const& part : row.components()) {
        if (rest.empty() && part.optional) {
            break;
        }
        if (rest.size() < part.length_min) {
            return too_short(code, value);
        }
        auto const text = rest.substr(0, part.length_max);
        if (auto error = part_fault(part, code, text)) {
            return error;
        }
        rest.remove_prefix(text.size());
    }
    if (!rest.empty()) {
        return fault(code, "is too long");
    }
    return std::nullopt;
}

Result<void> check_ai_value(std::string_view code, std::string_view value) {
    auto const* row = find_ai(code);
    if (row == nullptr) {
        return Error(Errc::malformed, "ai_unknown", std::string(code), "is not known here");
    }
    if (auto error = value_fault(*row, code, value)) {
        return *std::move(error);
    }
    return {};
}

}  // namespace ocop::gs1
