#pragma once

#include "sheets/bitmap.hpp"
#include "sheets/font.hpp"

#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace ocop::sheets {

// Letters as dots, for printers that take pictures alone: FreeType draws each letter in black and
// white with the font's own hints, so that stems stay whole dots at 203 dpi. Letters stand where
// their unhinted widths put them, to the nearest dot, so a line is as wide as Font measures it.
// Keeps the pictures of the letters it has drawn. One thread.
class Lettering {
  public:
    // `font` must live as long as this. Internal, sheets_font_unreadable.
    static Result<Lettering> open(Font const& font);

    Lettering(Lettering&&) noexcept;
    Lettering& operator=(Lettering&&) noexcept;
    ~Lettering();

    // `em` is 1..2000 dots (OCOP_ASSERT). Letters that the font has not are left out.
    void draw(Bitmap& out, int x, int baseline, int em, std::u32string_view line);

  private:
    struct State;

    explicit Lettering(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace ocop::sheets
