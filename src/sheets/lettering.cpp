#include "sheets/lettering.hpp"

#include <ocop/base/assert.hpp>

#include <ft2build.h>
#include FT_FREETYPE_H

#include <optional>

namespace ocop::sheets {

namespace {

constexpr int em_max = 2000;

struct FreeLibrary {
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};

struct FreeFace {
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};

using Library = std::unique_ptr<FT_LibraryRec_, FreeLibrary>;
using Face = std::unique_ptr<FT_FaceRec_, FreeFace>;

struct Drawn {
    std::optional<Bitmap> picture;  // none: the letter is white
    int left = 0;                   // from the pen
    int top = 0;                    // above the baseline
};

Bitmap copy_of(FT_Bitmap const& from) {
    Bitmap out(static_cast<int>(from.width), static_cast<int>(from.rows));
    for (unsigned y = 0; y < from.rows; ++y) {
        auto const* const row = from.buffer + static_cast<std::ptrdiff_t>(y) * from.pitch;
        for (unsigned x = 0; x < from.width; ++x) {
            bool const ink = (row[x / 8] >> (7 - x % 8) & 1) != 0;
            out.set(static_cast<int>(x), static_cast<int>(y), ink);
        }
    }
    return out;
}

}  // namespace

// Members in the order in which each needs those before it.
struct Lettering::State {
    explicit State(Font const& f) : font(f) {}

    Drawn const& drawn(std::uint32_t glyph, int em);

    Font const& font;
    Library library;
    Face face;
    int size = 0;  // what the face is set to
    std::map<std::pair<std::uint32_t, int>, Drawn> letters;
};

Drawn const& Lettering::State::drawn(std::uint32_t glyph, int em) {
    auto const found = letters.find({glyph, em});
    if (found != letters.end()) {
        return found->second;
    }
    if (size != em) {
        FT_Set_Pixel_Sizes(face.get(), 0, static_cast<FT_UInt>(em));
        size = em;
    }
    Drawn out;
    auto const flags = FT_LOAD_RENDER | FT_LOAD_TARGET_MONO;
    if (FT_Load_Glyph(face.get(), glyph, flags) == 0) {
        auto const* const slot = face->glyph;
        if (slot->bitmap.width > 0 && slot->bitmap.rows > 0) {
            out = {copy_of(slot->bitmap), slot->bitmap_left, slot->bitmap_top};
        }
    }
    return letters.emplace(std::pair(glyph, em), std::move(out)).first->second;
}

Lettering::Lettering(std::unique_ptr<State> state) : state_(std::move(state)) {}

Lettering::Lettering(Lettering&&) noexcept = default;
Lettering& Lettering::operator=(Lettering&&) noexcept = default;
Lettering::~Lettering() = default;

Result<Lettering> Lettering::open(Font const& font) {
    Error const unreadable(Errc::internal, "sheets_font_unreadable");
    auto state = std::make_unique<State>(font);
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) return unreadable;
    state->library.reset(library);
    auto const file = font.file();
    FT_Face face = nullptr;
    if (FT_New_Memory_Face(library, file.data(), static_cast<FT_Long>(file.size()), 0, &face) != 0)
        return unreadable;
    state->face.reset(face);
    return Lettering(std::move(state));
}

void Lettering::draw(Bitmap& out, int x, int baseline, int em, std::u32string_view line) {
    OCOP_ASSERT(em >= 1 && em <= em_max);
    std::int64_t pen = 0;  // font units
    auto const per_em = state_->font.metrics().units_per_em;
    for (char32_t const letter : line) {
        auto const glyph = state_->font.find(letter);
        if (!glyph) {
            continue;
        }
        auto const& drawn = state_->drawn(glyph->id, em);
        auto const at = static_cast<int>((pen * em + per_em / 2) / per_em);
        if (drawn.picture) {
            draw_picture(out, *drawn.picture, x + at + drawn.left, baseline - drawn.top);
        }
        pen += glyph->advance;
    }
}

}  // namespace ocop::sheets
