#include "unit/pages/html.hpp"
#include "whole.hpp"

#include <array>
#include <cstdio>
#include <set>

// What people and strangers write is text on every page (OWASP ASVS 5.0, 1.2.1): it is stored by
// each role in each field that takes text, and every page that shows it is taken apart.
namespace ocop::test {

namespace {

using pages::test::contains;

// Ways out of text, of attributes in quotes of either kind and of none, of comments, titles and
// styles, and what turns into one of them when it is decoded once too often.
std::vector<std::string> const attacks{
    "<script>alert(1)</script>",
    "<ScRiPt src=//e.example></sCrIpT>",
    "\"><script>alert(2)</script>",
    "'><script>alert(3)</script>",
    "</title><script>alert(4)</script>",
    "</dd></dl><script>alert(5)</script>",
    "--><script>alert(6)</script><!--",
    "</style><script>alert(7)</script>",
    "</textarea><script>alert(8)</script>",
    "]]><script>alert(9)</script>",
    "<img src=x onerror=alert(10)>",
    "<svg onload=alert(11)>",
    "<svg/onload=alert(12)//",
    "<body onload=alert(13)>",
    "<iframe srcdoc=alert(14)>",
    "<a href=javascript:alert(15)>x</a>",
    "<form action=//e.example><button>x",
    "<meta http-equiv=refresh content=0;//e.example>",
    "<base href=//e.example>",
    "<link rel=stylesheet href=//e.example>",
    "<object data=data:text/html,x>",
    "<details open ontoggle=alert(21)>",
    "<input autofocus onfocus=alert(22)>",
    "<math><mtext><style><img src=x onerror=alert(23)>",
    "<!--><img src=x onerror=alert(24)>",
    "<<script>alert(25)//<</script>",
    "\" onmouseover=\"alert(26)",
    "' onmouseover='alert(27)",
    "` onmouseover=`alert(28)",
    "\" autofocus onfocus=alert(29) x=\"",
    "&lt;script&gt;alert(30)&lt;/script&gt;",
    "&#60;script&#62;alert(31)&#60;/script&#62;",
    "%3Cscript%3Ealert(32)%3C/script%3E",
    "\\u003cscript\\u003ealert(33)\\u003c/script\\u003e",
    "{{{name}}}<script>alert(34)</script>",
    "{{> head}}{{#first}}{{t.site_name}}",
    "{{=<% %>=}}<% name %>",
    "${alert(37)}#{alert(37)}<%= 37 %>",
    "javascript:alert(38)",
    "a&b<c>d\"e'f"};

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&apos;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

// All elements that our templates make.
std::set<std::string> const elements{
    "!DOCTYPE", "html",   "head",    "meta",    "title",  "link",   "body",     "header",
    "main",     "footer", "nav",     "section", "div",    "h1",     "h2",       "h3",
    "p",        "ul",     "li",      "dl",      "dt",     "dd",     "a",        "b",
    "bdi",      "span",   "strong",  "form",    "label",  "input",  "button",   "svg",
    "path",     "circle", "details", "summary", "select", "option", "textarea", "mark"};

void check_page(std::string const& html, std::string const& what) {
    BOOST_TEST_CONTEXT(what) {
        BOOST_TEST(pages::test::fault_of(html) == "");
        for (auto const& tag : pages::test::tags_of(html)) {
            BOOST_TEST(elements.count(tag.name) == 1U, tag.text);
            for (auto const* attribute :
                 {" on", " srcdoc=", " style=", "javascript:", "http-equiv", "//e.example"}) {
                auto const outside = tag.text.substr(0, tag.text.find('"'));
                BOOST_TEST(!contains(outside, attribute), tag.text);
            }
        }
        for (auto const* name : {"href", "src", "action"}) {
            for (auto const& link : pages::test::attributes_of(html, name)) {
                bool const known = link == "#compare" || link == "https://che.example/";
                BOOST_TEST((known || link.starts_with('/')), link);
                BOOST_TEST(!link.starts_with("//"), link);
            }
        }
        BOOST_TEST(pages::test::attributes_of(html, "onclick").empty());
    }
}

std::string in_json(std::string const& text) {
    return json::serialize(json::value(text));
}

class Vandals : public Whole {
  public:
    // What everyone who may write wrote, and the link of a stamp that shows it.
    struct Written {
        std::string name;
        std::string text;
        std::string certificate;
        std::string link;
    };

    Written write(std::string const& attack, int number) {
        Written out;
        out.text = attack;
        out.name = "Chè " + std::to_string(number) + " " + attack;
        auto const name = R"({"vi":)" + in_json(out.name) + R"(,"en":)" + in_json(out.name) + "}";
        auto const text = in_json(attack);
        must(
            "commune_a",
            http::Method::put,
            "producers/" + a.producer,
            R"({"name":)" + name +
                R"(,"legal_form":"cooperative","commune_code":"08620","phone":)" +
                in_json(attack.substr(0, 30)) + R"(,"website":"https://che.example/","address":)" +
                text + "}"
        );
        auto const place = must(
                               "owner_a",
                               http::Method::post,
                               "places",
                               R"({"kind":"workshop","name":)" + name + R"(,"uri":)" +
                                   in_json("urn:" + attack) + R"(,"growing_area_code":)" + text +
                                   R"(,"commune_code":"08620","producer":")" + a.producer + "\"}"
        )
                               .string_at("/id");
        auto const code = "25-08620-" + std::to_string(number) + "-2026";
        must(
            "officer",
            http::Method::post,
            "products",
            R"({"code":")" + code + R"(","producer":")" + a.producer +
                R"(","authority":"phu-tho","name":)" + name + R"(,"story":)" + text +
                R"(,"legal_version":"qd26","group":1,"criteria_set":1})"
        );
        out.certificate =
            must(
                "officer",
                http::Method::post,
                "certificates",
                R"({"product":")" + code + R"(","authority":"phu-tho","stars":4,"decision":)" +
                    text + R"(,"decided_on":"2026-01-15","issued_on":"2026-01-15"})"
            )
                .string_at("/id");
        for (auto const* person : {"officer", "approver"}) {
            must(
                person,
                http::Method::post,
                "certificates/" + out.certificate + "/confirm",
                test::ask("decision_sha256", std::string(64, 'd'))
            );
        }
        must(
            "owner_a",
            http::Method::post,
            "quotas",
            R"({"season":"2026","from":"2026-01-01","to":"2026-12-31",)"
            R"("declared":{"value":1000,"unit":"kg"},"product":")" +
                code + "\"}"
        );
        auto const gtin = must(
                              "owner_a",
                              http::Method::post,
                              "trade-items",
                              R"({"product":")" + code + R"(","name":)" + name +
                                  R"(,"net_content":{"value":100,"unit":"g"}})"
        )
                              .string_at("/gtin");
        must(
            "owner_a",
            http::Method::post,
            "lots",
            R"({"gtin":")" + gtin + R"(","lot":"L1","made_on":"2026-10-01","place":")" + place +
                R"(","quantity":{"value":3000,"unit":"piece"}})"
        );
        auto const order =
            must(
                "owner_a",
                http::Method::post,
                "stamp-orders",
                R"({"gtin":")" + gtin + R"(","lot":"L1","count":2,"active_when_issued":true})"
            )
                .string_at("/id");
        must("approver", http::Method::post, "stamp-orders/" + order + "/approve", "");
        must("approver", http::Method::post, "stamp-orders/" + order + "/issue", "");
        out.link = link_of(order);
        return out;
    }

    Reply must(
        std::string const& who, http::Method method, std::string const& path, std::string body
    ) {
        auto reply = send(ask_as(people.at(who), method, "/api/v1/" + path, std::move(body)));
        BOOST_TEST_REQUIRE(reply.status() / 100 == 2, path << reply.text());
        return reply;
    }

    std::string page(std::string const& target, std::string const& method = "GET") const {
        auto const reply = ask(bytes(method, target, "", "", "Accept-Language: <script>\r\n"));
        if (reply.status == 303 || reply.status == 307) {
            return page(reply.header("location"));
        }
        BOOST_TEST(reply.header("content-type") == "text/html; charset=utf-8", target);
        return reply.body;
    }
};

std::string percent(std::string_view text) {
    std::string out;
    for (char const c : text) {
        std::array<char, 4> code{};
        std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned char>(c));
        out += code.data();
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(asvs_pages)

BOOST_AUTO_TEST_CASE(asvs_1_2_1_names_are_text_on_every_page) {
    Vandals whole;
    int number = 10;
    for (auto const& attack : attacks) {
        auto const written = whole.write(attack, ++number);
        for (std::string const language : {"&lang=vi", "&lang=en"}) {
            auto const page = whole.page("/v" + written.link + language);
            check_page(page, attack);
            BOOST_TEST(pages::test::count_of(page, escaped(written.name)) >= 4, page);
            BOOST_TEST(pages::test::count_of(page, escaped(attack)) >= 7, page);
            auto const receipt = whole.page("/v" + written.link + language, "POST");
            check_page(receipt, attack);
            BOOST_TEST(contains(receipt, escaped(written.name)), receipt);
        }
        whole.must(
            "approver",
            http::Method::post,
            "certificates/" + written.certificate + "/withdraw",
            R"({"decision":)" + in_json(attack) +
                R"(,"decided_on":"2026-11-01","ground":1,"effective_on":"2026-11-20"})"
        );
        auto const certificate = "/api/v1/certificates/" + written.certificate;
        auto const withdrawn = confirm_read_as(
            whole,
            whole.people.at("admin"),
            certificate,
            certificate + "/withdraw/confirm",
            R"({"decision":)" + in_json(attack) + "}"
        );
        BOOST_TEST_REQUIRE(withdrawn.status() == 200, withdrawn.text());
        check_page(whole.page("/v" + written.link), attack);
    }
}

BOOST_AUTO_TEST_CASE(asvs_1_2_1_what_a_stranger_asks_is_text_on_every_page) {
    Vandals whole;
    auto const link = whole.link_of(whole.a.issued);
    for (auto const& attack : attacks) {
        auto const coded = percent(attack);
        for (auto const& target :
             {"/?" + coded,
              "/?lang=" + coded,
              "/v?serial=" + coded,
              "/v?serial=https://" + coded,
              "/v?serial=https://e.example/" + coded,
              "/v?x=" + coded + "&serial=" + coded + "&lang=en",
              "/v/01/" + coded,
              "/01/" + whole.a.gtin + "/10/" + coded,
              "/v/01/" + whole.a.gtin + "/21/" + coded + "?s=" + coded,
              "/v" + link + "&" + coded + "=" + coded,
              "/v/receipts/" + coded,
              "/00/" + coded,
              "/8004/" + coded}) {
            check_page(whole.page(target), target);
        }
        check_page(whole.page("/v?serial=" + coded, "POST"), attack);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
