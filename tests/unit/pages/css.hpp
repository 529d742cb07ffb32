#pragma once

#include "html.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <string>

// Just enough of CSS and of colours to check our own style sheet.
namespace ocop::pages::test {

using Rgb = std::array<double, 3>;

// "#rrggbb" or "#rgb" as linear light (IEC 61966-2-1).
inline Rgb linear(std::string colour) {
    if (colour.size() == 4) {
        colour = {'#', colour[1], colour[1], colour[2], colour[2], colour[3], colour[3]};
    }
    Rgb out{};
    for (std::size_t i = 0; i < 3; ++i) {
        double const c = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        out[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    }
    return out;
}

// The value of a property in the rule of a selector, with --ink followed.
inline std::string value_in(
    std::string const& css, std::string const& selector, std::string const& name
) {
    auto const rule = css.find("\n" + selector + " {");
    BOOST_TEST_REQUIRE(rule != std::string::npos, selector);
    auto const text = css.substr(rule, css.find('}', rule) - rule);
    auto const at = text.find(" " + name + ": ");
    BOOST_TEST_REQUIRE(at != std::string::npos, selector << " " << name);
    auto const from = at + name.size() + 3;
    auto const value = text.substr(from, text.find_first_of("; }", from) - from);
    return value == "var(--ink)" ? "#1c1c1c" : value;
}

}  // namespace ocop::pages::test
