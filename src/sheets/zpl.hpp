#pragma once

#include "qr/draw.hpp"
#include "sheets/artwork.hpp"
#include "sheets/font.hpp"
#include "sheets/label.hpp"
#include "sheets/pdf.hpp"
#include "sheets/placing.hpp"

#include <cstdint>
#include <memory>

// Labels for thermal printers on rolls that speak ZPL II (Zebra, and most others).
namespace ocop::sheets {

// A roll of labels in a printer. Lengths are hundredths of a millimetre.
struct Roll {
    int dpi = 203;  // 203 (8 dots a millimetre), 300 or 600 dots an inch
    int label_width = 5000;
    int label_height = 3000;
    int inset_x = 150;  // free of ink, both sides
    int inset_y = 150;
    qr::Profile profile = qr::Profile::phone;
    qr::Options symbol;
    int proof_every = 1;               // as Sheet::proof_every
    Artwork const* artwork = nullptr;  // must live as long as the writer
};

// Malformed, sheets_roll_invalid; the pointer names the member: dpi as above, labels of 15 to 150
// mm on a side, insets that leave something.
Result<void> check_roll(Roll const& roll);

// What a label of it offers, in dots. The roll must have passed check_roll().
Room room_of(Roll const& roll);

// Labels as pictures, one ^GFA field each, since a printer's own letters have no Vietnamese and
// its own symbols another mask. A module is the least whole number of dots that the profile allows,
// and letters are dots too, none lower than 15. Every label stands by itself ("^XA…^XZ"), so a file
// may be cut between any two and files may be put one behind the other. Rows are packed as ZPL has
// it (FORMAT.md). They leave through the sink label by label; nothing is kept. One thread.
class ZplWriter {
  public:
    // `font` must live as long as the writer. As check_roll(); internal sheets_font_unreadable.
    static Result<ZplWriter> open(Roll const& roll, Font const& font, Sink sink);

    ZplWriter(ZplWriter&&) noexcept;
    ZplWriter& operator=(ZplWriter&&) noexcept;
    ~ZplWriter();

    // Fails as SheetWriter::add(); after the sink's first error always with it.
    Result<void> add(Label const& label);

    std::uint64_t labels() const;

  private:
    struct State;

    explicit ZplWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace ocop::sheets
