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

// As many senders as the service has. Who answers is prompt, however long it took: the machine that
// tests may be slow itself.
webhooks::DelivererOptions crowd() {
    return {8, std::chrono::hours(1), std::chrono::hours(1)};
}

// Nobody answers in time.
webhooks::DelivererOptions hasty_crowd() {
    return {8, std::chrono::hours(1), std::chrono::milliseconds(0)};
}

// Whoever hangs does so until let go.
struct PatientWorld : WebhookWorld {
    PatientWorld() : WebhookWorld(options()) {}

    static http::ClientOptions options() {
        auto out = to_this_machine();
        out.total = std::chrono::hours(1);
        return out;
    }
};

// At the end of a case, however it ends: a deliverer waits for whoever hangs.
struct LetGo {
    Receiver& receiver;

    ~LetGo() { receiver.hanging.open(); }
};

// Four neighbours with two subscriptions each, to a path of the receiver.
std::vector<std::string> add_neighbours(WebhookWorld& world, std::string const& path) {
    std::vector<std::string> const producers{"p3", "p4", "p5", "p6"};
    for (auto const& producer : producers) {
        auto const neighbour = world.add_neighbour(producer);
        world.subscribe(world.stream(path), "all", neighbour);
        world.subscribe(world.stream(path), "all", neighbour);
    }
    return producers;
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

BOOST_FIXTURE_TEST_CASE(a_receiver_that_hangs_keeps_no_other_waiting, PatientWorld) {
    Receiver other;
    for (int i = 0; i < 3; ++i)
        subscribe(stream("/hang"));
    auto request = stream();
    request.dest = other.url();
    subscribe(request, "all", add_neighbour("p2"));
    Deliverer deliverer(parts(), crowd());
    LetGo const end{receiver};
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
BOOST_FIXTURE_TEST_CASE(the_subscriptions_of_one_unit_hold_two_senders, PatientWorld) {
    Receiver other;
    for (int i = 0; i < 20; ++i)
        subscribe(stream("/hang"));
    auto request = stream();
    request.dest = other.url();
    subscribe(request, "all", add_neighbour("p2"));
    Deliverer deliverer(parts(), crowd());
    LetGo const end{receiver};
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

// Though they were looked at before, with nothing to send.
BOOST_FIXTURE_TEST_CASE(receivers_on_trial_leave_half_of_the_senders, PatientWorld) {
    auto const producers = add_neighbours(*this, "/hang");
    Deliverer deliverer(parts(), crowd());
    LetGo const end{receiver};
    deliverer.run();
    Receiver other;
    auto request = stream();
    request.dest = other.url();
    subscribe(request, "all", add_neighbour("p2"));
    capture(*this, {"A"}, "p2");
    deliverer.wake();
    other.await_taken(1);
    for (auto const& producer : producers)
        capture(*this, {"of-" + producer}, producer);
    deliverer.wake();
    receiver.await_deliveries(4);
    capture(*this, {"B"}, "p2");
    deliverer.wake();
    other.await_taken(2);
    BOOST_TEST(receiver.deliveries().size() == 4U);
    receiver.hanging.open();
    receiver.await_taken(8);
    deliverer.stop();
}

// However often they answered.
BOOST_FIXTURE_TEST_CASE(receivers_that_answer_late_have_half_of_the_senders, PatientWorld) {
    auto const producers = add_neighbours(*this, "/later");
    Deliverer deliverer(parts(), hasty_crowd());
    LetGo const end{receiver};
    deliverer.run();
    for (auto const& producer : producers)
        capture(*this, {"of-" + producer}, producer);
    deliverer.wake();
    receiver.await_taken(8);
    receiver.hangs_later();
    for (auto const& producer : producers)
        capture(*this, {"more-of-" + producer}, producer);
    deliverer.wake();
    receiver.await_deliveries(12);
    // Whoever had a sender besides is likely to be here before so many others.
    http::ClientRequest hello;
    hello.url = receiver.url("/hello");
    for (int i = 0; i < 8; ++i)
        BOOST_TEST(reason_of(client.send(hello)) == "");
    BOOST_TEST(receiver.deliveries().size() == 12U);
    receiver.hanging.open();
    receiver.await_taken(16);
    deliverer.stop();
}

BOOST_FIXTURE_TEST_CASE(a_retry_that_is_asked_for_waits_for_no_other_attempt, WebhookWorld) {
    auto const id = subscribe(stream());
    receiver.will_say(std::vector<int>(100, 500));
    capture(*this, {"A"}, "p1");
    let_it_die(id);
    auto const before = receiver.deliveries().size();
    auto const ask = [&](Deliverer& deliverer) {
        must([&](store::Transaction& tx) {
            return events::ask_retry(tx, "producer:p1", letters().front().id);
        });
        deliverer.wake();
    };
    Deliverer deliverer(parts(), patient());
    deliverer.run();
    // One that waits for its next try.
    receiver.will_say({500});
    capture(*this, {"B"}, "p1");
    deliverer.wake();
    receiver.await_deliveries(before + 1);
    receiver.will_say({500});
    ask(deliverer);
    receiver.await_deliveries(before + 2);
    clock().advance_ms(2'000);
    deliverer.wake();
    receiver.await_taken(1);
    // And one that waits for events, as it most likely does once a neighbour's came.
    Receiver other;
    auto request = stream();
    request.dest = other.url();
    subscribe(request, "all", add_neighbour("p2"));
    capture(*this, {"C"}, "p2");
    deliverer.wake();
    other.await_taken(1);
    ask(deliverer);
    receiver.await_taken(2);
    deliverer.stop();
    BOOST_TEST(receiver.taken() == (Serials{"B", "A"}));
    BOOST_TEST(letters().empty());
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
