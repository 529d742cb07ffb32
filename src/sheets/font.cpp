#include "sheets/font.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/release.hpp>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>

namespace ocop::sheets {

namespace {

using Blob = std::unique_ptr<hb_blob_t, Release<hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Release<hb_face_destroy>>;
using HbFont = std::unique_ptr<hb_font_t, Release<hb_font_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Release<hb_subset_input_destroy>>;
using Plan = std::unique_ptr<hb_subset_plan_t, Release<hb_subset_plan_destroy>>;

// Letters below this are looked up once, at the start: all of Latin, and general punctuation.
constexpr char32_t table_end = 0x2200;

constexpr hb_tag_t tag_of(char const (&name)[5]) {
    hb_tag_t out = 0;
    for (int at = 0; at < 4; ++at) {
        out = out << 8 | static_cast<unsigned char>(name[at]);
    }
    return out;
}

constexpr std::size_t head_bytes = 54;
constexpr std::size_t head_box_at = 36;

ByteView view_of(hb_blob_t* blob) {
    unsigned size = 0;
    auto const* const data = hb_blob_get_data(blob, &size);
    return as_bytes({data, size});
}

bool has_table(hb_face_t* face, hb_tag_t tag) {
    Blob const table(hb_face_reference_table(face, tag));
    return hb_blob_get_length(table.get()) > 0;
}

std::string name_of(hb_face_t* face) {
    std::array<char, 64> text{};
    auto size = static_cast<unsigned>(text.size());
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, nullptr, &size, text.data());
    std::string out;
    for (char const c : std::string_view(text.data(), size)) {
        bool const plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
        if (plain) {
            out += c;
        }
    }
    return out.empty() ? "Font" : out;
}

bool is_control(char32_t letter) {
    return letter < 0x20 || (letter >= 0x7f && letter < 0xa0);
}

std::optional<Font::Glyph> look_up(hb_font_t* font, char32_t letter) {
    hb_codepoint_t id = 0;
    if (is_control(letter) || !hb_font_get_nominal_glyph(font, letter, &id) || id == 0)
        return std::nullopt;
    return Font::Glyph{id, hb_font_get_glyph_h_advance(font, id)};
}

Font::Metrics measure(hb_face_t* face, hb_font_t* font) {
    Font::Metrics out;
    out.units_per_em = static_cast<int>(hb_face_get_upem(face));
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font, &extents);
    out.ascent = extents.ascender;
    out.descent = extents.descender;
    hb_position_t cap_height = 0;
    hb_ot_metrics_get_position(font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap_height);
    out.cap_height = cap_height > 0 ? cap_height : extents.ascender;
    Blob const head(hb_face_reference_table(face, tag_of("head")));
    ByteReader reader(as_text(view_of(head.get())));
    reader.take(head_box_at);
    for (int& side : out.box) {
        side = static_cast<std::int16_t>(reader.u16());
    }
    return out;
}

}  // namespace

// Members in the order in which each needs those before it.
struct Font::State {
    Bytes file;
    Face face;
    HbFont font;
    Metrics metrics;
    std::string name;
    std::vector<std::optional<Glyph>> table;
};

Font::Font(std::unique_ptr<State const> state) : state_(std::move(state)) {}

Font::Font(Font&&) noexcept = default;
Font& Font::operator=(Font&&) noexcept = default;
Font::~Font() = default;

Result<Font> Font::parse(Bytes file) {
    auto state = std::make_unique<State>();
    state->file = std::move(file);
    auto const text = as_text(state->file);
    Blob const blob(hb_blob_create(
        text.data(), static_cast<unsigned>(text.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr
    ));
    state->face.reset(hb_face_create(blob.get(), 0));
    auto* const face = state->face.get();
    Blob const head(hb_face_reference_table(face, tag_of("head")));
    if (hb_face_get_glyph_count(face) == 0 || hb_blob_get_length(head.get()) < head_bytes ||
        !has_table(face, tag_of("glyf"))) {
        return Error(
            Errc::malformed, "sheets_font_unreadable", "", "not a TrueType font with outlines"
        );
    }
    state->font.reset(hb_font_create(face));
    hb_face_make_immutable(face);
    hb_font_make_immutable(state->font.get());
    state->metrics = measure(face, state->font.get());
    state->name = name_of(face);
    state->table.reserve(table_end);
    for (char32_t letter = 0; letter < table_end; ++letter) {
        state->table.push_back(look_up(state->font.get(), letter));
    }
    return Font(std::move(state));
}

Result<Font> Font::load(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    Bytes file{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in || file.empty())
        return Error(Errc::not_found, "sheets_font_missing", "", "no font at " + path.string());
    return parse(std::move(file));
}

std::optional<Font::Glyph> Font::find(char32_t letter) const {
    if (letter < table_end) {
        return state_->table[letter];
    }
    return look_up(state_->font.get(), letter);
}

Font::Metrics const& Font::metrics() const {
    return state_->metrics;
}

std::string const& Font::name() const {
    return state_->name;
}

ByteView Font::file() const {
    return state_->file;
}

Result<Font::Subset> Font::subset(std::span<std::uint32_t const> ids) const {
    Error const failed(Errc::internal, "sheets_font_subset_failed");
    Input const input(hb_subset_input_create_or_fail());
    if (input == nullptr) return failed;
    hb_subset_input_set_flags(
        input.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    );
    auto* const wanted = hb_subset_input_glyph_set(input.get());
    for (auto const id : ids) {
        hb_set_add(wanted, id);
    }
    auto* const dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (auto const* const tag : {"GSUB", "GPOS", "GDEF", "kern", "name", "post", "FFTM"}) {
        hb_set_add(dropped, hb_tag_from_string(tag, -1));
    }
    Plan const plan(hb_subset_plan_create_or_fail(state_->face.get(), input.get()));
    if (plan == nullptr) return failed;
    Face const part(hb_subset_plan_execute_or_fail(plan.get()));
    if (part == nullptr) return failed;
    Subset out;
    auto* const renamed = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
    for (auto const id : ids) {
        OCOP_ASSERT(hb_map_has(renamed, id));
        out.ids.push_back(hb_map_get(renamed, id));
    }
    Blob const blob(hb_face_reference_blob(part.get()));
    auto const bytes = view_of(blob.get());
    out.file.assign(bytes.begin(), bytes.end());
    return out;
}

}  // namespace ocop::sheets
