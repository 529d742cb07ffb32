#include "unit/stamp/trust_fixture.hpp"

#include <ocop/stamp/offline.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::stamp;

namespace {

struct Fixture : vectors::Trust {
    TrustFile file{list, list_key, true};
    std::string url = vectors::text(stamp_file, "url");
    Instant now = vectors::at("2026-11-22T08:00:00Z");

    OfflineAnswer check(std::string const& uri) const { return check_offline(file, uri, now); }
};

using Slugs = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(offline)

BOOST_FIXTURE_TEST_CASE(a_good_stamp_is_good_and_the_register_was_not_asked, Fixture) {
    auto const answer = check(url);
    BOOST_TEST(answer.signature_good());
    BOOST_TEST(answer.form == "stamp");
    BOOST_TEST(answer.host == "id.ocop.vn");
    BOOST_TEST(answer.host_class == "ours");
    BOOST_TEST((answer.gtin == "09520000100018" && answer.lot == "L2611A"));
    BOOST_TEST((answer.serial == "2ZAPQ5E7JE" && answer.kid == "0001"));
    BOOST_TEST((answer.authority == "Tỉnh Phú Thọ"));
    BOOST_TEST(answer.key_known);
    BOOST_TEST((answer.key_logged_from == list.keys[0].logged_from));
    BOOST_TEST(!answer.register_asked);
    BOOST_TEST(answer.note.find("register was not asked") != std::string::npos);
    BOOST_TEST(answer.warnings.empty());
    auto const json = json::write(answer);
    BOOST_TEST(json.at("register_asked").as_bool() == false);
    BOOST_TEST(json.at("signature").as_string() == "good");
    BOOST_TEST(!json.as_object().contains("key_revoked_at_size"));
}

BOOST_FIXTURE_TEST_CASE(a_changed_digit_is_bad, Fixture) {
    url.back() = url.back() == '2' ? '3' : '2';
    BOOST_TEST(check(url).signature == "bad");
    BOOST_TEST(check(url).key_known);
}

BOOST_FIXTURE_TEST_CASE(high_s_and_numbers_too_large_are_bad, Fixture) {
    auto const base = url.substr(0, url.find('=') + 1);
    BOOST_TEST(check(base + vectors::text(stamp_file, "high_s_digits")).signature == "bad");
    BOOST_TEST(check(base + "0001" + std::string(155, '9')).signature == "bad");
    BOOST_TEST(check(base + "0001" + std::string(155, '0')).signature == "bad");
}

BOOST_FIXTURE_TEST_CASE(an_unknown_kid_is_bad, Fixture) {
    auto const at = url.find('=') + 1;
    auto const answer = check(url.replace(at, 4, "0002"));
    BOOST_TEST(answer.signature == "bad");
    BOOST_TEST(!answer.key_known);
    BOOST_TEST((answer.kid == "0002"));
}

BOOST_FIXTURE_TEST_CASE(malformed_links_name_what_is_wrong, Fixture) {
    BOOST_TEST(check(url.substr(0, url.size() - 1)).form == "stamp_digits_malformed");
    BOOST_TEST(check(url + "0").form == "stamp_digits_malformed");
    BOOST_TEST(check("hello").form == "digital_link_malformed");
    BOOST_TEST(check("hello").signature == "none");
    auto const garbage = check("https://\xFF\xFE/01/1");
    BOOST_TEST(garbage.uri == "");
    BOOST_TEST(garbage.host == "");
}

BOOST_FIXTURE_TEST_CASE(a_link_without_signature_is_said_to_be_one, Fixture) {
    auto const answer = check("https://id.ocop.vn/01/09520000100018/10/L2611A");
    BOOST_TEST(answer.form == "unsigned");
    BOOST_TEST(answer.signature == "none");
    BOOST_TEST(!answer.kid);
}

BOOST_FIXTURE_TEST_CASE(other_hosts_are_told_apart, Fixture) {
    auto const path = url.substr(url.find("/01/"));
    auto const look_alike = check("https://id.ocop.vn.evil.com" + path);
    BOOST_TEST(look_alike.signature_good());
    BOOST_TEST(look_alike.warnings == Slugs{"host_look_alike"}, boost::test_tools::per_element());
    auto const foreign = check("https://example.com" + path);
    BOOST_TEST(foreign.warnings == Slugs{"host_foreign"}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(what_weakens_an_answer_is_listed_worst_first, Fixture) {
    file.list.keys[0].revoked_at_size = 55;
    file.list.keys[0].logged_from = vectors::at("2026-12-01T00:00:00Z");
    file.list.keys[0].logged_until = vectors::at("2026-12-31T00:00:00Z");
    file.root_checked = false;
    now = vectors::at("2026-11-25T00:00:00Z");
    auto const answer = check(url);
    BOOST_TEST((answer.key_revoked_at_size == std::uint64_t{55}));
    Slugs const expected{"key_revoked", "key_not_yet_in_use", "list_stale", "root_not_checked"};
    BOOST_TEST(answer.warnings == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
