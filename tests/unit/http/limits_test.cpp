#include "http/limits.hpp"

#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>

BOOST_AUTO_TEST_SUITE(limits)

using namespace ocop::http;

namespace {

Limits::TimePoint const now(std::chrono::milliseconds(1'000));

ocop::crypto::SystemRandom source;

Route route_of(Method method, Access access) {
    Route out{method, "/x", {}};
    out.access = access;
    return out;
}

Route const open_post = route_of(Method::post, Access::open);

RateLimits small() {
    RateLimits out;
    out.anonymous_writes = {2, 1};
    out.account_requests = {2, 1};
    out.handshakes = {2, 1};
    return out;
}

bool writes(Limits& limits, std::string_view peer) {
    auto const quota = limits.count_anonymous(open_post, peer, now);
    return !quota || quota->grant.allowed;
}

}  // namespace

BOOST_AUTO_TEST_CASE(only_writes_that_anyone_may_make_are_counted_by_address) {
    Limits limits({}, source);
    for (auto const method : {Method::get, Method::head, Method::options}) {
        auto const route = route_of(method, Access::open);
        BOOST_TEST(!limits.count_anonymous(route, "192.0.2.7", now));
    }
    for (auto const method : {Method::post, Method::put, Method::patch, Method::erase}) {
        auto const route = route_of(method, Access::open);
        BOOST_TEST(limits.count_anonymous(route, "192.0.2.7", now).has_value());
        auto const gated = route_of(method, Access::gated);
        BOOST_TEST(!limits.count_anonymous(gated, "192.0.2.7", now));
    }
}

BOOST_AUTO_TEST_CASE(clients_are_counted_apart_and_a_64_as_one) {
    Limits limits(small(), source);
    BOOST_TEST(writes(limits, "2001:db8:1:2::1"));
    BOOST_TEST(writes(limits, "2001:db8:1:2:ffff::"));
    BOOST_TEST(!writes(limits, "2001:db8:1:2::3"));
    BOOST_TEST(writes(limits, "2001:db8:1:3::1"));
    BOOST_TEST(writes(limits, "192.0.2.7"));
    BOOST_TEST(writes(limits, "::ffff:192.0.2.7"));
    BOOST_TEST(!writes(limits, "192.0.2.7"));
    BOOST_TEST(writes(limits, "192.0.2.8"));
}

BOOST_AUTO_TEST_CASE(each_limit_has_buckets_of_its_own) {
    Limits limits(small(), source);
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(limits.admits_handshake("192.0.2.7", now));
    }
    BOOST_TEST(!limits.admits_handshake("192.0.2.7", now));
    BOOST_TEST(writes(limits, "192.0.2.7"));
    BOOST_TEST(limits.count_account("192.0.2.7", now)->grant.remaining == 1u);
}

BOOST_AUTO_TEST_CASE(an_account_is_counted_wherever_it_calls_from_and_nobody_is_not) {
    Limits limits(small(), source);
    BOOST_TEST(limits.count_account("a", now)->grant.allowed);
    BOOST_TEST(limits.count_account("a", now)->grant.allowed);
    BOOST_TEST(!limits.count_account("a", now)->grant.allowed);
    BOOST_TEST(limits.count_account("b", now)->grant.allowed);
    BOOST_TEST(!limits.count_account("", now).has_value());
}

BOOST_AUTO_TEST_CASE(the_exempt_have_neither_limit_of_addresses) {
    auto rates = small();
    rates.exempt = {"192.0.2.0/24", "2001:db8::/32"};
    Limits limits(rates, source);
    for (int i = 0; i < 10; ++i) {
        for (auto const* peer : {"192.0.2.7", "2001:db8::1"}) {
            BOOST_TEST(!limits.count_anonymous(open_post, peer, now).has_value());
            BOOST_TEST(limits.admits_handshake(peer, now));
        }
        BOOST_TEST(limits.admits_handshake("192.0.3.7", now) == (i < 2));
    }
    BOOST_CHECK_THROW(Limits(RateLimits{{}, {}, {}, {"192.0.2.1/24"}}, source), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_zero_turns_a_limit_off) {
    for (auto const off : {Allowance{0, 0}, Allowance{5, 0}, Allowance{0, 5}}) {
        Limits limits({off, off, off, {}}, source);
        for (int i = 0; i < 20; ++i) {
            BOOST_TEST(!limits.count_anonymous(open_post, "192.0.2.7", now).has_value());
            BOOST_TEST(!limits.count_account("a", now).has_value());
            BOOST_TEST(limits.admits_handshake("192.0.2.7", now));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_client_is_told_where_it_stands) {
    Limits limits({}, source);
    Response response;
    tell_quota(limits.count_anonymous(open_post, "192.0.2.7", now), response);
    BOOST_TEST(response.header("RateLimit-Policy") == R"("anonymous";q=240;w=60)");
    BOOST_TEST(response.header("RateLimit") == R"("anonymous";r=239;t=1)");
    Response other;
    tell_quota(limits.count_account("a", now), other);
    BOOST_TEST(other.header("RateLimit-Policy") == R"("account";q=6000;w=30)");
    BOOST_TEST(other.header("RateLimit") == R"("account";r=5999;t=1)");
    Response untold;
    tell_quota({}, untold);
    BOOST_TEST(untold.headers.empty());
}

BOOST_AUTO_TEST_CASE(a_refusal_is_a_429_that_says_when) {
    Quota quota{"anonymous", 60, {false, 240, 0, 3}};
    auto const response = rate_limited(quota, "r1");
    BOOST_TEST(response.status == 429);
    BOOST_TEST(response.header("retry-after") == "3");
    BOOST_TEST(
        std::get<std::string>(response.body) ==
        R"({"type":"urn:ocop:problem:rate_limited","title":"Rate limited","status":429,)"
        R"("instance":"urn:ocop:request:r1"})"
    );
}

BOOST_AUTO_TEST_SUITE_END()
