#include "sheets/sheets.hpp"
#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(calibration)

namespace {

using namespace ocop;
using namespace ocop::sheets;
using testing::font;
using testing::Paper;

constexpr int dpi = 254;  // a pixel is a tenth of a millimetre

std::string drawn(Layout const& layout, Offset const& offset) {
    std::string out;
    auto const written = write_calibration(layout, offset, font(), [&](std::string_view bytes) {
        out += bytes;
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::reason_of(written) == "");
    BOOST_TEST(written->bytes == out.size());
    BOOST_TEST(written->pages == 1U);
    return out;
}

bool inked(qr::testing::Raster const& page, int x, int y) {
    return testing::darkest(page, {x - 1, y - 1, 3, 3}) < 200;
}

}  // namespace

BOOST_AUTO_TEST_CASE(rulers_have_a_tick_at_each_millimetre) {
    auto const page = Paper(drawn(find_preset("a4-3x8-70x37")->layout, {})).pages(dpi)[0];
    for (int mm = 0; mm <= 180; ++mm) {
        BOOST_TEST(inked(page, 150 + mm * 10, 205), mm);
        BOOST_TEST(inked(page, 150 + mm * 10, 223) == (mm % 5 == 0), mm);
    }
    for (int mm = 0; mm <= 250; ++mm) {
        BOOST_TEST(inked(page, 155, 200 + mm * 10), mm);
    }
    BOOST_TEST(!inked(page, 150 + 1805, 200));
    BOOST_TEST(!inked(page, 150, 200 + 2505));
}

BOOST_AUTO_TEST_CASE(crosses_are_at_the_corners_of_the_labels_and_move) {
    auto const layout = find_preset("a4-5x13-38.1x21.2")->layout;
    for (Offset const& offset : {Offset{0, 0}, Offset{30, -40}}) {
        auto const page = Paper(drawn(layout, offset)).pages(dpi)[0];
        for (int position = 1; position <= layout.labels(); ++position) {
            auto const box = label_box(layout, position);
            for (int const x : {box.x, box.x + box.width}) {
                for (int const y : {box.y, box.y + box.height}) {
                    int const at_x = x / 10 + offset.x_tenths;
                    int const at_y = y / 10 + offset.y_tenths;
                    if (at_x > 280 && at_y > 310 && at_y < 694) {
                        continue;  // the notes stand there
                    }
                    BOOST_TEST(inked(page, at_x, at_y));
                    BOOST_TEST(inked(page, at_x - 15, at_y));
                    BOOST_TEST(inked(page, at_x, at_y + 15));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(it_says_in_two_languages_what_to_do_and_for_what) {
    Paper const paper(drawn(find_preset("a4-4x10-52.5x29.7")->layout, {-5, 12}));
    auto const text = paper.text();
    for (auto const* const part :
         {"Trang cân chỉnh · Calibration page",
          "In trang này trên giấy thường, cỡ 100 %",
          "Print on plain paper at 100 %",
          "4 × 10 · 52.50 × 29.70 mm · x -0.5 mm · y +1.2 mm"}) {
        BOOST_TEST(text.find(part) != std::string::npos, part << " in " << text);
    }
    BOOST_TEST(paper.output("qpdf", "--check").find("No syntax") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(its_notes_end_on_the_paper) {
    for (auto const& preset : presets()) {
        auto const page = Paper(drawn(preset.layout, {})).pages(dpi)[0];
        // Crosses of the outermost labels reach here at most; letters would fill more.
        int dark = 0;
        for (int y = 340; y < 560; ++y) {
            for (int x = 2040; x < page.width; ++x) {
                dark += page.at(x, y) < 128 ? 1 : 0;
            }
        }
        BOOST_TEST(dark < 400, preset.name);
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_a_sheet_is_refused) {
    auto const none = [](std::string_view) { return Result<void>(); };
    BOOST_TEST(test::slug_of(write_calibration({}, {}, font(), none)) == "sheets_layout_invalid");
    auto const layout = find_preset("a4-3x8-70x37")->layout;
    BOOST_TEST(
        test::slug_of(write_calibration(layout, {99, 0}, font(), none)) ==
        "sheets_offset_leaves_page"
    );
    auto const full = [](std::string_view) {
        return Result<void>(Error(Errc::storage_full, "disk_full"));
    };
    BOOST_TEST(test::slug_of(write_calibration(layout, {}, font(), full)) == "disk_full");
}

BOOST_AUTO_TEST_SUITE_END()
