#include "imports/columns.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ocop::imports {

namespace {

constexpr std::pair<Kind, std::string_view> kinds[] = {
    {Kind::producers, "producers"},
    {Kind::products, "products"},
    {Kind::trade_items, "trade-items"},
    {Kind::certificates, "certificates"},
};

// clang-format off
constexpr Column producer_columns[] = {
    {"/name/vi", Cell::text, true, "name ten ten_chu_the ten_co_so"},
    {"/name/en", Cell::text, false, "ten_tieng_anh"},
    {"/legal_form", Cell::legal_form, true, "loai_hinh loai_hinh_chu_the"},
    {"/tax_code", Cell::tax_code, false, "ma_so_thue mst"},
    {"/commune_code", Cell::commune, true, "ma_xa"},
    {"/address", Cell::text, true, "dia_chi"},
    {"/phone", Cell::phone, false, "dien_thoai so_dien_thoai"},
    {"/website", Cell::text, false, "trang_web web"},
};

constexpr Column product_columns[] = {
    {"/code", Cell::text, true, "ma ma_san_pham ma_sp"},
    {"/producer", Cell::text, true, "chu_the ma_chu_the ten_chu_the"},
    {"/authority", Cell::text, false, "co_quan"},
    {"/name/vi", Cell::text, true, "name ten ten_san_pham"},
    {"/name/en", Cell::text, false, "ten_tieng_anh"},
    {"/legal_version", Cell::version, false, "van_ban phien_ban"},
    {"/group", Cell::number, false, "nhom"},
    {"/criteria_set", Cell::number, true, "bo_tieu_chi bo_tieu_chi_so"},
    {"/story", Cell::text, false, "cau_chuyen cau_chuyen_san_pham"},
};

constexpr Column trade_item_columns[] = {
    {"/gtin", Cell::gtin, false, "ma_gtin ma_vach"},
    {"/product", Cell::text, true, "san_pham ma_san_pham"},
    {"/name/vi", Cell::text, true, "name ten ten_hang quy_cach"},
    {"/name/en", Cell::text, false, "ten_tieng_anh"},
    {"/net_content/value", Cell::number, true, "khoi_luong khoi_luong_tinh dung_tich so_luong"},
    {"/net_content/unit", Cell::unit, true, "don_vi don_vi_tinh"},
};

constexpr Column certificate_columns[] = {
    {"/product", Cell::text, true, "san_pham ma_san_pham"},
    {"/authority", Cell::text, false, "co_quan"},
    {"/stars", Cell::number, true, "sao hang_sao so_sao"},
    {"/decision", Cell::text, true, "quyet_dinh so_quyet_dinh"},
    {"/decided_on", Cell::day, true, "ngay_quyet_dinh"},
    {"/issued_on", Cell::day, true, "ngay_cap"},
};

// clang-format on

struct Word {
    Cell cell;
    std::string_view word;  // as bare() has it
    std::string_view value;
};

constexpr Word words[] = {
    {Cell::legal_form, "doanhnghiep", "enterprise"},
    {Cell::legal_form, "congty", "enterprise"},
    {Cell::legal_form, "hoptacxa", "cooperative"},
    {Cell::legal_form, "htx", "cooperative"},
    {Cell::legal_form, "tohoptac", "cooperative_group"},
    {Cell::legal_form, "cooperativegroup", "cooperative_group"},
    {Cell::legal_form, "trangtrai", "farm"},
    {Cell::legal_form, "langnghe", "craft_village"},
    {Cell::legal_form, "craftvillage", "craft_village"},
    {Cell::legal_form, "ho", "household"},
    {Cell::legal_form, "hokinhdoanh", "household"},
    {Cell::legal_form, "hogiadinh", "household"},
    {Cell::version, "262026qdttg", "qd26"},
    {Cell::version, "1489qdttg", "qd1489"},
    {Cell::version, "148qdttg", "qd148"},
    {Cell::version, "1048qdttg", "qd1048"},
    {Cell::unit, "gam", "g"},
    {Cell::unit, "gram", "g"},
    {Cell::unit, "kilogam", "kg"},
    {Cell::unit, "ky", "kg"},
    {Cell::unit, "can", "kg"},
    {Cell::unit, "mililit", "ml"},
    {Cell::unit, "lit", "l"},
    {Cell::unit, "cai", "piece"},
    {Cell::unit, "goi", "piece"},
    {Cell::unit, "hop", "piece"},
    {Cell::unit, "chai", "piece"},
    {Cell::unit, "tui", "piece"},
    {Cell::unit, "qua", "piece"},
};

// The letters and digits of a header or a word, in ASCII: "Tên sản phẩm (vi)" is tensanpham. A
// letter that has no such form stands as '?'.
std::string bare(std::string_view text) {
    std::string out;
    for (auto const& word : bare_words(text.substr(0, text.find('(')))) {
        for (auto const c : word) {
            out += c < 0x80 ? static_cast<char>(c) : '?';
        }
    }
    return out;
}

std::string without_underscores(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == '_' || c == '.'; });
    return out;
}

bool has_alias(std::string_view aliases, std::string_view wanted) {
    while (!aliases.empty()) {
        auto const end = std::min(aliases.find(' '), aliases.size());
        if (without_underscores(aliases.substr(0, end)) == wanted) {
            return true;
        }
        aliases.remove_prefix(std::min(end + 1, aliases.size()));
    }
    return false;
}

}  // namespace

std::string_view to_text(Kind kind) {
    return kinds[static_cast<std::size_t>(kind)].second;
}

std::optional<Kind> parse_kind(std::string_view text) {
    for (auto const& [kind, name] : kinds) {
        if (name == text) {
            return kind;
        }
    }
    return {};
}

std::span<Column const> columns_of(Kind kind) {
    switch (kind) {
        case Kind::producers:
            return producer_columns;
        case Kind::products:
            return product_columns;
        case Kind::trade_items:
            return trade_item_columns;
        case Kind::certificates:
            return certificate_columns;
    }
    return {};
}

std::string name_of(Column const& column) {
    std::string out(column.pointer.substr(1));
    std::replace(out.begin(), out.end(), '/', '.');
    return out;
}

Column const* find_column(Kind kind, std::string_view header) {
    auto const wanted = bare(header);
    for (auto const& column : columns_of(kind)) {
        bool const own = without_underscores(name_of(column)) == wanted;
        if (!wanted.empty() && (own || has_alias(column.aliases, wanted))) {
            return &column;
        }
    }
    return nullptr;
}

std::string word_of(Cell cell, std::string_view text) {
    auto const wanted = bare(text);
    for (auto const& each : words) {
        if (each.cell == cell && each.word == wanted) {
            return std::string(each.value);
        }
    }
    return cell == Cell::text || wanted.empty() ? std::string(text) : wanted;
}

}  // namespace ocop::imports
