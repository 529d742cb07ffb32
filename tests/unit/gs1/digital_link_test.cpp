#include <ocop/gs1/digital_link.hpp>
#include <ocop/gs1/element_string.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ocop;
using namespace ocop::gs1;

namespace {

std::string const gtin = "/01/08935012345677";
std::string const host = "https://id.ocop.vn";
std::string const stamp = host + gtin + "/10/L2607A/21/7K3QW9X2HM?s=" + std::string(159, '7');

struct Refusal {
    std::string uri;
    std::string_view slug;
    std::string_view pointer;
};

void expect_refused(Refusal const& one) {
    auto const link = parse_digital_link(one.uri);
    BOOST_TEST_REQUIRE(!link.has_value(), one.uri);
    BOOST_TEST((link.error().code == Errc::malformed));
    BOOST_TEST(link.error().slug == one.slug, one.uri << " " << describe(link.error()));
    BOOST_TEST_REQUIRE(link.error().faults.size() == 1U);
    BOOST_TEST(link.error().faults[0].pointer == one.pointer, one.uri);
    BOOST_TEST(!link.error().faults[0].reason.empty());
}

DigitalLink parsed(std::string const& uri) {
    auto link = parse_digital_link(uri);
    BOOST_TEST_REQUIRE(link.has_value(), uri << " " << describe(link.error()));
    return *link;
}

constexpr std::string_view broken = "digital_link_malformed";

}  // namespace

BOOST_AUTO_TEST_SUITE(gs1_digital_link)

BOOST_AUTO_TEST_CASE(a_stamp_is_taken_apart) {
    auto const link = parsed(stamp);
    BOOST_TEST(link.scheme == "https");
    BOOST_TEST(link.host == "id.ocop.vn");
    BOOST_TEST(link.port == "");
    BOOST_TEST(link.stem == "");
    BOOST_TEST((link.key == Element{"01", "08935012345677"}));
    BOOST_TEST(link.qualifiers.size() == 2U);
    BOOST_TEST(*link.find("01") == "08935012345677");
    BOOST_TEST(*link.find("10") == "L2607A");
    BOOST_TEST(*link.find("21") == "7K3QW9X2HM");
    BOOST_TEST(link.find("22") == nullptr);
    BOOST_TEST(*link.find_parameter("s") == std::string(159, '7'));
    BOOST_TEST(link.find_parameter("t") == nullptr);
    BOOST_TEST(write_digital_link(link) == stamp);
    BOOST_TEST(
        canonical_digital_link(link) ==
        "https://id.gs1.org/01/08935012345677/10/L2607A/21/7K3QW9X2HM"
    );
}

BOOST_AUTO_TEST_CASE(every_key_is_read_with_its_qualifiers) {
    for (auto const* path :
         {"/00/006141411234567890",
          "/01/08935012345677/22/2A/10/L1/21/S1",
          "/01/08935012345677/235/TPX1",
          "/253/1231231231232AB",
          "/255/12312312312325",
          "/401/12345678",
          "/402/95212345678901235",
          "/414/9520123456788/254/32a%2Fb",
          "/414/9520123456788/7040/1ABC",
          "/415/9520123456788/8020/INV7",
          "/417/9520123456788/7040/1ABC",
          "/8003/01231231231232SER",
          "/8004/9520614141234567",
          "/8006/123123123123260102/10/L/21/S",
          "/8010/0200ABC/8011/12",
          "/8013/1987654Ad4X4bL5ttr2310c2K",
          "/8017/123456789012345675/8019/1",
          "/8018/123456789012345675/8019/1"}) {
        auto const uri = host + path;
        auto const link = parse_digital_link(uri);
        BOOST_TEST_REQUIRE(link.has_value(), uri << " " << describe(link.error()));
        BOOST_TEST(write_digital_link(*link) == uri);
    }
}

BOOST_AUTO_TEST_CASE(qualifiers_keep_their_order_and_company) {
    std::string_view const slug = "qualifier_order_wrong";
    for (auto const* rest :
         {"/21/S/10/L",
          "/10/L/22/V",
          "/235/T/10/L",
          "/10/L/235/T",
          "/10/L/10/L",
          "/254/X",
          "/17/261231",
          "/99/ABC"}) {
        expect_refused({host + gtin + rest, slug, "path"});
    }
    expect_refused({host + "/00/006141411234567890/10/L", slug, "path"});
    expect_refused({host + "/414/9520123456788/254/X/7040/1ABC", slug, "path"});
    for (auto const* rest : {"/22/V", "/10/L", "/21/S", "/22/V/21/S", "/10/L/21/S", "/235/T"}) {
        BOOST_TEST(write_digital_link(parsed(host + gtin + rest)) == host + gtin + rest);
    }
}

BOOST_AUTO_TEST_CASE(scheme_host_and_port_are_read_in_any_case) {
    auto const link = parsed("HtTpS://ID.Ocop.VN:8443/V" + gtin);
    BOOST_TEST(link.scheme == "https");
    BOOST_TEST(link.host == "id.ocop.vn");
    BOOST_TEST(link.port == "8443");
    BOOST_TEST(link.stem == "/V");
    BOOST_TEST(parsed("http://a" + gtin).scheme == "http");
    BOOST_TEST(parsed("https://[2001:DB8::1]:443" + gtin).host == "[2001:db8::1]");
    BOOST_TEST(parsed("https://a:" + gtin).port == "");
    for (auto const* start : {"", "ftp://a", "https:/a", "https:a", "httpss://a", "//a", "https"}) {
        expect_refused({start + gtin, broken, "scheme"});
    }
    for (auto const* name :
         {"",
          "user@id.ocop.vn",
          "a_b",
          "a%2eb",
          "a,b",
          "[",
          "[]",
          "[::1",
          "a]",
          ":80",
          "a:0",
          "a:65536",
          "a:080",
          "a:8x",
          "a:b:c"}) {
        expect_refused({std::string("https://") + name + gtin, broken, "host"});
    }
}

BOOST_AUTO_TEST_CASE(the_last_key_in_the_path_counts_and_the_rest_is_stem) {
    BOOST_TEST(parsed(host + "/v" + gtin).stem == "/v");
    BOOST_TEST(parsed(host + "/some/stem/01" + gtin).stem == "/some/stem/01");
    BOOST_TEST(parsed(host + "/" + gtin).stem == "/");
    auto const link = parsed(host + "/01/0171050188643268" + gtin + "/21/X");
    BOOST_TEST(link.stem == "/01/0171050188643268");
    BOOST_TEST(link.key.value == "08935012345677");
    for (auto const* path : {"", "/", "/01", "/01/", "//", "/gtin/08935012345677", "/v/w/x"}) {
        expect_refused({host + path, broken, "path"});
    }
    expect_refused({host + gtin + "/foo", broken, "path"});
    expect_refused({host + gtin + "/10/A/B", broken, "path"});
    expect_refused({host + gtin + "/8200/A", broken, "path"});
    expect_refused({"https://00/006141411234567890", broken, "path"});
}

BOOST_AUTO_TEST_CASE(one_slash_at_the_end_is_tolerated_and_not_two) {
    BOOST_TEST((parsed(host + gtin + "/") == parsed(host + gtin)));
    BOOST_TEST((parsed(host + gtin + "/10/L/?s=1") == parsed(host + gtin + "/10/L?s=1")));
    expect_refused({host + gtin + "/10/", broken, "path"});
    expect_refused({host + gtin + "//", broken, "path"});
    expect_refused({host + gtin + "/10//", "ai_value_malformed", "10"});
}

BOOST_AUTO_TEST_CASE(escapes_are_decoded_after_splitting) {
    BOOST_TEST(*parsed(host + gtin + "/10/A%2FB").find("10") == "A/B");
    BOOST_TEST(*parsed(host + gtin + "/10/A%2fB").find("10") == "A/B");
    BOOST_TEST(*parsed(host + gtin + "/10/A+B").find("10") == "A+B");
    BOOST_TEST(*parsed(host + gtin + "/10/A%2BB").find("10") == "A+B");
    BOOST_TEST(*parsed(host + gtin + "/10/%41?98=X%2f9%3F").find("98") == "X/9?");
    BOOST_TEST(*parsed(host + gtin + "?n=a+b%26c%3Bd").find_parameter("n") == "a b&c;d");
    BOOST_TEST(*parsed(host + "/01/0893501234567%37").find("01") == "08935012345677");
    BOOST_TEST(write_digital_link(parsed(host + gtin + "/10/A+B")) == host + gtin + "/10/A%2BB");
    for (auto const* value : {"A%", "A%4", "A%4G", "A%G4", "A%00", "%"}) {
        expect_refused({host + gtin + "/10/" + value, broken, "10"});
        expect_refused({host + gtin + "?98=" + value, broken, "98"});
        expect_refused({host + gtin + "?s=" + value, broken, "query s"});
        expect_refused({host + gtin + "?" + value + "=1", broken, "query"});
    }
    expect_refused({host + gtin + "/10/A%20B", "ai_value_malformed", "10"});
    expect_refused({host + gtin + "?98=A+B", "ai_value_malformed", "98"});
}

BOOST_AUTO_TEST_CASE(values_in_path_and_query_are_checked) {
    expect_refused({host + "/01/08935012345678", "check_digit_wrong", "01"});
    expect_refused({host + "/01/8935012345677", "ai_value_malformed", "01"});
    expect_refused({host + gtin + "/21/" + std::string(21, 'A'), "ai_value_malformed", "21"});
    expect_refused({host + gtin + "?17=261232", "ai_value_malformed", "17"});
    expect_refused({host + gtin + "?17=", "ai_value_malformed", "17"});
    expect_refused({host + gtin + "?17", "ai_value_malformed", "17"});
    expect_refused({host + gtin + "?414=9520123456780", "check_digit_wrong", "414"});
    BOOST_TEST(*parsed(host + gtin + "?17=261200").find("17") == "261200");
}

BOOST_AUTO_TEST_CASE(the_query_holds_attributes_and_parameters_only) {
    auto const link =
        parsed(host + gtin + "?b=2&17=261231;a=1&&3103=000195;&b=3&x&=e&linkType=all");
    BOOST_TEST(link.attributes.size() == 2U);
    BOOST_TEST((link.attributes[1] == Element{"3103", "000195"}));
    std::vector<Parameter> const expected = {
        {"b", "2"}, {"a", "1"}, {"b", "3"}, {"x", ""}, {"", "e"}, {"linkType", "all"}};
    BOOST_TEST((link.parameters == expected));
    BOOST_TEST(
        write_digital_link(link) ==
        host + gtin + "?17=261231&3103=000195&b=2&a=1&b=3&x=&=e&linkType=all"
    );
    BOOST_TEST(parsed(host + gtin + "?").parameters.empty());
    BOOST_TEST(parsed(host + gtin + "?a=b=c?d/e").parameters[0].value == "b=c?d/e");
    expect_refused({host + gtin + "?10=L", "ai_misplaced", "10"});
    expect_refused({host + gtin + "?21=S", "ai_misplaced", "21"});
    expect_refused({host + gtin + "?254=X", "ai_misplaced", "254"});
    expect_refused({host + gtin + "?%31%30=L", "ai_misplaced", "10"});
    expect_refused({host + gtin + "?999=X", "ai_unknown", "999"});
    expect_refused({host + gtin + "?7=X", "ai_unknown", "7"});
    expect_refused({host + gtin + "?99999=X", "ai_unknown", "99999"});
    BOOST_TEST(*parsed(host + gtin + "/235/T?10=L").find("10") == "L");
}

BOOST_AUTO_TEST_CASE(no_ai_comes_twice) {
    expect_refused({host + gtin + "?99=A&99=A", "ai_duplicated", "99"});
    expect_refused({host + gtin + "?99=A&99=B", "ai_duplicated", "99"});
    expect_refused({host + gtin + "?01=08935012345677", "ai_duplicated", "01"});
    expect_refused({host + gtin + "/10/L?10=L", "ai_duplicated", "10"});
}

BOOST_AUTO_TEST_CASE(ais_go_together_as_the_standard_says) {
    std::string_view const slug = "ai_combination_wrong";
    expect_refused({host + gtin + "?8030=abc", slug, "8030"});
    expect_refused({host + gtin + "?37=5", slug, "01"});
    expect_refused({host + gtin + "?427=35", slug, "427"});
    expect_refused({host + "/415/9520123456788", slug, "415"});
    // The dictionary lets 22 qualify 8006, but also requires 01 for it, which 8006 excludes.
    expect_refused({host + "/8006/123123123123260102/22/V", slug, "22"});
    BOOST_TEST(parsed(host + gtin + "/21/S?8030=abc").attributes.size() == 1U);
    BOOST_TEST(parsed(host + gtin + "?422=704&427=35").attributes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_fragment_is_dropped) {
    BOOST_TEST((parsed(stamp + "#x") == parsed(stamp)));
    BOOST_TEST((parsed(host + gtin + "#?s=1/21/X") == parsed(host + gtin)));
    expect_refused({host + gtin + "#a b", broken, ""});
}

BOOST_AUTO_TEST_CASE(no_character_stands_raw_that_no_uri_may_hold) {
    std::string const allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%";
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        if (allowed.find(c) == std::string::npos) {
            expect_refused({stamp + c, broken, ""});
            expect_refused({c + stamp, broken, ""});
        }
    }
}

BOOST_AUTO_TEST_CASE(size_and_number_are_limited) {
    auto const full = host + gtin + "?x=";
    auto const fits = full + std::string(digital_link_bytes_max - full.size(), 'a');
    BOOST_TEST(parsed(fits).parameters.size() == 1U);
    expect_refused({fits + "a", broken, ""});
    expect_refused({std::string(1 << 20, '/'), broken, ""});
    std::string pairs = host + gtin;
    std::string attributes = host + gtin + "?90=A";
    for (int i = 0; i < 100; ++i) {
        pairs += "/10/A";
    }
    for (int i = 0; i < 100; ++i) {
        attributes += "&" + std::to_string(7230 + i % 10) + "=AB" + std::to_string(i);
    }
    expect_refused({pairs, broken, "path"});
    expect_refused({attributes, broken, "query"});
}

BOOST_AUTO_TEST_CASE(a_server_reads_the_raw_target) {
    auto const link = parse_digital_link_path("/v" + gtin + "/10/A%2FB", "s=1;17=261231");
    BOOST_TEST_REQUIRE(link.has_value());
    BOOST_TEST(link->scheme == "");
    BOOST_TEST(link->host == "");
    BOOST_TEST(link->stem == "/v");
    BOOST_TEST(*link->find("10") == "A/B");
    BOOST_TEST(write_digital_link(*link) == "/v" + gtin + "/10/A%2FB?17=261231&s=1");
    BOOST_TEST(parse_digital_link_path(gtin, "").has_value());
    for (auto const* path :
         {"",
          "01/08935012345677",
          "x/01/08935012345677",
          "/01/08935012345677?s=1",
          "/01/08935012345677#"}) {
        BOOST_TEST(!parse_digital_link_path(path, "").has_value(), path);
    }
    BOOST_TEST(!parse_digital_link_path(gtin, "a#b").has_value());
    BOOST_TEST(!parse_digital_link_path(gtin, "a b").has_value());
    BOOST_TEST(!parse_digital_link_path(gtin, std::string(2048, 'a')).has_value());
}

BOOST_AUTO_TEST_CASE(a_link_is_made_from_parts_in_any_order) {
    std::vector<Element> const parts = {
        {"98", "A/B"},
        {"21", "S"},
        {"17", "261231"},
        {"01", "08935012345677"},
        {"10", "L"},
        {"21", "S"}};
    std::vector<Parameter> const extra = {{"s", "12"}, {"l", "vi"}};
    auto const link = make_digital_link("HTTPS://ID.ocop.vn:8443/v/", parts, extra);
    BOOST_TEST_REQUIRE(link.has_value());
    auto const text =
        "https://id.ocop.vn:8443/v" + gtin + "/10/L/21/S?17=261231&98=A%2FB&s=12&l=vi";
    BOOST_TEST(write_digital_link(*link) == text);
    BOOST_TEST((parsed(text) == *link));
    BOOST_TEST(write_digital_link(*make_digital_link("", parts)).starts_with("/01/0893"));
}

BOOST_AUTO_TEST_CASE(a_link_is_not_made_from_wrong_parts) {
    Element const key{"01", "08935012345677"};
    auto const slug = [](std::string_view base,
                         std::vector<Element> const& parts,
                         std::vector<Parameter> const& extra = {}) {
        auto const link = make_digital_link(base, parts, extra);
        return link ? std::string_view() : link.error().slug;
    };
    BOOST_TEST(slug(host, {key}) == "");
    BOOST_TEST(slug(host, {}) == broken);
    BOOST_TEST(slug(host, {{"99", "A"}}) == broken);
    BOOST_TEST(slug(host, {key, {"89", "A"}}) == "ai_unknown");
    BOOST_TEST(slug(host, {key, {"254", "A"}}) == "ai_misplaced");
    BOOST_TEST(slug(host, {key, {"10", "A"}, {"235", "B"}}) == "ai_misplaced");
    BOOST_TEST(slug(host, {key, {"99", "A"}, {"99", "B"}}) == "ai_duplicated");
    BOOST_TEST(slug(host, {key, {"10", "A B"}}) == "ai_value_malformed");
    BOOST_TEST(slug(host, {{"01", "08935012345678"}}) == "check_digit_wrong");
    BOOST_TEST(slug(host, {key, {"37", "1"}}) == "ai_combination_wrong");
    BOOST_TEST(slug(host, {key}, {{"10", "A"}}) == broken);
    BOOST_TEST(slug(host, {key}, {{"s", std::string(1, '\0')}}) == broken);
    BOOST_TEST(slug(host, {key}, {{"s", std::string(700, '%')}}) == broken);
    for (auto const* base :
         {"id.ocop.vn", "https://", "https://a?x", "https://a/#", "https://a b"}) {
        BOOST_TEST(slug(base, {key}) == broken, base);
    }
}

BOOST_AUTO_TEST_SUITE_END()
