#include "unit/ledger/signers.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::ledger;

namespace {

std::string format_text() {
    std::ifstream file(std::string(OCOP_TESTS_DIR) + "/../include/ocop/ledger/FORMAT.md");
    return {std::istreambuf_iterator<char>(file), {}};
}

// As an example stands in the document.
std::string indented(std::string const& text) {
    std::string out;
    bool line_start = true;
    for (char const c : text) {
        if (line_start && c != '\n') {
            out += "    ";
        }
        out += c;
        line_start = c == '\n';
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(format)

BOOST_AUTO_TEST_CASE(the_examples_of_the_document_are_the_vectors) {
    auto const document = format_text();
    for (std::string_view const member : {"checkpoint", "log_proof", "add_checkpoint"}) {
        BOOST_TEST((document.find(indented(tlog_text(member))) != document.npos), member);
    }
    auto const vkey = vectors::text(tlog_vectors().at("log"), "vkey");
    BOOST_TEST((document.find(indented(vkey + "\n")) != document.npos));
}

BOOST_AUTO_TEST_SUITE_END()
