#pragma once

#include "sheets/font.hpp"
#include "sheets/pdf.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace ocop::sheets {

// The letters that a PDF file has used so far, each with the character code under which its text
// shows it, and the font they become when the file ends: a composite font, Identity-H, of which
// only these letters are embedded, with the map back to Unicode by which text is searched and
// copied (ISO 32000-1 §9.7, §9.10.3). Codes are given by first use, so equal files have equal
// bytes. Memory: some bytes for each different letter.
class Letters {
  public:
    // `font` must live as long as this.
    explicit Letters(Font const& font);

    // Writes the text as a string operand, "<00010002>". Each letter must be in the font
    // (OCOP_ASSERT).
    void put(PdfWriter& pdf, std::u32string_view text);

    // Writes the font as object `number`, and what it consists of. Internal,
    // sheets_font_subset_failed.
    Result<void> write_font(PdfWriter& pdf, int number) const;

  private:
    struct Used {
        char32_t letter = 0;
        Font::Glyph glyph;
    };

    unsigned code_of(char32_t letter);
    int thousandths(int font_units) const;
    std::string base_name() const;
    std::string widths() const;
    std::string descriptor(std::string const& name, int file) const;
    std::string to_unicode() const;

    Font const& font_;
    std::vector<Used> used_;       // code n at n − 1
    std::vector<unsigned> codes_;  // of letters below 0x2200; 0: not used yet
    std::map<char32_t, unsigned> other_codes_;
};

}  // namespace ocop::sheets
