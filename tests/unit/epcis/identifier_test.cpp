// Identifiers: known pairs, the reference's pairs where they are there, and statements about every
// value: what is canonical stays, every truncation ends in an answer.

#include <ocop/epcis/identifier.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <random>
#include <string>

using namespace ocop;
using namespace ocop::epcis;

namespace {

struct Known {
    std::string_view uri;
    std::string_view canonical;
    IdentifierKind kind;
};

using Kind = IdentifierKind;

constexpr Known urns[] = {
    {"urn:epc:id:sgtin:8935012.034567.S1",
     "https://id.gs1.org/01/08935012345677/21/S1",
     Kind::instance},
    {"urn:epc:id:sgtin:8935012.134567.a%2Fb%22",
     "https://id.gs1.org/01/18935012345674/21/a%2Fb%22",
     Kind::instance},
    {"urn:epc:id:sgtin:893501234567.0.1.2.3",
     "https://id.gs1.org/01/08935012345677/21/1.2.3",
     Kind::instance},
    {"URN:EPC:id:sgtin:8935012.034567.S1",
     "https://id.gs1.org/01/08935012345677/21/S1",
     Kind::instance},
    {"urn:epc:id:sscc:8935012.1234567890",
     "https://id.gs1.org/00/189350122345678905",
     Kind::instance},
    {"urn:epc:id:sgln:8935012.34567.0", "https://id.gs1.org/414/8935012345677", Kind::place},
    {"urn:epc:id:sgln:893501234567..A7",
     "https://id.gs1.org/414/8935012345677/254/A7",
     Kind::place},
    {"urn:epc:id:pgln:8935012.34567", "https://id.gs1.org/417/8935012345677", Kind::party},
    {"urn:epc:id:grai:8935012.34567.R9",
     "https://id.gs1.org/8003/08935012345677R9",
     Kind::instance},
    {"urn:epc:id:giai:8935012.K-1", "https://id.gs1.org/8004/8935012K-1", Kind::instance},
    {"urn:epc:id:gsrn:8935012.0000000001",
     "https://id.gs1.org/8018/893501200000000013",
     Kind::instance},
    {"urn:epc:id:gsrnp:8935012.0000000001",
     "https://id.gs1.org/8017/893501200000000013",
     Kind::instance},
    {"urn:epc:id:gdti:8935012.34567.D1", "https://id.gs1.org/253/8935012345677D1", Kind::document},
    {"urn:epc:id:sgcn:8935012.34567.04711",
     "https://id.gs1.org/255/893501234567704711",
     Kind::document},
    {"urn:epc:id:cpi:8935012.AB%2F1.77",
     "https://id.gs1.org/8010/8935012AB%2F1/8011/77",
     Kind::instance},
    {"urn:epc:id:ginc:8935012.X%2F9", "https://id.gs1.org/401/8935012X%2F9", Kind::document},
    {"urn:epc:id:gsin:8935012.000000001",
     "https://id.gs1.org/402/89350120000000019",
     Kind::document},
    {"urn:epc:id:itip:8935012.034567.01.02.S1",
     "https://id.gs1.org/8006/089350123456770102/21/S1",
     Kind::instance},
    {"urn:epc:id:upui:8935012.034567.U(1)",
     "https://id.gs1.org/01/08935012345677/235/U%281%29",
     Kind::instance},
    {"urn:epc:class:lgtin:8935012.034567.L-26",
     "https://id.gs1.org/01/08935012345677/10/L-26",
     Kind::klass},
    {"urn:epc:idpat:sgtin:8935012.034567.*", "https://id.gs1.org/01/08935012345677", Kind::klass},
    {"urn:epc:idpat:grai:8935012.34567.*", "https://id.gs1.org/8003/08935012345677", Kind::klass},
    {"urn:epc:idpat:gdti:8935012.34567.*", "https://id.gs1.org/253/8935012345677", Kind::document},
    {"urn:epc:idpat:sgcn:8935012.34567.*", "https://id.gs1.org/255/8935012345677", Kind::document},
    {"urn:epc:idpat:cpi:8935012.AB.*", "https://id.gs1.org/8010/8935012AB", Kind::klass},
    {"urn:epc:idpat:itip:8935012.034567.01.02.*",
     "https://id.gs1.org/8006/089350123456770102",
     Kind::klass},
    {"urn:epc:idpat:upui:8935012.034567.*", "https://id.gs1.org/01/08935012345677", Kind::klass},
    {"urn:epc:id:gid:95100000.12345.400", "urn:epc:id:gid:95100000.12345.400", Kind::opaque},
};

constexpr Known links[] = {
    {"https://id.gs1.org/01/08935012345677", "https://id.gs1.org/01/08935012345677", Kind::klass},
    {"https://id.gs1.org/01/08935012345677/22/V/10/L/21/S",
     "https://id.gs1.org/01/08935012345677/22/V/10/L/21/S",
     Kind::instance},
    {"http://ocop.example/vi/tem/01/8935012345677/10/L%2f1?17=271231&s=ab#x",
     "https://id.gs1.org/01/08935012345677/10/L%2F1",
     Kind::klass},
    {"HTTPS://ID.GS1.ORG/gtin/8935012345677/lot/L/ser/S/",
     "https://id.gs1.org/01/08935012345677/10/L/21/S",
     Kind::instance},
    {"https://id.gs1.org/gln/8935012345677/glnx/7",
     "https://id.gs1.org/414/8935012345677/254/7",
     Kind::place},
    {"https://id.gs1.org/party/8935012345677", "https://id.gs1.org/417/8935012345677", Kind::party},
    {"https://id.gs1.org/8006/089350123456770102/22/V/10/L",
     "https://id.gs1.org/8006/089350123456770102/22/V/10/L",
     Kind::klass},
    {"https://id.gs1.org/01/08935012345677/21/a'b",
     "https://id.gs1.org/01/08935012345677/21/a%27b",
     Kind::instance},
    {"https://id.gs1.org/415/8935012345677/8020/R1",
     "https://id.gs1.org/415/8935012345677/8020/R1",
     Kind::other},
};

constexpr std::string_view opaque_ones[] = {
    "https://htx.example/lo/2026-01",
    "https://htx.example/01/97803",
    "https://htx.example/2026/01/24",
    "https://htx.example",
    "https://htx.example/01/8935012345670",  // thirteen digits may be a time in milliseconds
    "https://user@htx.example/lots/1",
    "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
    "ni:///sha-256;00?ver=CBV2.0",
    "urn:epcglobal:cbv:bt:8935012345677:PO-1",
    "urn:htx:lo:1",
    "geo:10.03,105.78",
    "https://[2001:db8::1]:8443/a?b=c#d",
};

constexpr std::string_view bad_ones[] = {
    "",
    "lot-1",
    "https://htx.example/a b",
    "urn:epc:id:sgtin:8935012.034567",
    "urn:epc:id:sgtin:8935012.034567.",
    "urn:epc:id:sgtin:8935012.34567.S1",
    "urn:epc:id:sgtin:89350.12034567.S1",
    "urn:epc:id:sgtin:8935012.034567.S~1",
    "urn:epc:id:sgtin:8935012.034567.S/1",
    "urn:epc:id:sgtin:8935012.034567.123456789012345678901",
    "urn:epc:id:sgtin:8935012.03456x.S1",
    "urn:epc:id:sscc:8935012.123456789",
    "urn:epc:id:sgcn:8935012.34567.A",
    "urn:epc:id:giai:8935012.",
    "urn:epc:id:cpi:8935012.ab.1",
    "urn:epc:id:cpi:8935012.AB.01",
    "urn:epc:id:itip:8935012.034567.03.02.S1",
    "urn:epc:id:lgtin:8935012.034567.L",
    "urn:epc:class:sgtin:8935012.034567.L",
    "urn:epc:id:nosuch:1.2.3",
    "urn:epc:tag:sgtin-96:3.0614141.812345.6789",
    "urn:epc:idpat:sgtin:8935012.*.*",
    "urn:epc:idpat:sgtin:8935012.*.S1",
    "urn:epc:",
    "https://id.gs1.org/",
    "https://id.gs1.org/99/9780345418913",
    "https://id.gs1.org/01/97803",
    "https://id.gs1.org/01/08935012345677/21/S/10/L",
    "https://id.gs1.org/8006/08935012345677/22/V/10/L",
    "https://htx.example/01/08935012345677/10/123456789012345678901",
};

constexpr std::string_view wrong_digits[] = {
    "https://id.gs1.org/01/08935012345675",
    "https://htx.example/01/08935012345675",
    "https://htx.example/x/00/189350122345678906",
    "https://htx.example/414/8935012345675",
    "https://id.gs1.org/253/8935012345675D1",
};

// Pairs of the reference whose check digits are wrong, which it does not look at: to us they are
// links of their hosts, and no GTIN.
constexpr std::string_view unchecked[] = {
    "http://example.de/gtin-8/01/97803111",
    "http://example.de/01/040123451234/cpv/344/lot/ABD",
};

std::string canonical(std::string_view uri) {
    auto const read = read_identifier(uri);
    return read ? read->canonical : "refused: " + describe(read.error());
}

class Generator {
  public:
    std::size_t below(std::size_t end) { return engine_() % end; }

    std::string text(std::string_view alphabet, std::size_t length_max) {
        std::string out(1 + below(length_max), ' ');
        for (char& c : out) {
            c = alphabet[below(alphabet.size())];
        }
        return out;
    }

    std::string digits(std::size_t size) {
        std::string out(size, ' ');
        for (char& c : out) {
            c = static_cast<char>('0' + below(10));
        }
        return out;
    }

  private:
    std::mt19937_64 engine_{20261125};
};

// A serial as a URN has it, and what it is.
std::string urn_text(std::string_view value) {
    std::string out;
    for (char const c : value) {
        switch (c) {
            case '"':
                out += "%22";
                break;
            case '%':
                out += "%25";
                break;
            case '&':
                out += "%26";
                break;
            case '/':
                out += "%2F";
                break;
            case '<':
                out += "%3C";
                break;
            case '>':
                out += "%3E";
                break;
            case '?':
                out += "%3F";
                break;
            default:
                out.push_back(c);
        }
    }
    return out;
}

constexpr std::string_view set82 =
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

std::string random_urn(Generator& g) {
    auto const company = g.digits(6 + g.below(7));
    auto const reference = g.digits(13 - company.size());
    auto const serial = urn_text(g.text(set82, 20));
    switch (g.below(6)) {
        case 0:
            return "urn:epc:id:sgtin:" + company + "." + reference + "." + serial;
        case 1:
            return "urn:epc:class:lgtin:" + company + "." + reference + "." + serial;
        case 2:
            return "urn:epc:id:upui:" + company + "." + reference + "." + serial;
        case 3:
            return "urn:epc:id:sgln:" + company + "." + reference.substr(1) + "." + serial;
        case 4:
            return "urn:epc:id:sscc:" + company + "." + g.digits(17 - company.size());
        default:
            return "urn:epc:id:giai:" + company + "." + urn_text(g.text(set82, 18));
    }
}

std::string const reference_pairs =
    std::string(OCOP_REFERENCE_DIR) + "/epcis/hash-vectors/uri_normalisation.tsv";

}  // namespace

BOOST_AUTO_TEST_SUITE(identifier)

BOOST_AUTO_TEST_CASE(every_urn_scheme_has_its_digital_link) {
    for (auto const& [uri, expected, kind] : urns) {
        BOOST_TEST(canonical(uri) == expected, uri << " " << canonical(uri));
        BOOST_TEST((read_identifier(uri) && read_identifier(uri)->kind == kind), uri);
    }
}

BOOST_AUTO_TEST_CASE(links_of_any_host_and_spelling_are_one) {
    for (auto const& [uri, expected, kind] : links) {
        BOOST_TEST(canonical(uri) == expected, uri << " " << canonical(uri));
        BOOST_TEST((read_identifier(uri) && read_identifier(uri)->kind == kind), uri);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_of_gs1_stays_as_it_is) {
    for (auto const uri : opaque_ones) {
        BOOST_TEST(canonical(uri) == uri, canonical(uri));
        BOOST_TEST((read_identifier(uri) && read_identifier(uri)->kind == Kind::opaque), uri);
        BOOST_TEST(finest_key(uri) == uri);
        BOOST_TEST(classes_of(uri).empty());
    }
}

BOOST_AUTO_TEST_CASE(bad_identifiers_are_refused) {
    for (auto const uri : bad_ones) {
        auto const read = read_identifier(uri);
        BOOST_TEST_REQUIRE(!read.has_value(), uri);
        BOOST_TEST(read.error().slug == "identifier_malformed", uri);
        BOOST_TEST_REQUIRE(read.error().faults.size() == 1U);
        BOOST_TEST(read.error().faults[0].pointer.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_check_digit_is_an_error_where_the_form_is_unmistakable) {
    for (auto const uri : wrong_digits) {
        auto const read = read_identifier(uri);
        BOOST_TEST_REQUIRE(!read.has_value(), uri);
        BOOST_TEST(read.error().slug == "check_digit_wrong", uri);
    }
}

BOOST_AUTO_TEST_CASE(the_finest_key_is_what_the_hash_has) {
    std::string const gtin = "https://id.gs1.org/01/08935012345677";
    BOOST_TEST(finest_key(gtin) == gtin);
    BOOST_TEST(finest_key(gtin + "/10/L") == gtin + "/10/L");
    BOOST_TEST(finest_key(gtin + "/22/V") == gtin);
    BOOST_TEST(finest_key(gtin + "/22/V/10/L/21/S") == gtin + "/21/S");
    BOOST_TEST(finest_key(gtin + "/10/L/21/S") == gtin + "/21/S");
    BOOST_TEST(finest_key(gtin + "/235/U") == gtin + "/235/U");
    BOOST_TEST(finest_key(gtin + "/21/a%27b%3Bc%3Dd%2Fe%21") == gtin + "/21/a'b;c=d%2Fe%21");
    BOOST_TEST(
        finest_key("https://id.gs1.org/8006/089350123456770102/22/V/10/L") ==
        "https://id.gs1.org/8006/089350123456770102/10/L"
    );
    BOOST_TEST(
        finest_key("https://id.gs1.org/414/8935012345677/254/0") ==
        "https://id.gs1.org/414/8935012345677"
    );
    BOOST_TEST(
        finest_key("https://id.gs1.org/414/8935012345677/254/7") ==
        "https://id.gs1.org/414/8935012345677/254/7"
    );
}

BOOST_AUTO_TEST_CASE(classes_are_told_finest_first) {
    using List = std::vector<std::string>;
    std::string const gtin = "https://id.gs1.org/01/08935012345677";
    BOOST_TEST((classes_of(gtin + "/10/L/21/S") == List{gtin + "/10/L", gtin}));
    BOOST_TEST((classes_of(gtin + "/22/V/10/L") == List{gtin + "/10/L", gtin}));
    BOOST_TEST((classes_of(gtin + "/21/S") == List{gtin}));
    BOOST_TEST((classes_of(gtin + "/10/L") == List{gtin}));
    BOOST_TEST(classes_of(gtin).empty());
    BOOST_TEST(
        (classes_of("https://id.gs1.org/8003/08935012345677R9") ==
         List{"https://id.gs1.org/8003/08935012345677"})
    );
    BOOST_TEST(classes_of("https://id.gs1.org/8003/08935012345677").empty());
    BOOST_TEST(classes_of("https://id.gs1.org/00/189350122345678905").empty());
}

BOOST_AUTO_TEST_CASE(trade_items_come_apart_and_together) {
    auto const parts = trade_item_parts("https://id.gs1.org/01/08935012345677/10/L%2F1/21/S");
    BOOST_TEST_REQUIRE(parts.has_value());
    BOOST_TEST(parts->gtin == "08935012345677");
    BOOST_TEST(parts->lot == "L/1");
    BOOST_TEST(parts->serial == "S");
    BOOST_TEST(!trade_item_parts("https://id.gs1.org/00/189350122345678905").has_value());
    BOOST_TEST(!trade_item_parts("urn:htx:lo:1").has_value());
    BOOST_TEST(
        lot_identifier("08935012345677", "L/1") == "https://id.gs1.org/01/08935012345677/10/L%2F1"
    );
    BOOST_TEST(
        canonical(lot_identifier("08935012345677", "L/1")) ==
        lot_identifier("08935012345677", "L/1")
    );
}

BOOST_AUTO_TEST_CASE(a_pattern_is_a_class_or_what_its_members_have_in_common) {
    auto const klass = read_pattern("urn:epc:idpat:sgtin:8935012.034567.*");
    BOOST_TEST_REQUIRE(klass.has_value());
    BOOST_TEST((klass->klass == "https://id.gs1.org/01/08935012345677"));
    BOOST_TEST(in_pattern(*klass, "https://id.gs1.org/01/08935012345677/10/L/21/S"));
    BOOST_TEST(!in_pattern(*klass, "https://id.gs1.org/01/18935012345674/21/S"));

    auto const company = read_pattern("urn:epc:idpat:sgtin:8935012.*.*");
    BOOST_TEST_REQUIRE(company.has_value());
    BOOST_TEST(!company->klass.has_value());
    BOOST_TEST(in_pattern(*company, "https://id.gs1.org/01/08935012345677/21/S"));
    BOOST_TEST(in_pattern(*company, "https://id.gs1.org/01/18935012345674/21/S"));
    BOOST_TEST(!in_pattern(*company, "https://id.gs1.org/01/08935013345676/21/S"));
    BOOST_TEST(!in_pattern(*company, "https://id.gs1.org/00/189350122345678905"));

    auto const assets = read_pattern("urn:epc:idpat:giai:8935012.*");
    BOOST_TEST_REQUIRE(assets.has_value());
    BOOST_TEST(assets->prefix == "https://id.gs1.org/8004/8935012");
    BOOST_TEST(in_pattern(*assets, "https://id.gs1.org/8004/8935012K-1"));
    BOOST_TEST(!in_pattern(*assets, "https://id.gs1.org/8004/8935013K-1"));

    auto const pieces = read_pattern("urn:epc:idpat:itip:8935012.034567.*.*.*");
    BOOST_TEST_REQUIRE(pieces.has_value());
    BOOST_TEST(in_pattern(*pieces, "https://id.gs1.org/8006/089350123456770102/21/S1"));

    BOOST_TEST(in_pattern(
        *read_pattern("urn:epc:idpat:sscc:*.*"), "https://id.gs1.org/00/189350122345678905"
    ));
    BOOST_TEST(!read_pattern("urn:epc:idpat:sgtin:8935012.*.S1").has_value());
    BOOST_TEST(!read_pattern("no uri").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_canonical_stays_and_urns_become_it) {
    Generator g;
    for (int i = 0; i < 20'000; ++i) {
        auto const urn = random_urn(g);
        auto const once = read_identifier(urn);
        BOOST_TEST_REQUIRE(once.has_value(), urn << " " << describe(once.error()));
        auto const again = read_identifier(once->canonical);
        BOOST_TEST_REQUIRE(again.has_value(), urn << " " << once->canonical);
        BOOST_TEST(again->canonical == once->canonical);
        BOOST_TEST((again->kind == once->kind));
        for (auto const& klass : classes_of(once->canonical)) {
            BOOST_TEST(canonical(klass) == klass);
        }
        auto const finest = finest_key(once->canonical);
        BOOST_TEST(finest_key(canonical(finest)) == finest, finest);
    }
}

// The way without decoding must take and leave what the way through gs1 does.
BOOST_AUTO_TEST_CASE(the_short_way_and_the_long_way_agree) {
    Generator g;
    constexpr std::string_view ais[] = {"10", "21", "22", "254", "235", "8020"};
    for (int i = 0; i < 20'000; ++i) {
        bool const gtin = g.below(2) == 0;
        auto body = g.digits(gtin ? 13 : 12);
        auto path = (gtin ? "01/" : "414/") + body +
                    (g.below(8) == 0 ? g.digits(1) : std::string(1, gs1::check_digit(body)));
        for (auto count = g.below(3); count > 0; --count) {
            path += "/" + std::string(ais[g.below(6)]) + "/" + g.text("aZ09-._~%", 22);
        }
        auto const there = read_identifier("https://id.gs1.org/" + path);
        auto const elsewhere = read_identifier("http://htx.example/" + path);
        if (there) {
            BOOST_TEST(there->canonical == canonical("http://htx.example/" + path), path);
        } else {
            BOOST_TEST((!elsewhere || elsewhere->kind == Kind::opaque), path);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_truncation_and_change_ends_in_an_answer) {
    for (auto const* list : {&urns[0], &links[0]}) {
        auto const size = list == &urns[0] ? std::size(urns) : std::size(links);
        for (std::size_t i = 0; i < size; ++i) {
            auto const uri = list[i].uri;
            for (std::size_t cut = 0; cut <= uri.size(); ++cut) {
                auto const read = read_identifier(uri.substr(0, cut));
                BOOST_TEST((!read || canonical(read->canonical) == read->canonical), uri << cut);
                (void)read_pattern(uri.substr(0, cut));
                for (char const c : {'\0', '.', '*', '/', '%', '\x80'}) {
                    std::string changed(uri);
                    changed[std::min(cut, uri.size() - 1)] = c;
                    auto const other = read_identifier(changed);
                    BOOST_TEST(
                        (!other || canonical(other->canonical) == other->canonical), changed
                    );
                    (void)finest_key(changed);
                    (void)classes_of(changed);
                    (void)trade_item_parts(changed);
                    (void)read_pattern(changed);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(uris_are_told_from_other_text) {
    for (std::string_view const good :
         {"a:", "https://a", "urn:x:y", "mailto:a@b.vn", "https://[::1]:8/a", "x+y-z.1:a%20b#c"}) {
        BOOST_TEST(is_uri(good), good);
    }
    for (std::string_view const bad :
         {"",
          ":",
          "a",
          "1a:b",
          "a b:c",
          "a:b c",
          "a:%2",
          "a:%zz",
          "a:b#c#d",
          "a:\xC3\xA9",
          "_:b1",
          "https://[::1",
          "https://a/[b]",
          "https://[::1]x",
          "https://a/<b>",
          "a:b\n"}) {
        BOOST_TEST(!is_uri(bad), bad);
    }
}

BOOST_AUTO_TEST_CASE(the_reference_pairs_agree, *boost::unit_test::precondition([](auto) {
                         return boost::test_tools::assertion_result(
                             std::ifstream(reference_pairs).good()
                         );
                     })) {
    std::ifstream file(reference_pairs);
    std::string line;
    int agreed = 0;
    while (std::getline(file, line)) {
        auto const tab = line.find('\t');
        if (line.starts_with('#') || tab == std::string::npos) {
            continue;
        }
        auto const uri = line.substr(0, tab);
        auto const expected = line.substr(tab + 1);
        auto const read = read_identifier(uri);
        bool const as_it_is =
            std::find(std::begin(unchecked), std::end(unchecked), uri) != std::end(unchecked);
        if (expected == "None" || as_it_is) {
            BOOST_TEST((!read || read->kind == Kind::opaque), uri);
        } else {
            BOOST_TEST(finest_key(canonical(uri)) == expected, uri);
        }
        ++agreed;
    }
    BOOST_TEST_MESSAGE("uri_normalisation: " << agreed << " agree");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_SUITE_END()
