#include "epcis/unit_rows.hpp"

#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace ocop::epcis {

namespace {

constexpr auto make_sorted() {
    std::array<Unit, std::size(unit_rows)> out{};
    std::copy(std::begin(unit_rows), std::end(unit_rows), out.begin());
    std::sort(out.begin(), out.end(), [](Unit const& a, Unit const& b) { return a.code < b.code; });
    return out;
}

constexpr auto sorted = make_sorted();

// Twelve significant digits: more than any sensor has, and few enough that 12.1 g and 0.0121 kg are
// one number, which they are not after a multiplication of doubles.
double rounded(double value) {
    char text[32];
    auto const end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, 11).ptr;
    double out = value;
    std::from_chars(text, end, out);
    return out;
}

}  // namespace

std::optional<BaseValue> to_base_unit(std::string_view uom, double value) {
    auto const found = std::lower_bound(
        sorted.begin(),
        sorted.end(),
        uom,
        [](Unit const& unit, std::string_view code) { return unit.code < code; }
    );
    if (found == sorted.end() || found->code != uom) {
        return std::nullopt;
    }
    return BaseValue{found->dimension, rounded((value + found->shift) * found->factor)};
}

}  // namespace ocop::epcis
