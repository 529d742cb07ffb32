#pragma once

#include "sheets/document.hpp"

#include <string>
#include <string_view>

// A text of pages for people to sign and file: headings, paragraphs and rows on A4, in black, each
// page with its number. Lines are broken between words (a word that is wider than the page, within
// it); letters that the font has not become U+FFFD or, where it has not that, '?'. One thread.
namespace ocop::sheets {

class Report {
  public:
    // `font` must live as long as this; `title` stands in the file's properties.
    Report(Font const& font, Sink sink, std::string_view title);

    void centred(std::string_view text, int em);
    void heading(std::string_view text);
    void paragraph(std::string_view text);
    // "Label: value", the value in a column of its own.
    void row(std::string_view label, std::string_view value);
    // Two columns to sign under, each with a heading and room for a hand.
    void signatures(std::string_view left, std::string_view right);

    // Ends the file. Fails as the sink or the font did.
    Result<void> finish();

  private:
    std::u32string letters_of(std::string_view text) const;
    int width_of(std::u32string_view text, int em) const;
    std::vector<std::u32string> lines_of(std::string_view text, int em, int width) const;
    // Room for `height` more, on a new page if need be.
    void make_room(int height);
    void line(int x, int em, std::u32string_view text);
    void end_page();

    Font const& font_;
    Document document_;
    int y_ = 0;  // where the next line's top is; units
    bool open_ = false;
};

}  // namespace ocop::sheets
