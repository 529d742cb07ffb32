#include "http/pool.hpp"

#include "http/dispatch.hpp"
#include "served.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <thread>

BOOST_AUTO_TEST_SUITE(pool)

using namespace ocop::http;
using namespace ocop::http::test;

BOOST_AUTO_TEST_CASE(every_task_runs_once) {
    std::atomic<int> count{0};
    Pool pool(4, 1000);
    std::promise<void> all;
    for (int i = 0; i < 1000; ++i) {
        pool.post_next([&] {
            if (++count == 1000) all.set_value();
        });
    }
    all.get_future().wait();
    BOOST_TEST(count == 1000);
}

BOOST_AUTO_TEST_CASE(what_waits_is_limited_and_a_next_step_is_not) {
    Turnstile turnstile;
    Pool pool(1, 2);
    pool.post_next([&] { turnstile.pass(); });
    turnstile.await_waiting(1);
    BOOST_TEST(pool.try_post([] {}));
    BOOST_TEST(pool.try_post([] {}));
    BOOST_TEST(!pool.try_post([] {}));
    pool.post_next([] {});
    BOOST_TEST(pool.waiting() == 3u);
    turnstile.open();
}

BOOST_AUTO_TEST_CASE(stop_drops_what_waits_and_awaits_what_runs) {
    Turnstile turnstile;
    std::atomic<bool> finished{false};
    bool ran = false;
    Pool pool(1, 2);
    pool.post_next([&] {
        turnstile.pass();
        finished = true;
    });
    turnstile.await_waiting(1);
    auto const token = std::make_shared<int>(0);
    pool.post_next([&, token] { ran = true; });
    auto const stopped = std::async(std::launch::async, [&] { pool.stop(); });
    while (pool.waiting() > 0) {
        std::this_thread::yield();
    }
    turnstile.open();
    stopped.wait();
    BOOST_TEST(finished);
    BOOST_TEST(!ran);
    BOOST_TEST(token.use_count() == 1);
    BOOST_TEST(!pool.try_post([] {}));
}

BOOST_AUTO_TEST_CASE(a_dispatcher_answers_exactly_once) {
    MemoryLog log;
    Pool pool(1, 10);
    ocop::crypto::SystemRandom random;
    Limits limits({}, random);
    Lanes lanes(pool, {1, 10, 10});
    Dispatcher dispatcher({}, limits, lanes, std::chrono::seconds(20), log);
    auto const status_from = [&](Handler handler) {
        auto const route = open_route(Method::get, "/x", std::move(handler));
        std::promise<int> status;
        BOOST_TEST(dispatcher.run({}, route, Step::gate, [&](Response const& r) {
            status.set_value(r.status);
        }));
        return status.get_future().get();
    };
    BOOST_TEST(status_from([](Request const&) { return Response{}; }) == 200);
    BOOST_TEST(status_from([](Request const&) -> Answer { throw std::bad_alloc(); }) == 500);
    BOOST_TEST(status_from([](Request const&) { return Pending{[](auto const&) {}}; }) == 500);
    BOOST_TEST(status_from([](Request const&) {
                   return Pending{[](auto const& complete) {
                       complete(text_response(201, "a/b", ""));
                       throw std::runtime_error("after completing");
                   }};
               }) == 201);
    pool.stop();
}

BOOST_AUTO_TEST_CASE(slow_handlers_of_an_account_hold_nobody_at_its_address) {
    MemoryLog log;
    Turnstile turnstile;
    Pool pool(2, 100);
    ocop::crypto::SystemRandom random;
    Limits limits({}, random);
    Lanes lanes(pool, {.share = 1, .lane_waiting = 10, .waiting = 100});
    auto const gate = [](Request& request, Route const&) -> ocop::Result<void> {
        request.account = "heavy";
        return {};
    };
    Dispatcher dispatcher(gate, limits, lanes, std::chrono::seconds(20), log);
    auto slow = open_route(Method::get, "/slow", [&](Request const&) {
        turnstile.pass();
        return Response{};
    });
    slow.access = Access::gated;
    auto const quick = open_route(Method::get, "/quick", [](Request const&) { return Response{}; });
    Request from;
    from.peer = "192.0.2.1";
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(dispatcher.run(from, slow, Step::gate, [](Response const&) {}));
    }
    turnstile.await_waiting(1);
    std::promise<void> answered;
    BOOST_TEST(dispatcher.run(from, quick, Step::gate, [&](Response const&) {
        answered.set_value();
    }));
    auto const told = answered.get_future().wait_for(std::chrono::seconds(10));
    turnstile.open();
    BOOST_TEST((told == std::future_status::ready));
    pool.stop();
}

BOOST_AUTO_TEST_CASE(accounts_of_one_group_have_one_share) {
    MemoryLog log;
    Turnstile turnstile;
    Pool pool(2, 100);
    ocop::crypto::SystemRandom random;
    Limits limits({}, random);
    Lanes lanes(pool, {.share = 1, .lane_waiting = 50, .waiting = 100});
    auto const gate = [](Request& request, Route const&) -> ocop::Result<void> {
        request.account = request.peer;
        request.group = request.peer == "alone" ? "" : "many";
        return {};
    };
    Dispatcher dispatcher(gate, limits, lanes, std::chrono::seconds(20), log);
    auto route = open_route(Method::get, "/x", [&](Request const& request) {
        if (request.account != "alone") turnstile.pass();
        return Response{};
    });
    route.access = Access::gated;
    auto const from = [](std::string peer) {
        Request out;
        out.peer = std::move(peer);
        return out;
    };
    for (auto const step : {Step::gate, Step::handler}) {
        for (int i = 0; i < 20; ++i) {
            auto request = from("192.0.2." + std::to_string(i));
            if (step == Step::handler) BOOST_TEST_REQUIRE(!!gate(request, route));
            BOOST_TEST(dispatcher.run(std::move(request), route, step, [](Response const&) {}));
        }
    }
    turnstile.await_waiting(1);
    std::promise<void> answered;
    BOOST_TEST(dispatcher.run(from("alone"), route, Step::gate, [&](Response const&) {
        answered.set_value();
    }));
    auto const told = answered.get_future().wait_for(std::chrono::seconds(10));
    turnstile.open();
    BOOST_TEST((told == std::future_status::ready));
    pool.stop();
}

BOOST_AUTO_TEST_CASE(what_nobody_waits_for_any_more_is_not_begun) {
    MemoryLog log;
    Pool pool(1, 10);
    ocop::crypto::SystemRandom random;
    Limits limits({}, random);
    Lanes lanes(pool, {1, 10, 10});
    Dispatcher dispatcher({}, limits, lanes, std::chrono::seconds(0), log);
    std::atomic<bool> begun{false};
    auto const route = open_route(Method::get, "/x", [&](Request const&) {
        begun = true;
        return Response{};
    });
    BOOST_TEST(dispatcher.run({}, route, Step::gate, [&](Response const&) { begun = true; }));
    std::promise<void> after;
    BOOST_TEST(lanes.try_post("after", [&] { after.set_value(); }));
    after.get_future().wait();
    pool.stop();
    BOOST_TEST(!begun);
}

BOOST_AUTO_TEST_SUITE_END()
