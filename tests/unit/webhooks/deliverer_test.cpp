#include "webhooks/deliverer.hpp"

#include "world.hpp"

// All subscriptions at once, from the deliverer's own threads. Nothing here waits for time.
namespace ocop::test {

namespace {

using webhooks::Deliverer;
using Serials = std::vector<std::string>;

// Only what wakes it makes it look.
webhooks::DelivererOptions patient() {
    return {4, std::chrono::hours(1)};
}

// As many senders as the service has.
webhooks::DelivererOptions crowd() {
    return {8, std::chrono::hours(1)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(deliverer)

BOOST_FIXTURE_TEST_CASE(what_is_captured_is_delivered_once_it_is_told, WebhookWorld) {
    subscribe(stream());
    Deliverer deliverer(parts(), patient());
    deliverer.run();
    capture(*this, {"A"}, "p1");
    deliverer.wake();
    receiver.await_taken(1);
    capture(*this, {"B", "C"}, "p1");
    deliverer.wake();
    receiver.await_taken(3);
    deliverer.stop();
    BOOST_TEST(receiver.taken() == (Serials{"A", "B", "C"}));
}

BOOST_FIXTURE_TEST_CASE(without_being_told_it_looks_by_itself, WebhookWorld) {
    subscribe(stream());
    Deliverer deliverer(parts(), {2, std::chrono::milliseconds(5)});
    deliverer.run();
    capture(*this, {"A"}, "p1");
    receiver.await_taken(1);
}

BOOST_FIXTURE_TEST_CASE(a_receiver_that_hangs_keeps_no_other_waiting, WebhookWorld) {
    Receiver other;
    for (int i = 0; i < 3; ++i)
        subscribe(stream("/hang"));
    auto request = stream();
    request.dest = other.url();
    subscribe(request, "all", add_neighbour("p2"));
    Deliverer deliverer(parts(), crowd());
    deliverer.run();
    for (std::size_t i = 1; i <= 5; ++i) {
        capture(*this, {"S" + std::to_string(i)}, "p1");
        capture(*this, {"T" + std::to_string(i)}, "p2");
        deliverer.wake();
        other.await_taken(i);
    }
    BOOST_TEST(other.taken() == (Serials{"T1", "T2", "T3", "T4", "T5"}));
    receiver.hanging.open();
    deliverer.stop();
}

// Twenty are as many as a unit may have; whether they are new or made again does not matter.
BOOST_FIXTURE_TEST_CASE(the_subscriptions_of_one_unit_hold_two_senders, WebhookWorld) {
    Receiver other;
    for (int i = 0; i < 20; ++i)
        subscribe(stream("/hang"));
    auto request = stream();
    request.dest = other.url();
    subscribe(request, "all", add_neighbour("p2"));
    Deliverer deliverer(parts(), crowd());
    deliverer.run();
    capture(*this, {"A"}, "p1");
    deliverer.wake();
    receiver.await_deliveries(2);
    capture(*this, {"B"}, "p2");
    deliverer.wake();
    other.await_taken(1);
    BOOST_TEST(receiver.deliveries().size() == 2U);
    receiver.hanging.open();
    receiver.await_taken(20);
    deliverer.stop();
}

BOOST_FIXTURE_TEST_CASE(a_new_deliverer_finds_what_is_due, WebhookWorld) {
    subscribe(stream());
    capture(*this, {"A"}, "p1");
    {
        Deliverer deliverer(parts(), patient());
        deliverer.run();
        receiver.await_taken(1);
    }
    capture(*this, {"B"}, "p1");
    Deliverer deliverer(parts(), patient());
    deliverer.run();
    receiver.await_taken(2);
    deliverer.stop();
    BOOST_TEST(receiver.taken() == (Serials{"A", "B"}));
}

BOOST_FIXTURE_TEST_CASE(a_run_begins_when_its_time_has_come, WebhookWorld) {
    auto request = stream();
    request.stream = false;
    request.schedule = events::ScheduleText();
    request.schedule->minute = "30";
    subscribe(request);
    capture(*this, {"A"}, "p1");
    Deliverer deliverer(parts(), patient());
    deliverer.run();
    clock().set(*parse_instant("2026-11-22T03:30:00Z"));
    deliverer.wake();
    receiver.await_taken(1);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_read_is_logged_and_no_token_with_it, WebhookWorld) {
    auto const id = subscribe(stream());
    must([&](store::Transaction& tx) -> Result<int> {
        auto const key = ByteWriter().u8('q').text_nul("producer:p1").text("all").take();
        tx.put(store::Space::events, key, R"({"name":["s3cret"]})");
        return 0;
    });
    capture(*this, {"A"}, "p1");
    Deliverer deliverer(parts(), patient());
    deliverer.run();
    log.await("delivery_failed");
    deliverer.stop();
    auto const line = log.lines().front();
    BOOST_TEST(line.find("\"subscription\":\"" + id + "\"") != std::string::npos, line);
    BOOST_TEST(line.find("\"what\":\"store_corrupt\"") != std::string::npos, line);
    BOOST_TEST(line.find("s3cret") == std::string::npos, line);
}

BOOST_FIXTURE_TEST_CASE(it_stops_more_than_once_and_before_it_ran, WebhookWorld) {
    Deliverer deliverer(parts());
    deliverer.stop();
    deliverer.stop();
    deliverer.wake();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
