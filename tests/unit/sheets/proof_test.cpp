#include "sheets/proof.hpp"

#include "qr/draw.hpp"
#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(proof)

namespace {

using namespace ocop;
using namespace ocop::sheets;
using testing::run_of;

struct Drawing {
    std::string url;
    int dots = 4;
    Bitmap picture;
    int quiet = 0;
};

Drawing drawing_of(std::string const& url, int dots = 4) {
    auto const symbol = *qr::encode(url);
    int const quiet = qr::quiet_zone_modules * dots;
    int const side = symbol.size() * dots + 2 * quiet;
    Drawing out{url, dots, Bitmap(side, side), quiet};
    draw_symbol(out.picture, symbol, quiet, quiet, dots);
    return out;
}

// As Document::mask() takes them: 0 is black.
std::string rows_of(std::string const& url) {
    auto const symbol = *qr::encode(url);
    std::string out;
    int const columns = (symbol.size() + 7) / 8 * 8;
    for (int row = 0; row < symbol.size(); ++row) {
        for (int column = 0; column < columns; column += 4) {
            int digit = 0;
            for (int at = column; at < column + 4; ++at) {
                digit = digit * 2 + (at < symbol.size() && symbol.dark(row, at) ? 0 : 1);
            }
            out += "0123456789ABCDEF"[digit];
        }
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_good_symbol_is_proved) {
    for (auto const& words : run_of(50)) {
        for (int const dots : {3, 4, 5, 8, 10}) {
            auto const drawing = drawing_of(words.url, dots);
            BOOST_TEST(test::reason_of(prove(drawing.picture, drawing.quiet, words.url)) == "");
        }
        BOOST_TEST(test::reason_of(prove_mask(rows_of(words.url), 45, 4, words.url)) == "");
    }
}

BOOST_AUTO_TEST_CASE(another_text_is_not) {
    auto const labels = run_of(2);
    auto const drawing = drawing_of(labels[0].url);
    BOOST_TEST(
        test::slug_of(prove(drawing.picture, drawing.quiet, labels[1].url)) == "sheets_proof_failed"
    );
    auto almost = labels[0].url;
    almost.back() = almost.back() == '1' ? '2' : '1';
    BOOST_TEST(
        test::slug_of(prove(drawing.picture, drawing.quiet, almost)) == "sheets_proof_failed"
    );
    BOOST_TEST(
        test::slug_of(prove_mask(rows_of(almost), 45, 4, labels[0].url)) == "sheets_proof_failed"
    );
}

BOOST_AUTO_TEST_CASE(a_spoilt_picture_is_not) {
    auto const url = run_of(1)[0].url;
    auto spoilt = drawing_of(url);
    spoilt.picture.fill(spoilt.quiet, spoilt.quiet, 28 * 4, 28 * 4);
    BOOST_TEST(test::slug_of(prove(spoilt.picture, spoilt.quiet, url)) == "sheets_proof_failed");
    BOOST_TEST(test::slug_of(prove(Bitmap(200, 200), 16, url)) == "sheets_proof_failed");
}

BOOST_AUTO_TEST_CASE(ink_in_the_quiet_zone_is_seen) {
    auto const url = run_of(1)[0].url;
    auto const good = drawing_of(url);
    int const last = good.picture.width() - 1;
    for (auto const& [x, y] : {std::pair{0, 0}, {last, 40}, {40, last}, {good.quiet - 1, 60}}) {
        auto inked = good;
        inked.picture.set(x, y);
        BOOST_TEST(test::slug_of(prove(inked.picture, inked.quiet, url)) == "sheets_proof_failed");
    }
}

BOOST_AUTO_TEST_CASE(rows_and_paths_that_are_none_are_not_proved) {
    auto const url = run_of(1)[0].url;
    auto const rows = rows_of(url);
    for (auto const& bad :
         {std::string(), rows.substr(1), rows + "FF", "x" + rows.substr(1), "f" + rows.substr(1)}) {
        BOOST_TEST(test::slug_of(prove_mask(bad, 45, 4, url)) == "sheets_proof_failed");
    }
    for (auto const* const bad : {"", "M", "M0 0h7v1h-6z", "M0 0h7v1h-7", "0 0h7v1h-7z"}) {
        BOOST_TEST(test::slug_of(prove_path(bad, 45, 4, url)) == "sheets_proof_failed");
    }
}

BOOST_AUTO_TEST_SUITE_END()
