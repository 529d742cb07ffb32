#include "vectors/load.hpp"

#include <ocop/stamp/link.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::stamp;

namespace {

struct Golden {
    json::value file = vectors::golden("stamp-1.json");
    std::string url = vectors::text(file, "url");
    std::string digits = vectors::text(file, "digits");
    std::string path = "/01/09520000100018/10/L2611A/21/2ZAPQ5E7JE";
    StampLink expected{
        "id.ocop.vn", "09520000100018", "L2611A", *parse_serial("2ZAPQ5E7JE"), digits};

    std::string signed_path(std::string const& part) const {
        return "https://id.ocop.vn" + part + "?s=" + digits;
    }
};

std::string slug_of(std::string_view uri) {
    auto const link = read_link(uri);
    return link ? "" : std::string(link.error().slug);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stamp_link)

BOOST_FIXTURE_TEST_CASE(the_golden_url_is_read, Golden) {
    auto const link = read_link(url);
    BOOST_TEST_REQUIRE(link.has_value());
    BOOST_TEST((*link == expected));
}

BOOST_FIXTURE_TEST_CASE(lot_and_serial_are_folded_and_decoded, Golden) {
    for (auto const& part :
         {"/01/09520000100018/10/l2611a/21/2zapq5e7je",
          "/01/09520000100018/10/%4C2611A/21/2ZAP%515E7JE"}) {
        auto const link = read_link(signed_path(part));
        BOOST_TEST_REQUIRE(link.has_value(), part);
        BOOST_TEST((*link == expected));
    }
    auto const folded = read_link("https://id.ocop.vn/01/09520000100018/21/OIL3456789");
    BOOST_TEST_REQUIRE(folded.has_value());
    BOOST_TEST((folded->serial == *parse_serial("0113456789")));
}

BOOST_FIXTURE_TEST_CASE(other_query_parameters_are_ignored, Golden) {
    for (auto const& query :
         {"utm_source=zalo&s=" + digits,
          "s=" + digits + "&fbclid=x&17=271231",
          "S=1&s=" + digits,
          "&&s=" + digits + "#s=2"}) {
        auto const link = read_link("https://id.ocop.vn" + path + "?" + query);
        BOOST_TEST_REQUIRE(link.has_value(), query);
        BOOST_TEST((link->digits == digits));
    }
}

BOOST_AUTO_TEST_CASE(a_link_without_signature_may_lack_lot_and_serial) {
    auto const link = read_link("HTTPS://ID.OCOP.VN:8443/01/09520000100018?utm=1");
    BOOST_TEST_REQUIRE(link.has_value());
    BOOST_TEST(link->host == "id.ocop.vn:8443");
    BOOST_TEST(!link->lot);
    BOOST_TEST(!link->serial);
    BOOST_TEST(!link->digits);
    BOOST_TEST(read_link("https://id.ocop.vn:443/01/09520000100018")->host == "id.ocop.vn");
}

BOOST_FIXTURE_TEST_CASE(malformed_signatures_are_named, Golden) {
    auto const base = "https://id.ocop.vn" + path + "?s=";
    BOOST_TEST(slug_of(base + digits.substr(1)) == "stamp_digits_malformed");
    BOOST_TEST(slug_of(base + digits + "0") == "stamp_digits_malformed");
    BOOST_TEST(slug_of(base) == "stamp_digits_malformed");
    BOOST_TEST(slug_of(base + digits.substr(1) + "x") == "stamp_digits_malformed");
    BOOST_TEST(slug_of(url + "&s=" + digits) == "stamp_digits_duplicated");
    BOOST_TEST(slug_of(url + "&%73=1") == "stamp_digits_duplicated");
}

BOOST_FIXTURE_TEST_CASE(a_signature_needs_lot_and_serial_and_nothing_unsigned, Golden) {
    BOOST_TEST(slug_of(signed_path("/01/09520000100018")) == "stamp_incomplete");
    BOOST_TEST(slug_of(signed_path("/01/09520000100018/10/L2611A")) == "stamp_incomplete");
    BOOST_TEST(slug_of(signed_path("/01/09520000100018/21/2ZAPQ5E7JE")) == "stamp_incomplete");
    BOOST_TEST(
        slug_of(signed_path("/01/09520000100018/22/AB/10/L2611A/21/2ZAPQ5E7JE")) ==
        "stamp_path_wrong"
    );
    BOOST_TEST(slug_of(signed_path("/shop" + path)) == "stamp_path_wrong");
}

BOOST_FIXTURE_TEST_CASE(malformed_lots_and_serials_are_named, Golden) {
    std::string const base = "https://id.ocop.vn/01/09520000100018/";
    BOOST_TEST(slug_of(base + "10/A_B") == "stamp_lot_malformed");
    BOOST_TEST(slug_of(base + "10/A%2FB") == "stamp_lot_malformed");
    BOOST_TEST(!slug_of(base + "10/" + std::string(21, 'A')).empty());
    BOOST_TEST(slug_of(base + "21/ABC") == "stamp_serial_malformed");
    BOOST_TEST(slug_of(base + "21/U123456789") == "stamp_serial_malformed");
    BOOST_TEST(slug_of(base + "21/2ZAPQ5E7JE0W") == "stamp_serial_malformed");
}

BOOST_FIXTURE_TEST_CASE(what_is_no_digital_link_of_an_item_is_malformed, Golden) {
    BOOST_TEST(slug_of("") == "digital_link_malformed");
    BOOST_TEST(slug_of("https://id.ocop.vn/") == "digital_link_malformed");
    BOOST_TEST(slug_of("https://id.ocop.vn/01/09520000100019") == "check_digit_wrong");
    BOOST_TEST(slug_of("https://id.ocop.vn/00/095200001000000018") != "");
    BOOST_TEST(slug_of("https://id.ocop.vn/414/9520000000004") == "stamp_key_wrong");
    for (std::size_t i = 0; i < url.size(); ++i) {
        auto const cut = read_link(url.substr(0, i));
        BOOST_TEST_REQUIRE((!cut || !cut->digits));
    }
}

BOOST_FIXTURE_TEST_CASE(any_changed_byte_is_refused_or_read_as_it_stands, Golden) {
    for (std::size_t at = 0; at < url.size(); ++at) {
        for (char c : {'0', 'A', 'z', '%', '/', '?', '&', '#', ' ', '\0', '\xC3'}) {
            auto changed = url;
            changed[at] = c;
            auto const link = read_link(changed);
            if (changed == url || !link || !link->digits) {
                continue;
            }
            BOOST_TEST_REQUIRE(link->gtin.size() == 14U);
            BOOST_TEST_REQUIRE((is_lot(*link->lot) && *link->serial < serial_end));
            BOOST_TEST_REQUIRE(link->digits->size() == stamp_digits);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_request_target_reads_as_its_uri, Golden) {
    auto const link = read_link_target(path, "s=" + digits, "ID.ocop.vn:443");
    BOOST_TEST_REQUIRE(link.has_value());
    BOOST_TEST((*link == expected));
    BOOST_TEST(read_link_target(path, "", "localhost:8443")->host == "localhost:8443");
    BOOST_TEST(read_link_target(path, "s=1", "localhost").error().slug == "stamp_digits_malformed");
    BOOST_TEST(!read_link_target("/v/01", "", "localhost"));
}

BOOST_FIXTURE_TEST_CASE(stamp_shape_is_seen_on_any_host_and_in_any_disguise, Golden) {
    BOOST_TEST(is_stamp_shaped(url));
    BOOST_TEST(is_stamp_shaped("https://evil.com/anything?a=1&s=" + digits));
    BOOST_TEST(is_stamp_shaped("evil?x;s=" + digits + "#y"));
    BOOST_TEST(is_stamp_shaped("https://evil.com/?%73=" + digits));
    BOOST_TEST(is_stamp_shaped("https://evil.com/?s%3D" + digits));
    BOOST_TEST(is_stamp_shaped("https://evil.com/?s=%30" + digits.substr(1)));
    BOOST_TEST(!is_stamp_shaped("https://evil.com/?s=" + digits.substr(1)));
    BOOST_TEST(!is_stamp_shaped("https://evil.com/?s=" + digits + "0"));
    BOOST_TEST(!is_stamp_shaped("https://evil.com/?ss=" + digits));
    BOOST_TEST(!is_stamp_shaped("https://evil.com/s=" + digits));
    BOOST_TEST(!is_stamp_shaped("https://evil.com/#?s=" + digits));
    BOOST_TEST(!is_stamp_shaped(""));
    BOOST_TEST(!is_stamp_shaped("?" + std::string(1'000'000, '&') + "s=%"));
}

BOOST_AUTO_TEST_SUITE_END()
