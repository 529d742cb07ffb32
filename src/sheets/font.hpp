#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ocop::sheets {

// Where Debian's fonts-dejavu-core puts the font that sheets are set in: it has every letter of
// Vietnamese, is legible at 4.5 pt, and may be embedded (its licence, and OS/2 fsType 0).
inline constexpr char const* font_path = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

// A TrueType font, measured in its own units. Letters are taken one by one, as the font's cmap has
// them: Vietnamese in normal form C needs no shaping. Owns the file's bytes. Immutable: any thread.
class Font {
  public:
    struct Glyph {
        std::uint32_t id = 0;
        int advance = 0;  // font units
    };

    struct Metrics {
        int units_per_em = 0;
        int ascent = 0;
        int descent = 0;  // negative: below the baseline
        int cap_height = 0;
        int box[4] = {};  // of all glyphs: left, bottom, right, top
    };

    // A part of the font as a file of its own.
    struct Subset {
        Bytes file;
        std::vector<std::uint32_t> ids;  // new glyph ids, in the order asked for
    };

    // Malformed, sheets_font_unreadable: not a TrueType font with outlines in `glyf`.
    static Result<Font> parse(Bytes file);

    // As parse(), of a file. Not_found, sheets_font_missing.
    static Result<Font> load(std::filesystem::path const& path);

    Font(Font&&) noexcept;
    Font& operator=(Font&&) noexcept;
    ~Font();

    // Nothing for a letter that the font has not, and for controls.
    std::optional<Glyph> find(char32_t letter) const;

    Metrics const& metrics() const;

    // Its PostScript name, letters, digits and '-' only: "DejaVuSans".
    std::string const& name() const;

    // The file as it was given, for others that read fonts; lives as long as this, also when moved.
    ByteView file() const;

    // The outlines of these glyphs (and of those they are made of) with .notdef, no hints and no
    // layout tables. The same bytes for the same ids with the same HarfBuzz. Internal,
    // sheets_font_subset_failed.
    Result<Subset> subset(std::span<std::uint32_t const> ids) const;

  private:
    struct State;

    explicit Font(std::unique_ptr<State const> state);

    std::unique_ptr<State const> state_;
};

}  // namespace ocop::sheets
