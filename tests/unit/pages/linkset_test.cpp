#include "pages/linkset.hpp"

#include "service.hpp"

#include <ocop/base/json.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::pages::test;

namespace {

std::vector<http::Header> accept(std::string value) {
    return {{"Accept", std::move(value)}};
}

constexpr auto browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
constexpr auto linkset = "application/linkset+json";

json::object set_of(http::Response const& response) {
    BOOST_TEST_REQUIRE(response.status == 200);
    BOOST_TEST(response.header("Content-Type") == linkset);
    auto const body = json::parse(body_of(response)).value();
    auto const& all = body.at("linkset").as_array();
    BOOST_TEST_REQUIRE(all.size() == 1U);
    return all.front().as_object();
}

std::string href_of(json::object const& set, std::string const& type) {
    auto const* links = set.if_contains("https://ref.gs1.org/voc/" + type);
    if (links == nullptr) return "";
    BOOST_TEST(links->as_array().size() == 1U);
    return std::string(links->as_array().front().at("href").as_string());
}

// "https://tem.example/v/01/…" as the path that we redirect to.
std::string path_of(std::string const& href) {
    constexpr std::string_view root = "https://tem.example";
    BOOST_TEST(href.starts_with(root), href);
    return href.substr(root.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(linksets)

BOOST_AUTO_TEST_CASE(browsers_cameras_and_whoever_takes_anything_get_the_page) {
    PagesService service;
    auto const link = service.link(0);
    for (auto const* like :
         {browser, "*/*", "", "text/html;q=0.5,application/json;q=0.4", "image/png", ",;"}) {
        auto const moved = service.get(link, accept(like));
        BOOST_TEST(moved.status == 307, like);
        BOOST_TEST(moved.header("Location") == "/v" + link, like);
        auto const path = link.substr(0, link.find('?'));
        BOOST_TEST(
            moved.header("Link") ==
            "<https://tem.example" + path + "?linkType=linkset>; rel=\"linkset\""
        );
        BOOST_TEST(contains(moved.header("Vary"), "Accept"));
    }
}

BOOST_AUTO_TEST_CASE(a_linkset_is_given_by_type_or_by_liking_with_one_default_link) {
    PagesService service;
    auto const path = "/01/" + service.gtin;
    for (auto const& response :
         {service.get(path + "?linkType=linkset", accept(browser)),
          service.get(path + "?linkType=all"),
          service.get(path, accept(linkset)),
          service.get(path + "/", accept("application/json, */*;q=0.5")),
          service.get(path, accept("Application/LD+JSON"))}) {
        auto const set = set_of(response);
        BOOST_TEST(set.at("anchor").as_string() == "https://tem.example" + path);
        BOOST_TEST(set.at("itemDescription").as_string() == "Chè xanh hộp");
        BOOST_TEST(path_of(href_of(set, "defaultLink")) == "/v" + path);
        BOOST_TEST(href_of(set, "pip") == href_of(set, "defaultLink"));
        BOOST_TEST(
            path_of(href_of(set, "certificationInfo")) == "/products/25-08620-01-2026#certificate"
        );
        BOOST_TEST(href_of(set, "verificationService") == "");
        BOOST_TEST(contains(response.header("Vary"), "Accept"));
        BOOST_TEST(contains(response.header("Link"), "linkset-context"));
        BOOST_TEST(response.header("Access-Control-Allow-Origin") == "*");
    }
}

BOOST_AUTO_TEST_CASE(links_go_with_how_much_the_code_names) {
    PagesService service;
    auto const lot = "/01/" + service.gtin + "/10/L1";
    auto const of_lot = set_of(service.get(lot + "?linkType=linkset"));
    BOOST_TEST(path_of(href_of(of_lot, "defaultLink")) == "/v" + lot);
    BOOST_TEST(href_of(of_lot, "traceability") == href_of(of_lot, "defaultLink"));
    BOOST_TEST(path_of(href_of(of_lot, "pip")) == "/v/01/" + service.gtin);
    auto const link = service.link(0);
    auto const stamp = link.substr(0, link.find('?'));
    auto const of_stamp = set_of(service.get(link, accept(linkset)));
    BOOST_TEST(path_of(href_of(of_stamp, "defaultLink")) == "/v" + stamp);
    BOOST_TEST(href_of(of_stamp, "verificationService") == href_of(of_stamp, "defaultLink"));
    BOOST_TEST(path_of(href_of(of_stamp, "traceability")) == "/v" + lot);
    // Its signature is the stamp's, and in no link.
    BOOST_TEST(!contains(body_of(service.get(link, accept(linkset))), link.substr(link.find('?'))));
}

BOOST_AUTO_TEST_CASE(one_link_is_a_redirect_that_passes_the_query_on) {
    PagesService service;
    auto const path = "/01/" + service.gtin;
    for (auto const* prefix : {"gs1:", "https://gs1.org/voc/", "https://ref.gs1.org/voc/"}) {
        auto const query = std::string("?foo=bar&linkType=") + prefix + "certificationInfo";
        auto const moved = service.get(path + query);
        BOOST_TEST(moved.status == 307, prefix);
        BOOST_TEST(
            moved.header("Location") ==
            "https://tem.example/products/25-08620-01-2026" + query + "#certificate"
        );
    }
    auto const pip = service.get(path + "/10/L1?linkType=gs1:pip", accept(linkset));
    BOOST_TEST(pip.header("Location") == "https://tem.example/v" + path + "?linkType=gs1:pip");
    // Every link that the set names can be asked for, and leads to a page that is there.
    for (auto const& [type, links] : set_of(service.get(path + "/10/L1", accept(linkset)))) {
        if (!links.is_array()) continue;
        auto const name = std::string(type.substr(type.rfind('/') + 1));
        auto const moved = service.get(path + "/10/L1?linkType=gs1:" + name);
        BOOST_TEST(moved.status == 307, name);
        auto target = path_of(std::string(moved.header("Location")));
        target.resize(std::min(target.find('#'), target.size()));
        BOOST_TEST(service.get(target).status == 200, target);
    }
}

BOOST_AUTO_TEST_CASE(what_there_is_no_link_for_is_404_and_what_is_no_link_400) {
    PagesService service;
    auto const path = "/01/" + service.gtin;
    BOOST_TEST(service.get(path + "?linkType=gs1:nosuchlt").status == 404);
    BOOST_TEST(service.get(path + "?linkType=gs1:traceability").status == 404);
    BOOST_TEST(service.get(path + "?linkType=").status == 307);
    BOOST_TEST(service.get("/01/09520000000004?linkType=linkset").status == 404);
    for (auto const* bad : {"/foo", "/10/x%2Fy", "/21"}) {
        BOOST_TEST(service.get(path + bad + std::string("?linkType=linkset")).status == 400, bad);
        BOOST_TEST(service.get(path + bad, accept(linkset)).status == 400, bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()
