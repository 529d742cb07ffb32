#include "gs1/associations.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace ocop::gs1 {

namespace {

std::string_view cut(std::string_view& text, char end) {
    auto const at = text.find(end);
    auto const head = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return head;
}

bool matches(std::string_view pattern, std::string_view code) {
    if (pattern.size() != code.size()) {
        return false;
    }
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (pattern[i] != code[i] && pattern[i] != 'n') {
            return false;
        }
    }
    return true;
}

bool has(std::span<Present const> all, std::string_view pattern) {
    return std::any_of(all.begin(), all.end(), [pattern](Present const& one) {
        return matches(pattern, one.code);
    });
}

bool has_all(std::span<Present const> all, std::string_view patterns) {
    while (!patterns.empty()) {
        if (!has(all, cut(patterns, '+'))) {
            return false;
        }
    }
    return true;
}

bool has_any(std::span<Present const> all, std::string_view alternatives) {
    while (!alternatives.empty()) {
        if (has_all(all, cut(alternatives, ','))) {
            return true;
        }
    }
    return false;
}

// The first of `all` that `one` excludes, or nullptr. An AI never excludes itself.
Present const* find_excluded(Present const& one, std::span<Present const> all) {
    auto patterns = one.row != nullptr ? one.row->excluded : std::string_view();
    while (!patterns.empty()) {
        auto const pattern = cut(patterns, ',');
        auto const found = std::find_if(all.begin(), all.end(), [&](Present const& other) {
            return other.code != one.code && matches(pattern, other.code);
        });
        if (found != all.end()) {
            return &*found;
        }
    }
    return nullptr;
}

// The first group of alternatives that `one` requires and `all` does not satisfy, or nothing.
std::string_view missing_group(Present const& one, std::span<Present const> all) {
    auto groups = one.row != nullptr ? one.row->required : std::string_view();
    while (!groups.empty()) {
        auto const group = cut(groups, ' ');
        if (!has_any(all, group)) {
            return group;
        }
    }
    return {};
}

Error fault(std::string_view code, std::string reason) {
    return {Errc::malformed, "ai_combination_wrong", std::string(code), std::move(reason)};
}

}  // namespace

std::optional<Error> repeat_fault(std::span<Present const> all) {
    for (std::size_t i = 1; i < all.size(); ++i) {
        auto const before = all.first(i);
        bool const differs = std::any_of(before.begin(), before.end(), [&](Present const& other) {
            return other.code == all[i].code && other.value != all[i].value;
        });
        if (differs) {
            return fault(all[i].code, "is there twice with different values");
        }
    }
    return std::nullopt;
}

std::optional<Error> exclusion_fault(std::span<Present const> all) {
    for (auto const& one : all) {
        if (auto const* other = find_excluded(one, all)) {
            return fault(one.code, "may not be together with " + std::string(other->code));
        }
    }
    return std::nullopt;
}

std::optional<Error> requirement_fault(std::span<Present const> all) {
    for (auto const& one : all) {
        auto const missing = missing_group(one, all);
        if (!missing.empty()) {
            return fault(one.code, "must be together with one of " + std::string(missing));
        }
    }
    return std::nullopt;
}

std::optional<Error> signature_fault(std::span<Present const> all) {
    if (!has(all, "8030")) {
        return std::nullopt;
    }
    for (auto const& one : all) {
        std::size_t const type_size = one.code == "8003" ? 14 : 13;
        bool const may_be_a_type = one.code == "253" || one.code == "255" || one.code == "8003";
        if (may_be_a_type && one.value.size() <= type_size) {
            return fault(one.code, "must have a serial component beside a signature (8030)");
        }
    }
    return std::nullopt;
}

std::optional<Error> combination_fault(std::span<Present const> all) {
    if (auto error = exclusion_fault(all)) {
        return error;
    }
    if (auto error = requirement_fault(all)) {
        return error;
    }
    return signature_fault(all);
}

Result<void> check_ai_associations(std::span<Element const> elements) {
    std::vector<Present> all;
    all.reserve(elements.size());
    for (auto const& element : elements) {
        all.push_back({find_ai(element.ai), element.ai, element.value});
    }
    if (auto error = repeat_fault(all)) {
        return *std::move(error);
    }
    if (auto error = combination_fault(all)) {
        return *std::move(error);
    }
    return {};
}

}  // namespace ocop::gs1
