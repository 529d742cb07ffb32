#include <ocop/gs1/ai.hpp>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace ocop::gs1 {

namespace {

// A row as it is written below. `flags`: '*' predefined length, '?' data attribute, 'k' primary
// key. `parts` is in the dictionary's notation: type and length ("N14", "X..20"), checks after
// commas, optional parts in brackets.
struct Row {
    std::string_view first;
    std::string_view last;
    std::string_view flags;
    std::string_view parts;
    std::string_view required = {};
    std::string_view excluded = {};
    std::string_view qualifiers = {};
};

constexpr std::string_view countries =
    "N3,iso3166 [N3],iso3166 [N3],iso3166 [N3],iso3166 [N3],iso3166";
constexpr std::string_view serialised_keys =
    "00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018";

// clang-format off: one row a line, in ascending order.
constexpr Row rows[] = {
    {"00", "00", "*?k", "N18,csum,gcppos2"},
    {"01", "01", "*?k", "N14,csum,gcppos2", "", "255,37", "22,10,21|235"},
    {"02", "02", "*?", "N14,csum,gcppos2", "37", "01,03"},
    {"10", "10", "?", "X..20", "01,02,03,8006,8026"},
    {"11", "11", "*?", "N6,yymmd0", "01,02,03,8006,8026"},
    {"12", "12", "*?", "N6,yymmd0", "8020"},
    {"13", "13", "*?", "N6,yymmd0", "01,02,03,8006,8026"},
    {"15", "16", "*?", "N6,yymmd0", "01,02,03,8006,8026"},
    {"17", "17", "*?", "N6,yymmd0", "01,02,03,255,8006,8026"},
    {"20", "20", "*?", "N2", "01,02,8006,8026"},
    {"21", "21", "", "X..20", "01,03,8006", "235"},
    {"22", "22", "", "X..20", "01"},
    {"235", "235", "", "X..28", "01"},
    {"240", "241", "?", "X..30", "01,02,8006,8026"},
    {"242", "242", "?", "N..6", "01,02,8006,8026"},
    {"243", "243", "?", "X..20", "01"},
    {"250", "250", "?", "X..30", "01,8006 21"},
    {"251", "251", "?", "X..30", "01,8006"},
    {"253", "253", "?k", "N13,csum,gcppos1 [X..17]"},
    {"254", "254", "", "X..20", "414"},
    {"255", "255", "?k", "N13,csum,gcppos1 [N..12]", "", "01,02,415,8006,8020,8026"},
    {"30", "30", "?", "N..8", "01,02"},
    {"3100", "3105", "*?", "N6", "01,02", "310n"},
    {"3110", "3115", "*?", "N6", "01,02", "311n"},
    {"3120", "3125", "*?", "N6", "01,02", "312n"},
    {"3130", "3135", "*?", "N6", "01,02", "313n"},
    {"3140", "3145", "*?", "N6", "01,02", "314n"},
    {"3150", "3155", "*?", "N6", "01,02", "315n"},
    {"3160", "3165", "*?", "N6", "01,02", "316n"},
    {"3200", "3205", "*?", "N6", "01,02", "320n"},
    {"3210", "3215", "*?", "N6", "01,02", "321n"},
    {"3220", "3225", "*?", "N6", "01,02", "322n"},
    {"3230", "3235", "*?", "N6", "01,02", "323n"},
    {"3240", "3245", "*?", "N6", "01,02", "324n"},
    {"3250", "3255", "*?", "N6", "01,02", "325n"},
    {"3260", "3265", "*?", "N6", "01,02", "326n"},
    {"3270", "3275", "*?", "N6", "01,02", "327n"},
    {"3280", "3285", "*?", "N6", "01,02", "328n"},
    {"3290", "3295", "*?", "N6", "01,02", "329n"},
    {"3300", "3305", "*?", "N6", "00,01", "330n"},
    {"3310", "3315", "*?", "N6", "00,01", "331n"},
    {"3320", "3325", "*?", "N6", "00,01", "332n"},
    {"3330", "3335", "*?", "N6", "00,01", "333n"},
    {"3340", "3345", "*?", "N6", "00,01", "334n"},
    {"3350", "3355", "*?", "N6", "00,01", "335n"},
    {"3360", "3365", "*?", "N6", "00,01", "336n"},
    {"3370", "3375", "*?", "N6", "01", "337n"},
    {"3400", "3405", "*?", "N6", "00,01", "340n"},
    {"3410", "3415", "*?", "N6", "00,01", "341n"},
    {"3420", "3425", "*?", "N6", "00,01", "342n"},
    {"3430", "3435", "*?", "N6", "00,01", "343n"},
    {"3440", "3445", "*?", "N6", "00,01", "344n"},
    {"3450", "3455", "*?", "N6", "00,01", "345n"},
    {"3460", "3465", "*?", "N6", "00,01", "346n"},
    {"3470", "3475", "*?", "N6", "00,01", "347n"},
    {"3480", "3485", "*?", "N6", "00,01", "348n"},
    {"3490", "3495", "*?", "N6", "00,01", "349n"},
    {"3500", "3505", "*?", "N6", "01,02", "350n"},
    {"3510", "3515", "*?", "N6", "01,02", "351n"},
    {"3520", "3525", "*?", "N6", "01,02", "352n"},
    {"3530", "3535", "*?", "N6", "00,01", "353n"},
    {"3540", "3545", "*?", "N6", "00,01", "354n"},
    {"3550", "3555", "*?", "N6", "00,01", "355n"},
    {"3560", "3565", "*?", "N6", "01,02", "356n"},
    {"3570", "3575", "*?", "N6", "01,02", "357n"},
    {"3600", "3605", "*?", "N6", "01,02", "360n"},
    {"3610", "3615", "*?", "N6", "01,02", "361n"},
    {"3620", "3625", "*?", "N6", "00,01", "362n"},
    {"3630", "3635", "*?", "N6", "00,01", "363n"},
    {"3640", "3645", "*?", "N6", "01,02", "364n"},
    {"3650", "3655", "*?", "N6", "01,02", "365n"},
    {"3660", "3665", "*?", "N6", "01,02", "366n"},
    {"3670", "3675", "*?", "N6", "00,01", "367n"},
    {"3680", "3685", "*?", "N6", "00,01", "368n"},
    {"3690", "3695", "*?", "N6", "00,01", "369n"},
    {"37", "37", "?", "N..8", "00 02,8026"},
    {"3900", "3909", "?", "N..15", "255,8020", "390n,391n,394n,8111"},
    {"3910", "3919", "?", "N3,iso4217 N..15", "8020", "391n"},
    {"3920", "3929", "?", "N..15", "01 30,31nn,32nn,35nn,36nn", "392n,393n"},
    {"3930", "3939", "?", "N3,iso4217 N..15", "30,31nn,32nn,35nn,36nn", "393n"},
    {"3940", "3943", "?", "N4", "255", "394n,8111"},
    {"3950", "3955", "?", "N6", "30,31nn,32nn,35nn,36nn", "392n,393n,395n,8005"},
    {"400", "400", "?", "X..30"},
    {"401", "401", "?k", "X..30,gcppos1"},
    {"402", "402", "?k", "N17,csum,gcppos1"},
    {"403", "403", "?", "X..30", "00"},
    {"410", "413", "*?", "N13,csum,gcppos1"},
    {"414", "414", "*?k", "N13,csum,gcppos1", "", "", "254|7040"},
    {"415", "415", "*?k", "N13,csum,gcppos1", "8020", "", "8020"},
    {"416", "416", "*?", "N13,csum,gcppos1"},
    {"417", "417", "*?k", "N13,csum,gcppos1", "", "", "7040"},
    {"420", "420", "?", "X..20", "", "421"},
    {"421", "421", "?", "N3,iso3166 X..9", "", "4307"},
    {"422", "422", "?", "N3,iso3166", "01,02,8006,8026", "426"},
    {"423", "423", "?", countries, "01,02", "426"},
    {"424", "424", "?", "N3,iso3166", "01,02", "426"},
    {"425", "425", "?", countries, "01,02", "426"},
    {"426", "426", "?", "N3,iso3166", "01,02"},
    {"427", "427", "?", "X..3", "01,02 422"},
    {"4300", "4301", "?", "X..35,pcenc", "00"},
    {"4302", "4302", "?", "X..70,pcenc", "00"},
    {"4303", "4303", "?", "X..70,pcenc", "4302"},
    {"4304", "4306", "?", "X..70,pcenc", "00"},
    {"4307", "4307", "?", "X2,iso3166alpha2", "00"},
    {"4308", "4308", "?", "X..30", "00"},
    {"4309", "4309", "?", "N10,latitude N10,longitude", "00"},
    {"4310", "4311", "?", "X..35,pcenc", "00"},
    {"4312", "4312", "?", "X..70,pcenc", "00"},
    {"4313", "4313", "?", "X..70,pcenc", "4312"},
    {"4314", "4316", "?", "X..70,pcenc", "00"},
    {"4317", "4317", "?", "X2,iso3166alpha2", "00"},
    {"4318", "4318", "?", "X..20", "00"},
    {"4319", "4319", "?", "X..30", "00"},
    {"4320", "4320", "?", "X..35,pcenc", "00"},
    {"4321", "4323", "?", "N1,yesno", "00"},
    {"4324", "4325", "?", "N6,yymmd0 N4,hhmi", "00"},
    {"4326", "4326", "?", "N6,yymmdd", "00"},
    {"4330", "4330", "?", "N6 [X1],hyphen", "00", "4331"},
    {"4331", "4331", "?", "N6 [X1],hyphen", "00", "4330"},
    {"4332", "4332", "?", "N6 [X1],hyphen", "00", "4333"},
    {"4333", "4333", "?", "N6 [X1],hyphen", "00", "4332"},
    {"7001", "7001", "?", "N13", "01,02,8006,8026"},
    {"7002", "7002", "?", "X..30", "01,02"},
    {"7003", "7003", "?", "N6,yymmdd N4,hhmi", "01,02"},
    {"7004", "7004", "?", "N..4", "01+10"},
    {"7005", "7005", "?", "X..12", "01,02"},
    {"7006", "7006", "?", "N6,yymmdd", "01,02"},
    {"7007", "7007", "?", "N6,yymmdd [N6],yymmdd", "01,02"},
    {"7008", "7008", "?", "X..3", "01,02"},
    {"7009", "7009", "?", "X..10", "01,02"},
    {"7010", "7010", "?", "X..2", "01,02"},
    {"7011", "7011", "?", "N6,yymmdd [N4],hhmi", "01,02"},
    {"7020", "7020", "?", "X..20", "01,8006 416"},
    {"7021", "7021", "?", "X..20", "01,8006"},
    {"7022", "7022", "?", "X..20", "7021"},
    {"7023", "7023", "?", "X..30,gcppos1"},
    {"7030", "7039", "?", "N3,iso3166999 X..27", "01,02"},
    {"7040", "7040", "", "N1 X1 X1 X1,importeridx"},
    {"710", "717", "?", "X..20", "01"},
    {"7230", "7239", "?", "X2 X..28", "01,8004"},
    {"7240", "7240", "?", "X..20", "01,8006"},
    {"7241", "7241", "?", "N2,mediatype", "8017,8018"},
    {"7242", "7242", "?", "X..25", "8017,8018"},
    {"7250", "7250", "?", "N8,yyyymmdd", "8018", "7251"},
    {"7251", "7251", "?", "N8,yyyymmdd N4,hhmi", "8018", "7250"},
    {"7252", "7252", "?", "N1,iso5218", "8018"},
    {"7253", "7254", "?", "X..40,pcenc", "8017,8018", "7256,7259"},
    {"7255", "7255", "?", "X..10", "8017,8018", "7256,7259"},
    {"7256", "7256", "?", "X..90,pcenc", "8017,8018"},
    {"7257", "7257", "?", "X..70,pcenc", "8018"},
    {"7258", "7258", "?", "X3,posinseqslash", "8018+7259"},
    {"7259", "7259", "?", "X..40,pcenc", "8018", "7256"},
    {"8001", "8001", "?", "N4,nonzero N5,nonzero N3,nonzero N1,winding N1", "01"},
    {"8002", "8002", "?", "X..20"},
    {"8003", "8003", "?k", "N1,zero N13,csum,gcppos1 [X..16]"},
    {"8004", "8004", "?k", "X..30,gcppos1", "", "", "7040"},
    {"8005", "8005", "?", "N6", "01,02"},
    {"8006", "8006", "?k", "N14,csum,gcppos2 N4,pieceoftotal", "", "01,37", "22,10,21"},
    {"8007", "8007", "?", "X..34,iban", "415"},
    {"8008", "8008", "?", "N6,yymmdd N2,hh [N2],mi [N2],ss", "01,02"},
    {"8009", "8009", "?", "X..50", "00,01"},
    {"8010", "8010", "?k", "Y..30,gcppos1", "", "", "8011"},
    {"8011", "8011", "", "N..12,nozeroprefix", "8010"},
    {"8012", "8012", "?", "X..20", "01,8006"},
    {"8013", "8013", "?k", "X..25,csumalpha,gcppos1"},
    {"8017", "8017", "?k", "N18,csum,gcppos1", "", "8018", "8019"},
    {"8018", "8018", "?k", "N18,csum,gcppos1", "", "8017", "8019"},
    {"8019", "8019", "", "N..10", "8017,8018"},
    {"8020", "8020", "", "X..25", "415"},
    {"8026", "8026", "?", "N14,csum,gcppos2 N4,pieceoftotal", "37", "02,8006"},
    {"8030", "8030", "?", "Z..90", serialised_keys},
    {"8110", "8110", "?", "X..70,couponcode"},
    {"8111", "8111", "?", "N4", "255"},
    {"8112", "8112", "?", "X..70,couponposoffer"},
    {"90", "90", "?", "X..30"},
    {"91", "99", "?", "X..90"},
};
// clang-format on

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
    auto const pair = static_cast<std::size_t>((code[0] - '0') * 10 + (code[1] - '0'));
    for (std::size_t i = starts[pair]; i < starts[pair + 1]; ++i) {
        auto const& row = table[i];
        if (row.first.size() == code.size() && row.first <= code && code <= row.last) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace ocop::gs1
