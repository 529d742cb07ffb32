#include "http/route.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(router)

namespace {

using namespace ocop::http;
using ocop::Errc;

Route route(Method method, std::string_view pattern) {
    return {method, pattern, [](Request const&) { return Response{}; }};
}

Router sample() {
    return Router(
        {route(Method::get, "/"),
         route(Method::get, "/{name...}"),
         route(Method::get, "/lots/{id}"),
         route(Method::get, "/lots/new"),
         route(Method::put, "/lots/{id}"),
         route(Method::erase, "/lots/{id}"),
         route(Method::post, "/lots"),
         route(Method::get, "/lots/{id}/stamps/{serial}/qr.svg"),
         route(Method::get, "/v/{link...}"),
         route(Method::head, "/v/01/x"),
         route(Method::post, "/v/01/{gtin}/check")}
    );
}

struct Found {
    ocop::Result<Route const*> route;
    Request request;
};

Found find(Router const& routes, Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    auto found = routes.find(request);
    return {std::move(found), std::move(request)};
}

std::string pattern_of(Method method, std::string path) {
    static auto const routes = sample();
    auto const found = find(routes, method, std::move(path));
    return found.route ? std::string((*found.route)->pattern)
                       : std::string(found.route.error().slug);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_most_literal_route_wins) {
    BOOST_TEST(pattern_of(Method::get, "/") == "/");
    BOOST_TEST(pattern_of(Method::get, "/lots/new") == "/lots/new");
    BOOST_TEST(pattern_of(Method::get, "/lots/news") == "/lots/{id}");
    BOOST_TEST(pattern_of(Method::get, "/lots/a/b") == "/{name...}");
    BOOST_TEST(pattern_of(Method::put, "/lots/new") == "/lots/{id}");
    BOOST_TEST(pattern_of(Method::get, "/v/01/x") == "/v/{link...}");
    BOOST_TEST(pattern_of(Method::head, "/v/01/x") == "/v/01/x");
}

BOOST_AUTO_TEST_CASE(captures_are_decoded_after_splitting) {
    auto const routes = sample();
    auto const found = find(routes, Method::get, "/lots/a%2Fb%20c/stamps/%C4%91/qr.svg");
    BOOST_TEST_REQUIRE(found.route.has_value());
    BOOST_TEST(found.request.capture("id") == "a/b c");
    BOOST_TEST(found.request.capture("serial") == "\xc4\x91");
    BOOST_TEST(found.request.capture("other") == "");
}

BOOST_AUTO_TEST_CASE(a_rest_is_raw_and_never_empty) {
    auto const routes = sample();
    auto const found = find(routes, Method::get, "/v/01/095%2F/10//x");
    BOOST_TEST_REQUIRE(found.route.has_value());
    BOOST_TEST(found.request.capture("link") == "01/095%2F/10//x");
    auto const slash = find(routes, Method::get, "/v//");
    BOOST_TEST(slash.request.capture("link") == "/");
    BOOST_TEST(pattern_of(Method::get, "/v/") == "/{name...}");
}

BOOST_AUTO_TEST_CASE(an_empty_segment_is_no_capture_and_a_trailing_slash_is_a_segment) {
    Router const routes({route(Method::get, "/lots/{id}")});
    BOOST_TEST(find(routes, Method::get, "/lots/").route.error().slug == "route_not_found");
    BOOST_TEST(find(routes, Method::get, "/lots/a/").route.error().slug == "route_not_found");
    BOOST_TEST(find(routes, Method::get, "//lots/a").route.error().slug == "route_not_found");
    BOOST_TEST(find(routes, Method::get, "").route.error().slug == "route_not_found");
    BOOST_TEST(find(routes, Method::get, "/%6cots/a").route.error().slug == "route_not_found");
}

BOOST_AUTO_TEST_CASE(a_bad_escape_in_a_capture_is_malformed) {
    Router const routes({route(Method::get, "/lots/{id}")});
    for (auto const* id : {"%", "%4", "%zz", "a%0", "%00", "%ff", "%C4", "%ed%a0%80"}) {
        auto const found = find(routes, Method::get, std::string("/lots/") + id);
        BOOST_TEST_REQUIRE(!found.route.has_value());
        BOOST_TEST(found.route.error().slug == "path_malformed");
        BOOST_TEST(found.route.error().faults.at(0).pointer == "id");
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_method_is_told_the_right_ones) {
    Router const routes(
        {route(Method::erase, "/lots/{id}"),
         route(Method::get, "/lots/{id}"),
         route(Method::get, "/lots/new"),
         route(Method::post, "/lots")}
    );
    auto const found = find(routes, Method::post, "/lots/new");
    BOOST_TEST_REQUIRE(!found.route.has_value());
    BOOST_TEST((found.route.error().code == Errc::unsupported));
    BOOST_TEST(found.route.error().slug == "method_not_allowed");
    BOOST_TEST(found.route.error().faults.at(0).reason == "is not one of GET, HEAD, DELETE");
    std::vector const three{Method::get, Method::head, Method::erase};
    BOOST_TEST((routes.methods_at("/lots/new") == three));
    auto const posts = find(routes, Method::get, "/lots");
    BOOST_TEST(posts.route.error().faults.at(0).reason == "is not one of POST");
    BOOST_TEST((routes.methods_at("/lots") == std::vector{Method::post}));
    BOOST_TEST(routes.methods_at("/nowhere").empty());
    BOOST_TEST(routes.methods_at("").empty());
}

BOOST_AUTO_TEST_CASE(head_finds_the_route_of_get) {
    BOOST_TEST(pattern_of(Method::head, "/lots/new") == "/lots/new");
    BOOST_TEST(pattern_of(Method::head, "/lots") == "/{name...}");
    Router const routes({route(Method::post, "/lots")});
    BOOST_TEST(find(routes, Method::head, "/lots").route.error().slug == "method_not_allowed");
}

BOOST_AUTO_TEST_CASE(a_failed_lookup_leaves_no_captures) {
    auto const routes = sample();
    auto const found = find(routes, Method::put, "/lots/a/stamps");
    BOOST_TEST(found.request.captures.empty());
}

BOOST_AUTO_TEST_CASE(a_router_may_be_moved) {
    auto routes = sample();
    auto const moved = std::move(routes);
    BOOST_TEST(find(moved, Method::get, "/lots/new").route.has_value());
    BOOST_TEST(moved.routes().size() == 11u);
}

BOOST_AUTO_TEST_SUITE_END()
