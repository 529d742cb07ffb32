#pragma once

#include "qr/symbol.hpp"
#include "sheets/artwork.hpp"
#include "sheets/font.hpp"
#include "sheets/label.hpp"
#include "sheets/layout.hpp"
#include "sheets/pdf.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace ocop::sheets {

// How a run of labels is put on A4 paper.
struct Sheet {
    Layout layout;
    int first_position = 1;  // of the first sheet, of which some labels may be used up already
    Offset offset;
    bool cut_guides = false;  // short ticks along each label's edges, at its corners
    qr::Options symbol;
    std::string title;  // in the file's properties; UTF-8
    // Every so many labels, the first among them, the symbol is read back from what was written
    // (proof.hpp); 0: none.
    int proof_every = 0;
    Artwork const* artwork = nullptr;  // on every label; must live as long as the writer
};

// What a finished file holds.
struct Written {
    std::uint64_t labels = 0;
    std::uint64_t pages = 0;
    std::uint64_t bytes = 0;
};

// Labels drawn on A4 sheets, as a PDF that leaves through the sink while it is drawn: in pieces of
// up to PdfWriter::buffer_bytes, with no more held than one such piece, the letters used, and 24
// bytes a page. All ink is K-only black; text is real text in an embedded part of the font; a
// symbol is a 1-bit mask whose modules are whole dots of 1/300 inch on the paper's grid, with its
// quiet zone free of all else. The same labels give the same bytes: there is no date in the file.
// One thread. A writer that goes without finish() leaves an unusable file.
class SheetWriter {
  public:
    // `font` must live as long as the writer. Fails as check_layout() and check_offset(), and with
    // malformed sheets_position_out_of_range (first_position, 1..labels()) and
    // sheets_text_malformed ("/title", not UTF-8).
    static Result<SheetWriter> open(Sheet const& sheet, Font const& font, Sink sink);

    SheetWriter(SheetWriter&&) noexcept;
    SheetWriter& operator=(SheetWriter&&) noexcept;
    ~SheetWriter();

    // Draws the next label. A label that is refused takes no room, and the next may be given. Fails
    // as qr::encode(); sheets_label_too_small (the symbol, with text, does not fit); as text does:
    // sheets_text_malformed, sheets_letter_missing, sheets_text_too_long; and, then always, with
    // internal sheets_proof_failed; the sink's first error, or too_large sheets_file_too_large (10
    // GB, some nine million labels).
    Result<void> add(Label const& label);

    // Ends the file; once, as the last call. Refused sheets_no_labels; the sink's first error;
    // internal sheets_font_subset_failed.
    Result<Written> finish();

  private:
    struct State;

    explicit SheetWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

// A page that shows how far a printer is off: rulers of 180 and 250 mm, crosses at the corners of
// the layout's labels (moved by the offset, the rulers not; none among the notes), and in
// Vietnamese and English what to do with it. Fails as SheetWriter::open() and finish() do.
Result<Written> write_calibration(
    Layout const& layout, Offset const& offset, Font const& font, Sink sink
);

}  // namespace ocop::sheets
