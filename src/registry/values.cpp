#include "registry/values.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>

namespace ocop::registry {

void Checks::line(std::string pointer, std::string& text, std::size_t chars_max) {
    auto clean = clean_line(text, chars_max);
    if (!clean) {
        fault(std::move(pointer), clean.error().faults.front().reason);
        return;
    }
    text = std::move(*clean);
}

void Checks::line(std::string pointer, std::optional<std::string>& text, std::size_t chars_max) {
    if (text) {
        line(std::move(pointer), *text, chars_max);
    }
}

void Checks::name_line(std::string pointer, std::string& text) {
    auto const faults = faults_.size();
    line(pointer, text, name_chars_max);
    if (faults_.size() > faults) {
        return;
    }
    if (auto const checked = check_name_letters(text); !checked) {
        fault(std::move(pointer), checked.error().faults.front().reason);
    }
}

void Checks::name(std::string const& pointer, Name& name) {
    name_line(pointer + "/vi", name.vi);
    if (name.en) {
        name_line(pointer + "/en", *name.en);
    }
}

void Checks::quantity(std::string const& pointer, Quantity const& quantity) {
    if (quantity.value < 1 || quantity.value > quantity_max) {
        fault(pointer + "/value", "must be from 1 to " + std::to_string(quantity_max));
    }
}

void Checks::sha256(std::string pointer, std::optional<std::string> const& hash) {
    if (hash && !is_sha256_hex(*hash)) {
        fault(std::move(pointer), "must be a SHA-256 in lower-case hex");
    }
}

Result<void> Checks::result(std::string_view slug) {
    if (!faults_.empty()) {
        return Error(Errc::malformed, slug, std::move(faults_));
    }
    return {};
}

bool is_digits(std::string_view text, std::size_t count) {
    return text.size() == count &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_sha256_hex(std::string_view text) {
    constexpr std::size_t chars = 64;
    return text.size() == chars &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace ocop::registry
