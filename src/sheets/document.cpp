#include "sheets/document.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/text.hpp>

namespace ocop::sheets {

namespace {

// The objects whose numbers are known from the start. A page takes three: itself, its content and
// the content's length.
constexpr int catalogue = 1;
constexpr int page_tree = 2;
constexpr int information = 3;
constexpr int font_object = 4;
constexpr int fixed_objects = 4;
constexpr int objects_a_page = 3;

// A renderer paints every pixel that a picture touches (ISO 32000-1 §10.6.5). Edges that lie on the
// boundary of two pixels would touch one more or not as it rounds, and a module would be wider than
// its neighbours; so the picture ends this far inside them, which is less than a pixel at 2400 dpi.
constexpr int mask_inset = 2;

constexpr std::string_view hex = "0123456789ABCDEF";

// A text string of ISO 32000-1 §7.9.2.2: UTF-16, big end first, with its mark, as hex.
std::string text_string(std::string_view text) {
    std::string out = "<FEFF";
    auto const append = [&](char32_t unit) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            out += hex[(unit >> shift) & 0xf];
        }
    };
    for (char32_t const letter : code_points(text)) {
        if (letter < 0x10000) {
            append(letter);
        } else {
            append(0xd800 + ((letter - 0x10000) >> 10));
            append(0xdc00 + ((letter - 0x10000) & 0x3ff));
        }
    }
    return out + ">";
}

}  // namespace

Document::Document(Font const& font, Sink sink, std::string_view title, Artwork const* artwork)
    : pdf_(std::move(sink)), letters_(font), title_(title), artwork_(artwork) {
    for (int object = 0; object < fixed_objects; ++object) {
        pdf_.reserve();
    }
    if (artwork_ != nullptr) {
        artwork_object_ = pdf_.reserve();
        write_artwork();
    }
}

// Where a mask's bit is 0 the ink of the page is put, which is K alone.
void Document::write_artwork() {
    auto const& picture = artwork_->picture();
    std::string rows;
    for (int y = 0; y < picture.height(); ++y) {
        for (auto const bits : picture.row(y)) {
            rows += static_cast<char>(~bits);
        }
    }
    pdf_.deflated_stream(
        artwork_object_,
        rows,
        "/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Width " +
            std::to_string(picture.width()) + "/Height " + std::to_string(picture.height())
    );
}

void Document::draw_artwork(UnitBox const& box) {
    OCOP_ASSERT(artwork_ != nullptr);
    pdf_.put("q ");
    pdf_.put_units(box.width);
    pdf_.put("0 0 ");
    pdf_.put_units(box.height);
    pdf_.put_units(box.x);
    pdf_.put_units(page_units_height - box.y - box.height);
    pdf_.put("cm /A Do Q\n");
}

void Document::begin_page() {
    int const page = pdf_.reserve();
    int const content = pdf_.reserve();
    if (pages_ == 0) {
        first_page_ = page;
    }
    OCOP_ASSERT(page == first_page_ + static_cast<int>(pages_) * objects_a_page);
    ++pages_;
    pdf_.object(
        page,
        "<</Type/Page/Parent " + std::to_string(page_tree) + " 0 R/Contents " +
            std::to_string(content) + " 0 R>>"
    );
    pdf_.begin_stream(content);
    pdf_.put("0 0 0 1 k 0 0 0 1 K 0.28 w\n");
}

void Document::end_page() {
    pdf_.end_stream();
}

void Document::text(int x, int baseline, int em, std::u32string_view line) {
    pdf_.put("BT /F ");
    pdf_.put_units(em);
    pdf_.put("Tf ");
    pdf_.put_units(x);
    pdf_.put_units(page_units_height - baseline);
    pdf_.put("Td ");
    letters_.put(pdf_, line);
    pdf_.put("Tj ET\n");
}

void Document::text(int x, int y, TextBlock const& block) {
    pdf_.put("BT /F ");
    pdf_.put_units(block.em);
    pdf_.put("Tf ");
    pdf_.put_units(block.leading);
    pdf_.put("TL ");
    pdf_.put_units(x + block.x);
    pdf_.put_units(page_units_height - (y + block.first_baseline));
    pdf_.put("Td ");
    for (auto const& line : block.lines) {
        letters_.put(pdf_, line.text);
        pdf_.put("Tj T* ");
    }
    pdf_.put("ET\n");
}

void Document::line(int x1, int y1, int x2, int y2) {
    pdf_.put_units(x1);
    pdf_.put_units(page_units_height - y1);
    pdf_.put("m ");
    pdf_.put_units(x2);
    pdf_.put_units(page_units_height - y2);
    pdf_.put("l S\n");
}

void Document::mask(UnitBox const& square, int pixels, std::string_view rows_hex) {
    pdf_.put("q ");
    pdf_.put_units(square.width - 2 * mask_inset);
    pdf_.put("0 0 ");
    pdf_.put_units(square.height - 2 * mask_inset);
    pdf_.put_units(square.x + mask_inset);
    pdf_.put_units(page_units_height - square.y - square.height + mask_inset);
    pdf_.put("cm BI/IM true/BPC 1/W ");
    pdf_.put_number(pixels);
    pdf_.put("/H ");
    pdf_.put_number(pixels);
    pdf_.put("/F/AHx ID ");
    pdf_.put(rows_hex);
    pdf_.put(">\nEI Q\n");
}

Result<void> Document::finish() {
    OCOP_ASSERT(pages_ > 0);
    if (auto const written = letters_.write_font(pdf_, font_object); !written)
        return written.error();
    pdf_.begin(page_tree);
    pdf_.put("<</Type/Pages/MediaBox[0 0 ");
    pdf_.put_units(page_units_width);
    pdf_.put_units(page_units_height);
    pdf_.put("]/Resources<</Font<</F " + std::to_string(font_object) + " 0 R>>");
    if (artwork_ != nullptr) {
        pdf_.put("/XObject<</A " + std::to_string(artwork_object_) + " 0 R>>");
    }
    pdf_.put(">>/Count ");
    pdf_.put_number(static_cast<std::int64_t>(pages_));
    pdf_.put("/Kids[");
    for (std::uint64_t page = 0; page < pages_; ++page) {
        pdf_.put_number(first_page_ + static_cast<std::int64_t>(page) * objects_a_page);
        pdf_.put(" 0 R\n");
    }
    pdf_.put("]>>");
    pdf_.end();
    pdf_.object(information, "<</Producer(OCOP Trace)/Title" + text_string(title_) + ">>");
    pdf_.object(
        catalogue,
        "<</Type/Catalog/Lang(vi)/Pages " + std::to_string(page_tree) +
            " 0 R/ViewerPreferences<</PrintScaling/None/Duplex/Simplex>>>>"
    );
    return pdf_.finish(catalogue, information);
}

}  // namespace ocop::sheets
