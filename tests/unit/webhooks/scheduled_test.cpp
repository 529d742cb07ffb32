#include "world.hpp"

// Subscriptions that run at times of their own.
namespace ocop::test {

namespace {

using When = webhooks::Next::When;
using Serials = std::vector<std::string>;

// The test's clock starts at 03:04:05.678 UTC.
events::NewSubscription hourly(WebhookWorld const& world, bool report_if_empty = false) {
    auto out = world.stream();
    out.stream = false;
    out.schedule = events::ScheduleText();
    out.schedule->minute = "30";
    out.report_if_empty = report_if_empty;
    return out;
}

Instant at(std::string_view text) {
    return *parse_instant(text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scheduled)

BOOST_FIXTURE_TEST_CASE(a_run_sends_what_came_since_the_run_before, WebhookWorld) {
    auto const id = subscribe(hourly(*this));
    capture(*this, {"A"}, "p1");
    auto next = settle(id);
    BOOST_TEST((next.when == When::later));
    BOOST_TEST(to_text(next.at) == "2026-11-22T03:30:00.000Z");
    BOOST_TEST(receiver.deliveries().empty());
    clock().set(next.at);
    capture(*this, {"B"}, "p1");
    next = settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A", "B"}));
    BOOST_TEST(to_text(next.at) == "2026-11-22T04:30:00.000Z");
    capture(*this, {"C"}, "p1");
    settle(id);
    BOOST_TEST(receiver.deliveries().size() == 1U);
    clock().set(next.at);
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A", "B", "C"}));
}

BOOST_FIXTURE_TEST_CASE(a_run_with_nothing_to_say_is_silent_unless_asked, WebhookWorld) {
    auto const silent = subscribe(hourly(*this));
    auto const telling = subscribe(hourly(*this, true));
    clock().set(at("2026-11-22T03:30:00Z"));
    BOOST_TEST(to_text(settle(silent).at) == "2026-11-22T04:30:00.000Z");
    BOOST_TEST(receiver.deliveries().empty());
    BOOST_TEST(to_text(settle(telling).at) == "2026-11-22T04:30:00.000Z");
    auto const deliveries = receiver.deliveries();
    BOOST_TEST_REQUIRE(deliveries.size() == 1U);
    BOOST_TEST(deliveries.front().serials().empty());
    BOOST_TEST((now(telling).last_notified_at == clock().now()));
}

BOOST_FIXTURE_TEST_CASE(an_empty_report_is_answered_or_not_as_any_delivery, WebhookWorld) {
    auto const closed_port = [] { return http::test::QuietListener().port(); }();
    auto to_nobody = hourly(*this, true);
    to_nobody.dest = "https://localhost:" + std::to_string(closed_port) + "/hook";
    auto const closed = subscribe(to_nobody);
    auto const open = subscribe(hourly(*this, true));
    auto const silent = subscribe(hourly(*this));
    clock().set(at("2026-11-22T03:30:00Z"));
    webhooks::Courier const courier(parts());
    auto const answered = [&](std::string const& id) {
        auto const next = courier.step(id, 0);
        BOOST_TEST_REQUIRE(reason_of(next) == "");
        return next->answered;
    };
    BOOST_TEST(!answered(silent));
    BOOST_TEST(!answered(closed));
    receiver.will_say({503});
    BOOST_TEST(answered(open));
    BOOST_TEST(receiver.deliveries().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_run_that_sent_events_sends_no_empty_report_besides, WebhookWorld) {
    auto const id = subscribe(hourly(*this, true));
    capture(*this, {"A", "B", "C"}, "p1");
    clock().set(at("2026-11-22T03:30:00Z"));
    webhooks::BatchLimits limits;
    limits.events_max = 2;
    settle(id, limits);
    BOOST_TEST(receiver.taken() == (Serials{"A", "B", "C"}));
    BOOST_TEST(receiver.deliveries().size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_run_that_was_missed_is_made_once, WebhookWorld) {
    auto const id = subscribe(hourly(*this));
    capture(*this, {"A"}, "p1");
    clock().set(at("2026-11-22T09:47:11Z"));
    BOOST_TEST(to_text(settle(id).at) == "2026-11-22T10:30:00.000Z");
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
    BOOST_TEST(receiver.deliveries().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_run_that_fails_goes_on_with_its_own_events, WebhookWorld) {
    auto const id = subscribe(hourly(*this));
    capture(*this, {"A"}, "p1");
    receiver.will_say({500});
    clock().set(at("2026-11-22T03:30:00Z"));
    auto const next = settle(id);
    BOOST_TEST((next.when == When::later));
    BOOST_TEST(next.at.ms - clock().now().ms < 2'000);
    clock().set(next.at);
    capture(*this, {"late"}, "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
    clock().set(at("2026-11-22T04:30:00Z"));
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A", "late"}));
}

BOOST_FIXTURE_TEST_CASE(an_empty_report_nobody_takes_is_no_dead_letter, WebhookWorld) {
    auto const id = subscribe(hourly(*this, true));
    receiver.will_say(std::vector<int>(200, 500));
    clock().set(at("2026-11-22T03:30:00Z"));
    while (now(id).attempts > 0 || clock().now() < at("2026-11-22T03:31:00Z")) {
        clock().set(settle(id).at);
    }
    BOOST_TEST(letters().empty());
    BOOST_TEST((clock().now() > at("2026-11-23T01:00:00Z")));
    BOOST_TEST((clock().now() < at("2026-11-23T05:00:00Z")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
