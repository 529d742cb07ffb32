#include <ocop/gs1/ai.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

using namespace ocop;
using namespace ocop::gs1;

namespace {

struct Case {
    std::string_view ai;
    std::string value;
    std::string_view slug;  // empty: good
};

std::string_view slug_of(std::string_view ai, std::string_view value) {
    auto const checked = check_ai_value(ai, value);
    return checked ? std::string_view() : checked.error().slug;
}

std::string_view const malformed = "ai_value_malformed";
std::string_view const wrong_digit = "check_digit_wrong";

std::string x(std::size_t count) {
    return std::string(count, 'X');
}

std::string padded(int number, std::size_t size) {
    auto out = std::to_string(number);
    return std::string(size - out.size(), '0') + out;
}

std::string_view combination(std::vector<Element> const& elements) {
    auto const checked = check_ai_associations(elements);
    return checked ? std::string_view() : checked.error().slug;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gs1_ai)

BOOST_AUTO_TEST_CASE(every_number_finds_its_row_or_none) {
    std::set<std::string> known;
    for (auto const& row : ai_table()) {
        BOOST_TEST(row.first.size() == row.last.size());
        BOOST_TEST(!row.components().empty());
        auto const last = std::stoi(std::string(row.last));
        for (auto code = std::stoi(std::string(row.first)); code <= last; ++code) {
            BOOST_TEST(find_ai(padded(code, row.first.size())) == &row);
            BOOST_TEST(known.insert(padded(code, row.first.size())).second);
        }
    }
    std::size_t found = 0;
    for (int code = 0; code < 11110; ++code) {
        // All numbers of one to four digits: 0-9, then 00-99, and so on.
        auto const size = code < 10 ? 1U : code < 110 ? 2U : code < 1110 ? 3U : 4U;
        auto const first = code < 10 ? 0 : code < 110 ? 10 : code < 1110 ? 110 : 1110;
        found += find_ai(padded(code - first, size)) != nullptr ? 1U : 0U;
    }
    BOOST_TEST(found == known.size());
    for (auto const* text : {"", "0", "O1", "1O", " 01", "01 ", "00001", "31000", "gtin"}) {
        BOOST_TEST(find_ai(text) == nullptr, text);
    }
}

BOOST_AUTO_TEST_CASE(keys_qualifiers_and_attributes_are_marked) {
    for (auto const* ai :
         {"00",
          "01",
          "253",
          "255",
          "401",
          "402",
          "414",
          "415",
          "417",
          "8003",
          "8004",
          "8006",
          "8010",
          "8013",
          "8017",
          "8018"}) {
        BOOST_TEST((find_ai(ai) != nullptr && find_ai(ai)->key), ai);
    }
    for (auto const* ai : {"21", "22", "235", "254", "7040", "8011", "8019", "8020"}) {
        BOOST_TEST((!find_ai(ai)->key && !find_ai(ai)->attribute), ai);
    }
    BOOST_TEST(find_ai("01")->qualifiers == "22,10,21|235");
    BOOST_TEST(find_ai("17")->attribute);
    BOOST_TEST(find_ai("17")->fixed);
    BOOST_TEST(!find_ai("10")->fixed);
}

BOOST_AUTO_TEST_CASE(values_are_judged_by_length_characters_and_check_digit) {
    std::vector<Case> const cases = {
        {"01", "08935012345677", ""},
        {"01", "08935012345678", wrong_digit},
        {"01", "8935012345677", malformed},
        {"01", "089350123456770", malformed},
        {"01", "0893501234567A", malformed},
        {"01", "", malformed},
        {"00", "006141411234567890", ""},
        {"00", "006141411234567891", wrong_digit},
        {"10", "L", ""},
        {"10", x(20), ""},
        {"10", x(21), malformed},
        {"10", "", malformed},
        {"10", "!\"%&'()*+,-./", ""},
        {"10", ":;<=>?_azAZ09", ""},
        {"10", "A B", malformed},
        {"10", "A#B", malformed},
        {"10", "A$B", malformed},
        {"10", "A@B", malformed},
        {"10", "A~B", malformed},
        {"10", "A^B", malformed},
        {"10", "C\xC3\xA0", malformed},
        {"10", std::string("A\0B", 3), malformed},
        {"235", x(28), ""},
        {"235", x(29), malformed},
        {"90", x(30), ""},
        {"90", x(31), malformed},
        {"98", x(90), ""},
        {"98", x(91), malformed},
        {"414", "9520123456788", ""},
        {"414", "9520123456780", wrong_digit},
        {"417", "9520123456788", ""},
        {"8010", "0200#-/", ""},
        {"8010", "0200abc", malformed},
        {"8013", "1987654Ad4X4bL5ttr2310c2K", ""},
        {"8013", "1987654Ad4X4bL5ttr2310cXK", wrong_digit},
        {"8030", "abcABC-_", ""},
        {"8030", "abc+", malformed},
        {"8030", "1==", ""},
        {"8030", "12=", ""},
        {"8030", "=12", malformed},
        {"2345", "1", "ai_unknown"},
        {"", "1", "ai_unknown"},
    };
    for (auto const& one : cases) {
        BOOST_TEST(slug_of(one.ai, one.value) == one.slug, one.ai << " " << one.value);
    }
}

BOOST_AUTO_TEST_CASE(compound_values_are_judged_part_by_part) {
    std::vector<Case> const cases = {
        {"253", "1231231231232", ""},
        {"253", "1231231231232" + x(17), ""},
        {"253", "1231231231232" + x(18), malformed},
        {"253", "1231231231233", wrong_digit},
        {"255", "1231231231232A", malformed},
        {"8003", "01231231231232SERIAL", ""},
        {"8003", "11231231231232", malformed},
        {"8006", "123123123123260102", ""},
        {"8006", "123123123123260201", malformed},
        {"8006", "123123123123260002", malformed},
        {"422", "704", ""},
        {"422", "705", ""},
        {"422", "701", malformed},
        {"423", "704724", ""},
        {"423", "70472", malformed},
        {"423", "704704704704704", ""},
        {"423", "704704704704704704", malformed},
        {"427", "VNM", ""},
        {"7030", "704ABC", ""},
        {"7030", "999ABC", ""},
        {"7030", "704", malformed},
        {"7230", "XXCERT", ""},
        {"7230", "XX", malformed},
        {"3103", "000195", ""},
        {"3103", "00195", malformed},
        {"3103", "00019A", malformed},
        {"4309", "02790858483015297971", ""},
        {"4309", "18000000013015297971", malformed},
        {"4330", "000100-", ""},
        {"4330", "000100", ""},
        {"4330", "000100+", malformed},
        {"8008", "26010112", ""},
        {"8008", "260101125959", ""},
        {"8008", "260101126000", malformed},
        {"8008", "2601011", malformed},
        {"7040", "1ABc", ""},
        {"7040", "1AB=", malformed},
    };
    for (auto const& one : cases) {
        BOOST_TEST(slug_of(one.ai, one.value) == one.slug, one.ai << " " << one.value);
    }
}

BOOST_AUTO_TEST_CASE(days_exist_and_day_zero_only_where_the_month_will_do) {
    for (auto const* ai : {"11", "12", "13", "15", "16", "17"}) {
        BOOST_TEST(slug_of(ai, "261231") == "", ai);
        BOOST_TEST(slug_of(ai, "261200") == "", ai);
        BOOST_TEST(slug_of(ai, "261232") == malformed, ai);
        BOOST_TEST(slug_of(ai, "261301") == malformed, ai);
        BOOST_TEST(slug_of(ai, "260001") == malformed, ai);
        BOOST_TEST(slug_of(ai, "26123") == malformed, ai);
    }
    BOOST_TEST(slug_of("17", "280229") == "");
    BOOST_TEST(slug_of("17", "270229") == malformed);
    BOOST_TEST(slug_of("7006", "261231") == "");
    BOOST_TEST(slug_of("7006", "261200") == malformed);
    BOOST_TEST(slug_of("7003", "2612312359") == "");
    BOOST_TEST(slug_of("7003", "2612312400") == malformed);
    BOOST_TEST(slug_of("7250", "19000228") == "");
    BOOST_TEST(slug_of("7250", "19000229") == malformed);
}

BOOST_AUTO_TEST_CASE(a_fault_names_the_ai_and_the_reason) {
    auto const checked = check_ai_value("10", x(21));
    BOOST_TEST_REQUIRE(!checked.has_value());
    BOOST_TEST((checked.error().code == Errc::malformed));
    BOOST_TEST(checked.error().faults.at(0).pointer == "10");
    BOOST_TEST(checked.error().faults.at(0).reason == "is too long");
}

BOOST_AUTO_TEST_CASE(ais_that_exclude_or_need_each_other_are_told) {
    std::string_view const wrong = "ai_combination_wrong";
    Element const gtin{"01", "08935012345677"};
    BOOST_TEST(combination({}) == "");
    BOOST_TEST(combination({gtin}) == "");
    BOOST_TEST(combination({gtin, gtin}) == "");
    BOOST_TEST(combination({gtin, {"01", "12312312312333"}}) == wrong);
    BOOST_TEST(combination({gtin, {"37", "5"}}) == wrong);
    BOOST_TEST(combination({gtin, {"10", "A"}, {"21", "B"}}) == "");
    BOOST_TEST(combination({gtin, {"21", "A"}, {"235", "B"}}) == wrong);
    BOOST_TEST(combination({{"10", "A"}}) == wrong);
    BOOST_TEST(combination({gtin, {"427", "35"}}) == wrong);
    BOOST_TEST(combination({gtin, {"427", "35"}, {"422", "704"}}) == "");
    BOOST_TEST(combination({gtin, {"3100", "000001"}, {"3105", "000001"}}) == wrong);
    BOOST_TEST(combination({gtin, {"3100", "000001"}, {"3925", "1"}}) == "");
    BOOST_TEST(combination({gtin, {"3925", "1"}}) == wrong);
    BOOST_TEST(combination({gtin, {"8030", "AAA"}}) == wrong);
    BOOST_TEST(combination({gtin, {"21", "A"}, {"8030", "AAA"}}) == "");
    BOOST_TEST(combination({{"253", "1231231231232"}, {"8030", "AAA"}}) == wrong);
    BOOST_TEST(combination({{"253", "1231231231232A"}, {"8030", "AAA"}}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
