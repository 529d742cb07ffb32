#include "ledger/kind_rows.hpp"

#include <ocop/ledger/kinds.hpp>
#include <ocop/ledger/rules.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace ocop;
using namespace ocop::ledger;

namespace {

std::string format() {
    std::ifstream file(std::string(OCOP_TESTS_DIR) + "/../include/ocop/ledger/FORMAT.md");
    return {std::istreambuf_iterator<char>(file), {}};
}

void check_line(std::string const& text, std::string const& line) {
    BOOST_TEST((text.find("\n" + line + "\n") != std::string::npos), "FORMAT.md lacks: " << line);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kinds)

BOOST_AUTO_TEST_CASE(the_table_of_the_format_is_the_one_that_entries_are_held_to) {
    auto const text = format();
    for (auto const& row : kind_rows) {
        std::string line = "| `";
        line.append(row.noun).append("` | ").append(row.acts).append(" | `");
        line.append(row.subject).append("` | `").append(row.members).append("` |");
        check_line(text, line);
    }
}

BOOST_AUTO_TEST_CASE(what_an_act_needs_besides_stands_in_the_format) {
    auto const text = format();
    for (auto const& kind : ledger::kinds()) {
        auto const start = text.find("\n| `" + kind.name + "` | ");
        if (start == std::string::npos) {
            continue;
        }
        auto const line = " " + text.substr(start + 8 + kind.name.size(), 100) + " ";
        for (auto const& member : kind.members) {
            bool const said =
                line.substr(0, line.find('|')).find(" " + member.name + " ") != std::string::npos;
            BOOST_TEST((!said || member.required), kind.name << " " << member.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_rules_of_the_format_are_those_that_are_replayed) {
    auto const text = format();
    for (auto const& rule : rules()) {
        std::string line = "| `";
        line.append(rule.id).append("` | ").append(rule.sentence).append(" |");
        check_line(text, line);
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_kind_is_found_nowhere) {
    BOOST_TEST(find_kind("order.forgotten") == nullptr);
    BOOST_TEST(find_kind("") == nullptr);
    BOOST_TEST_REQUIRE(find_kind("order.issued") != nullptr);
    BOOST_TEST(find_kind("order.issued")->name == "order.issued");
}

BOOST_AUTO_TEST_SUITE_END()
