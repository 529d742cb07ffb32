#include "outbound.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(client_resolver)

using namespace ocop;
using namespace ocop::http;
using namespace ocop::http::test;

namespace {

using Steady = std::chrono::steady_clock;

Steady::time_point in(std::chrono::milliseconds time) {
    return Steady::now() + time;
}

constexpr std::chrono::seconds ample{20};

std::string said(Result<std::vector<IpAddress>> const& answer) {
    return answer ? "" : std::string(answer.error().slug);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_system_knows_localhost_and_not_what_is_no_name) {
    auto const resolver = make_system_resolver();
    auto const found = resolver->resolve("localhost", in(ample));
    BOOST_TEST_REQUIRE(said(found) == "");
    BOOST_TEST(std::none_of(found->begin(), found->end(), is_public));
    BOOST_TEST(said(resolver->resolve(std::string(64, 'a'), in(ample))) == "host_unknown");
}

BOOST_AUTO_TEST_CASE(a_late_lookup_is_left_behind) {
    auto const gate = std::make_shared<Turnstile>();
    {
        PatientResolver resolver([gate](std::string const&) {
            gate->pass();
            return std::vector<IpAddress>{ip("192.0.2.1")};
        });
        BOOST_TEST(
            said(resolver.resolve("slow", in(std::chrono::milliseconds(20)))) == "peer_too_slow"
        );
    }
    gate->await_waiting(1);
    gate->open();
}

BOOST_AUTO_TEST_CASE(only_so_many_lookups_run_at_a_time) {
    auto const gate = std::make_shared<Turnstile>();
    PatientResolver resolver(
        [gate](std::string const&) {
            gate->pass();
            return std::vector<IpAddress>{ip("192.0.2.1")};
        },
        2
    );
    auto const soon = in(std::chrono::milliseconds(20));
    BOOST_TEST(said(resolver.resolve("a", soon)) == "peer_too_slow");
    BOOST_TEST(said(resolver.resolve("b", soon)) == "peer_too_slow");
    gate->await_waiting(2);
    BOOST_TEST(said(resolver.resolve("c", in(ample))) == "resolver_busy");
    gate->open();
    // The two that ended make room for others.
    auto answer = resolver.resolve("d", in(ample));
    for (auto const end = in(ample); said(answer) == "resolver_busy" && Steady::now() < end;) {
        answer = resolver.resolve("d", in(ample));
    }
    BOOST_TEST(said(answer) == "");
}

BOOST_AUTO_TEST_CASE(a_lookup_that_throws_is_an_answer) {
    PatientResolver resolver([](std::string const&) -> Result<std::vector<IpAddress>> {
        throw std::bad_alloc();
    });
    BOOST_TEST(said(resolver.resolve("a", in(ample))) == "host_unknown");
}

BOOST_AUTO_TEST_SUITE_END()
