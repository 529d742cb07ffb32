#include "sheets/sheets.hpp"

#include "qr/symbol.hpp"
#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <malloc.h>
#include <string>
#include <vector>

// What was drawn is judged by what poppler shows of it, ZXing reads in that, and qpdf thinks.
BOOST_AUTO_TEST_SUITE(sheets)

namespace {

using namespace ocop;
using namespace ocop::sheets;
using testing::draw;
using testing::font;
using testing::Paper;
using testing::run_of;
using testing::Words;

constexpr int dot_tolerance = 1;

Sheet sheet_of(std::string_view preset) {
    Sheet out;
    out.layout = find_preset(preset)->layout;
    out.title = "Tem OCOP";
    return out;
}

Sheet small_sheet() {
    return sheet_of("a4-5x13-38.1x21.2");
}

// The symbol with its quiet zone, a pixel per dot, as it must come out.
qr::testing::Raster expected_symbol(std::string const& url, int dots) {
    auto const symbol = *qr::encode(url);
    int const side = symbol.size() + 8;
    qr::testing::Raster out(side, side);
    for (int row = 0; row < symbol.size(); ++row) {
        for (int column = 0; column < symbol.size(); ++column) {
            out.at(column + 4, row + 4) = symbol.dark(row, column) ? 0 : 255;
        }
    }
    return qr::testing::enlarged(out, dots);
}

// Whether the symbol is on the paper to the pixel, where it should be or a dot beside: its place in
// millimetres may be half-way between two dots.
bool shows(
    qr::testing::Raster const& page, UnitBox const& place, qr::testing::Raster const& symbol
) {
    for (int x = -1; x <= 1; ++x) {
        for (int y = -1; y <= 1; ++y) {
            UnitBox const at = {place.x + x, place.y + y, place.width, place.height};
            if (testing::part(page, at) == symbol) {
                return true;
            }
        }
    }
    return false;
}

// Every symbol at its place, quiet zone and all, and read by a reader that is not ours from the
// label as it is cut.
void check_symbols(Sheet const& sheet, std::vector<Words> const& labels, Paper const& paper) {
    auto const pages = paper.pages();
    int page = 0;
    int position = sheet.first_position;
    for (auto const& words : labels) {
        if (position > sheet.layout.labels()) {
            ++page;
            position = 1;
        }
        BOOST_TEST_REQUIRE(page < static_cast<int>(pages.size()));
        auto const& picture = pages[static_cast<std::size_t>(page)];
        auto const expected = expected_symbol(words.url, sheet.layout.module_dots);
        int const modules = expected.width / sheet.layout.module_dots - 8;
        auto const place = testing::symbol_dots(sheet, position, modules);
        BOOST_TEST(shows(picture, place, expected), position << " on " << page);
        auto const label = testing::part(picture, testing::label_dots(sheet, position));
        BOOST_TEST(qr::testing::scan(label).text == words.url, position << " on " << page);
        ++position;
    }
    BOOST_TEST(page + 1 == static_cast<int>(pages.size()));
}

std::string text_of(std::vector<Words> const& labels) {
    std::string out;
    for (auto const& words : labels) {
        out += (out.empty() ? "" : " ") + words.text();
    }
    return out;
}

std::size_t count_of(std::string const& text, std::string_view part) {
    std::size_t out = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++out;
    }
    return out;
}

std::size_t memory_in_use() {
    auto const now = ::mallinfo2();
    return now.uordblks + now.hblkhd;
}

// Memory in use beyond what is in use now, at its most while a sheet of `count` labels is drawn.
std::size_t memory_for(int count) {
    auto const labels = run_of(100);
    auto const before = memory_in_use();
    std::size_t most = 0;
    auto writer = *SheetWriter::open(small_sheet(), font(), [&](std::string_view bytes) {
        BOOST_TEST(bytes.size() <= PdfWriter::buffer_bytes);
        most = std::max(most, memory_in_use() - before);
        return Result<void>();
    });
    for (int at = 0; at < count; ++at) {
        BOOST_REQUIRE(writer.add(labels[static_cast<std::size_t>(at) % 100].label()).has_value());
    }
    BOOST_REQUIRE(writer.finish().has_value());
    return most;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_symbol_of_every_preset_reads_at_its_place) {
    for (auto const& preset : presets()) {
        auto sheet = sheet_of(preset.name);
        sheet.first_position = 2;
        auto const labels = run_of(preset.layout.labels() + 3);
        BOOST_TEST_CONTEXT(preset.name) {
            check_symbols(sheet, labels, Paper(draw(sheet, labels)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_free_grid_with_text_below_reads) {
    Sheet sheet;
    sheet.layout = {
        .columns = 7,
        .rows = 7,
        .label_width = 2533,
        .label_height = 3511,
        .margin_left = 517,
        .margin_top = 1003,
        .gap_x = 111,
        .gap_y = 77};
    sheet.cut_guides = true;
    auto const labels = run_of(60);
    check_symbols(sheet, labels, Paper(draw(sheet, labels)));
}

BOOST_AUTO_TEST_CASE(every_start_position_leaves_the_labels_before_it_white) {
    auto sheet = sheet_of("a4-2x7-99.1x38.1");
    auto const labels = run_of(1);
    for (int first = 1; first <= sheet.layout.labels(); ++first) {
        sheet.first_position = first;
        Paper const paper(draw(sheet, labels));
        check_symbols(sheet, labels, paper);
        auto const page = paper.pages()[0];
        for (int position = 1; position <= sheet.layout.labels(); ++position) {
            auto const darkest = testing::darkest(page, testing::label_dots(sheet, position));
            BOOST_TEST((darkest < 128) == (position == first));
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_printed_outside_the_labels_insets) {
    for (auto const& preset : presets()) {
        auto const sheet = sheet_of(preset.name);
        auto const labels = run_of(preset.layout.labels());
        auto page = Paper(draw(sheet, labels)).pages()[0];
        for (int position = 1; position <= preset.layout.labels(); ++position) {
            auto const box = testing::label_dots(sheet, position);
            int const x = preset.layout.inset_x * 300 / 2540 - dot_tolerance;
            int const y = preset.layout.inset_y * 300 / 2540 - dot_tolerance;
            for (int row = y; row < box.height - y; ++row) {
                auto* const first = &page.at(box.x + x, box.y + row);
                std::fill(first, first + box.width - 2 * x, 255);
            }
        }
        BOOST_TEST(testing::darkest(page, {0, 0, page.width, page.height}) == 255, preset.name);
    }
}

BOOST_AUTO_TEST_CASE(offsets_move_everything) {
    auto sheet = small_sheet();
    auto const labels = run_of(3);
    auto const still = Paper(draw(sheet, labels)).pages()[0];
    sheet.offset = {13, -27};
    Paper const moved(draw(sheet, labels));
    check_symbols(sheet, labels, moved);
    // The text of the first label: 1.3 mm are 15.4 dots, 2.7 mm 31.9.
    auto const box = testing::label_dots(small_sheet(), 1);
    UnitBox const text = {box.x + 230, box.y + 20, 200, 205};
    auto const first = testing::part(still, text);
    auto const page = moved.pages()[0];
    int best = 1 << 30;
    std::pair<int, int> found;
    for (int x = -40; x <= 40; ++x) {
        for (int y = -40; y <= 40; ++y) {
            auto const other = testing::part(page, {text.x + x, text.y + y, 200, 205});
            int differences = 0;
            for (std::size_t at = 0; at < first.grey.size(); ++at) {
                differences += std::abs(first.grey[at] - other.grey[at]) / 64;
            }
            if (differences < best) {
                best = differences;
                found = {x, y};
            }
        }
    }
    BOOST_TEST(std::abs(found.first - 15) <= dot_tolerance, found.first);
    BOOST_TEST(std::abs(found.second + 32) <= dot_tolerance, found.second);
}

BOOST_AUTO_TEST_CASE(cut_guides_are_at_the_corners_and_off_the_symbol) {
    auto sheet = sheet_of("a4-4x10-52.5x29.7");
    sheet.first_position = 6;
    auto const labels = run_of(1);
    auto const plain = Paper(draw(sheet, labels)).pages()[0];
    sheet.cut_guides = true;
    Paper const paper(draw(sheet, labels));
    check_symbols(sheet, labels, paper);
    auto const page = paper.pages()[0];
    auto const box = testing::label_dots(sheet, 6);
    for (int const x : {box.x, box.x + box.width - 1}) {
        for (int const y : {box.y, box.y + box.height - 1}) {
            BOOST_TEST(testing::darkest(page, {x - 2, y - 2, 5, 5}) < 192);
            BOOST_TEST(testing::darkest(plain, {x - 2, y - 2, 5, 5}) == 255);
        }
    }
    // A tick of 1.5 mm, and nothing in the middle of an edge.
    BOOST_TEST(testing::darkest(page, {box.x + 12, box.y - 2, 1, 5}) < 192);
    BOOST_TEST(testing::darkest(page, {box.x + 22, box.y - 2, box.width - 44, 5}) == 255);
}

BOOST_AUTO_TEST_CASE(its_text_can_be_copied_in_vietnamese) {
    auto const labels = run_of(150);
    BOOST_TEST(Paper(draw(small_sheet(), labels)).text() == text_of(labels));
    auto const few = run_of(30);
    BOOST_TEST(Paper(draw(sheet_of("a4-2x7-99.1x38.1"), few)).text() == text_of(few));
}

BOOST_AUTO_TEST_CASE(letters_of_one_shape_are_copied_apart) {
    Words words = run_of(1)[0];
    words.product = "Đ Ð đ ð";  // U+0110 and U+00D0 may share an outline
    BOOST_TEST(Paper(draw(small_sheet(), {words})).text() == words.text());
}

BOOST_AUTO_TEST_CASE(others_find_nothing_wrong_with_the_file) {
    auto sheet = small_sheet();
    sheet.cut_guides = true;
    Paper const paper(draw(sheet, run_of(200)));
    auto const checked = paper.output("qpdf", "--check");
    BOOST_TEST(checked.find("No syntax or stream encoding errors found") != std::string::npos);
    BOOST_TEST(checked.find("WARNING") == std::string::npos, checked);
    auto const fonts = paper.output("pdffonts");
    BOOST_TEST(fonts.find("+DejaVuSans") != std::string::npos, fonts);
    BOOST_TEST(
        fonts.find("CID TrueType      Identity-H       yes yes yes") != std::string::npos, fonts
    );
    BOOST_TEST(count_of(fonts, "\n") == 3U);
    auto const info = paper.output("pdfinfo");
    BOOST_TEST(info.find("595.2 x 841.92 pts (A4)") != std::string::npos, info);
    BOOST_TEST(info.find("Pages:           4") != std::string::npos, info);
    BOOST_TEST(info.find("Title:           Tem OCOP") != std::string::npos, info);
}

BOOST_AUTO_TEST_CASE(black_is_the_black_plate_alone) {
    auto sheet = small_sheet();
    sheet.cut_guides = true;
    auto const pdf = draw(sheet, run_of(70));
    // Two pages, each of which sets the two colours once and no other.
    BOOST_TEST(count_of(pdf, "stream\n0 0 0 1 k 0 0 0 1 K ") == 2U);
    BOOST_TEST(count_of(pdf, " k") + count_of(pdf, " K ") == 4U);
    for (auto const* const other :
         {" rg\n", " rg ", " g\n", " g ", " RG", " G ", " cs", " sc", "Device"}) {
        BOOST_TEST(count_of(pdf, other) == 0U, other);
    }
}

BOOST_AUTO_TEST_CASE(it_is_printed_unscaled) {
    auto const pdf = draw(small_sheet(), run_of(1));
    BOOST_TEST(count_of(pdf, "/ViewerPreferences<</PrintScaling/None/Duplex/Simplex>>") == 1U);
}

BOOST_AUTO_TEST_CASE(the_same_labels_give_the_same_bytes) {
    auto const labels = run_of(100);
    auto const pdf = draw(small_sheet(), labels);
    BOOST_TEST((draw(small_sheet(), labels) == pdf));
    BOOST_TEST((draw(small_sheet(), run_of(100, 2)) != pdf));
}

BOOST_AUTO_TEST_CASE(memory_does_not_grow_with_the_run) {
    memory_for(100);  // what libraries keep for good
    auto const small = memory_for(650);
    auto const large = memory_for(13'000);
    // 190 pages and 17 MB of file more: their offsets, and what the allocator keeps at hand.
    BOOST_TEST(large <= small + 64 * 1024);
    BOOST_TEST(large <= 256U * 1024U);
}

BOOST_AUTO_TEST_CASE(a_refused_label_takes_no_room) {
    auto const labels = run_of(2);
    auto const sheet = small_sheet();
    std::string pdf;
    auto writer = *SheetWriter::open(sheet, font(), [&](std::string_view bytes) {
        pdf += bytes;
        return Result<void>();
    });
    BOOST_TEST(test::slug_of(writer.add(labels[0].label())) == "");
    auto bad = labels[1];
    bad.product = "茶";
    BOOST_TEST(test::slug_of(writer.add(bad.label())) == "sheets_letter_missing");
    bad = labels[1];
    bad.url = std::string(600, 'a');
    BOOST_TEST(test::slug_of(writer.add(bad.label())) == "sheets_label_too_small");
    bad.url.clear();
    BOOST_TEST(test::slug_of(writer.add(bad.label())) == "qr_text_empty");
    BOOST_TEST(test::slug_of(writer.add(labels[1].label())) == "");
    BOOST_TEST(test::slug_of(writer.finish()) == "");
    BOOST_TEST((pdf == draw(sheet, labels)));
}

BOOST_AUTO_TEST_CASE(a_pinned_version_and_level_are_kept) {
    auto sheet = sheet_of("a4-2x7-99.1x38.1");
    sheet.symbol = {qr::Level::h, 9};
    auto labels = run_of(1);
    labels[0].url = "https://id.ocop.vn/";
    auto const page = Paper(draw(sheet, labels)).pages()[0];
    auto const label = testing::part(page, testing::label_dots(sheet, 1));
    BOOST_TEST(qr::testing::scan(label).text == labels[0].url);
    BOOST_TEST(qr::testing::scan(label).level == "H");
    auto const place = testing::symbol_dots(sheet, 1, 53);
    int const quiet = 4 * sheet.layout.module_dots;
    UnitBox const finder = {place.x + quiet, place.y + quiet, 1, 1};
    BOOST_TEST(testing::darkest(page, finder) == 0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_a_sheet_is_refused) {
    auto const slug = [](auto const& change) {
        auto sheet = small_sheet();
        change(sheet);
        return test::slug_of(SheetWriter::open(sheet, font(), [](std::string_view) {
            BOOST_ERROR("nothing may be written");
            return Result<void>();
        }));
    };
    BOOST_TEST(slug([](Sheet& s) { s.first_position = 0; }) == "sheets_position_out_of_range");
    BOOST_TEST(slug([](Sheet& s) { s.first_position = 66; }) == "sheets_position_out_of_range");
    BOOST_TEST(slug([](Sheet& s) { s.layout.rows = 0; }) == "sheets_layout_invalid");
    BOOST_TEST(slug([](Sheet& s) { s.offset.x_tenths = 90; }) == "sheets_offset_leaves_page");
    BOOST_TEST(slug([](Sheet& s) { s.title = "\xff"; }) == "sheets_text_malformed");
    auto empty =
        *SheetWriter::open(small_sheet(), font(), [](std::string_view) { return Result<void>(); });
    BOOST_TEST(test::slug_of(empty.finish()) == "sheets_no_labels");
}

BOOST_AUTO_TEST_CASE(a_sink_that_fails_ends_the_sheet_with_its_error) {
    auto const labels = run_of(600);
    Error const full(Errc::storage_full, "disk_full");
    for (int good = 0; good < 5; ++good) {
        int calls = 0;
        auto writer = *SheetWriter::open(small_sheet(), font(), [&](std::string_view) {
            return ++calls > good ? Result<void>(full) : Result<void>();
        });
        std::string seen;
        for (auto const& words : labels) {
            auto const slug = test::slug_of(writer.add(words.label()));
            BOOST_TEST((seen.empty() || slug == seen));
            seen = slug;
        }
        BOOST_TEST(seen == "disk_full");
        BOOST_TEST((writer.finish().error() == full));
        BOOST_TEST(calls == good + 1);
    }
}

BOOST_AUTO_TEST_CASE(a_sink_that_fails_at_the_very_end_is_heard) {
    std::string const pdf = draw(small_sheet(), run_of(1));
    BOOST_TEST(pdf.size() < PdfWriter::buffer_bytes);
    auto writer = *SheetWriter::open(small_sheet(), font(), [](std::string_view) {
        return Result<void>(Error(Errc::storage_full, "disk_full"));
    });
    BOOST_TEST(test::slug_of(writer.add(run_of(1)[0].label())) == "");
    BOOST_TEST(test::slug_of(writer.finish()) == "disk_full");
}

BOOST_AUTO_TEST_SUITE_END()
