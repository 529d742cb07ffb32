// Runs the vectors of GS1's reference engine and linters, when they are on this machine (they are
// not ours to ship), and holds each verdict against ours. Where we differ on purpose, the
// difference is listed with its reason, and a listed one that no longer differs is an error too.

#include "gs1/associations.hpp"
#include "gs1/checks.hpp"
#include "gs1/percent.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/json.hpp>
#include <ocop/gs1/check_digit.hpp>
#include <ocop/gs1/digital_link.hpp>
#include <ocop/gs1/element_string.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace ocop;
using namespace ocop::gs1;

namespace {

bool has_mixed_case_scheme(std::string_view uri) {
    auto const scheme = uri.substr(0, uri.find(':'));
    return scheme != "http" && scheme != "https" && scheme != "HTTP" && scheme != "HTTPS";
}

bool ends_in_slash(std::string_view uri) {
    return uri.substr(0, uri.find_first_of("?#")).ends_with('/');
}

bool has_semicolon(std::string_view uri) {
    auto const query = uri.find('?');
    return query != std::string_view::npos && uri.find(';', query) != std::string_view::npos;
}

bool has_broken_escape(std::string_view uri) {
    std::string out;
    return uri.find("%00") == std::string_view::npos && !percent_decode(uri, UriPart::path, out);
}

bool has_number_alone(std::string_view uri) {
    auto const mark = uri.find('?');
    auto rest = mark == std::string_view::npos ? std::string_view() : uri.substr(mark + 1);
    while (!rest.empty()) {
        auto const item = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(item.size() + 1, rest.size()));
        if (!item.empty() && item.find_first_not_of("0123456789") == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

// Where our verdict may differ from the engine's, and whether it is we who take the link.
struct Difference {
    std::string_view name;
    std::string_view why;
    bool (*applies)(std::string_view uri);
    bool we_take_it;
};

constexpr Difference differences[] = {
    {"mixed-case scheme", "RFC 3986 §3.1: case means nothing", has_mixed_case_scheme, true},
    {"slash at the end", "resolvers should tolerate one", ends_in_slash, true},
    {"semicolon", "a delimiter in the standard's ABNF", has_semicolon, true},
    {"broken escape", "what it means is anyone's guess", has_broken_escape, false},
    {"number alone", "'?10' is an AI without a value, not a parameter", has_number_alone, false},
};

// Linters of AIs that no Digital Link carries.
std::set<std::string> const linters_left_out = {"packagetype", "hasnondigit", "yyyymmd0"};

std::string const folder = std::string(OCOP_REFERENCE_DIR) + "/dl/";

bool have_reference() {
    return std::ifstream(folder + "index.txt").good();
}

auto const reference = boost::unit_test::precondition(
    [](boost::unit_test::test_unit_id) -> boost::test_tools::assertion_result {
        return have_reference();
    }
);

void each_line(std::string const& name, std::function<void(json::object const&)> const& use) {
    std::ifstream file(folder + name);
    BOOST_TEST_REQUIRE(file.good(), name);
    std::string line;
    while (std::getline(file, line)) {
        auto const parsed = json::parse(line);
        BOOST_TEST_REQUIRE(parsed.has_value(), name << ": " << line);
        use(parsed->get_object());
    }
}

std::string text_of(json::object const& o, char const* name) {
    auto const* found = o.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

Difference const* difference_of(std::string_view uri, bool taken) {
    for (auto const& difference : differences) {
        if (difference.applies(uri) && difference.we_take_it == taken) {
            return &difference;
        }
    }
    return nullptr;
}

// What a check gives for one line of linter-unit-vectors; nothing for a linter that we lack.
std::optional<bool> our_verdict(std::string const& linter, std::string const& data) {
    static std::map<std::string, CharSet> const sets = {
        {"csetnumeric", CharSet::numeric},
        {"cset82", CharSet::cset82},
        {"cset39", CharSet::cset39},
        {"cset64", CharSet::cset64},
    };
    static std::map<std::string, Check> const checks = {
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
    if (auto const set = sets.find(linter); set != sets.end()) {
        return has_only(set->second, data);
    }
    if (auto const check = checks.find(linter); check != checks.end()) {
        return fault_of(check->second, data) == nullptr;
    }
    return std::nullopt;
}

std::optional<Error> rule_fault(std::string const& rule, std::vector<Present> const& all) {
    if (rule == "validateAIrepeats") {
        return repeat_fault(all);
    }
    if (rule == "validateAImutex") {
        return exclusion_fault(all);
    }
    if (rule == "validateAIrequisites") {
        return requirement_fault(all);
    }
    BOOST_TEST(rule == "validateDigSigRequiresSerialisedKey");
    return signature_fault(all);
}

// [["01","02"],["422"]] as "01,02 422": lists joined by ',' within and `outer` between.
std::string joined(json::value const& lists, char outer) {
    std::string out;
    for (auto const& list : lists.get_array()) {
        out += out.empty() ? "" : std::string(1, outer);
        std::string inner;
        for (auto const& one : list.get_array()) {
            inner += inner.empty() ? "" : ",";
            inner += one.get_string();
        }
        out += inner;
    }
    return out;
}

std::vector<std::string> fields_of(std::string_view line, std::size_t count) {
    std::vector<std::string> out;
    while (out.size() < count) {
        auto const tab = std::min(line.find('\t'), line.size());
        out.emplace_back(line.substr(0, tab));
        line.remove_prefix(std::min(tab + 1, line.size()));
    }
    return out;
}

// Whether a row says what an entry of ai-table.json says.
bool is_as_in_dictionary(Ai const& row, json::object const& o) {
    auto const& parts = o.at("components").get_array();
    auto const ours = row.components();
    bool const parts_equal = std::equal(
        ours.begin(),
        ours.end(),
        parts.begin(),
        parts.end(),
        [](Component const& part, json::value const& other) {
            return part.length_max == other.at("max").as_int64() &&
                   part.optional == other.at("optional").get_bool();
        }
    );
    return parts_equal && row.attribute == o.at("dl_data_attribute").get_bool() &&
           row.key == o.at("dl_primary_key").get_bool() &&
           row.fixed == o.at("predefined_length_no_fnc1").get_bool() &&
           row.qualifiers == joined(o.at("dl_qualifier_sequences"), '|') &&
           row.required == joined(o.at("requires_all_of_these_any_of"), ' ') &&
           row.excluded == joined(json::array{o.at("excludes")}, ' ');
}

struct Tally {
    int agreed = 0;
    int on_purpose = 0;
};

// `uri` judged by us, against the engine's verdict with its element string and canonical URI.
void compare(
    std::string const& uri,
    bool ok,
    std::string const& ai,
    std::string const& canonical,
    Tally& tally
) {
    auto const link = parse_digital_link(uri);
    if (link.has_value() != ok && difference_of(uri, link.has_value()) != nullptr) {
        ++tally.on_purpose;
        return;
    }
    BOOST_TEST(link.has_value() == ok, uri << (link ? "" : " " + describe(link.error())));
    if (link && ok) {
        BOOST_TEST(bracketed(*link) == ai, uri);
        BOOST_TEST(canonical_digital_link(*link) == canonical, uri);
    }
    ++tally.agreed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gs1_reference, *reference)

BOOST_AUTO_TEST_CASE(the_engine_and_we_agree_on_its_own_uris) {
    Tally tally;
    each_line("dl-uri-parse.jsonl", [&tally](json::object const& o) {
        auto const* verdict = o.if_contains("default_full_validation");
        if (verdict == nullptr) {
            BOOST_TEST(!parse_digital_link(text_of(o, "uri")).has_value());
            ++tally.agreed;
            return;
        }
        auto const& v = verdict->get_object();
        bool const ok = v.at("ok").get_bool();
        compare(text_of(o, "uri"), ok, text_of(v, "ai"), text_of(v, "canonical"), tally);
    });
    BOOST_TEST_MESSAGE(
        "dl-uri-parse: " << tally.agreed << " agree, " << tally.on_purpose << " on purpose not"
    );
    BOOST_TEST(tally.agreed > 0);
}

BOOST_AUTO_TEST_CASE(the_engine_and_we_agree_on_vietnamese_edge_cases) {
    std::ifstream file(folder + "dl-uri-vn-extra.tsv");
    std::string line;
    std::getline(file, line);
    Tally tally;
    while (std::getline(file, line)) {
        auto const fields = fields_of(line, 6);
        compare(fields[0], fields[1] == "1", fields[4], fields[5], tally);
    }
    BOOST_TEST_MESSAGE(
        "dl-uri-vn-extra: " << tally.agreed << " agree, " << tally.on_purpose << " on purpose not"
    );
    BOOST_TEST(tally.agreed > 0);
}

// The simple parser checks the form of a link only, so it takes more than we do; of what both take,
// it must see the same elements.
BOOST_AUTO_TEST_CASE(the_simple_parser_and_we_see_the_same_elements) {
    int agreed = 0;
    each_line("dl-uri-simple-parser.jsonl", [&agreed](json::object const& o) {
        auto const link = parse_digital_link(text_of(o, "uri"));
        if (!link || !o.at("parse_ok").get_bool()) {
            return;
        }
        BOOST_TEST(bracketed(*link) == text_of(o, "bracketed"));
        auto expected = text_of(o, "unbracketed").substr(1);
        std::replace(expected.begin(), expected.end(), '^', '\x1D');
        BOOST_TEST(unbracketed(*link) == expected);
        ++agreed;
    });
    BOOST_TEST_MESSAGE("dl-uri-simple-parser: " << agreed << " agree");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_CASE(links_are_made_as_the_engine_makes_them) {
    int agreed = 0;
    each_line("dl-uri-generate.jsonl", [&agreed](json::object const& o) {
        auto const elements = parse_bracketed(text_of(o, "ai"));
        BOOST_TEST_REQUIRE(elements.has_value());
        auto const stem = text_of(o, "stem");
        auto const link = make_digital_link(stem.empty() ? "https://id.gs1.org" : stem, *elements);
        BOOST_TEST(link.has_value() == o.at("ok").get_bool(), text_of(o, "ai"));
        if (link) {
            BOOST_TEST(write_digital_link(*link) == text_of(o, "uri"));
        }
        ++agreed;
    });
    BOOST_TEST_MESSAGE("dl-uri-generate: " << agreed << " agree");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_CASE(escapes_are_read_as_the_engine_reads_them) {
    int agreed = 0;
    int on_purpose = 0;
    each_line("dl-uri-percent-encoding.jsonl", [&](json::object const& o) {
        auto const in = text_of(o, "in");
        if (text_of(o, "fn") == "URIescape") {
            std::string out;
            append_percent_encoded(out, in);
            BOOST_TEST(out == text_of(o, "path"));
            ++agreed;
            return;
        }
        std::string path;
        std::string query;
        bool const good =
            percent_decode(in, UriPart::path, path) && percent_decode(in, UriPart::query, query);
        // The engine leaves a broken escape as it is; it never decodes to anything else.
        BOOST_TEST((good || text_of(o, "path") == in), in);
        // The file writes the decoded byte FF as the character U+00FF.
        if (good && text_of(o, "path").find('\xC3') == std::string::npos) {
            BOOST_TEST(path == text_of(o, "path"));
            BOOST_TEST(query == text_of(o, "query"));
        }
        ++(good ? agreed : on_purpose);
    });
    BOOST_TEST_MESSAGE("percent-encoding: " << agreed << " agree, " << on_purpose << " refused");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_CASE(checks_agree_with_the_linters) {
    int agreed = 0;
    int left_out = 0;
    each_line("linter-unit-vectors.jsonl", [&](json::object const& o) {
        auto const linter = text_of(o, "linter");
        auto const data = text_of(o, "data");
        // These name a C variable and not its content, or ask a register of company prefixes.
        bool const asks_register =
            linter.starts_with("coupon") && text_of(o, "error") == "GS1_LINTER_INVALID_GCP_PREFIX";
        if ((linter.starts_with("gcppos") && data == "data") || asks_register) {
            ++left_out;
            return;
        }
        auto const verdict = our_verdict(linter, data);
        if (!verdict) {
            BOOST_TEST(linters_left_out.contains(linter), linter);
            ++left_out;
            return;
        }
        BOOST_TEST(*verdict == o.at("ok").get_bool(), linter << " " << data);
        ++agreed;
    });
    BOOST_TEST_MESSAGE("linter-unit-vectors: " << agreed << " agree, " << left_out << " left out");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_CASE(values_that_a_linter_refuses_are_refused) {
    int agreed = 0;
    each_line("ai-linter-cases.jsonl", [&agreed](json::object const& o) {
        auto const elements = parse_bracketed(text_of(o, "ai"));
        BOOST_TEST_REQUIRE(elements.has_value());
        bool good = true;
        for (auto const& element : *elements) {
            good = good && check_ai_value(element.ai, element.value).has_value();
        }
        BOOST_TEST(good == (text_of(o, "expect") == "GS1_LINTER_OK"), text_of(o, "ai"));
        ++agreed;
    });
    BOOST_TEST_MESSAGE("ai-linter-cases: " << agreed << " agree");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_CASE(associations_agree_with_the_engine) {
    int agreed = 0;
    each_line("ai-association-rules.jsonl", [&agreed](json::object const& o) {
        auto const elements = parse_bracketed(text_of(o, "ai"));
        BOOST_TEST_REQUIRE(elements.has_value());
        std::vector<Present> all;
        for (auto const& element : *elements) {
            all.push_back({find_ai(element.ai), element.ai, element.value});
        }
        bool const good = !rule_fault(text_of(o, "rule"), all);
        BOOST_TEST(good == o.at("ok").get_bool(), text_of(o, "rule") << " " << text_of(o, "ai"));
        ++agreed;
    });
    BOOST_TEST_MESSAGE("ai-association-rules: " << agreed << " agree");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_CASE(the_table_says_what_the_dictionary_says) {
    std::ifstream file(folder + "ai-table.json");
    std::string const text((std::istreambuf_iterator<char>(file)), {});
    auto const parsed = json::parse(text, {.bytes_max = 1 << 20, .depth_max = 16});
    BOOST_TEST_REQUIRE(parsed.has_value());
    int agreed = 0;
    for (auto const& entry : parsed->get_array()) {
        auto const& o = entry.get_object();
        auto const* row = find_ai(text_of(o, "ai"));
        bool const in_links =
            o.at("dl_data_attribute").get_bool() || o.at("dl_primary_key").get_bool();
        BOOST_TEST((row != nullptr || !in_links), text_of(o, "ai"));
        BOOST_TEST((row == nullptr || is_as_in_dictionary(*row, o)), text_of(o, "ai"));
        agreed += row != nullptr ? 1 : 0;
    }
    BOOST_TEST_MESSAGE("ai-table: " << agreed << " rows agree");
    BOOST_TEST(agreed == 533);
}

BOOST_AUTO_TEST_SUITE_END()
