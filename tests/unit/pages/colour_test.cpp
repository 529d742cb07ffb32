#include "css.hpp"
#include "html.hpp"
#include "sample.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

using namespace ocop;
using namespace ocop::pages::test;
using pages::Language;

namespace {

using Matrix = std::array<Rgb, 3>;

// Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
std::map<std::string, Matrix> const eyes{
    {"usual", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protan",
     {{{0.152286, 1.052583, -0.204868},
       {0.114503, 0.786281, 0.099216},
       {-0.003882, -0.048116, 1.051998}}}},
    {"deutan",
     {{{0.367322, 0.860646, -0.227968},
       {0.280085, 0.672501, 0.047413},
       {-0.011820, 0.042940, 0.968881}}}},
    {"tritan",
     {{{1.255528, -0.076749, -0.178779},
       {-0.078411, 0.930809, 0.147602},
       {0.004733, 0.691367, 0.303900}}}},
};

double dot(Rgb const& a, Rgb const& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Rgb seen(Matrix const& eye, Rgb const& light) {
    Rgb out{};
    for (std::size_t i = 0; i < 3; ++i) {
        out[i] = std::clamp(dot(eye[i], light), 0.0, 1.0);
    }
    return out;
}

// CIE L*a*b* under D65.
Rgb lab(Rgb const& light) {
    auto const f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    auto const x = f(dot({0.4124564, 0.3575761, 0.1804375}, light) / 0.95047);
    auto const y = f(dot({0.2126729, 0.7151522, 0.0721750}, light));
    auto const z = f(dot({0.0193339, 0.1191920, 0.9503041}, light) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(Rgb const& a, Rgb const& b) {
    Rgb const d{a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    return std::sqrt(dot(d, d));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(colours)

// The measure tells apart what it should: the set of an ordinary traffic light fails it.
BOOST_AUTO_TEST_CASE(red_and_green_of_a_usual_set_look_alike_to_some_eyes) {
    auto const& protan = eyes.at("protan");
    auto const red = lab(seen(protan, linear("#c62828")));
    auto const green = lab(seen(protan, linear("#2e7d32")));
    BOOST_TEST(distance(red, green) < 25);
    BOOST_TEST(distance(lab(linear("#fff")), lab(linear("#000"))) > 99);
}

BOOST_AUTO_TEST_CASE(every_two_colours_of_verdicts_look_different_to_every_eye) {
    auto const& css = make_frame(Language::vi).site->style();
    std::vector<std::string> const names{
        ".red", ".amber", ".indigo", ".grey", ".blue", ".green", ".green_outline"};
    for (auto const& [eye, colours] : eyes) {
        auto const& matrix = colours;  // clang 14 does not capture the binding
        for (std::size_t i = 0; i < names.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                auto const look = [&](std::string const& name) {
                    return lab(seen(matrix, linear(value_in(css, name, "background"))));
                };
                auto const apart = distance(look(names[i]), look(names[j]));
                BOOST_TEST(apart >= 25, eye << ": " << names[i] << names[j] << " " << apart);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
