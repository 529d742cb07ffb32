#include "api/oidc_routes.hpp"

#include "oidc_provider.hpp"
#include "unit/api/two_producers.hpp"
#include "unit/http/outbound.hpp"

// The two routes of a sign-in at an OpenID provider, from the browser's first click to a session of
// ours.
namespace ocop::test {

namespace {

constexpr char const* email = "canbo@phutho.example.vn";

class WithProvider : public TwoProducers {
  public:
    WithProvider() : provider(disk.clock, "s3cret") {
        api::OidcOptions options;
        options.issuer = provider.issuer();
        options.client = {"ocop-trace", "s3cret", OidcProviderServer::redirect_uri()};
        options.trusted_pem = http::test::localhost().certificate_pem;
        desk =
            std::make_unique<api::OidcDesk>(std::move(options), resolver, disk.clock, disk.random);
        claim("email", email);
        services->oidc = desk.get();
        router = std::make_unique<http::Router>(api::routes(*services));
    }

    // What the browser gets at the end of it.
    Reply sign_in_there(std::string const& accept = "*/*") {
        auto const begun = get_as(*this, {}, std::string(api::oidc_start_path));
        BOOST_TEST_REQUIRE(begun.status() == 303);
        auto const query = provider.visit(std::string(begun.header("Location")));
        auto const cookie = begun.header("Set-Cookie");
        http::Request request;
        request.method = http::Method::get;
        request.target = std::string(api::oidc_callback_path) + '?' + query;
        request.headers = {
            {"Host", std::string(host)},
            {"Accept", accept},
            {"Cookie", std::string(cookie.substr(0, cookie.find(';')))}};
        return send(std::move(request));
    }

    // What the provider says from now on.
    void claim(std::string name, json::value value) {
        provider.conduct.claims = [name = std::move(name), value = std::move(value)](auto& claims) {
            claims["email"] = email;
            claims["email_verified"] = true;
            claims[name] = value;
        };
    }

    accounts::Account add_official(accounts::Role role, std::string_view unit) {
        auto account = add_person(*this, person(email, role, unit, disk.clock.now()));
        must_run(*disk.store, [&](store::Transaction& tx) {
            accounts::Credentials credentials;
            accounts::set_totp(credentials, disk.random, services->vault, account.id, {1});
            accounts::put_credentials(tx, account.id, credentials);
            return Result<int>(0);
        });
        return account;
    }

    http::test::FixedResolver resolver;
    OidcProviderServer provider;
    std::unique_ptr<api::OidcDesk> desk;
};

SignedIn session_in(Reply const& reply) {
    SignedIn out;
    for (auto const& header : reply.response.headers) {
        constexpr std::string_view start = "__Host-session=";
        if (header.name == "Set-Cookie" && header.value.starts_with(start)) {
            auto const rest = header.value.substr(start.size());
            out.token = rest.substr(0, rest.find(';'));
        }
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(oidc_routes)

BOOST_AUTO_TEST_CASE(an_official_gets_a_session_that_still_asks_for_the_second_factor) {
    WithProvider world;
    auto const account = world.add_official(accounts::Role::officer, "phu-tho");
    auto const reply = world.sign_in_there();
    BOOST_TEST_REQUIRE(reply.status() == 303, reply.text());
    BOOST_TEST(reply.header("Location") == "/console/");
    auto const session = session_in(reply);
    auto const own = get_as(world, session, "/api/v1/account");
    BOOST_TEST_REQUIRE(own.status() == 200, own.text());
    BOOST_TEST(own.string_at("/account/id") == account.id);
    BOOST_TEST(own.string_at("/session/second_factor_needed") == "true");
    BOOST_TEST(get_as(world, session, "/api/v1/lots").problem() == "second_factor_required");
}

BOOST_AUTO_TEST_CASE(the_link_is_to_the_person_and_outlives_the_address) {
    WithProvider world;
    auto const account = world.add_official(accounts::Role::officer, "phu-tho");
    BOOST_TEST_REQUIRE(world.sign_in_there().status() == 303);
    world.claim("email", "someone.else@example.vn");
    auto const reply = world.sign_in_there();
    BOOST_TEST_REQUIRE(reply.status() == 303, reply.text());
    auto const own = get_as(world, session_in(reply), "/api/v1/account");
    BOOST_TEST(own.string_at("/account/id") == account.id);
}

BOOST_AUTO_TEST_CASE(nobody_but_an_official_whose_address_is_verified_gets_in) {
    WithProvider nobody;
    BOOST_TEST(nobody.sign_in_there().problem() == "oidc_account_unknown");
    WithProvider owner;
    owner.add_official(accounts::Role::producer_owner, owner.a.producer);
    BOOST_TEST(owner.sign_in_there().problem() == "oidc_account_unknown");
    WithProvider unverified;
    unverified.add_official(accounts::Role::officer, "phu-tho");
    unverified.claim("email_verified", false);
    BOOST_TEST(unverified.sign_in_there().problem() == "oidc_account_unknown");
}

BOOST_AUTO_TEST_CASE(a_person_in_a_browser_who_is_not_let_in_is_told_at_the_sign_in) {
    WithProvider nobody;
    auto const reply = nobody.sign_in_there("text/html,*/*;q=0.8");
    BOOST_TEST_REQUIRE(reply.status() == 303, reply.text());
    BOOST_TEST(reply.header("Location") == "/console/?problem=oidc_account_unknown");
    BOOST_TEST(session_in(reply).token.empty());
}

BOOST_AUTO_TEST_CASE(a_second_identity_with_the_same_address_does_not_take_the_account_over) {
    WithProvider world;
    world.add_official(accounts::Role::officer, "phu-tho");
    BOOST_TEST_REQUIRE(world.sign_in_there().status() == 303);
    world.claim("sub", "another");
    BOOST_TEST(world.sign_in_there().problem() == "oidc_account_unknown");
}

BOOST_AUTO_TEST_CASE(without_a_provider_there_are_no_such_routes_and_the_sign_in_knows) {
    Service service;
    BOOST_TEST(get_as(service, {}, std::string(api::oidc_start_path)).status() == 404);
    BOOST_TEST(get_as(service, {}, "/api/v1/sign-in-methods").string_at("/oidc") == "false");
    WithProvider world;
    BOOST_TEST(get_as(world, {}, "/api/v1/sign-in-methods").string_at("/oidc") == "true");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
