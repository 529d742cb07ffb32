#include "pages/accept.hpp"

#include "http/ascii.hpp"

#include <algorithm>

namespace ocop::pages {

namespace {

int read_weight(std::string_view text) {
    if (text.size() > 7) return 0;
    auto const number = text.substr(2);
    if (number.empty() || (number[0] != '0' && number[0] != '1')) return 0;
    int value = (number[0] - '0') * 1000;
    int unit = 100;
    for (std::size_t i = 2; i < number.size(); ++i, unit /= 10) {
        if (number[i] < '0' || number[i] > '9') return 0;
        value += (number[i] - '0') * unit;
    }
    return std::min(value, 1000);
}

}  // namespace

std::string_view take_until(std::string_view& text, char mark) {
    auto const end = std::min(text.find(mark), text.size());
    auto const piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return piece;
}

std::vector<Range> read_accept(std::string_view header) {
    std::vector<Range> out;
    while (!header.empty()) {
        auto range = take_until(header, ',');
        Range read{http::trim(take_until(range, ';'))};
        while (!range.empty()) {
            auto const parameter = http::trim(take_until(range, ';'));
            if (parameter.starts_with("q=")) read.weight = read_weight(parameter);
        }
        out.push_back(read);
    }
    return out;
}

int weight_of(std::vector<Range> const& ranges, std::string_view media_type) {
    int out = 0;
    for (auto const& range : ranges) {
        if (http::equal_without_case(range.name, media_type)) out = std::max(out, range.weight);
    }
    return out;
}

}  // namespace ocop::pages
