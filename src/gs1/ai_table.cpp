#include "gs1/ai_rows.hpp"

#include <ocop/gs1/ai.hpp>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace ocop::gs1 {

namespace {

using ai_rows::Row;
using ai_rows::rows;

constexpr std::pair<std::string_view, Check> check_names[] = {
    {"csum", Check::csum},
    {"csumalpha", Check::csumalpha},
    {"yymmdd", Check::yymmdd},
    {"yymmd0", Check::yymmd0},
    {"yyyymmdd", Check::yyyymmdd},
    {"hh", Check::hh},
    {"mi", Check::mi},
    {"ss", Check::ss},
    {"hhmi", Check::hhmi},
    {"iso3166", Check::iso3166},
    {"iso3166999", Check::iso3166999},
    {"iso3166alpha2", Check::iso3166alpha2},
    {"iso4217", Check::iso4217},
    {"iso5218", Check::iso5218},
    {"iban", Check::iban},
    {"latitude", Check::latitude},
    {"longitude", Check::longitude},
    {"mediatype", Check::mediatype},
    {"pcenc", Check::pcenc},
    {"pieceoftotal", Check::pieceoftotal},
    {"posinseqslash", Check::posinseqslash},
    {"importeridx", Check::importeridx},
    {"gcppos1", Check::gcppos1},
    {"gcppos2", Check::gcppos2},
    {"hyphen", Check::hyphen},
    {"nonzero", Check::nonzero},
    {"nozeroprefix", Check::nozeroprefix},
    {"winding", Check::winding},
    {"yesno", Check::yesno},
    {"zero", Check::zero},
    {"couponcode", Check::couponcode},
    {"couponposoffer", Check::couponposoffer},
};

// The functions below run in the compiler only: a throw there is a compile error at the bad row.

constexpr std::string_view cut(std::string_view& text, char end) {
    auto const at = text.find(end);
    auto const head = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return head;
}

constexpr Check check_named(std::string_view name) {
    for (auto const& [known, check] : check_names) {
        if (known == name) {
            return check;
        }
    }
    throw std::logic_error("no such check");
}

constexpr CharSet char_set_of(char type) {
    switch (type) {
        case 'N':
            return CharSet::numeric;
        case 'X':
            return CharSet::cset82;
        case 'Y':
            return CharSet::cset39;
        case 'Z':
            return CharSet::cset64;
        default:
            throw std::logic_error("no such type");
    }
}

constexpr std::uint8_t number(std::string_view digits) {
    unsigned value = 0;
    for (char c : digits) {
        if (c < '0' || c > '9') {
            throw std::logic_error("not a length");
        }
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    if (digits.empty() || value == 0 || value > 99) {
        throw std::logic_error("not a length");
    }
    return static_cast<std::uint8_t>(value);
}

constexpr Component component(std::string_view text) {
    Component out;
    auto shape = cut(text, ',');
    if (shape.starts_with('[')) {
        out.optional = true;
        shape = shape.substr(1, shape.size() - 2);
    }
    out.set = char_set_of(shape.front());
    auto length = shape.substr(1);
    bool const open = length.starts_with("..");
    out.length_max = number(open ? length.substr(2) : length);
    out.length_min = open ? std::uint8_t{1} : out.length_max;
    for (std::size_t i = 0; !text.empty(); ++i) {
        out.checks.at(i) = check_named(cut(text, ','));
    }
    return out;
}

constexpr Ai expand(Row const& row) {
    Ai out;
    out.first = row.first;
    out.last = row.last;
    out.fixed = row.flags.find('*') != std::string_view::npos;
    out.attribute = row.flags.find('?') != std::string_view::npos;
    out.key = row.flags.find('k') != std::string_view::npos;
    out.required = row.required;
    out.excluded = row.excluded;
    out.qualifiers = row.qualifiers;
    for (auto parts = row.parts; !parts.empty(); ++out.part_count) {
        out.parts.at(out.part_count) = component(cut(parts, ' '));
    }
    return out;
}

constexpr std::size_t row_count = std::size(rows);

constexpr std::array<Ai, row_count> expand_all() {
    std::array<Ai, row_count> out;
    for (std::size_t i = 0; i < row_count; ++i) {
        out.at(i) = expand(rows[i]);
        if (i > 0 && rows[i].first <= rows[i - 1].last) {
            throw std::logic_error("rows out of order");
        }
        if (rows[i].first.substr(0, 2) != rows[i].last.substr(0, 2)) {
            throw std::logic_error("a run leaves its bucket");
        }
    }
    return out;
}

constexpr std::array<Ai, row_count> table = expand_all();

// Where the rows of each leading pair of digits begin; one more for the end of the last.
constexpr std::array<std::uint8_t, 101> index_rows() {
    static_assert(row_count < 256);
    std::array<std::uint8_t, 101> out{};
    std::size_t row = 0;
    for (unsigned pair = 0; pair <= 100; ++pair) {
        while (row < row_count &&
               pair > static_cast<unsigned>(
                          (rows[row].first[0] - '0') * 10 + (rows[row].first[1] - '0')
                      )) {
            ++row;
        }
        out.at(pair) = static_cast<std::uint8_t>(row);
    }
    return out;
}

constexpr std::array<std::uint8_t, 101> starts = index_rows();

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::span<Ai const> ai_table() {
    return table;
}

Ai const* find_ai(std::string_view code) {
    if (code.size() < 2 || code.size() > 4) {
        return nullptr;
    }
    for (char c : code) {
        if (!is_digit(c)) {
            return nullptr;
        }
    }
    auto const pair =
        static_cast<std::size_t>(code[0] - '0') * 10 + static_cast<std::size_t>(code[1] - '0');
    for (std::size_t i = starts[pair]; i < starts[pair + 1]; ++i) {
        auto const& row = table[i];
        if (row.first.size() == code.size() && row.first <= code && code <= row.last) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace ocop::gs1
