#pragma once

#include "accounts.hpp"
#include "accounts/api_keys.hpp"
#include "events/dead_letter.hpp"
#include "events/index.hpp"
#include "events/named_query.hpp"
#include "put_events.hpp"
#include "receiver.hpp"
#include "webhooks/courier.hpp"

#include <ocop/epcis/document.hpp>

#include <memory>
#include <string>
#include <vector>

// A store with events, somebody who subscribes, and a receiver. Time is the test's.
namespace ocop::test {

inline epcis::Event shipping(std::string const& serial) {
    auto value = json::parse(
        R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],)"
        R"("type":"ObjectEvent","eventTime":"2026-11-20T08:00:00Z",)"
        R"("eventTimeZoneOffset":"+07:00","action":"OBSERVE","bizStep":"shipping",)"
        R"("epcList":["https://id.gs1.org/01/09520000100018/21/)" +
        serial + R"("]})"
    );
    BOOST_TEST_REQUIRE(reason_of(value) == "");
    auto event = epcis::read_event(std::move(*value), {noon("2026-11-25")});
    BOOST_TEST_REQUIRE(reason_of(event) == "");
    return std::move(*event);
}

// Captures events as a capture does, one transaction for all.
inline void capture(
    ServiceFixture& fixture, std::vector<std::string> const& serials, std::string const& producer
) {
    std::vector<epcis::Event> events;
    events.reserve(serials.size());
    for (auto const& serial : serials) {
        events.push_back(shipping(serial));
    }
    fixture.must([&](store::Transaction& tx) -> Result<int> {
        auto const last = events::last_event(tx);
        if (!last) return last.error();
        auto number = *last;
        std::vector<events::EventRecord> records;
        for (auto const& event : events) {
            records.push_back({++number, tx.now(), "someone", producer, {producer}, false, event});
            put_event(tx, records.back());
        }
        auto const indexed = index_records(tx, records);
        return indexed ? Result<int>(0) : Result<int>(indexed.error());
    });
}

inline http::ClientOptions to_this_machine() {
    http::ClientOptions out;
    out.policy = {http::AddressPolicy::Reach::configured, {}, false};
    out.trusted_pem = http::test::localhost().certificate_pem;
    return out;
}

inline http::ClientOptions impatient() {
    auto out = to_this_machine();
    out.total = std::chrono::milliseconds(300);
    return out;
}

inline http::ClientOptions to_strangers(std::uint16_t port) {
    auto out = to_this_machine();
    out.policy = {http::AddressPolicy::Reach::public_only, {port}, false};
    return out;
}

struct WebhookWorld : ServiceFixture {
    explicit WebhookWorld(http::ClientOptions options = to_this_machine())
        : client(std::move(options), resolver) {
        add_query("all", "{}");
    }

    void add_query(std::string const& name, std::string const& query) {
        add_query(name, query, lan());
    }

    void add_query(
        std::string const& name, std::string const& query, accounts::Principal const& caller
    ) {
        events::NewQuery const request{name, *json::parse(query)};
        BOOST_TEST_REQUIRE(reason_of(events::check_query(request)) == "");
        must([&](store::Transaction& tx) { return events::add_query(tx, caller, request); });
    }

    // The owner of another producer, who has the query "all" too.
    accounts::Principal add_neighbour(std::string const& producer) {
        auto const account = add_active(
            *this, new_account("of-" + producer, accounts::Role::producer_owner, producer)
        );
        auto out = accounts::principal_of(account, accounts::Reach::own);
        add_query("all", "{}", out);
        return out;
    }

    accounts::Principal lan() const { return accounts::principal_of(owner, accounts::Reach::own); }

    // A stream of all events to the receiver, with the token "s3cret".
    events::NewSubscription stream(std::string const& path = "/hook") const {
        events::NewSubscription out;
        out.dest = receiver.url(path);
        out.signature_token = "s3cret";
        out.stream = true;
        return out;
    }

    std::string subscribe(events::NewSubscription const& request, std::string const& name = "all") {
        return subscribe(request, name, lan());
    }

    std::string subscribe(
        events::NewSubscription const& request,
        std::string const& name,
        accounts::Principal const& caller,
        std::string const& api_key = {}
    ) {
        auto const snapshot = store().snapshot();
        auto const last = events::last_event(*snapshot);
        BOOST_TEST_REQUIRE(reason_of(last) == "");
        auto cursor = *last;
        if (request.initial_record_time) {
            cursor = *events::last_event_before(*snapshot, *request.initial_record_time);
        }
        auto prepared = events::prepare_subscription(request, random, vault, clock().now(), cursor);
        prepared.api_key = api_key;
        return must([&](store::Transaction& tx) {
                   return events::add_subscription(tx, caller, name, prepared);
               }
        ).id;
    }

    // An API key of the owner, that is over after a day; its id.
    std::string add_key() {
        return must([&](store::Transaction& tx) {
                   return accounts::make_api_key(
                       tx,
                       random,
                       owner,
                       {"kho",
                        {accounts::Scope::read, accounts::Scope::events},
                        {tx.now().ms + 86'400'000}},
                       false
                   );
               }
        ).key.id;
    }

    events::Subscription now(std::string const& id) {
        auto const found = events::find_subscription(*store().snapshot(), id);
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        BOOST_TEST_REQUIRE(found->has_value());
        return **found;
    }

    webhooks::CourierParts parts() { return {store(), client, clock(), random, vault, log}; }

    // Steps until there is nothing to do at once; what the last one said.
    webhooks::Next settle(std::string const& id, webhooks::BatchLimits limits = {}) {
        webhooks::Courier const courier(parts(), limits);
        webhooks::Next next;
        do {
            auto const step = courier.step(id, next.seen);
            BOOST_TEST_REQUIRE(reason_of(step) == "");
            next = *step;
        } while (next.when == webhooks::Next::When::at_once);
        return next;
    }

    std::vector<events::DeadLetter> letters() {
        auto const page = events::list_dead_letters(*store().snapshot(), "producer:p1", "", 500);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        return page->letters;
    }

    // Attempts until the batch under way is given up.
    void let_it_die(std::string const& id) {
        auto const before = letters().size();
        for (auto next = settle(id); letters().size() == before; next = settle(id)) {
            BOOST_TEST_REQUIRE((next.when == webhooks::Next::When::later));
            clock().set(next.at);
        }
    }

    accounts::Account owner =
        add_active(*this, new_account("lan", accounts::Role::producer_owner, "p1"));
    accounts::VaultKey vault{7, 7, 7};
    Receiver receiver;
    http::test::FixedResolver resolver;
    http::Client client;
    http::test::MemoryLog log;
};

}  // namespace ocop::test
