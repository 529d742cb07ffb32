#include "imports/table.hpp"

#include "events/csv.hpp"
#include "imports/cells.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

namespace ocop::imports {

namespace {

using Cells = std::vector<std::vector<std::string>>;

// CSV the plain way, a state and a character at a time; none: it is no CSV.
std::optional<Cells> read_naively(std::string_view text) {
    auto const count = [text](char mark) {
        int found = 0;
        bool quoted = false;
        for (char const c : text) {
            if (!quoted && (c == '\n' || c == '\r')) {
                break;
            }
            quoted = c == '"' ? !quoted : quoted;
            found += !quoted && c == mark ? 1 : 0;
        }
        return found;
    };
    char mark = count(';') > count(',') ? ';' : ',';
    mark = count('\t') > count(',') && count('\t') > count(';') ? '\t' : mark;
    enum class State { start, bare, quoted, closed };
    State state = State::start;
    Cells out(1, {""});
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        bool const ends = c == mark || c == '\n' || c == '\r';
        if (state == State::quoted) {
            if (c != '"') {
                out.back().back() += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                out.back().back() += text[++i];
            } else {
                state = State::closed;
            }
        } else if (c == mark) {
            out.back().emplace_back();
            state = State::start;
        } else if (ends) {
            i += text.substr(i, 2) == "\r\n" ? 1 : 0;
            out.push_back({""});
            state = State::start;
        } else if (state == State::closed || (c == '"' && state == State::bare)) {
            return {};
        } else if (c == '"') {
            state = State::quoted;
        } else {
            out.back().back() += c;
            state = State::bare;
        }
    }
    if (state == State::quoted) {
        return {};
    }
    std::erase_if(out, [](auto const& row) {
        return std::all_of(row.begin(), row.end(), [](auto const& cell) {
            return cell.find_first_not_of(" \t\r\n") == std::string::npos;
        });
    });
    return out;
}

std::string const header =
    "ten;ten_tieng_anh;loai_hinh;ma_so_thue;ma_xa;dia_chi;dien_thoai;trang_web\n";

Table producers(std::string const& lines) {
    return read_table(Kind::producers, header + lines, "phu-tho");
}

// "2 ma_xa /commune_code json_invalid: why; …", and how many in all.
std::string errors_of(Table const& table) {
    std::string out;
    for (auto const& error : table.errors.first) {
        out += (out.empty() ? "" : "; ") + std::to_string(error.line) + " " + error.column + " " +
               error.pointer + " " + error.code +
               (error.detail.empty() ? "" : ": " + error.detail.substr(0, 24));
    }
    return out;
}

std::string cell_of(Cell cell, std::string_view text) {
    auto const read = read_cell(cell, text);
    auto const* const value = std::get_if<json::value>(&read);
    return value == nullptr ? "no" : json::canonical(*value);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table)

BOOST_AUTO_TEST_CASE(every_short_text_is_read_as_a_naive_reader_reads_it) {
    constexpr std::string_view letters = "a,;\t\"\n\r";
    constexpr std::size_t longest = 6;
    std::size_t good = 0;
    std::size_t all = 0;
    std::string text;
    for (std::size_t length = 0; length <= longest; ++length) {
        std::vector<std::size_t> at(length, 0);
        for (bool more = true; more;) {
            text.clear();
            for (auto const i : at) {
                text += letters[i];
            }
            auto const expected = read_naively(text);
            auto const read = events::read_csv(text);
            ++all;
            good += expected ? 1 : 0;
            bool same = read.fault.has_value() != expected.has_value();
            if (expected && same) {
                same = read.rows.size() == expected->size();
                for (std::size_t i = 0; same && i < expected->size(); ++i) {
                    same = read.rows[i].cells == (*expected)[i];
                }
            }
            BOOST_REQUIRE_MESSAGE(same, json::serialize(json::value(text)));
            more = false;
            for (std::size_t i = 0; i < length && !more; ++i) {
                more = ++at[i] < letters.size();
                at[i] = more ? at[i] : 0;
            }
        }
    }
    BOOST_TEST(all == 137'257U);
    BOOST_TEST(good > 20'000U);
}

BOOST_AUTO_TEST_CASE(what_excel_saves_is_read) {
    auto const table = producers(
        "HTX Chè Đồi Sương;;Hợp tác xã;123456789;8620;Khu 4;912345678;\r\n"
        "\"Hộ \"\"Lan\"\"\";;hộ;;08620;\"Xóm 1; Long Cốc\";;https://lan.example\r\n"
    );
    BOOST_TEST(errors_of(table) == "");
    BOOST_TEST_REQUIRE(table.lines.size() == 2U);
    auto const& first = std::get<registry::NewProducer>(table.lines[0].request);
    BOOST_TEST(first.name.vi == "HTX Chè Đồi Sương");
    BOOST_TEST(!first.name.en.has_value());
    BOOST_TEST((first.legal_form == registry::LegalForm::cooperative));
    BOOST_TEST(first.tax_code.value() == "0123456789");
    BOOST_TEST(first.commune_code == "08620");
    BOOST_TEST(first.phone.value() == "0912345678");
    auto const& second = std::get<registry::NewProducer>(table.lines[1].request);
    BOOST_TEST(second.name.vi == "Hộ \"Lan\"");
    BOOST_TEST(second.address == "Xóm 1; Long Cốc");
    BOOST_TEST(table.lines[1].line == 3);
}

BOOST_AUTO_TEST_CASE(a_header_is_known_by_its_letters_in_either_language) {
    for (auto const* const name : {"name.vi", "NAME_VI", "Tên", "Tên chủ thể", " ten_co_so (*) "}) {
        auto const* const column = find_column(Kind::producers, name);
        BOOST_TEST_REQUIRE(column != nullptr, name);
        BOOST_TEST(column->pointer == "/name/vi", name);
    }
    BOOST_TEST(find_column(Kind::producers, "") == nullptr);
    BOOST_TEST(find_column(Kind::producers, "(tên)") == nullptr);
    BOOST_TEST(find_column(Kind::producers, "stars") == nullptr);
    // No word names two columns of a kind.
    for (auto const kind :
         {Kind::producers, Kind::products, Kind::trade_items, Kind::certificates}) {
        for (auto const& column : columns_of(kind)) {
            BOOST_TEST(find_column(kind, name_of(column)) == &column, name_of(column));
            std::string aliases(column.aliases);
            while (!aliases.empty()) {
                auto const end = std::min(aliases.find(' '), aliases.size());
                BOOST_TEST(find_column(kind, aliases.substr(0, end)) == &column, aliases);
                aliases.erase(0, end + 1);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_columns_of_the_format_are_those_that_are_read) {
    std::ifstream file(std::string(OCOP_TESTS_DIR) + "/../src/imports/FORMAT.md");
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    for (auto const kind :
         {Kind::producers, Kind::products, Kind::trade_items, Kind::certificates}) {
        for (auto const& column : columns_of(kind)) {
            std::string aliases(column.aliases);
            for (auto at = aliases.find(' '); at != std::string::npos; at = aliases.find(' ', at)) {
                aliases.replace(at, 1, "`, `");
                at += 4;
            }
            auto const line = "| `" + name_of(column) + "` | `" + aliases + "` |";
            BOOST_TEST((text.find(line) != std::string::npos), "FORMAT.md lacks " << line);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_none_is_told_with_what_to_do) {
    auto const of = [](std::string const& text) {
        return errors_of(read_table(Kind::producers, text, {}));
    };
    std::string const not_utf8 = "1   csv_not_utf8: is not UTF-8: save the f";
    BOOST_TEST(of("t\xEAn\nA\n") == not_utf8);
    BOOST_TEST(of(std::string("ten\nA\0\n", 7)) == not_utf8);
    BOOST_TEST(of("ten\n\"A\n").substr(0, 16) == "2   csv_invalid:");
    BOOST_TEST(of("") == "1   csv_empty: has no lines below the h");
    BOOST_TEST(of(header) == "1   csv_empty: has no lines below the h");
    std::string many = header;
    for (std::size_t i = 0; i <= lines_max; ++i) {
        many += "A;;ho;;08620;B;;\n";
    }
    BOOST_TEST(of(many) == "2002   csv_too_long: has more than 2000 lines");
}

BOOST_AUTO_TEST_CASE(a_header_that_is_wrong_is_told_whole_and_no_line_is_read) {
    auto const table = read_table(Kind::producers, "ten;Tên;sao;;loai_hinh\nA;B;3;x;y\n", {});
    BOOST_TEST(
        errors_of(table) ==
        "1 Tên /name/vi column_repeated; 1 sao  column_unknown; 1   column_unknown; "
        "1 commune_code /commune_code column_missing; 1 address /address column_missing"
    );
    // A spreadsheet's empty columns behind are none.
    BOOST_TEST(errors_of(producers("A;;ho;;08620;B;;\n")) == "");
    auto const wide = read_table(
        Kind::certificates,
        "product;stars;decision;decided_on;issued_on;;\na;3;b;1/6/2026;2026-06-01;;\n",
        "phu-tho"
    );
    BOOST_TEST(errors_of(wide) == "");
}

BOOST_AUTO_TEST_CASE(each_wrong_cell_is_told_at_its_column) {
    BOOST_TEST(
        errors_of(producers("A;;ho;;08620\n")) == "2 dia_chi /address json_invalid: is required"
    );
    BOOST_TEST(
        errors_of(producers(";;ho;;08620;B\n")) == "2 ten /name/vi json_invalid: is required"
    );
    BOOST_TEST(
        errors_of(producers("A;;nhà nước;8,9E+11;08620;B\n")) ==
        "2 ma_so_thue /tax_code json_invalid: was changed by the sprea"
    );
    BOOST_TEST(
        errors_of(producers("A;;nhà nước;;08620;B\n")) ==
        "2 loai_hinh /legal_form json_invalid: must be one of: enterpri"
    );
    BOOST_TEST(
        errors_of(producers("A;;ho;;08620;B;;;;\nA;;ho;;08620;B;;;x\n")) ==
        "3   line_too_wide: has more cells than the "
    );
    BOOST_TEST(
        errors_of(producers("A;;ho;0123456789;08620;B\nC;;ho;123456789;08620;D\n")) ==
        "3 ma_so_thue /tax_code line_repeated: is also on line 2"
    );
}

BOOST_AUTO_TEST_CASE(errors_are_counted_past_those_that_are_told) {
    std::string lines;
    for (int i = 0; i < 300; ++i) {
        lines += "A;;?;;08620;B\n";
    }
    auto const table = producers(lines);
    BOOST_TEST(table.errors.total == 300);
    BOOST_TEST(table.errors.first.size() == errors_max);
    BOOST_TEST(table.lines.empty());
}

BOOST_AUTO_TEST_CASE(what_a_clerk_leaves_out_is_filled_in) {
    auto const table = read_table(
        Kind::products,
        "ma_san_pham,chu_the,ten,bo_tieu_chi_so\n25-08620-01-2026,HTX,Chè,14\n",
        "phu-tho"
    );
    BOOST_TEST(errors_of(table) == "");
    auto const& product = std::get<registry::NewProduct>(table.lines.at(0).request);
    BOOST_TEST(product.authority == "phu-tho");
    BOOST_TEST(product.group == 2);
    BOOST_TEST((product.legal_version == registry::LegalVersion::qd26));
    auto const nobodys = read_table(
        Kind::products, "ma_san_pham,chu_the,ten,bo_tieu_chi_so\n25-08620-01-2026,HTX,Chè,14\n", {}
    );
    BOOST_TEST(errors_of(nobodys) == "2 authority /authority json_invalid: is required");
}

BOOST_AUTO_TEST_CASE(cells_are_read_as_people_and_spreadsheets_write_them) {
    BOOST_TEST(cell_of(Cell::day, "26/11/2026") == "\"2026-11-26\"");
    BOOST_TEST(cell_of(Cell::day, "1/6/2026") == "\"2026-06-01\"");
    BOOST_TEST(cell_of(Cell::day, "2026-11-26") == "\"2026-11-26\"");
    BOOST_TEST(cell_of(Cell::day, "30/02/2026") == "no");
    BOOST_TEST(cell_of(Cell::day, "26/11/26") == "no");
    BOOST_TEST(cell_of(Cell::number, "1500") == "1500");
    for (auto const* const bad : {"1.500", "1,5", "-1", "1 500", "x", "9999999999999999"}) {
        BOOST_TEST(cell_of(Cell::number, bad) == "no", bad);
    }
    BOOST_TEST(cell_of(Cell::commune, "620") == "\"00620\"");
    BOOST_TEST(cell_of(Cell::commune, "x20") == "\"x20\"");
    BOOST_TEST(cell_of(Cell::tax_code, "0123456789-001") == "\"0123456789001\"");
    BOOST_TEST(cell_of(Cell::tax_code, "123456789") == "\"0123456789\"");
    // A person's number, or a branch's without its zero: the register refuses it.
    BOOST_TEST(cell_of(Cell::tax_code, "001234567890") == "\"001234567890\"");
    BOOST_TEST(cell_of(Cell::tax_code, "123") == "\"123\"");
    BOOST_TEST(cell_of(Cell::gtin, "8.93612E+12") == "no");
    BOOST_TEST(cell_of(Cell::gtin, "8936000000012") == "\"8936000000012\"");
    BOOST_TEST(cell_of(Cell::phone, "+84 912 345 678") == "\"+84 912 345 678\"");
    BOOST_TEST(cell_of(Cell::unit, "Lít") == "\"l\"");
    BOOST_TEST(cell_of(Cell::unit, "ML") == "\"ml\"");
    BOOST_TEST(cell_of(Cell::version, "QĐ 26") == "\"qd26\"");
    BOOST_TEST(cell_of(Cell::version, "148/QĐ-TTg") == "\"qd148\"");
    BOOST_TEST(cell_of(Cell::legal_form, "cooperative_group") == "\"cooperative_group\"");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::imports
