#include "blobs/exif.hpp"

#include "pictures.hpp"

#include <boost/test/unit_test.hpp>

namespace ocop::test {

namespace {

using blobs::Exif;
using blobs::read_exif;

Exif taken(std::string const& text, std::string const& offset = "") {
    ExifMaker const maker;
    std::vector<ExifMaker::Entry> entries{maker.ascii(0x9003, text)};
    if (!offset.empty()) {
        entries.push_back(maker.ascii(0x9011, offset));
    }
    return read_exif(maker.make(1, entries, {}));
}

using Degrees = std::array<std::pair<unsigned, unsigned>, 3>;

Exif at(std::string const& north, Degrees latitude, std::string const& east, Degrees longitude) {
    ExifMaker const maker;
    return read_exif(maker.make(
        1,
        {},
        {maker.ascii(1, north),
         maker.degrees(2, latitude),
         maker.ascii(3, east),
         maker.degrees(4, longitude)}
    ));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exif)

BOOST_AUTO_TEST_CASE(time_and_place_are_read_in_either_order_of_bytes) {
    for (bool const big : {false, true}) {
        for (bool const marked : {false, true}) {
            auto const tiff = ExifMaker(big).usual(6);
            auto const read = read_exif(marked ? app1(tiff) : tiff);
            BOOST_TEST(read.taken_at.value() == "2026-10-01T07:30:00+07:00");
            BOOST_TEST(read.latitude_e6.value() == 21'258'333);
            BOOST_TEST(read.longitude_e6.value() == 105'010'000);
            BOOST_TEST(read.orientation == 6);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_time_that_does_not_exist_is_none) {
    BOOST_TEST(taken("2026:02:28 23:59:59").taken_at.value() == "2026-02-28T23:59:59");
    for (auto const* text :
         {"2026:02:30 10:00:00",
          "0000:00:00 00:00:00",
          "    :  :     :  :  ",
          "2026-10-01 07:30:00",
          "2026:10:01 24:00:00",
          "2026:10:01 07:30",
          "2026:10:01 07:30:00Z",
          ""}) {
        BOOST_TEST(!taken(text).taken_at.has_value(), text);
    }
    BOOST_TEST(
        taken("2026:10:01 07:30:00", "-03:30").taken_at.value() == "2026-10-01T07:30:00-03:30"
    );
    BOOST_TEST(taken("2026:10:01 07:30:00", "+99:00").taken_at.value() == "2026-10-01T07:30:00");
    BOOST_TEST(taken("2026:10:01 07:30:00", "7").taken_at.value() == "2026-10-01T07:30:00");
}

BOOST_AUTO_TEST_CASE(a_place_is_on_earth_and_has_both_its_numbers) {
    Degrees const ten{{{10, 1}, {30, 1}, {0, 1}}};
    BOOST_TEST(at("S", ten, "W", ten).latitude_e6.value() == -10'500'000);
    BOOST_TEST(at("S", ten, "W", ten).longitude_e6.value() == -10'500'000);
    BOOST_TEST(at("N", {{{90, 1}, {0, 1}, {0, 0}}}, "E", ten).latitude_e6.value() == 90'000'000);
    BOOST_TEST(!at("N", {{{90, 1}, {1, 1}, {0, 1}}}, "E", ten).latitude_e6.has_value());
    BOOST_TEST(!at("N", ten, "E", {{{180, 1}, {0, 1}, {1, 1}}}).latitude_e6.has_value());
    BOOST_TEST(!at("N", {{{10, 0}, {0, 1}, {0, 1}}}, "E", ten).latitude_e6.has_value());
    BOOST_TEST(!at("X", ten, "E", ten).latitude_e6.has_value());
    BOOST_TEST(!at("", ten, "E", ten).longitude_e6.has_value());
    BOOST_TEST(!at("N", ten, "", ten).latitude_e6.has_value());
}

BOOST_AUTO_TEST_CASE(an_orientation_that_is_none_is_upright) {
    for (auto const& [given, read] : {std::pair{1U, 1}, {8U, 8}, {0U, 1}, {9U, 1}, {65535U, 1}}) {
        BOOST_TEST(read_exif(ExifMaker().usual(given)).orientation == read);
    }
}

BOOST_AUTO_TEST_CASE(damage_loses_facts_and_nothing_else) {
    for (bool const big : {false, true}) {
        auto const whole = ExifMaker(big).usual(3);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            auto const cut = read_exif(std::string_view(whole).substr(0, i));
            BOOST_TEST((cut.orientation >= 1 && cut.orientation <= 8));
            for (int const value : {0, 1, 0x7f, 0x80, 0xff}) {
                auto changed = whole;
                changed[i] = static_cast<char>(value);
                auto const read = read_exif(changed);
                BOOST_TEST((read.orientation >= 1 && read.orientation <= 8));
                BOOST_TEST(read.latitude_e6.has_value() == read.longitude_e6.has_value());
                BOOST_TEST(std::abs(read.latitude_e6.value_or(0)) <= 90'000'000);
                BOOST_TEST(read.taken_at.value_or("2026-10-01T07:30:00").size() >= 19U);
            }
        }
    }
    BOOST_TEST(!read_exif("").taken_at.has_value());
    BOOST_TEST(!read_exif("no TIFF at all").taken_at.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
