#include "accounts/sessions.hpp"
#include "api/jobs.hpp"
#include "jobs/job.hpp"
#include "whole.hpp"

#include <optional>

// Long jobs followed over TLS, from the first state to the last.
BOOST_AUTO_TEST_SUITE(job_events)

namespace {

using namespace ocop;
using namespace ocop::test;
using http::test::Client;

struct Followed : Whole {
    std::string follow(std::string const& who) const {
        return bytes("GET", "/api/v1/jobs/" + a.job + "/events", who, "", "Last-Event-ID: 1\r\n");
    }

    // As its worker does after a slice.
    void set_done(std::uint64_t done) {
        must_run(*disk.store, [&](store::Transaction& tx) -> Result<int> {
            auto job = jobs::find(tx, {a.job});
            BOOST_TEST_REQUIRE(reason_of(job) == "");
            (**job).status = jobs::Status::running;
            (**job).done = done;
            jobs::save(tx, **job);
            return 0;
        });
    }
};

// Everything up to `part`; what came when the stream ended first.
std::string read_until(Client& client, std::string const& part) {
    std::string all;
    while (all.find(part) == std::string::npos) {
        auto const more = client.read_some();
        if (more.empty()) {
            break;
        }
        all += more;
    }
    return all;
}

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_change_of_a_job_is_told_until_it_is_over) {
    Followed world;
    Client client(world.server.port());
    client.send(world.follow("owner_a"));
    auto const first = read_until(client, "\n\n");

    BOOST_TEST(has(first, R"("status":"waiting","done":0,"total":2)"), first);
    world.set_done(1);
    BOOST_TEST(has(read_until(client, "\n\n"), R"("status":"running","done":1,"total":2)"));
    world.make_prints();
    auto const rest = client.read_all();
    BOOST_TEST(has(rest, R"("status":"finished","done":2,"total":2)"), rest);
    BOOST_TEST(rest.ends_with("0\r\n\r\n"));

    // Whoever comes back learns how it ended, with one event.
    auto const again = world.ask(world.follow("owner_a"));
    BOOST_TEST(again.complete);
    BOOST_TEST(again.header("content-type") == "text/event-stream; charset=utf-8");
    BOOST_TEST(has(again.body, R"("status":"finished")"));
    BOOST_TEST(again.body.find("data: ") == again.body.rfind("data: "));
    auto const seen = world.ask(world.bytes("GET", "/api/v1/jobs/" + world.a.job, "owner_a")).body;
    BOOST_TEST(has(again.body, "data: " + seen + "\n\n"), seen);
}

BOOST_AUTO_TEST_CASE(a_stream_ends_with_the_session_that_opened_it) {
    Followed world;
    Client client(world.server.port());
    client.send(world.follow("owner_a"));
    BOOST_TEST(has(read_until(client, "\n\n"), "data: "));
    BOOST_TEST(
        world.ask(world.bytes("DELETE", "/api/v1/sessions/current", "owner_a")).status < 300
    );
    world.set_done(1);
    auto const rest = client.read_all();
    BOOST_TEST(!has(rest, "data: "), rest);
    BOOST_TEST(rest.ends_with("0\r\n\r\n"));
    BOOST_TEST(world.ask(world.follow("owner_a")).status == 401);
}

BOOST_AUTO_TEST_CASE(a_stream_ends_when_its_account_is_disabled) {
    Followed world;
    Client client(world.server.port());
    client.send(world.follow("staff_a"));
    BOOST_TEST(has(read_until(client, "\n\n"), "data: "));
    auto const path = "/api/v1/accounts/" + world.a.staff + "/disable";
    BOOST_TEST(world.ask(world.bytes("POST", path, "owner_a", "{}")).status == 200);
    world.set_done(1);
    BOOST_TEST(!has(client.read_all(), "data: "));
}

BOOST_AUTO_TEST_CASE(an_account_follows_so_many_at_once_and_who_leaves_makes_room) {
    Followed world;
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t i = 0; i < api::job_streams_of_account; ++i) {
        clients.push_back(std::make_unique<Client>(world.server.port()));
        clients.back()->send(world.follow("owner_a"));
        BOOST_TEST(has(read_until(*clients.back(), "\n\n"), "data: "));
    }
    auto const refused = world.ask(world.follow("owner_a"));
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(has(refused.body, "streams_too_many"));
    Client other(world.server.port());
    other.send(world.follow("admin"));
    BOOST_TEST(has(read_until(other, "\n\n"), "data: "));
    clients.back()->reset();
    // Once the server has seen it go.
    for (auto status = 429; status == 429;) {
        Client next(world.server.port());
        next.send(world.follow("owner_a"));
        auto const told = read_until(next, "\n\n");
        status = has(told, "data: ") ? 200 : 429;
    }
}

BOOST_AUTO_TEST_CASE(a_job_of_another_is_followed_by_nobody_else) {
    Followed world;
    auto const theirs = world.ask(world.follow("owner_b"));
    BOOST_TEST(theirs.status == 404);
    BOOST_TEST(has(theirs.body, "job_not_found"));
    BOOST_TEST(world.ask(world.follow("")).status == 401);
}

BOOST_AUTO_TEST_SUITE_END()
