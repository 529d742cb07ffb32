#include "sheets/letters.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace ocop::sheets {

namespace {

constexpr char32_t table_end = 0x2200;
constexpr std::string_view hex = "0123456789ABCDEF";

void append_hex(std::string& out, unsigned number) {
    for (int shift = 12; shift >= 0; shift -= 4) {
        out += hex[(number >> shift) & 0xf];
    }
}

// UTF-16, as maps to Unicode have it.
void append_utf16(std::string& out, char32_t letter) {
    if (letter < 0x10000) {
        append_hex(out, letter);
        return;
    }
    append_hex(out, 0xd800 + ((letter - 0x10000) >> 10));
    append_hex(out, 0xdc00 + ((letter - 0x10000) & 0x3ff));
}

std::string reference(int object) {
    return std::to_string(object) + " 0 R";
}

// CIDToGIDMap of ISO 32000-1 §9.7.4.3: two bytes a code, from 0, the first big.
std::string glyph_map(std::vector<std::uint32_t> const& ids) {
    std::string out(2, '\0');
    for (auto const id : ids) {
        out += static_cast<char>(id >> 8);
        out += static_cast<char>(id & 0xff);
    }
    return out;
}

// At most this many entries in one block of a CMap (Adobe technical note 5411).
constexpr std::size_t map_block = 100;

}  // namespace

Letters::Letters(Font const& font) : font_(font), codes_(table_end) {}

void Letters::put(PdfWriter& pdf, std::u32string_view text) {
    pdf.put("<");
    for (char32_t const letter : text) {
        auto const code = code_of(letter);
        std::array<char, 4> const digits = {
            hex[(code >> 12) & 0xf],
            hex[(code >> 8) & 0xf],
            hex[(code >> 4) & 0xf],
            hex[code & 0xf]};
        pdf.put({digits.data(), digits.size()});
    }
    pdf.put(">");
}

unsigned Letters::code_of(char32_t letter) {
    auto& code = letter < table_end ? codes_[letter] : other_codes_[letter];
    if (code == 0) {
        auto const glyph = font_.find(letter);
        OCOP_ASSERT(glyph.has_value());
        used_.push_back({letter, *glyph});
        code = static_cast<unsigned>(used_.size());
        OCOP_ASSERT(code <= 0xffff);
    }
    return code;
}

int Letters::thousandths(int font_units) const {
    int const per_em = font_.metrics().units_per_em;
    int const half = font_units < 0 ? -per_em / 2 : per_em / 2;
    return (font_units * 1000 + half) / per_em;
}

// Six capitals tell this part of the font from other parts (ISO 32000-1 §9.6.4): FNV-1a of the
// letters, in base 26.
std::string Letters::base_name() const {
    std::uint64_t sum = 14695981039346656037ULL;
    for (auto const& used : used_) {
        sum = (sum ^ used.letter) * 1099511628211ULL;
    }
    std::string out;
    for (int i = 0; i < 6; ++i) {
        out += static_cast<char>('A' + sum % 26);
        sum /= 26;
    }
    return out + "+" + font_.name();
}

std::string Letters::widths() const {
    std::string out = "[1[";
    for (auto const& used : used_) {
        out += std::to_string(thousandths(used.glyph.advance)) + " ";
    }
    return out + "]]";
}

std::string Letters::descriptor(std::string const& name, int file) const {
    auto const& metrics = font_.metrics();
    std::string out = "<</Type/FontDescriptor/FontName/" + name + "/Flags 4/FontBBox[";
    for (int const side : metrics.box) {
        out += std::to_string(thousandths(side)) + " ";
    }
    out += "]/ItalicAngle 0/StemV 80/Ascent " + std::to_string(thousandths(metrics.ascent)) +
           "/Descent " + std::to_string(thousandths(metrics.descent)) + "/CapHeight " +
           std::to_string(thousandths(metrics.cap_height)) + "/FontFile2 " + reference(file) + ">>";
    return out;
}

std::string Letters::to_unicode() const {
    std::string out =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    for (std::size_t at = 0; at < used_.size(); at += map_block) {
        auto const end = std::min(at + map_block, used_.size());
        out += std::to_string(end - at) + " beginbfchar\n";
        for (auto next = at; next < end; ++next) {
            out += '<';
            append_hex(out, static_cast<unsigned>(next + 1));
            out += "> <";
            append_utf16(out, used_[next].letter);
            out += ">\n";
        }
        out += "endbfchar\n";
    }
    return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

Result<void> Letters::write_font(PdfWriter& pdf, int number) const {
    std::vector<std::uint32_t> ids;
    for (auto const& used : used_) {
        ids.push_back(used.glyph.id);
    }
    auto const part = font_.subset(ids);
    if (!part) return part.error();
    auto const name = base_name();
    int const descendant = pdf.reserve();
    int const description = pdf.reserve();
    int const file = pdf.reserve();
    int const unicode = pdf.reserve();
    int const glyphs = pdf.reserve();
    pdf.object(
        number,
        "<</Type/Font/Subtype/Type0/BaseFont/" + name + "/Encoding/Identity-H/DescendantFonts[" +
            reference(descendant) + "]/ToUnicode " + reference(unicode) + ">>"
    );
    pdf.object(
        descendant,
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/" + name +
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor " +
            reference(description) + "/CIDToGIDMap " + reference(glyphs) + "/W" + widths() + ">>"
    );
    pdf.object(description, descriptor(name, file));
    pdf.deflated_stream(file, as_text(part->file), "/Length1 " + std::to_string(part->file.size()));
    pdf.deflated_stream(unicode, to_unicode());
    pdf.deflated_stream(glyphs, glyph_map(part->ids));
    return {};
}

}  // namespace ocop::sheets
