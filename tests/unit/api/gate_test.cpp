#include "accounts/api_keys.hpp"
#include "two_producers.hpp"

#include <boost/test/unit_test.hpp>

#include <future>

// Goal: what the gate remembers of an API key and its account never outlives what the store says.
// Method: keys that the gate has met before, each used again after one thing changed.
BOOST_AUTO_TEST_SUITE(gate)

using namespace ocop;
using namespace ocop::test;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

// A producer's staff member with an API key of an hour, which the gate has met.
struct KeyWorld : TwoProducers {
    KeyWorld() : TwoProducers(false) {
        auto const made =
            must_run(*disk.store, [&](store::Transaction& tx) -> Result<accounts::MadeApiKey> {
                auto const account = accounts::find_account(tx, a.staff);
                BOOST_TEST_REQUIRE((account && *account));
                return accounts::make_api_key(
                    tx,
                    disk.random,
                    **account,
                    {"test",
                     {accounts::Scope::read, accounts::Scope::lots},
                     {tx.now().ms + hour_ms}},
                    false
                );
            });
        id = made.key.id;
        headers = {{"Authorization", "Bearer " + made.text}};
        // The first use notes itself in the store; the second finds it noted, and is remembered.
        BOOST_TEST_REQUIRE(status() == 200);
        change([](store::Transaction&) { return Result<void>(); });
        BOOST_TEST_REQUIRE(status() == 200);
    }

    int status() { return get("/api/v1/lots", headers).status(); }

    // A write that has passed the gate; called, it goes on.
    std::function<std::string()> begin_write() {
        auto request = std::make_shared<http::Request>(
            make(http::Method::post, "/api/v1/lots", TwoProducers::lot_of(a.gtin, "LATE"), headers)
        );
        request->path = request->target;
        request->id = "r1";
        auto const route = router->find(*request);
        BOOST_TEST_REQUIRE(reason_of(route) == "");
        BOOST_TEST_REQUIRE(reason_of(gate(*request, **route)) == "");
        auto answer = std::make_shared<http::Answer>((*route)->handler(*request));
        return [request, answer] {
            std::promise<http::Response> given;
            std::get<http::Pending>(*answer).start([&](http::Response response) {
                given.set_value(std::move(response));
            });
            Reply const reply{given.get_future().get()};
            return reply.status() == 201 ? std::string() : reply.problem();
        };
    }

    void change(store::Work const& work) {
        BOOST_TEST_REQUIRE(reason_of(transact_now(*disk.store, work)) == "");
    }

    std::string id;
    Headers headers;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_key_that_was_met_is_over_at_its_end) {
    KeyWorld world;
    world.disk.clock.advance_ms(hour_ms - 1);
    BOOST_TEST(world.status() == 200);
    world.disk.clock.advance_ms(1);
    BOOST_TEST(world.status() == 401);
}

BOOST_AUTO_TEST_CASE(a_key_that_was_met_is_over_once_it_is_ended) {
    KeyWorld world;
    world.change([&](store::Transaction& tx) -> Result<void> {
        auto const ended = accounts::end_api_key(tx, world.a.staff, world.id);
        return ended ? Result<void>() : ended.error();
    });
    BOOST_TEST(world.status() == 401);
}

BOOST_AUTO_TEST_CASE(a_key_that_was_met_is_over_with_its_account) {
    KeyWorld world;
    auto const disabled = post_as(
        world, world.people.at("owner_a"), "/api/v1/accounts/" + world.a.staff + "/disable"
    );
    BOOST_TEST_REQUIRE(disabled.status() == 200, disabled.text());
    BOOST_TEST(world.status() == 401);
}

BOOST_AUTO_TEST_CASE(a_write_goes_on_when_nothing_changed_while_it_waited) {
    KeyWorld world;
    BOOST_TEST(world.begin_write()() == "");
}

BOOST_AUTO_TEST_CASE(a_write_that_waited_past_the_end_of_its_key_is_refused) {
    KeyWorld world;
    auto const go_on = world.begin_write();
    world.disk.clock.advance_ms(hour_ms);
    BOOST_TEST(go_on() == "session_over");
}

BOOST_AUTO_TEST_CASE(a_write_that_waited_while_its_key_was_ended_is_refused) {
    KeyWorld world;
    auto const go_on = world.begin_write();
    world.change([&](store::Transaction& tx) -> Result<void> {
        auto const ended = accounts::end_api_key(tx, world.a.staff, world.id);
        return ended ? Result<void>() : ended.error();
    });
    BOOST_TEST(go_on() == "session_over");
}

BOOST_AUTO_TEST_SUITE_END()
