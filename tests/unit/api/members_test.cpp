#include "two_producers.hpp"

// Acts on other people's accounts, as an attacker tried them.
namespace ocop::test {

BOOST_AUTO_TEST_SUITE(members)

BOOST_AUTO_TEST_CASE(an_owner_invited_from_outside_is_told_to_the_owners_and_orders_stand_still) {
    TwoProducers world;
    auto const invite = [&](std::string const& who, std::string const& login) {
        return post_as(
            world,
            world.people.at(who),
            "/api/v1/invitations",
            R"({"login":")" + login + R"(","name":"Mai","role":"producer_owner","producer":")" +
                world.a.producer + "\"}"
        );
    };
    int next = 2;
    auto const print = [&] {
        ++next;
        auto const body = run_body(world.a.issued, next, next);
        return post_as(world, world.people.at("owner_a"), "/api/v1/print-runs", body);
    };
    BOOST_TEST_REQUIRE(invite("owner_a", "inside").status() == 201);
    BOOST_TEST(print().status() == 201);
    BOOST_TEST_REQUIRE(invite("commune_a", "outside").status() == 201);
    BOOST_TEST(print().problem() == "orders_frozen");
    auto const notices = get_as(world, world.people.at("owner_a"), "/api/v1/account/notices");
    BOOST_TEST(notices.string_at("/items/0/kind") == "owner_invited");
}

BOOST_AUTO_TEST_CASE(no_repeated_request_brings_an_erased_name_back) {
    TwoProducers world;
    auto const& admin = world.people.at("admin");
    auto const path = "/api/v1/accounts/" + world.a.staff;
    auto const disable = [&] {
        auto request = ask_as(admin, http::Method::post, path + "/disable");
        request.headers.push_back({"Idempotency-Key", "k1"});
        return world.send(std::move(request));
    };
    BOOST_TEST_REQUIRE(disable().status() == 200);
    BOOST_TEST_REQUIRE(post_as(world, admin, path + "/erase").status() == 200);
    BOOST_TEST(disable().text().find("staff_a") == std::string::npos);
    BOOST_TEST(world.contents().find("staff_a") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(accounts_of_a_producer_share_its_turn_and_those_of_none_have_their_own) {
    TwoProducers world;
    auto const group = [&](std::string const& who) {
        auto request = ask_as(world.people.at(who), http::Method::get, "/api/v1/lots");
        request.path = request.target;
        auto const route = world.router->find(request);
        BOOST_TEST_REQUIRE(reason_of(route) == "");
        BOOST_TEST_REQUIRE(reason_of(world.gate(request, **route)) == "");
        return request.group;
    };
    BOOST_TEST(group("owner_a") != "");
    BOOST_TEST(group("owner_a") == group("staff_a"));
    BOOST_TEST(group("owner_a") != group("owner_b"));
    BOOST_TEST(group("officer") == "");
    BOOST_TEST(group("commune_a") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
