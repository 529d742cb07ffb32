#include "sheets/svg.hpp"

#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <sstream>
#include <string>

// Read back by Boost's XML parser and a small path interpreter.
BOOST_AUTO_TEST_SUITE(svg)

namespace {

using namespace ocop;
using namespace ocop::sheets;
using boost::property_tree::ptree;
using testing::font;
using testing::run_of;
using testing::Words;

ptree parsed(std::string const& svg) {
    std::istringstream in(svg);
    ptree out;
    boost::property_tree::read_xml(in, out);
    return out.get_child("svg");
}

std::string drawn(Layout const& layout, Words const& words) {
    auto const svg = draw_label_svg(layout, words.label(), font());
    BOOST_TEST_REQUIRE(test::reason_of(svg) == "");
    return *svg;
}

std::string attribute(ptree const& element, std::string const& name) {
    return element.get<std::string>("<xmlattr>." + name);
}

int number(ptree const& element, std::string const& name) {
    return element.get<int>("<xmlattr>." + name);
}

// The path's rectangles in a picture of one pixel a module, with 4 of quiet zone; twice the same
// module is a fault.
qr::testing::Raster picture_of(std::string const& path, int modules) {
    qr::testing::Raster out(modules + 8, modules + 8);
    std::size_t at = 0;
    while (at < path.size()) {
        int column = 0;
        int row = 0;
        int length = 0;
        int back = 0;
        int used = 0;
        auto const read = std::sscanf(
            path.c_str() + at, "M%d %dh%dv1h-%dz%n", &column, &row, &length, &back, &used
        );
        BOOST_TEST_REQUIRE(read == 4);
        BOOST_TEST_REQUIRE(used > 0);
        BOOST_TEST_REQUIRE(back == length);
        BOOST_TEST_REQUIRE((column >= 0 && row >= 0 && row < modules && column + length <= modules)
        );
        for (int x = column; x < column + length; ++x) {
            BOOST_TEST(out.at(x + 4, row + 4) == 255);
            out.at(x + 4, row + 4) = 0;
        }
        at += static_cast<std::size_t>(used);
    }
    return qr::testing::enlarged(out, 3);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_symbol_is_one_path_that_reads) {
    for (auto const& preset : presets()) {
        for (auto const& words : run_of(10)) {
            auto const svg = parsed(drawn(preset.layout, words));
            BOOST_TEST(svg.count("path") == 1U);
            auto const path = attribute(svg.get_child("path"), "d");
            BOOST_TEST(qr::testing::scan(picture_of(path, 45)).text == words.url);
        }
    }
}

BOOST_AUTO_TEST_CASE(sizes_are_those_of_the_sheet) {
    for (auto const& preset : presets()) {
        auto const& layout = preset.layout;
        auto const svg = parsed(drawn(layout, run_of(1)[0]));
        char mm[32];
        std::snprintf(mm, sizeof mm, "%.2fmm", layout.label_width / 100.0);
        BOOST_TEST(attribute(svg, "width") == mm);
        std::snprintf(mm, sizeof mm, "%.2fmm", layout.label_height / 100.0);
        BOOST_TEST(attribute(svg, "height") == mm);
        auto const room = *arrange(layout, 45);
        BOOST_TEST(
            attribute(svg, "viewBox") == "0 0 " + std::to_string(to_units(layout.label_width)) +
                                             " " + std::to_string(to_units(layout.label_height))
        );
        auto const& rect = svg.get_child("rect");
        BOOST_TEST(number(rect, "x") == room.symbol.x);
        BOOST_TEST(number(rect, "y") == room.symbol.y);
        BOOST_TEST(number(rect, "width") == 53 * layout.module_dots * 24);
        BOOST_TEST(number(rect, "height") == 53 * layout.module_dots * 24);
        BOOST_TEST(attribute(rect, "fill") == "#fff");
        int const quiet = 4 * room.module;
        BOOST_TEST(
            attribute(svg.get_child("path"), "transform") ==
            "translate(" + std::to_string(room.symbol.x + quiet) + " " +
                std::to_string(room.symbol.y + quiet) + ") scale(" + std::to_string(room.module) +
                ")"
        );
    }
}

BOOST_AUTO_TEST_CASE(text_is_text_in_a_generic_family_within_its_room) {
    for (auto const& preset : presets()) {
        auto const room = *arrange(preset.layout, 45);
        for (auto const& words : run_of(6)) {
            auto const svg = parsed(drawn(preset.layout, words));
            auto const& group = svg.get_child("g");
            BOOST_TEST(attribute(group, "font-family") == "DejaVu Sans,sans-serif");
            int const em = number(group, "font-size");
            std::string all;
            int last = 0;
            for (auto const& [name, line] : group) {
                if (name != "text") {
                    continue;
                }
                all += (all.empty() ? "" : " ") + line.get_value<std::string>();
                BOOST_TEST(number(line, "x") >= room.text.x);
                BOOST_TEST(
                    number(line, "x") + number(line, "textLength") <= room.text.x + room.text.width
                );
                BOOST_TEST(number(line, "y") - em >= last);
                last = number(line, "y");
            }
            BOOST_TEST(all == words.text());
            BOOST_TEST(last <= room.text.y + room.text.height);
        }
    }
}

BOOST_AUTO_TEST_CASE(signs_of_xml_in_a_text_stay_what_they_are) {
    auto words = run_of(1)[0];
    words.product = "A&lt;B & <C>";
    auto const svg = parsed(drawn(presets()[4].layout, words));
    BOOST_TEST(svg.get<std::string>("g.text") == words.product);
}

BOOST_AUTO_TEST_CASE(the_same_label_gives_the_same_bytes) {
    auto const layout = presets()[0].layout;
    auto const labels = run_of(2);
    BOOST_TEST(drawn(layout, labels[0]) == drawn(layout, labels[0]));
    BOOST_TEST(drawn(layout, labels[0]) != drawn(layout, labels[1]));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_a_label_is_refused) {
    auto const labels = run_of(1);
    auto const slug = [&](Layout const& layout, Words const& words) {
        return test::slug_of(draw_label_svg(layout, words.label(), font()));
    };
    auto layout = presets()[2].layout;
    BOOST_TEST(slug(layout, labels[0]) == "");
    auto bad = labels[0];
    bad.copy = "\x01";
    BOOST_TEST(slug(layout, bad) == "sheets_letter_missing");
    bad = labels[0];
    bad.url.clear();
    BOOST_TEST(slug(layout, bad) == "qr_text_empty");
    layout.module_dots = 5;
    BOOST_TEST(slug(layout, labels[0]) == "sheets_label_too_small");
    layout.module_dots = 3;
    BOOST_TEST(slug(layout, labels[0]) == "sheets_module_too_small");
}

BOOST_AUTO_TEST_SUITE_END()
