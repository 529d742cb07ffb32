#include "http/multipart.hpp"

#include "fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace ocop::http {

namespace {

std::string const type = "multipart/form-data; boundary=----b0";

std::string form(std::vector<std::pair<std::string, std::string>> const& parts) {
    std::string out;
    for (auto const& [head, body] : parts) {
        out += "------b0\r\n" + head + "\r\n\r\n" + body + "\r\n";
    }
    return out + "------b0--\r\n";
}

std::string field(std::string const& name) {
    return "Content-Disposition: form-data; name=\"" + name + '"';
}

std::string slug_of(std::string const& content_type, std::string const& body) {
    return test::slug_of(parse_multipart(content_type, body));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(multipart)

BOOST_AUTO_TEST_CASE(fields_and_files_come_as_a_browser_sends_them) {
    auto const bytes = std::string("\xff\xd8\r\n--\r\n\0\r\n------b", 16);
    auto const body = form(
        {{field("stamp"), "0123"},
         {field("text"), ""},
         {field("photo") + "; filename=\"ảnh%22.jpg\"\r\nContent-Type: image/jpeg", bytes},
         {field("photo") + "; filename=\"\"\r\nContent-Type: application/octet-stream", ""}}
    );
    auto const parts = parse_multipart(type, body);
    BOOST_TEST_REQUIRE(test::reason_of(parts) == "");
    BOOST_TEST_REQUIRE(parts->size() == 4U);
    BOOST_TEST((*parts)[0].name == "stamp");
    BOOST_TEST((*parts)[0].body == "0123");
    BOOST_TEST(!(*parts)[0].file);
    BOOST_TEST((*parts)[1].body == "");
    BOOST_TEST((*parts)[2].file);
    BOOST_TEST((*parts)[2].content_type == "image/jpeg");
    BOOST_TEST((*parts)[2].body == bytes);
    BOOST_TEST((*parts)[3].file);
    BOOST_TEST((*parts)[3].body == "");
    BOOST_TEST(parse_multipart("Multipart/Form-Data;boundary=\"----b0\"", body).has_value());
    BOOST_TEST(parse_multipart(type, "------b0--")->empty());
}

BOOST_AUTO_TEST_CASE(whatever_two_readers_could_read_in_two_ways_is_refused) {
    auto const good = form({{field("a"), "x"}});
    BOOST_TEST(slug_of(type, good) == "");
    for (auto const& body :
         {"\r\n" + good,
          "x\r\n" + good,
          good + "x",
          good + "\r\n",
          good.substr(0, good.size() - 4),
          form({{"", "x"}}),
          form({{"Content-Type: text/plain", "x"}}),
          form({{"Content-Disposition: attachment; name=\"a\"", "x"}}),
          form({{"Content-Disposition: form-data", "x"}}),
          form({{"Content-Disposition: form-data; name=a", "x"}}),
          form({{"Content-Disposition: form-data; name=\"\"", "x"}}),
          form({{"Content-Disposition: form-data; name=\"a b\"", "x"}}),
          form({{"Content-Disposition: form-data; name=\"" + std::string(41, 'a') + "\"", "x"}}),
          form({{field("a") + "; filename*=UTF-8''x", "x"}}),
          form({{field("a") + "; filename=\"x\"; filename=\"y\"", "x"}}),
          form({{field("a") + "\r\n" + field("b"), "x"}}),
          form({{field("a") + "\r\n folded", "x"}}),
          form({{field("a") + "\r\nContent-Transfer-Encoding: base64", "x"}}),
          form({{field("a") + "\r\nContent-Type: a/b\r\nContent-Type: c/d", "x"}}),
          form({{field("a") + "\r\nContent-Type: " + std::string(part_head_bytes_max, 'x'), "x"}}
          )}) {
        BOOST_TEST(slug_of(type, body) == "multipart_malformed", body);
    }
    for (auto const* bad :
         {"multipart/form-data",
          "multipart/form-data; charset=utf-8",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=a b",
          "multipart/form-data; boundary=----b0; x=y",
          "multipart/mixed; boundary=----b0",
          "text/plain",
          ""}) {
        BOOST_TEST(slug_of(bad, good) == "multipart_malformed", bad);
    }
    BOOST_TEST(
        slug_of("multipart/form-data; boundary=" + std::string(71, 'b'), good) ==
        "multipart_malformed"
    );
}

BOOST_AUTO_TEST_CASE(no_more_parts_than_a_form_has) {
    std::vector<std::pair<std::string, std::string>> parts(parts_max, {field("a"), "x"});
    BOOST_TEST(parse_multipart(type, form(parts))->size() == parts_max);
    parts.emplace_back(field("a"), "x");
    BOOST_TEST(slug_of(type, form(parts)) == "multipart_malformed");
}

BOOST_AUTO_TEST_CASE(a_body_cut_short_anywhere_is_refused) {
    auto const body = form({{field("a"), "x"}, {field("b") + "; filename=\"f\"", "yy"}});
    // But for the last line break, which may be missing.
    for (std::size_t size = 0; size + 2 < body.size(); ++size) {
        BOOST_TEST(slug_of(type, body.substr(0, size)) == "multipart_malformed", size);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::http
