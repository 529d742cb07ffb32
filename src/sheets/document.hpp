#pragma once

#include "sheets/font.hpp"
#include "sheets/letters.hpp"
#include "sheets/pdf.hpp"
#include "sheets/placing.hpp"

#include <string_view>

namespace ocop::sheets {

// The page as the file has it, in units: 2480 × 3508 dots of 1/300 inch, which is A4 within
// 0.03 mm, so that the paper's grid of dots begins at its top left corner.
constexpr int page_units_width = 2480 * units_per_dot;
constexpr int page_units_height = 3508 * units_per_dot;

// An A4 document of one font whose only ink is black: every page starts with "0 0 0 1 k",
// DeviceCMYK with K alone, which a press prints with its black plate and an office printer as
// black. It says that it is to be printed unscaled and one-sided. Coordinates are units from the
// page's top left corner. Pages are written as they are drawn. One thread.
class Document {
  public:
    // `font` must live as long as this, and so `artwork`, if there is one. `title` is UTF-8 and
    // stands in the file's properties.
    Document(Font const& font, Sink sink, std::string_view title, Artwork const* artwork = nullptr);

    // Between begin_page and end_page is when the drawing functions may be called.
    void begin_page();
    void end_page();

    // Letters that are not in the font are a bug (OCOP_ASSERT).
    void text(int x, int baseline, int em, std::u32string_view line);
    void text(int x, int y, TextBlock const& block);  // from the label's corner

    // A line of a tenth of a millimetre.
    void line(int x1, int y1, int x2, int y2);

    // A picture of 1 bit a pixel, `pixels` on a side, that covers the square whose corner is
    // (x, y): rows from the top in whole bytes as hexadecimal digits, 0 is black and 1 is left as
    // it is.
    void mask(UnitBox const& square, int pixels, std::string_view rows_hex);

    // The artwork, which is in the file once. There must be one (OCOP_ASSERT).
    void draw_artwork(UnitBox const& box);

    Result<void> state() const { return pdf_.state(); }

    std::uint64_t pages() const { return pages_; }

    std::uint64_t bytes_written() const { return pdf_.bytes_written(); }

    // Ends the file. There must be a page (OCOP_ASSERT). Fails as the sink or the font did.
    Result<void> finish();

  private:
    PdfWriter pdf_;
    Letters letters_;
    void write_artwork();

    std::string title_;
    Artwork const* artwork_;
    int artwork_object_ = 0;  // none
    std::uint64_t pages_ = 0;
    int first_page_ = 0;
};

}  // namespace ocop::sheets
