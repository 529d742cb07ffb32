#pragma once

#include "sheets/bitmap.hpp"

#include <string_view>

// The proof that a drawn symbol can be read, made before anything leaves.
//
// What it covers: the dots that go into the file are read by a reader that shares no code with what
// drew them (ZXing-C++), as a clean picture with its quiet zone, and must give the text that was
// asked for. For ZPL these are the dots of the label's own bitmap; for PDF and SVG the modules are
// taken back from the text that was written and set in whole dots of 1/300 inch. So it finds a
// wrong symbol, a wrong size, a mask or a path written wrongly, ink in the quiet zone of a roll.
// What it does not: the printer, its ribbon, dot gain and paper, a program that scales the page, or
// a PDF reader's drawing (tests/unit/sheets holds that against poppler's).
namespace ocop::sheets {

// `quiet` dots on every side must be white. Internal, sheets_proof_failed: they are not, nothing is
// read in it, or another text. Any thread.
Result<void> prove(Bitmap const& picture, int quiet, std::string_view url);

// The same of a mask's rows as Document::mask() takes them (hexadecimal, 0 is black): `modules` on
// a side, of `dots` dots each, a quiet zone around them. What is not such rows fails the proof.
Result<void> prove_mask(std::string_view rows_hex, int modules, int dots, std::string_view url);

// The same of a path of rectangles "M1 2h3v1h-3z" in modules, as draw_label_svg() writes them.
Result<void> prove_path(std::string_view path, int modules, int dots, std::string_view url);

}  // namespace ocop::sheets
