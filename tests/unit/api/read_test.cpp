#include "api/read.hpp"

#include "api/epcis.hpp"
#include "service.hpp"

#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <set>

namespace ocop::test {

namespace {

// All lots, following the links from page to page.
std::vector<std::string> lots_by_pages(Service& service, int limit) {
    std::vector<std::string> seen;
    std::string target = "/api/v1/lots?limit=" + std::to_string(limit);
    while (!target.empty()) {
        auto const reply = service.get(target);
        BOOST_TEST_REQUIRE(reply.status() == 200);
        auto const body = reply.body();
        auto const& items = body.at("items").as_array();
        BOOST_TEST_REQUIRE(items.size() <= static_cast<std::size_t>(limit));
        for (auto const& item : items) {
            seen.push_back(text_of(item, "lot"));
        }
        std::string const link(reply.header("Link"));
        target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
        BOOST_TEST_REQUIRE(seen.size() < 100U);
    }
    return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(read)

BOOST_AUTO_TEST_CASE(entity_tags_are_read_from_lists_with_quotes_and_stars) {
    using api::Comparison;
    auto const matches = [](std::string_view header, std::int64_t revision, Comparison how) {
        return api::read_tags(header, how).matches(revision);
    };
    BOOST_TEST(matches("\"7\"", 7, Comparison::strong));
    BOOST_TEST(!matches("\"7\"", 8, Comparison::strong));
    BOOST_TEST(matches("\"6\" ,\t\"7\"", 7, Comparison::strong));
    BOOST_TEST(matches("*", 7, Comparison::strong));
    BOOST_TEST(!matches("W/\"7\"", 7, Comparison::strong));
    BOOST_TEST(matches("W/\"7\"", 7, Comparison::weak));
    for (auto const* header : {"", "7", "\"7", "7\"", "\"07\"", "\"-7\"", "\"7x\"", "\"", ",,"}) {
        BOOST_TEST(!matches(header, 7, Comparison::weak), header);
    }
    BOOST_TEST(!matches("\"99999999999999999999\"", -1, Comparison::weak));
    BOOST_TEST(!api::read_tags("", Comparison::weak).given);
    BOOST_TEST(api::read_tags(",", Comparison::weak).given);
}

BOOST_AUTO_TEST_CASE(a_record_that_is_known_already_is_not_sent_again) {
    RegisteredService service;
    auto const path = "/api/v1/producers/" + service.producer;
    auto const known = service.get(path, {{"If-None-Match", "\"1\""}});
    BOOST_TEST(known.status() == 304);
    BOOST_TEST(known.header("ETag") == "\"1\"");
    BOOST_TEST(known.text() == "");
    BOOST_TEST(service.get(path, {{"If-None-Match", "\"2\""}}).status() == 200);
    BOOST_TEST(service.get(path, {{"If-None-Match", "W/\"1\""}}).status() == 304);
}

BOOST_AUTO_TEST_CASE(every_kind_of_record_has_a_not_found_of_its_own) {
    Service service;
    std::vector<std::pair<std::string, std::string>> const table{
        {"authorities/none", "authority_not_found"},
        {"producers/none", "producer_not_found"},
        {"places/none", "place_not_found"},
        {"products/none", "product_not_found"},
        {"trade-items/none", "trade_item_not_found"},
        {"certificates/none", "certificate_not_found"},
        {"lots/none/none", "lot_not_found"},
        {"stamp-orders/none", "order_not_found"},
        {"keys/9999", "key_not_found"},
        {"receipts/none", "receipt_not_found"},
        {"nothing", "route_not_found"},
    };
    for (auto const& [path, problem] : table) {
        auto const reply = service.get("/api/v1/" + path);
        BOOST_TEST(reply.status() == 404, path);
        BOOST_TEST(reply.problem() == problem);
    }
}

BOOST_AUTO_TEST_CASE(pages_of_any_size_together_are_the_whole_list_in_order) {
    RegisteredService service;
    std::vector<std::string> lots{"L1"};
    for (auto const* lot : {"A", "A-1", "A1", "B", "Z9", "0"}) {
        service.add_lot(lot);
        lots.emplace_back(lot);
    }
    std::sort(lots.begin(), lots.end());
    for (int limit = 1; limit <= 8; ++limit) {
        auto const seen = lots_by_pages(service, limit);
        BOOST_TEST(seen == lots, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(orders_and_keys_are_paged_too) {
    RegisteredService service;
    std::set<std::string> made;
    for (int i = 0; i < 5; ++i) {
        made.insert(service.try_order("1").string_at("/id"));
    }
    std::string after;
    std::vector<std::string> seen;
    for (int page = 0; page < 3; ++page) {
        auto const reply = service.get("/api/v1/stamp-orders?limit=2" + after);
        auto const body = reply.body();
        for (auto const& item : body.at("items").as_array()) {
            seen.push_back(text_of(item, "id"));
        }
        BOOST_TEST(reply.header("Link").empty() == (page == 2));
        after = "&after=" + seen.back();
    }
    BOOST_TEST(
        seen == std::vector<std::string>(made.begin(), made.end()), boost::test_tools::per_element()
    );
    BOOST_TEST(service.get("/api/v1/keys?limit=1").body().at("items").as_array().size() == 1U);
    BOOST_TEST(service.get("/api/v1/keys?after=0001").body().at("items").as_array().empty());
}

BOOST_AUTO_TEST_CASE(unknown_and_impossible_parameters_are_refused) {
    RegisteredService service;
    auto const producers = std::string("/api/v1/producers");
    BOOST_TEST(service.get(producers + "?limit=500").status() == 200);
    for (auto const* query :
         {"limit=0", "limit=501", "limit=-1", "limit=x", "limit=", "limit=01"}) {
        auto const reply = service.get(producers + "?" + query);
        BOOST_TEST(reply.status() == 400, query);
        BOOST_TEST(reply.problem() == "query_invalid");
        BOOST_TEST(reply.string_at("/errors/0/pointer") == "limit");
    }
    for (auto const* path : {"/api/v1/producers", "/api/v1/producers/x", "/api/v1/stamp-orders"}) {
        auto const reply = service.get(std::string(path) + "?page=2");
        BOOST_TEST(reply.problem() == "query_unknown", path);
        BOOST_TEST(reply.string_at("/errors/0/pointer") == "page");
    }
    BOOST_TEST(service.get(producers + "?limit=1&limit=2").problem() == "query_malformed");
    BOOST_TEST(service.get(producers + "?after=%FF").problem() == "query_malformed");
}

BOOST_AUTO_TEST_CASE(whatever_does_not_name_a_known_token_stays_out) {
    RegisteredService service;
    auto const path = "/api/v1/producers/" + service.producer;

    struct Try {
        std::string authorization;
        std::string_view problem;
    };

    std::vector<Try> const table{
        {"", "token_missing"},
        {"Basic " + service.token, "token_missing"},
        {service.token, "token_missing"},
        {"Bearer ", "token_missing"},
        {"Bearer ocop_", "token_unknown"},
        {"Bearer " + service.token + "x", "token_unknown"},
        {"Bearer " + service.token.substr(1), "token_unknown"},
        {"Bearer ocop_0123456789abcdef_" + std::string(43, 'A'), "token_unknown"},
    };
    for (auto const& attempt : table) {
        auto request = service.make(http::Method::get, path, {}, {});
        request.headers.back().value = attempt.authorization;
        auto const reply = service.send(request);
        BOOST_TEST(reply.status() == 401);
        BOOST_TEST(reply.problem() == attempt.problem);
        BOOST_TEST(reply.header("WWW-Authenticate") == "Bearer");
        BOOST_TEST(reply.text().find("ocop_") == std::string::npos);
    }
    auto request = service.make(http::Method::get, path, {}, {});
    request.headers.back().value = "bEARER " + service.token;
    BOOST_TEST(service.send(request).status() == 200);
}

BOOST_AUTO_TEST_CASE(asvs_13_4_5_only_the_routes_named_in_the_design_are_open) {
    Service service;
    std::set<std::string> open;
    for (auto const& route : service.router->routes()) {
        // What EPCIS has a path say of itself is the same for everybody.
        bool const discovery = route.method == http::Method::options &&
                               route.pattern.substr(0, api::epcis_root.size()) == api::epcis_root;
        if (route.access == http::Access::open && !discovery) {
            open.emplace(route.pattern);
        }
    }
    std::set<std::string> const wanted{
        "/epcis/v2",
        "/epcis/v2/",
        "/api/v1/verify",
        "/api/v1/check",
        "/api/v1/reports",
        "/api/v1/sessions",
        "/api/v1/sign-in-methods",
        "/api/v1/invitations/accept",
        "/api/v1/receipts/{token}",
        "/api/v1/receipts/{token}/opened",
        "/api/v1/photos/{sha256}",
        "/api/v1/photos/{sha256}/thumbnail",
        "/api/v1/stamp-recipients",
        "/api/v1/catalogue",
        "/p/{token}",
        "/.well-known/ocop-trust.json",
        "/log/checkpoint",
        "/log/tile/{path...}",
        "/api/v1/proof",
        "/healthz",
        "/readyz"};
    BOOST_TEST(open == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(asvs_13_3_1_no_key_token_or_secret_is_in_any_answer_or_in_the_store) {
    RegisteredService service;
    auto const contents = service.contents();
    BOOST_TEST(contents.find(service.token) == std::string::npos);
    auto const key = service.get("/api/v1/keys/0001");
    BOOST_TEST(key.status() == 200);
    BOOST_TEST(key.text().find("PRIVATE") == std::string::npos);
    for (auto const* member : {"private_key", "scalar", "seed", "salt", "log"}) {
        BOOST_TEST(!key.body().as_object().contains(member), member);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
