#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

// The security checklist: tests/data/asvs.tsv says for each of its 42 rows (OWASP ASVS 5.0) which
// test cases stand for it, or that ARCHITECTURE.md says why there is none.
namespace ocop::test {

namespace {

constexpr auto left_out = "ARCHITECTURE";

struct Row {
    int number = 0;
    std::vector<std::string> ids;    // "1.2.1"
    std::vector<std::string> tests;  // names of cases, or left_out
};

std::string read_file(std::filesystem::path const& path) {
    std::ifstream file(path);
    BOOST_TEST_REQUIRE(file.good(), path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> words_of(std::string const& text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

std::vector<Row> read_rows() {
    std::vector<Row> out;
    std::istringstream in(read_file(OCOP_TESTS_DIR "/data/asvs.tsv"));
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream cells(line);
        std::string number;
        std::string ids;
        std::string tests;
        std::getline(cells, number, '\t');
        std::getline(cells, ids, '\t');
        std::getline(cells, tests);
        out.push_back({std::stoi(number), words_of(ids), words_of(tests)});
    }
    return out;
}

// Every case in the sources whose name begins with "asvs_", and how often.
std::map<std::string, int> cases_in_sources() {
    std::map<std::string, int> out;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(OCOP_TESTS_DIR)) {
        if (!entry.path().filename().string().ends_with("_test.cpp")) {
            continue;
        }
        std::istringstream in(read_file(entry.path()));
        for (std::string line; std::getline(in, line);) {
            auto const start = line.find("_TEST_CASE(asvs_");
            if (line.starts_with("BOOST_") && start != std::string::npos) {
                auto const name = line.substr(start + 11);
                ++out[name.substr(0, name.find_first_of(",)"))];
            }
        }
    }
    return out;
}

// "asvs_1_2_1_" of "1.2.1".
std::string prefix_of(std::string const& id) {
    auto out = "asvs_" + id + "_";
    std::replace(out.begin(), out.end(), '.', '_');
    return out;
}

bool begins_with_any(std::string const& name, std::vector<std::string> const& ids) {
    return std::any_of(ids.begin(), ids.end(), [&](auto const& id) {
        return name.starts_with(prefix_of(id));
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(asvs_checklist)

BOOST_AUTO_TEST_CASE(the_checklist_has_its_42_rows) {
    auto const rows = read_rows();
    BOOST_TEST_REQUIRE(rows.size() == 42U);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        BOOST_TEST(rows[i].number == static_cast<int>(i + 1));
        BOOST_TEST(!rows[i].ids.empty());
        BOOST_TEST(!rows[i].tests.empty(), "row " << rows[i].number);
    }
}

BOOST_AUTO_TEST_CASE(every_row_has_a_test_of_its_first_number_or_a_reason) {
    auto const cases = cases_in_sources();
    auto const document = read_file(OCOP_TESTS_DIR "/../ARCHITECTURE.md");
    auto const start = document.find("## ASVS rows without a test\n");
    BOOST_TEST_REQUIRE(start != std::string::npos);
    auto const section =
        words_of(document.substr(start, document.find("\n## ", start + 1) - start));
    for (auto const& row : read_rows()) {
        BOOST_TEST_CONTEXT("row " << row.number) {
            auto const& first = row.ids.front();
            bool const excused =
                std::find(row.tests.begin(), row.tests.end(), left_out) != row.tests.end();
            bool const said =
                std::find(section.begin(), section.end(), first) != section.end() ||
                std::find(section.begin(), section.end(), first + ":") != section.end();
            BOOST_TEST(excused == said, first);
            bool tested = false;
            for (auto const& test : row.tests) {
                if (test == left_out) {
                    continue;
                }
                BOOST_TEST(cases.count(test) == 1U, test << " is no test case");
                BOOST_TEST(begins_with_any(test, row.ids), test);
                tested = tested || test.starts_with(prefix_of(first));
            }
            BOOST_TEST((tested || excused), first << " has no test");
        }
    }
}

BOOST_AUTO_TEST_CASE(every_test_that_carries_a_number_is_in_the_checklist_once) {
    std::set<std::string> listed;
    for (auto const& row : read_rows()) {
        for (auto const& test : row.tests) {
            BOOST_TEST((listed.insert(test).second || test == left_out), test << " twice");
        }
    }
    for (auto const& [name, count] : cases_in_sources()) {
        BOOST_TEST(count == 1, name);
        BOOST_TEST(listed.count(name) == 1U, name << " is not in the checklist");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
