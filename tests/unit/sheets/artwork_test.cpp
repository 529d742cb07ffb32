#include "sheets/artwork.hpp"

#include "sheets/svg.hpp"
#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(artwork)

namespace {

using namespace ocop;
using namespace ocop::sheets;
using testing::font;
using testing::mark_png;
using testing::Paper;
using testing::run_of;

Artwork mark(int width = 1200) {
    return *Artwork::parse(mark_png(), width);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_png_becomes_ink_and_none) {
    auto const artwork = mark();
    BOOST_TEST(artwork.picture().width() == 40);
    BOOST_TEST(artwork.picture().height() == 20);
    // The mark is a frame of two pixels of dark grey around light grey.
    BOOST_TEST(artwork.picture().ink(0, 0));
    BOOST_TEST(artwork.picture().ink(39, 19));
    BOOST_TEST(!artwork.picture().ink(2, 2));
    BOOST_TEST(!artwork.picture().ink(20, 10));
}

BOOST_AUTO_TEST_CASE(what_is_no_mark_is_refused) {
    auto const slug = [](Bytes const& png, int width) {
        return test::slug_of(Artwork::parse(png, width));
    };
    auto const png = mark_png();
    BOOST_TEST(slug({}, 1200) == "sheets_artwork_unreadable");
    BOOST_TEST(slug({png.begin(), png.begin() + 40}, 1200) == "sheets_artwork_unreadable");
    BOOST_TEST(slug(png, 199) == "sheets_artwork_size");
    BOOST_TEST(slug(png, 10'001) == "sheets_artwork_size");
    BOOST_TEST(slug(Bytes(artwork_bytes_max + 1), 1200) == "sheets_artwork_too_large");
    BOOST_TEST(slug(testing::png_of(qr::testing::Raster(30, 30)), 1200) == "sheets_artwork_blank");
    BOOST_TEST(
        slug(testing::png_of(qr::testing::Raster(1001, 30, 0)), 1200) == "sheets_artwork_size"
    );
}

BOOST_AUTO_TEST_CASE(it_is_on_every_label_and_off_every_symbol) {
    auto const artwork = mark();
    for (auto const& preset : presets()) {
        Sheet sheet;
        sheet.layout = preset.layout;
        sheet.artwork = &artwork;
        sheet.proof_every = 1;
        auto const labels = run_of(preset.layout.labels());
        auto const pdf = testing::draw(sheet, labels);
        Paper const paper(pdf);
        auto const page = paper.pages()[0];
        for (int position = 1; position <= preset.layout.labels(); ++position) {
            auto const at = static_cast<std::size_t>(position - 1);
            auto const label = testing::part(page, testing::label_dots(sheet, position));
            BOOST_TEST(qr::testing::scan(label).text == labels[at].url);
            auto const place = testing::symbol_dots(sheet, position, 45);
            int const quiet = 4 * preset.layout.module_dots - 1;
            BOOST_TEST(
                testing::darkest(page, {place.x + 1, place.y + 1, place.width - 2, quiet - 1}) ==
                255
            );
            // Somewhere on the label a dark line stands as long as the mark is wide.
            auto const room = *arrange(preset.layout, 45, &artwork);
            auto const box = label_box(preset.layout, position);
            int const x = (to_units(box.x) + room.artwork.x) / units_per_dot;
            int const y = (to_units(box.y) + room.artwork.y) / units_per_dot;
            BOOST_TEST(room.artwork.width > 0);
            BOOST_TEST(testing::darkest(page, {x - 1, y - 1, 4, 4}) < 64);
        }
        BOOST_TEST(paper.output("qpdf", "--check").find("WARNING") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_file_has_it_once) {
    auto const artwork = mark();
    Sheet sheet;
    sheet.layout = presets()[0].layout;
    sheet.artwork = &artwork;
    auto const pdf = testing::draw(sheet, run_of(60));
    auto const first = pdf.find("/Subtype/Image");
    BOOST_TEST(first != std::string::npos);
    BOOST_TEST(pdf.find("/Subtype/Image", first + 1) == std::string::npos);
    BOOST_TEST(pdf.find("Device") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(it_is_one_path_more_in_a_single_label) {
    auto const artwork = mark();
    auto const words = run_of(1)[0];
    auto const& layout = presets()[0].layout;
    auto const plain = *draw_label_svg(layout, words.label(), font());
    auto const marked = *draw_label_svg(layout, words.label(), font(), {}, &artwork);
    BOOST_TEST(plain.find("M0 0h40v1h-40z") == std::string::npos);
    BOOST_TEST(
        marked.find("M0 0h40v1h-40zM0 1h40v1h-40zM0 2h2v1h-2zM38 2h2v1h-2z") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(a_picture_made_smaller_keeps_its_form) {
    Bitmap picture(40, 40);
    picture.fill(0, 0, 20, 40);
    auto const small = resized(picture, 10, 4);
    for (int y = 0; y < 4; ++y) {
        for (int x = 0; x < 10; ++x) {
            BOOST_TEST(small.ink(x, y) == (x < 5));
        }
    }
    BOOST_TEST((resized(picture, 40, 40) == picture));
}

BOOST_AUTO_TEST_CASE(stars_stand_below_the_name_and_extras_where_there_is_room) {
    auto words = run_of(1)[0];
    auto label = words.label();
    label.stars = "★★★★";
    label.gtin = "GTIN 08930000000013";
    label.host = "id.ocop.vn";
    auto const lines_on = [&](std::string_view preset) {
        auto const room = *arrange(find_preset(preset)->layout, 45);
        std::vector<std::u32string> out;
        auto const text = *set_text(room, label, font());
        for (auto const& line : text.lines) {
            out.push_back(line.text);
        }
        return out;
    };
    auto const wide = lines_on("a4-2x7-99.1x38.1");
    BOOST_TEST((wide[1] == U"★★★★"));
    BOOST_TEST((wide.back() == U"id.ocop.vn"));
    BOOST_TEST((wide[wide.size() - 2] == U"GTIN 08930000000013"));
    auto const narrow = lines_on("a4-5x13-38.1x21.2");
    BOOST_TEST((narrow.back() == U"L3/1"));
}

BOOST_AUTO_TEST_SUITE_END()
