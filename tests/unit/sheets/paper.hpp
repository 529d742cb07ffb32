#pragma once

#include "sheets/placing.hpp"
#include "sheets/sheets.hpp"
#include "temporary_directory.hpp"
#include "unit/qr/raster.hpp"

#include <string>
#include <vector>

// Sheets as programs of others see them: poppler's and qpdf's.
namespace ocop::sheets::testing {

Font const& font();

// A label that owns its texts.
struct Words {
    std::string url;
    std::string product;
    std::string serial;
    std::string lot;
    std::string position;
    std::string copy;

    Label label() const { return {url, product, serial, lot, position, copy}; }

    // As a reader of the label sees it: one space between words.
    std::string text() const;
};

// `count` labels of one run of stamps, all different.
std::vector<Words> run_of(int count, unsigned seed = 1);

// The file of a sheet that must be drawn.
std::string draw(Sheet const& sheet, std::vector<Words> const& labels);

// A grey picture as a PNG file, and a mark of 40 × 20 pixels: a frame of two pixels of dark grey
// around light grey.
Bytes png_of(qr::testing::Raster const& picture);
Bytes mark_png();

// What a program printed, with what it complained of; its exit code must be 0.
std::string output_of(std::string const& command);

// A PDF file in a directory of its own.
class Paper {
  public:
    explicit Paper(std::string const& pdf);

    std::string path() const { return (directory_.path() / "sheet.pdf").string(); }

    // One picture a page, at 300 dpi unless said otherwise, not smoothed beyond what poppler does.
    std::vector<qr::testing::Raster> pages(int dpi = dots_per_inch) const;

    // Its text in the order it was written, spaces and line ends as one space each.
    std::string text() const;

    std::string output(std::string const& program, std::string const& options = {}) const;

  private:
    test::TemporaryDirectory directory_;
};

// A part of a page, in pixels; what is outside the page is white.
qr::testing::Raster part(qr::testing::Raster const& page, UnitBox const& pixels);

// The darkest pixel of it.
int darkest(qr::testing::Raster const& page, UnitBox const& pixels);

// Where a label's symbol, quiet zone and all, must be on the paper, in dots.
UnitBox symbol_dots(Sheet const& sheet, int position, int modules);

// A label in dots, rounded outwards.
UnitBox label_dots(Sheet const& sheet, int position);

}  // namespace ocop::sheets::testing
