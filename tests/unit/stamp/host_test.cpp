#include <ocop/stamp/host.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace ocop::stamp;

namespace {

struct Case {
    std::string authority;
    HostClass expected;
};

constexpr auto ours = HostClass::ours;
constexpr auto look_alike = HostClass::look_alike;
constexpr auto foreign = HostClass::foreign;

void check_all(std::vector<std::string> const& our_hosts, std::vector<Case> const& cases) {
    for (auto const& c : cases) {
        auto const found = classify_host(c.authority, our_hosts);
        BOOST_TEST(
            (found == c.expected),
            c.authority << " is " << to_text(found) << ", not " << to_text(c.expected)
        );
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(host)

BOOST_AUTO_TEST_CASE(hosts_that_imitate_id_ocop_vn) {
    check_all(
        {"id.ocop.vn"},
        {
            {"id.ocop.vn", ours},
            {"ID.OCOP.VN", ours},
            {"id.ocop.vn:443", ours},
            {"id.ocop.vn:", ours},
            // The host itself in disguise.
            {"id.ocop.vn:8443", look_alike},
            {"id.ocop.vn.", look_alike},
            {"user@id.ocop.vn", look_alike},
            {"id%2Eocop%2Evn", look_alike},
            {"\xEF\xBD\x89\xEF\xBD\x84.ocop.vn", look_alike},  // fullwidth letters
            {"id\xE3\x80\x82ocop.vn", look_alike},             // ideographic full stop
            // Our host within another name.
            {"id.ocop.vn@evil.com", look_alike},
            {"ID.OCOP.VN%40x@evil.com", look_alike},
            {"id.ocop.vn.evil.com", look_alike},
            {"www.id.ocop.vn.evil.com:444", look_alike},
            {"id-ocop-vn.com", look_alike},
            {"id-ocop-vn.shop.evil.com", look_alike},
            // Letters that look the same, also as punycode.
            {"id.0c0p.vn", look_alike},
            {"id.oc\xD0\xBEp.vn", look_alike},  // Cyrillic о
            {"xn--d-evb.ocop.vn", look_alike},  // Cyrillic i
            {"id.xn--n1aagc.vn", look_alike},
            {"id.xn--p-0tbal.vn", look_alike},  // all Cyrillic
            {"\xD1\x96"
             "d.ocop.vn",
             look_alike},  // Cyrillic і
            // Near labels, and the same label elsewhere.
            {"id.ocopp.vn", look_alike},
            {"id.ocp.vn", look_alike},
            {"id.coop.vn", look_alike},
            {"ocop.com", look_alike},
            {"id.ocop.com.vn", look_alike},
            {"ocop.phutho.vn", look_alike},
            {"id-ocop.vn", foreign},  // three insertions: too far for this rule
            {"id.ocop1.id.vn", look_alike},
            {"\xC3\xB4"
             "cop.vn",
             look_alike},
            // Strangers.
            {"example.com", foreign},
            {"gs1.org", foreign},
            {"vnexpress.net", foreign},
            {"truyxuat.phutho.gov.vn", foreign},
            {"www.ocop.vn", foreign},
            {"vn", foreign},
            {"192.168.1.1", foreign},
            {"[::1]:8443", foreign},
            {"2130706433", foreign},
            {"0x7f.1", foreign},
            {"localhost:8443", foreign},
            {"", foreign},
            {"@", foreign},
            {":", foreign},
            {"....", foreign},
            {"xn--", foreign},
        }
    );
}

BOOST_AUTO_TEST_CASE(hosts_that_imitate_localhost) {
    check_all(
        {"localhost:8443"},
        {
            {"localhost:8443", ours},
            {"LOCALHOST:8443", ours},
            {"localhost", look_alike},
            {"localhost:9443", look_alike},
            {"localhost.:8443", look_alike},
            {"localhost:8443@evil.com", look_alike},
            {"localhost.com", look_alike},
            {"www.localhost.vn", look_alike},
            {"l0calhost:8443", look_alike},
            {"1ocalhost", look_alike},
            {"localhots", look_alike},
            {"locahost:8443", look_alike},
            {"loca1host.com.vn:8443", look_alike},
            {"l\xD0\xBE"
             "calh\xD0\xBEst",
             look_alike},
            {"host", foreign},
            {"local", foreign},
            {"a", foreign},
            {"web", foreign},
            {"id.ocop.vn", foreign},
            {"my-laptop", foreign},
            {"localhost.evil.com", foreign},  // a single name is no claim to be us
            {"127.0.0.1:8443", foreign},
            {"[::1]:8443", foreign},
        }
    );
}

BOOST_AUTO_TEST_CASE(hosts_under_a_second_level_suffix) {
    check_all(
        {"ocop.phutho.gov.vn", "127.0.0.1:8443"},
        {
            {"ocop.phutho.gov.vn", ours},
            {"127.0.0.1:8443", ours},
            {"127.0.0.1", look_alike},
            {"127.0.0.2:8443", foreign},
            {"www.phutho.gov.vn", foreign},
            {"ocop.phutho.com.vn", look_alike},
            {"ocop.phuth0.gov.vn", look_alike},
            {"ocop.phutho-gov.vn", foreign},
            {"ocop-phutho-gov-vn.com", look_alike},
            {"ocop.hanoi.gov.vn", foreign},
            {"gov.vn", foreign},
        }
    );
}

BOOST_AUTO_TEST_CASE(short_labels_have_few_neighbours) {
    check_all(
        {"hi.vn", "abc.vn"},
        {{"ho.vn", foreign}, {"hi.com", look_alike}, {"abd.vn", look_alike}, {"axy.vn", foreign}}
    );
}

BOOST_AUTO_TEST_CASE(very_long_names_are_judged_quickly) {
    std::vector<std::string> const hosts{"id.ocop.vn"};
    BOOST_TEST((classify_host(std::string(1'000'000, 'a'), hosts) == foreign));
    BOOST_TEST((classify_host(std::string(1'000'000, '@'), hosts) == foreign));
    BOOST_TEST(
        (classify_host("id.ocop.vn." + std::string(100'000, 'a') + ".com", hosts) == look_alike)
    );
}

BOOST_AUTO_TEST_CASE(nothing_is_ours_when_there_are_no_hosts) {
    BOOST_TEST((classify_host("id.ocop.vn", {}) == foreign));
}

BOOST_AUTO_TEST_CASE(the_authority_is_what_a_browser_would_call) {
    BOOST_TEST(authority_of("https://id.ocop.vn/01/1") == "id.ocop.vn");
    BOOST_TEST(authority_of("HTTPS://a@b:1?x") == "a@b:1");
    BOOST_TEST(authority_of("https://evil.com\\@id.ocop.vn/01") == "evil.com");
    BOOST_TEST(authority_of("https:\\\\evil.com/01") == "evil.com");
    BOOST_TEST(authority_of("https:/evil.com") == "evil.com");
    BOOST_TEST(authority_of("https:////evil.com#a") == "evil.com");
    BOOST_TEST(authority_of("//evil.com/a") == "evil.com");
    BOOST_TEST(authority_of("/01/09520000100018") == "");
    BOOST_TEST(authority_of("id.ocop.vn/01/1") == "");
    BOOST_TEST(authority_of("mailto:a@b") == "");
    BOOST_TEST(authority_of("https://") == "");
    BOOST_TEST(authority_of("") == "");
    BOOST_TEST(authority_of("?https://a/") == "");
}

BOOST_AUTO_TEST_SUITE_END()
