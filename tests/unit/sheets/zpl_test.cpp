#include "sheets/zpl.hpp"

#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"
#include "unit/sheets/roll.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(zpl)

namespace {

using namespace ocop;
using namespace ocop::sheets;
using qr::testing::Raster;
using testing::font;
using testing::Printed;
using testing::printed;
using testing::run_of;
using testing::Words;

std::string drawn(Roll const& roll, std::vector<Words> const& labels) {
    std::string out;
    auto writer = ZplWriter::open(roll, font(), [&](std::string_view bytes) {
        out += bytes;
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::reason_of(writer) == "");
    for (auto const& words : labels) {
        BOOST_TEST_REQUIRE(test::reason_of(writer->add(words.label())) == "");
    }
    BOOST_TEST(writer->labels() == labels.size());
    return out;
}

// Where the symbol of `modules` is: its top left finder has the leftmost ink of the label.
UnitBox symbol_at(Raster const& picture, int modules, int dots) {
    for (int x = 0; x < picture.width; ++x) {
        for (int y = 0; y < picture.height; ++y) {
            if (picture.at(x, y) == 0) {
                return {x, y, modules * dots, modules * dots};
            }
        }
    }
    return {};
}

struct Printer {
    int dpi;
    qr::Profile profile;
    int dots;
    double dots_a_mm;
};

std::ostream& operator<<(std::ostream& out, Printer const& printer) {
    return out << printer.dpi << " dpi, " << printer.dots;
}

constexpr Printer printers[] = {
    {203, qr::Profile::phone, 3, 8.0},
    {203, qr::Profile::pos, 4, 8.0},
    {300, qr::Profile::phone, 4, 300 / 25.4},
    {300, qr::Profile::pos, 5, 300 / 25.4},
    {600, qr::Profile::phone, 8, 600 / 25.4},
    {600, qr::Profile::pos, 10, 600 / 25.4},
};

Roll roll_of(Printer const& printer) {
    Roll out;
    out.dpi = printer.dpi;
    out.profile = printer.profile;
    out.label_width = 6000;
    out.label_height = 4000;
    return out;
}

}  // namespace

BOOST_DATA_TEST_CASE(every_label_reads_at_whole_dots, boost::unit_test::data::make(printers)) {
    auto const labels = run_of(20);
    auto const roll = roll_of(sample);
    auto const pictures = printed(drawn(roll, labels));
    BOOST_TEST_REQUIRE(pictures.size() == labels.size());
    for (std::size_t at = 0; at < labels.size(); ++at) {
        auto const& label = pictures[at];
        BOOST_TEST(std::abs(label.width - 60 * sample.dots_a_mm) <= 1);
        BOOST_TEST(std::abs(label.length - 40 * sample.dots_a_mm) <= 1);
        BOOST_TEST(qr::testing::scan(label.picture).text == labels[at].url);
        auto const symbol = *qr::encode(labels[at].url);
        auto const box = symbol_at(label.picture, symbol.size(), sample.dots);
        for (int row = 0; row < box.height; ++row) {
            for (int column = 0; column < box.width; ++column) {
                bool const dark = symbol.dark(row / sample.dots, column / sample.dots);
                BOOST_REQUIRE((label.picture.at(box.x + column, box.y + row) == 0) == dark);
            }
        }
    }
}

BOOST_DATA_TEST_CASE(no_ink_stands_in_the_quiet_zone, boost::unit_test::data::make(printers)) {
    auto const labels = run_of(12);
    auto roll = roll_of(sample);
    auto const artwork = *Artwork::parse(testing::mark_png(), 2000);
    roll.artwork = &artwork;
    for (auto const& label : printed(drawn(roll, labels))) {
        auto const box = symbol_at(label.picture, 45, sample.dots);
        int const quiet = 4 * sample.dots;
        for (int y = box.y - quiet; y < box.y + box.height + quiet; ++y) {
            for (int x = box.x - quiet; x < box.x + box.width + quiet; ++x) {
                bool const inside =
                    x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
                BOOST_REQUIRE((inside || label.picture.at(x, y) == 255));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(vietnamese_letters_are_told_apart_as_dots) {
    // Each of these differs by its marks alone; two that are drawn alike cannot be read.
    auto words = run_of(1)[0];
    for (auto const& printer : printers) {
        std::set<std::vector<std::uint8_t>> seen;
        auto const letters = {"A", "Á", "À", "Ả", "Ã", "Ạ", "Â", "Ấ", "Ầ", "Ẩ",
                              "Ẫ", "Ậ", "Ă", "Ắ", "Ằ", "Ẳ", "Ẵ", "Ặ", "ư", "ứ",
                              "ừ", "ử", "ữ", "ự", "ơ", "ớ", "ờ", "ở", "ỡ", "ợ"};
        for (auto const* const letter : letters) {
            words.product = letter;
            auto const picture = printed(drawn(roll_of(printer), {words}))[0].picture;
            seen.insert(picture.grey);
        }
        BOOST_TEST(seen.size() == letters.size(), printer);
    }
}

BOOST_AUTO_TEST_CASE(labels_stand_by_themselves) {
    auto const labels = run_of(6);
    auto const roll = roll_of(printers[0]);
    auto const first = drawn(roll, {labels.begin(), labels.begin() + 2});
    auto const rest = drawn(roll, {labels.begin() + 2, labels.end()});
    BOOST_TEST((first + rest == drawn(roll, labels)));
}

BOOST_AUTO_TEST_CASE(packing_makes_labels_small) {
    auto const roll = roll_of(printers[5]);
    auto const labels = run_of(5);
    auto const pictures = printed(drawn(roll, labels));
    auto const plain = pictures.size() * static_cast<std::size_t>(pictures[0].length) *
                       static_cast<std::size_t>((pictures[0].width + 7) / 8) * 2;
    BOOST_TEST(drawn(roll, labels).size() < plain / 8);
}

BOOST_AUTO_TEST_CASE(what_is_no_roll_is_refused) {
    auto const slug = [](auto const& change) {
        Roll roll;
        change(roll);
        auto const writer =
            ZplWriter::open(roll, font(), [](std::string_view) { return Result<void>(); });
        return test::slug_of(writer);
    };
    BOOST_TEST(slug([](Roll&) {}) == "");
    BOOST_TEST(slug([](Roll& r) { r.dpi = 204; }) == "sheets_roll_invalid");
    BOOST_TEST(slug([](Roll& r) { r.label_width = 1499; }) == "sheets_roll_invalid");
    BOOST_TEST(slug([](Roll& r) { r.label_height = 15'001; }) == "sheets_roll_invalid");
    BOOST_TEST(slug([](Roll& r) { r.inset_x = 2500; }) == "sheets_roll_invalid");
    BOOST_TEST(slug([](Roll& r) { r.inset_y = -1; }) == "sheets_roll_invalid");
}

BOOST_AUTO_TEST_CASE(a_label_too_small_or_a_sink_that_fails_is_told) {
    Roll roll;
    roll.label_width = 2000;
    roll.label_height = 2000;
    auto small = *ZplWriter::open(roll, font(), [](std::string_view) { return Result<void>(); });
    auto const words = run_of(1)[0];
    BOOST_TEST(test::slug_of(small.add(words.label())) == "sheets_label_too_small");
    int calls = 0;
    auto full = *ZplWriter::open(Roll{}, font(), [&](std::string_view) {
        ++calls;
        return Result<void>(Error(Errc::storage_full, "disk_full"));
    });
    BOOST_TEST(test::slug_of(full.add(words.label())) == "disk_full");
    BOOST_TEST(test::slug_of(full.add(words.label())) == "disk_full");
    BOOST_TEST(calls == 1);
    BOOST_TEST(full.labels() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
