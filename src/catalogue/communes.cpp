#include "catalogue/communes.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <array>

namespace ocop::catalogue {

namespace {

constexpr std::array<std::string_view, 3> kinds{"xã ", "phường ", "đặc khu "};

std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool is_commune(std::string_view part) {
    auto const folded = fold_case(part);
    return std::any_of(kinds.begin(), kinds.end(), [&](std::string_view kind) {
        return folded.starts_with(kind) && folded.size() > kind.size();
    });
}

}  // namespace

std::optional<std::string_view> commune_in(std::string_view address) {
    while (!address.empty()) {
        auto const end = std::min(address.find(','), address.size());
        auto const part = trim(address.substr(0, end));
        if (is_commune(part)) {
            return part;
        }
        address.remove_prefix(std::min(end + 1, address.size()));
    }
    return std::nullopt;
}

void Communes::add(std::string const& code, std::string_view address) {
    if (auto const name = commune_in(address)) {
        ++names_[code][std::string(*name)];
    }
}

std::string Communes::name_of(std::string const& code) const {
    auto const found = names_.find(code);
    if (found == names_.end()) {
        return code;
    }
    auto const& names = found->second;
    return std::max_element(
               names.begin(),
               names.end(),
               [](auto const& a, auto const& b) { return a.second < b.second; }
    )->first;
}

}  // namespace ocop::catalogue
