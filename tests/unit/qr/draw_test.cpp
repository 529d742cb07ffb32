#include "qr/draw.hpp"

#include "unit/qr/raster.hpp"
#include "unit/qr/stamps.hpp"

#include <boost/test/unit_test.hpp>
#include <png.h>

#include <array>
#include <charconv>
#include <cmath>
#include <random>
#include <string>
#include <string_view>

// Both drawings are read back by means of their own (libpng, a small path interpreter) and must
// show the symbol's modules inside four light ones, in the size that was planned.
BOOST_AUTO_TEST_SUITE(draw)

namespace {

using namespace ocop;
using namespace ocop::qr;

constexpr std::array profiles = {Profile::pos, Profile::phone};

Symbol stamp_symbol(unsigned seed = 1) {
    std::mt19937 random(seed);
    return *encode(testing::random_stamp(random));
}

Symbol symbol_of_version(int version) {
    return *encode("7", {Level::m, version});
}

double least_mm(Profile profile) {
    return profile == Profile::pos ? 0.396 : 0.338;
}

// Grey of module (row, column), counted with the quiet zone.
std::uint8_t expected_grey(Symbol const& symbol, int row, int column) {
    int const r = row - quiet_zone_modules;
    int const c = column - quiet_zone_modules;
    bool const inside = r >= 0 && r < symbol.size() && c >= 0 && c < symbol.size();
    return inside && symbol.dark(r, c) ? 0 : 255;
}

// The symbol as it should look, one pixel per module.
testing::Raster expected_picture(Symbol const& symbol) {
    int const modules = symbol.size() + 2 * quiet_zone_modules;
    testing::Raster out(modules, modules);
    for (int row = 0; row < modules; ++row) {
        for (int column = 0; column < modules; ++column) {
            out.at(column, row) = expected_grey(symbol, row, column);
        }
    }
    return out;
}

std::string attribute(std::string const& svg, std::string const& element, std::string const& name) {
    auto const tag = svg.find('<' + element);
    auto const end = svg.find('>', tag);
    auto const start = svg.find(' ' + name + "=\"", tag) + name.size() + 3;
    BOOST_TEST_REQUIRE(start < end, element << ' ' << name);
    return svg.substr(start, svg.find('"', start) - start);
}

// Takes a whole number, after a space or not, off the front.
int take_number(std::string_view& path) {
    if (!path.empty() && path[0] == ' ') {
        path.remove_prefix(1);
    }
    int value = 0;
    auto const result = std::from_chars(path.data(), path.data() + path.size(), value);
    BOOST_TEST_REQUIRE((result.ec == std::errc()), "a number in the path");
    path.remove_prefix(static_cast<std::size_t>(result.ptr - path.data()));
    return value;
}

// Fills by the even-odd rule: each vertical edge flips everything to its right, so what is drawn
// twice comes out white and is found.
testing::Raster interpret(std::string_view path, int units) {
    testing::Raster out(units, units);
    int x = 0;
    int y = 0;
    int start_x = 0;
    int start_y = 0;
    auto const go_to_row = [&](int to) {
        for (int row = std::min(y, to); row < std::max(y, to); ++row) {
            for (int column = x; column < units; ++column) {
                out.at(column, row) = static_cast<std::uint8_t>(~out.at(column, row));
            }
        }
        y = to;
    };
    while (!path.empty()) {
        char const command = path[0];
        path.remove_prefix(1);
        if (command == 'M') {
            start_x = x = take_number(path);
            start_y = y = take_number(path);
        } else if (command == 'h') {
            x += take_number(path);
        } else if (command == 'v') {
            go_to_row(y + take_number(path));
        } else {
            BOOST_TEST_REQUIRE(command == 'z');
            BOOST_TEST_REQUIRE(x == start_x);
            go_to_row(start_y);
        }
        BOOST_TEST_REQUIRE((x >= 0 && x <= units && y >= 0 && y <= units));
    }
    return out;
}

testing::Raster picture_in(std::string const& svg) {
    auto const units = attribute(svg, "rect", "width");
    return interpret(attribute(svg, "path", "d"), std::stoi(units));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_plan_takes_the_fewest_dots_that_meet_the_profile) {
    auto const symbol = stamp_symbol();
    for (Profile profile : profiles) {
        for (int dpi = dpi_min; dpi <= dpi_max; ++dpi) {
            auto const size = *plan_print(symbol, profile, dpi);
            double const dot_mm = 25.4 / dpi;
            BOOST_REQUIRE_GE(size.dots * dot_mm, least_mm(profile) - 1e-12);
            BOOST_REQUIRE_LT((size.dots - 1) * dot_mm, least_mm(profile) - 1e-12);
            BOOST_REQUIRE_SMALL(size.module_mm - size.dots * dot_mm, 1e-9);
            BOOST_REQUIRE_SMALL(size.size_mm - 53 * size.dots * dot_mm, 1e-9);
            BOOST_REQUIRE_EQUAL(size.pixels(), 53 * size.dots);
            BOOST_REQUIRE_EQUAL(size.dpi, dpi);
        }
    }
}

BOOST_AUTO_TEST_CASE(usual_printers_give_the_published_sizes) {
    auto const symbol = stamp_symbol();

    struct Row {
        Profile profile;
        int dpi;
        int dots;
        double size_mm;
    };

    for (Row const& row :
         {Row{Profile::phone, 300, 4, 17.949},
          Row{Profile::pos, 300, 5, 22.437},
          Row{Profile::phone, 600, 8, 17.949},
          Row{Profile::pos, 600, 10, 22.437},
          Row{Profile::phone, 203, 3, 19.894},
          Row{Profile::pos, 203, 4, 26.526}}) {
        auto const size = *plan_print(symbol, row.profile, row.dpi);
        BOOST_TEST(size.dots == row.dots);
        BOOST_TEST(std::abs(size.size_mm - row.size_mm) < 0.0006);
    }
}

BOOST_AUTO_TEST_CASE(a_printer_outside_150_to_2400_dpi_is_malformed) {
    auto const symbol = stamp_symbol();
    for (int dpi : {-300, 0, 1, 149, 2401, 2000000000}) {
        auto const size = plan_print(symbol, Profile::pos, dpi);
        BOOST_TEST_REQUIRE(!size.has_value());
        BOOST_TEST((size.error().code == Errc::malformed));
        BOOST_TEST((size.error().slug == "qr_dpi_out_of_range"));
    }
}

BOOST_AUTO_TEST_CASE(a_png_shows_every_module_as_a_square_of_whole_dots) {
    for (int version : {1, 2, 7, 8, 12, 27, 40}) {
        for (int dpi : {150, 203, 300}) {
            auto const symbol = symbol_of_version(version);
            auto const size = *plan_print(symbol, Profile::phone, dpi);
            auto const png = testing::read_png(draw_png(symbol, size));
            BOOST_TEST(png.raster.width == size.pixels());
            BOOST_TEST(
                (png.raster == testing::enlarged(expected_picture(symbol), size.dots)),
                "version " << version << " at " << dpi << " dpi"
            );
        }
    }
}

BOOST_AUTO_TEST_CASE(a_png_is_one_bit_grey_and_knows_its_resolution) {
    auto const symbol = stamp_symbol();
    for (auto const& [dpi, per_metre] :
         {std::pair(150, 5906U), {203, 7992U}, {300, 11811U}, {600, 23622U}, {2400, 94488U}}) {
        auto const png =
            testing::read_png(draw_png(symbol, *plan_print(symbol, Profile::pos, dpi)));
        BOOST_TEST(png.bit_depth == 1);
        BOOST_TEST(png.colour_type == PNG_COLOR_TYPE_GRAY);
        BOOST_TEST(png.pixels_per_metre_x == per_metre);
        BOOST_TEST(png.pixels_per_metre_y == per_metre);
    }
}

BOOST_AUTO_TEST_CASE(the_svg_path_draws_every_dark_module_once_and_no_light_one) {
    for (int version = 1; version <= version_max; ++version) {
        auto const symbol = symbol_of_version(version);
        auto const svg = draw_svg(symbol, *plan_print(symbol, Profile::pos, 300));
        BOOST_TEST((picture_in(svg) == expected_picture(symbol)), "version " << version);
    }
}

BOOST_AUTO_TEST_CASE(svg_and_png_show_the_same_picture) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        auto const symbol = stamp_symbol(seed);
        auto const size = *plan_print(symbol, Profile::phone, 300);
        auto const png = testing::read_png(draw_png(symbol, size));
        auto const svg = picture_in(draw_svg(symbol, size));
        BOOST_TEST((testing::enlarged(svg, size.dots) == png.raster));
    }
}

BOOST_AUTO_TEST_CASE(an_svg_says_its_size_in_millimetres_and_one_unit_per_module) {
    auto const symbol = stamp_symbol();
    auto const svg = draw_svg(symbol, *plan_print(symbol, Profile::phone, 300));
    BOOST_TEST(attribute(svg, "svg", "xmlns") == "http://www.w3.org/2000/svg");
    BOOST_TEST(attribute(svg, "svg", "width") == "17.949mm");
    BOOST_TEST(attribute(svg, "svg", "height") == "17.949mm");
    BOOST_TEST(attribute(svg, "svg", "viewBox") == "0 0 53 53");
    BOOST_TEST(attribute(svg, "svg", "shape-rendering") == "crispEdges");
}

BOOST_AUTO_TEST_CASE(an_svg_is_black_on_a_white_square_with_the_quiet_zone) {
    auto const symbol = stamp_symbol();
    auto const svg = draw_svg(symbol, *plan_print(symbol, Profile::phone, 300));
    BOOST_TEST(attribute(svg, "rect", "width") == "53");
    BOOST_TEST(attribute(svg, "rect", "height") == "53");
    BOOST_TEST(attribute(svg, "rect", "fill") == "#fff");
    BOOST_TEST(attribute(svg, "path", "fill") == "#000");
    BOOST_TEST(svg.find("<rect") < svg.find("<path"));
    BOOST_TEST(svg.find("<path") == svg.rfind("<path"));
    BOOST_TEST(svg.ends_with("\"/></svg>"));
}

BOOST_AUTO_TEST_CASE(the_same_symbol_is_drawn_in_the_same_bytes) {
    auto const symbol = stamp_symbol();
    auto const size = *plan_print(symbol, Profile::pos, 600);
    BOOST_TEST((draw_png(symbol, size) == draw_png(symbol, size)));
    BOOST_TEST(draw_svg(symbol, size) == draw_svg(symbol, size));
}

BOOST_AUTO_TEST_CASE(the_largest_symbol_is_drawn_for_the_finest_printer) {
    auto const symbol = symbol_of_version(40);
    auto const size = *plan_print(symbol, Profile::pos, dpi_max);
    auto const png = draw_png(symbol, size);
    BOOST_TEST(size.pixels() == 185 * 38);
    BOOST_TEST((testing::read_png(png).raster.height == size.pixels()));
}

BOOST_AUTO_TEST_SUITE_END()
