#include "world.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

// One subscription at a time, step by step: what is sent, and what follows from the answer. The
// receiver is a real TLS server; time is the test's, so that hours of back-off take no time.
namespace ocop::test {

namespace {

using webhooks::BatchLimits;
using When = webhooks::Next::When;
using Serials = std::vector<std::string>;

Serials numbered(int first, int last) {
    Serials out;
    for (int i = first; i <= last; ++i)
        out.push_back("S" + std::to_string(i));
    return out;
}

// RFC 2104 by OpenSSL's own HMAC, over what the header says.
std::string expected_signature(std::string const& header, std::string const& body) {
    auto const part = [&](std::string const& name) {
        auto const from = header.find(name + "=") + name.size() + 1;
        return header.substr(from, header.find(',', from) - from);
    };
    auto const text = part("t") + "." + part("n") + "." + body;
    std::string mac(32, '\0');
    unsigned size = 32;
    HMAC(
        EVP_sha256(),
        "s3cret",
        6,
        reinterpret_cast<unsigned char const*>(text.data()),
        text.size(),
        reinterpret_cast<unsigned char*>(mac.data()),
        &size
    );
    return "HMAC-SHA256 t=" + part("t") + ",n=" + part("n") + ",s=" + to_hex(as_bytes(mac));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(courier)

BOOST_FIXTURE_TEST_CASE(events_are_delivered_once_and_in_order, WebhookWorld) {
    capture(*this, {"before"}, "p1");
    auto const id = subscribe(stream());
    BOOST_TEST((settle(id).when == When::new_events));
    BOOST_TEST(receiver.deliveries().empty());
    capture(*this, {"A", "B"}, "p1");
    capture(*this, {"C"}, "p1");
    BOOST_TEST((settle(id).when == When::new_events));
    BOOST_TEST(receiver.taken() == (Serials{"A", "B", "C"}));
    settle(id);
    capture(*this, {"D"}, "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A", "B", "C", "D"}));
    BOOST_TEST(receiver.deliveries().size() == 2U);
    BOOST_TEST(now(id).cursor == 5U);
    BOOST_TEST((now(id).last_notified_at == clock().now()));
}

BOOST_FIXTURE_TEST_CASE(a_delivery_says_what_it_is, WebhookWorld) {
    auto const id = subscribe(stream());
    auto const subscribed = to_text(clock().now());
    clock().advance_ms(60'000);
    capture(*this, {"A"}, "p1");
    auto const captured = to_text(clock().now());
    settle(id);
    capture(*this, {"B"}, "p1");
    settle(id);
    auto const deliveries = receiver.deliveries();
    BOOST_TEST_REQUIRE(deliveries.size() == 2U);
    auto const& first = deliveries.front();
    BOOST_TEST(first.header("Content-Type") == "application/json");
    BOOST_TEST(first.header("GS1-EPCIS-Version") == "2.0.0");
    BOOST_TEST(first.header("GS1-CBV-Version") == "2.0.0");
    BOOST_TEST(first.header("GS1-EPC-Format") == "Always_GS1_Digital_Link");
    BOOST_TEST(first.header("GS1-Query-Min-Record-Time") == subscribed);
    BOOST_TEST(deliveries.back().header("GS1-Query-Min-Record-Time") == captured);
    auto const document = *json::parse(first.body);
    BOOST_TEST(document.at("type").as_string() == "EPCISQueryDocument");
    auto const& results = document.at("epcisBody").at("queryResults");
    BOOST_TEST(results.at("queryName").as_string() == "all");
    BOOST_TEST(results.at("subscriptionID").as_string() == id);
}

BOOST_FIXTURE_TEST_CASE(a_signature_verifies_by_another_hmac_and_no_two_are_alike, WebhookWorld) {
    auto const id = subscribe(stream());
    receiver.will_say({500});
    capture(*this, {"A"}, "p1");
    settle(id);
    clock().advance_ms(2'000);
    settle(id);
    auto const deliveries = receiver.deliveries();
    BOOST_TEST_REQUIRE(deliveries.size() == 2U);
    for (auto const& each : deliveries) {
        auto const header = each.header("GS1-Signature");
        BOOST_TEST(header == expected_signature(header, each.body));
    }
    BOOST_TEST(deliveries[0].header("GS1-Signature") != deliveries[1].header("GS1-Signature"));
    auto const time = "t=" + std::to_string(clock().now().ms / 1000) + ",";
    BOOST_TEST(deliveries[1].header("GS1-Signature").find(time) != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(without_a_token_there_is_no_signature, WebhookWorld) {
    auto request = stream();
    request.signature_token.reset();
    auto const id = subscribe(request);
    capture(*this, {"A"}, "p1");
    settle(id);
    BOOST_TEST_REQUIRE(receiver.deliveries().size() == 1U);
    BOOST_TEST(receiver.deliveries().front().header("GS1-Signature") == "");
}

BOOST_FIXTURE_TEST_CASE(what_fails_is_tried_again_later_and_later, WebhookWorld) {
    auto const id = subscribe(stream());
    receiver.will_say({500, 404, 503});
    capture(*this, {"A"}, "p1");
    std::int64_t base = 1'000;
    for (int i = 0; i < 3; ++i, base *= 2) {
        auto const next = settle(id);
        BOOST_TEST_REQUIRE((next.when == When::later));
        auto const wait = next.at.ms - clock().now().ms;
        BOOST_TEST(wait >= base * 3 / 4);
        BOOST_TEST(wait <= base * 5 / 4);
        clock().set(Instant{next.at.ms - 1});
        BOOST_TEST((settle(id).when == When::later));
        BOOST_TEST(receiver.deliveries().size() == static_cast<std::size_t>(i + 1));
        clock().set(next.at);
    }
    BOOST_TEST(now(id).last_error->reason == "http_503");
    BOOST_TEST(now(id).attempts == 3U);
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
    BOOST_TEST(!now(id).last_error.has_value());
    BOOST_TEST(now(id).attempts == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_receiver_that_finds_it_too_large_gets_smaller_batches, WebhookWorld) {
    auto const id = subscribe(stream());
    capture(*this, numbered(1, 9), "p1");
    receiver.will_say({413, 413});
    settle(id);
    BOOST_TEST(receiver.taken() == numbered(1, 9));
    Serials sizes;
    for (auto const& each : receiver.deliveries()) {
        sizes.push_back(std::to_string(each.serials().size()));
    }
    BOOST_TEST(sizes == (Serials{"9", "4", "2", "2", "2", "2", "1"}));
    BOOST_TEST(now(id).batch_max == 2U);
}

BOOST_FIXTURE_TEST_CASE(one_event_that_is_too_large_fails_as_any_other, WebhookWorld) {
    auto const id = subscribe(stream());
    capture(*this, {"A"}, "p1");
    receiver.takes_at_most(10);
    BOOST_TEST((settle(id).when == When::later));
    BOOST_TEST(now(id).last_error->status == 413);
    BOOST_TEST(receiver.deliveries().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_document_is_cut_at_its_limits, WebhookWorld) {
    auto const id = subscribe(stream());
    capture(*this, numbered(1, 20), "p1");
    BatchLimits limits;
    limits.bytes_max = 2'500;
    settle(id, limits);
    BOOST_TEST(receiver.taken() == numbered(1, 20));
    BOOST_TEST(receiver.deliveries().size() > 3U);
    for (auto const& each : receiver.deliveries())
        BOOST_TEST(each.body.size() <= 2'500U);
}

BOOST_FIXTURE_TEST_CASE(at_most_500_events_go_in_one_document, WebhookWorld) {
    auto const id = subscribe(stream());
    for (int i = 0; i < 3; ++i)
        capture(*this, numbered(i * 200 + 1, i * 200 + 200), "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == numbered(1, 600));
    auto const deliveries = receiver.deliveries();
    BOOST_TEST_REQUIRE(deliveries.size() == 2U);
    BOOST_TEST(deliveries.front().serials().size() == 500U);
}

BOOST_AUTO_TEST_CASE(a_receiver_that_never_answers_times_out_and_is_tried_again) {
    WebhookWorld world(impatient());
    auto const id = world.subscribe(world.stream("/hang"));
    capture(world, {"A"}, "p1");
    auto const next = world.settle(id);
    BOOST_TEST((next.when == When::later));
    BOOST_TEST(world.now(id).last_error->reason == "peer_too_slow");
    BOOST_TEST(world.now(id).last_error->status == 0);
    BOOST_TEST(world.now(id).cursor == 0U);
}

BOOST_AUTO_TEST_CASE(a_name_that_leads_to_a_private_address_is_refused_at_delivery) {
    http::test::QuietListener listener;
    WebhookWorld world(to_strangers(listener.port()));
    auto request = world.stream();
    request.dest = "https://harmless.example:" + std::to_string(listener.port()) + "/hook";
    auto const id = world.subscribe(request);
    capture(world, {"A"}, "p1");
    BOOST_TEST((world.settle(id).when == When::later));
    BOOST_TEST(world.now(id).last_error->reason == "address_refused");
    BOOST_TEST(!listener.touched());
}

BOOST_FIXTURE_TEST_CASE(a_refusal_is_an_answer_and_a_closed_door_is_none, WebhookWorld) {
    auto const closed_port = [] { return http::test::QuietListener().port(); }();
    auto request = stream();
    request.dest = "https://localhost:" + std::to_string(closed_port) + "/hook";
    auto const closed = subscribe(request);
    auto const open = subscribe(stream());
    webhooks::Courier const courier(parts());
    auto const answered = [&](std::string const& id) {
        auto const next = courier.step(id, 0);
        BOOST_TEST_REQUIRE(reason_of(next) == "");
        return next->answered;
    };
    BOOST_TEST(!answered(open));  // nothing was sent
    capture(*this, {"A"}, "p1");
    receiver.will_say({500});
    BOOST_TEST(answered(open));
    BOOST_TEST(!answered(closed));
    BOOST_TEST(now(closed).last_error->reason == "peer_unreachable");
    clock().advance_ms(2'000);
    BOOST_TEST(answered(open));
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
}

BOOST_FIXTURE_TEST_CASE(after_a_day_a_batch_is_a_dead_letter_and_later_ones_go_on, WebhookWorld) {
    auto const id = subscribe(stream());
    auto const begun = clock().now();
    receiver.will_say(std::vector<int>(100, 500));
    capture(*this, {"A", "B"}, "p1");
    let_it_die(id);
    BOOST_TEST(clock().now().ms - begun.ms <= webhooks::give_up_ms);
    BOOST_TEST(clock().now().ms - begun.ms >= webhooks::give_up_ms - 2 * webhooks::delay_max_ms);
    auto const letter = letters().front();
    BOOST_TEST(letter.events == 2U);
    BOOST_TEST(letter.subscription == id);
    BOOST_TEST(letter.last_error->reason == "http_500");
    BOOST_TEST(letter.attempts > 20U);
    receiver.will_say({});
    capture(*this, {"C"}, "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"C"}));
    BOOST_TEST(letters().size() == 1U);
    BOOST_TEST(now(id).dead_letters == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_dead_letter_is_sent_again_when_asked_for, WebhookWorld) {
    auto const id = subscribe(stream());
    receiver.will_say(std::vector<int>(100, 500));
    capture(*this, {"A", "B"}, "p1");
    let_it_die(id);
    auto const letter = letters().front();
    auto const ask = [&] {
        must([&](store::Transaction& tx) { return events::ask_retry(tx, "producer:p1", letter.id); }
        );
        settle(id);
    };
    ask();
    BOOST_TEST_REQUIRE(letters().size() == 1U);
    BOOST_TEST(letters().front().attempts == letter.attempts + 1);
    BOOST_TEST(!letters().front().retry_asked);
    BOOST_TEST(!now(id).retry_asked);
    receiver.will_say({});
    ask();
    BOOST_TEST(letters().empty());
    BOOST_TEST(now(id).dead_letters == 0U);
    BOOST_TEST(receiver.taken() == (Serials{"A", "B"}));
}

BOOST_FIXTURE_TEST_CASE(a_dead_letter_is_answered_or_not_as_any_delivery, WebhookWorld) {
    auto const closed_port = [] { return http::test::QuietListener().port(); }();
    auto const id = subscribe(stream());
    receiver.will_say(std::vector<int>(100, 500));
    capture(*this, {"A"}, "p1");
    let_it_die(id);
    auto const answered = [&] {
        must([&](store::Transaction& tx) {
            return events::ask_retry(tx, "producer:p1", letters().front().id);
        });
        auto const next = webhooks::Courier(parts()).step(id, 0);
        BOOST_TEST_REQUIRE(reason_of(next) == "");
        return next->answered;
    };
    auto const move_to = [&](std::string const& dest) {
        must([&](store::Transaction& tx) -> Result<int> {
            auto record = events::find_subscription(tx, id);
            if (!record) return record.error();
            (**record).dest = dest;
            events::put_subscription(tx, **record);
            return 0;
        });
    };
    BOOST_TEST(answered());
    move_to("https://localhost:" + std::to_string(closed_port) + "/hook");
    BOOST_TEST(!answered());
    move_to(receiver.url());
    receiver.will_say({});
    BOOST_TEST(answered());
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
}

BOOST_FIXTURE_TEST_CASE(three_dead_letters_in_a_row_pause_until_one_is_delivered, WebhookWorld) {
    auto const id = subscribe(stream());
    receiver.will_say(std::vector<int>(1'000, 500));
    for (std::string const serial : {"A", "B", "C"}) {
        capture(*this, {serial}, "p1");
        let_it_die(id);
    }
    BOOST_TEST((now(id).state == events::SubscriptionState::paused));
    receiver.will_say({});
    capture(*this, {"D"}, "p1");
    BOOST_TEST((settle(id).when == When::asked));
    BOOST_TEST(receiver.taken().empty());
    must([&](store::Transaction& tx) {
        return events::ask_retry(tx, "producer:p1", letters().front().id);
    });
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A", "D"}));
    BOOST_TEST((now(id).state == events::SubscriptionState::active));
    BOOST_TEST(letters().size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_letter_with_nothing_left_to_see_goes_and_proves_nothing, WebhookWorld) {
    auto const id = subscribe(stream());
    receiver.will_say(std::vector<int>(1'000, 500));
    for (std::string const serial : {"A", "B", "C"}) {
        capture(*this, {serial}, "p1");
        let_it_die(id);
    }
    auto const before = receiver.deliveries().size();
    auto const retry_emptied = [&](events::DeadLetter letter) {
        letter.through = letter.after;
        must([&](store::Transaction& tx) -> Result<events::DeadLetter> {
            events::put_dead_letter(tx, letter);
            return events::ask_retry(tx, "producer:p1", letter.id);
        });
        settle(id);
    };
    retry_emptied(letters().front());
    BOOST_TEST(letters().size() == 2U);
    BOOST_TEST(now(id).dead_letters == 2U);
    BOOST_TEST(now(id).dead_in_a_row == 3U);
    BOOST_TEST(!now(id).last_notified_at.has_value());
    BOOST_TEST((now(id).state == events::SubscriptionState::paused));
    retry_emptied(letters().front());
    retry_emptied(letters().front());
    BOOST_TEST(receiver.deliveries().size() == before);
    BOOST_TEST(letters().empty());
    // None is left whose delivery could wake it.
    BOOST_TEST((now(id).state == events::SubscriptionState::active));
    BOOST_TEST(!now(id).last_notified_at.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_receiver_that_is_gone_ends_its_subscription, WebhookWorld) {
    auto const id = subscribe(stream());
    receiver.will_say({410});
    capture(*this, {"A"}, "p1");
    BOOST_TEST((settle(id).when == When::asked));
    BOOST_TEST((now(id).state == events::SubscriptionState::ended));
    BOOST_TEST(receiver.deliveries().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_restart_goes_on_at_the_cursor, WebhookWorld) {
    auto const id = subscribe(stream());
    capture(*this, {"A"}, "p1");
    settle(id);
    capture(*this, {"B"}, "p1");
    temporary.close();
    temporary.open();
    capture(*this, {"C"}, "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A", "B", "C"}));
}

BOOST_FIXTURE_TEST_CASE(
    a_crash_between_answer_and_commit_sends_again_and_loses_none, WebhookWorld
) {
    auto const id = subscribe(stream());
    capture(*this, {"A"}, "p1");
    store().close();
    auto const step = webhooks::Courier(parts()).step(id, 0);
    BOOST_TEST(slug_of(step) == "store_closing");
    temporary.close();
    temporary.open();
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A", "A"}));
}

BOOST_FIXTURE_TEST_CASE(what_is_deleted_gets_nothing_more, WebhookWorld) {
    auto const id = subscribe(stream());
    capture(*this, {"A"}, "p1");
    must([&](store::Transaction& tx) { return events::drop_query(tx, "producer:p1", "all"); });
    BOOST_TEST((settle(id).when == When::asked));
    BOOST_TEST(receiver.deliveries().empty());
}

BOOST_FIXTURE_TEST_CASE(an_owner_who_may_not_gets_nothing_until_let_in_again, WebhookWorld) {
    auto const id = subscribe(stream());
    capture(*this, {"A"}, "p1");
    owner = put_state(*this, owner, accounts::AccountState::disabled);
    auto const next = settle(id);
    BOOST_TEST((next.when == When::barred));
    BOOST_TEST(next.at.ms == clock().now().ms + 60'000);
    BOOST_TEST(receiver.deliveries().empty());
    owner = put_state(*this, owner, accounts::AccountState::active);
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
}

BOOST_FIXTURE_TEST_CASE(a_key_that_is_deleted_ends_what_it_subscribed, WebhookWorld) {
    auto const key = add_key();
    add_key();  // another of the account, which stays
    auto const id = subscribe(stream(), "all", lan(), key);
    auto const by_session = subscribe(stream());
    capture(*this, {"A"}, "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
    receiver.will_say({500});
    capture(*this, {"B"}, "p1");
    BOOST_TEST((settle(id).when == When::later));
    must([&](store::Transaction& tx) { return accounts::end_api_key(tx, owner.id, key); });
    BOOST_TEST((settle(id).when == When::asked));
    BOOST_TEST(!now(id).next_try.has_value());
    BOOST_TEST(receiver.taken() == (Serials{"A"}));
    BOOST_TEST((now(id).state == events::SubscriptionState::ended));
    BOOST_TEST_REQUIRE(now(id).last_error.has_value());
    BOOST_TEST(now(id).last_error->reason == "api_key_over");
    settle(by_session);
    BOOST_TEST(receiver.taken() == (Serials{"A", "A", "B"}));
}

BOOST_FIXTURE_TEST_CASE(a_key_that_is_over_sends_no_dead_letter_either, WebhookWorld) {
    auto const id = subscribe(stream(), "all", lan(), add_key());
    receiver.will_say(std::vector<int>(100, 500));
    capture(*this, {"A"}, "p1");
    let_it_die(id);
    receiver.will_say({});
    clock().advance_ms(86'400'000);
    must([&](store::Transaction& tx) {
        return events::ask_retry(tx, "producer:p1", letters().front().id);
    });
    BOOST_TEST((settle(id).when == When::asked));
    BOOST_TEST(receiver.taken().empty());
    BOOST_TEST((now(id).state == events::SubscriptionState::ended));
    BOOST_TEST(!now(id).retry_asked);
}

BOOST_FIXTURE_TEST_CASE(an_owner_sees_with_the_role_of_the_moment, WebhookWorld) {
    auto const id = subscribe(stream());
    capture(*this, {"A"}, "p2");
    capture(*this, {"B"}, "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"B"}));
    capture(*this, {"C"}, "p1");
    owner.producer = "p2";
    owner = put_state(*this, owner, accounts::AccountState::active);
    BOOST_TEST((settle(id).when == When::barred));
    BOOST_TEST(receiver.deliveries().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_query_lets_through_what_it_finds, WebhookWorld) {
    add_query("received", R"({"EQ_bizStep":["receiving"]})");
    auto const id = subscribe(stream(), "received");
    capture(*this, {"A"}, "p1");
    auto const next = settle(id);
    BOOST_TEST((next.when == When::new_events));
    BOOST_TEST(next.seen == 1U);
    BOOST_TEST(receiver.deliveries().empty());
}

BOOST_FIXTURE_TEST_CASE(an_initial_record_time_replays_from_there_and_goes_on, WebhookWorld) {
    capture(*this, {"A"}, "p1");
    clock().advance_ms(1'000);
    auto request = stream();
    request.initial_record_time = clock().now();
    capture(*this, {"B"}, "p1");
    clock().advance_ms(1'000);
    capture(*this, {"C"}, "p1");
    clock().advance_ms(1'000);
    auto const id = subscribe(request);
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"B", "C"}));
    BOOST_TEST_REQUIRE(!receiver.deliveries().empty());
    auto const minimum = receiver.deliveries().front().header("GS1-Query-Min-Record-Time");
    BOOST_TEST(minimum == to_text(*request.initial_record_time));
    capture(*this, {"D"}, "p1");
    settle(id);
    BOOST_TEST(receiver.taken() == (Serials{"B", "C", "D"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
