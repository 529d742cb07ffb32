#include "events/dead_letter.hpp"
#include "events/index.hpp"
#include "events/subscription.hpp"
#include "two_producers.hpp"

#include <set>

// Named queries, subscriptions and dead letters as clients meet them.
namespace ocop::test {

namespace {

std::string const queries = "/epcis/v2/queries";
std::string const shipped =
    R"({"name":"shipped","query":{"eventType":["ObjectEvent"],"EQ_bizStep":["shipping"]}})";
std::string const stream =
    R"({"dest":"https://client.example.com/queryCallback","signatureToken":"13df38d8275b",)"
    R"("stream":true})";

struct World : TwoProducers {
    World() {
        BOOST_TEST_REQUIRE(drop(owner, queries + "/" + a.query).status() == 204);
        BOOST_TEST_REQUIRE(drop(rival, queries + "/" + b.query).status() == 204);
    }

    SignedIn const& owner = people.at("owner_a");
    SignedIn const& rival = people.at("owner_b");

    Reply make(std::string const& body, SignedIn const& who) {
        return post_as(*this, who, queries, body);
    }

    // An event of the unit, captured.
    void tell(std::string const& step, std::string const& serial) {
        auto const reply = post_as(
            *this,
            owner,
            "/epcis/v2/events",
            R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],)"
            R"("type":"ObjectEvent","eventTime":"2026-11-20T08:00:00Z",)"
            R"("eventTimeZoneOffset":"+07:00","action":"OBSERVE","bizStep":")" +
                step + R"(","epcList":["https://id.gs1.org/01/)" + a.gtin + "/21/" + serial + "\"]}"
        );
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    }

    Reply subscribe(std::string const& body, std::string const& query = "shipped") {
        return post_as(*this, owner, queries + "/" + query + "/subscriptions", body);
    }

    Reply drop(SignedIn const& who, std::string const& path) {
        return send(ask_as(who, http::Method::erase, path));
    }

    Reply get_with(std::string const& path, std::string const& name, std::string const& value) {
        auto request = ask_as(owner, http::Method::get, path);
        request.headers.push_back({name, value});
        return send(std::move(request));
    }
};

std::string refused(Reply const& reply) {
    return std::to_string(reply.status()) + " " + reply.problem();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_queries)

BOOST_FIXTURE_TEST_CASE(a_query_is_made_shown_listed_and_dropped, World) {
    auto const made = make(shipped, owner);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    BOOST_TEST(made.header("Location") == queries + "/shipped");
    BOOST_TEST(get_as(*this, owner, queries + "/shipped").text() == shipped);
    BOOST_TEST(get_as(*this, people.at("staff_a"), queries).text() == "[" + shipped + "]");
    BOOST_TEST(refused(make(shipped, owner)) == "409 query_exists");
    auto const dropped = drop(owner, queries + "/shipped");
    BOOST_TEST(dropped.status() == 204);
    BOOST_TEST(dropped.text() == "");
    BOOST_TEST(refused(get_as(*this, owner, queries + "/shipped")) == "404 query_not_found");
    BOOST_TEST(refused(drop(owner, queries + "/shipped")) == "404 query_not_found");
}

BOOST_FIXTURE_TEST_CASE(a_query_that_cannot_run_is_refused, World) {
    BOOST_TEST(
        refused(make(R"({"name":"x","query":{"nonsense":1}})", owner)) ==
        "400 query_parameter_invalid"
    );
    BOOST_TEST(
        refused(make(R"({"name":"a/b","query":{}})", owner)) == "400 query_definition_invalid"
    );
    BOOST_TEST(refused(make(R"({"name":"x","query":{},"more":1})", owner)) == "400 json_invalid");
    BOOST_TEST(refused(make(R"({"name":"x"})", owner)) == "400 json_invalid");
    auto request = ask_as(owner, http::Method::post, queries, shipped);
    for (auto& header : request.headers) {
        if (header.name == "Content-Type") header.value = "text/plain";
    }
    BOOST_TEST(refused(send(std::move(request))) == "415 unsupported_media_type");
}

BOOST_FIXTURE_TEST_CASE(what_another_producer_made_is_not_there, World) {
    BOOST_TEST_REQUIRE(make(shipped, owner).status() == 201);
    BOOST_TEST_REQUIRE(subscribe(stream).status() == 201);
    for (std::string const path : {"", "/events", "/subscriptions"}) {
        auto const reply = get_as(*this, rival, queries + "/shipped" + path);
        BOOST_TEST(refused(reply) == "404 query_not_found", path);
    }
    BOOST_TEST(get_as(*this, rival, queries).text() == "[]");
    BOOST_TEST(refused(drop(rival, queries + "/shipped")) == "404 query_not_found");
    BOOST_TEST(make(shipped, rival).status() == 201);
}

BOOST_FIXTURE_TEST_CASE(queries_are_listed_by_pages, World) {
    for (std::string const name : {"b", "a b", "c"}) {
        make(R"({"name":")" + name + R"(","query":{}})", owner);
    }
    auto const first = get_as(*this, owner, queries + "?perPage=2");
    BOOST_TEST(first.body().as_array().size() == 2U);
    std::string const link(first.header("Link"));
    auto const start = link.find(queries);
    BOOST_TEST_REQUIRE(start != std::string::npos);
    auto const next = get_as(*this, owner, link.substr(start, link.find('>') - start));
    BOOST_TEST(next.text() == R"([{"name":"c","query":{}}])");
    BOOST_TEST(next.header("Link") == "");
    BOOST_TEST(
        refused(get_as(*this, owner, queries + "?limit=2")) == "400 query_parameter_invalid"
    );
}

BOOST_FIXTURE_TEST_CASE(a_name_of_any_letters_is_found_at_its_location, World) {
    auto const made = make(R"({"name":"vận chuyển?","query":{}})", owner);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const location = std::string(made.header("Location"));
    BOOST_TEST(location == queries + "/v%E1%BA%ADn%20chuy%E1%BB%83n%3F");
    BOOST_TEST(get_as(*this, owner, location).status() == 200);
    auto const made_below = post_as(*this, owner, location + "/subscriptions", stream);
    BOOST_TEST_REQUIRE(made_below.status() == 201, made_below.text());
    auto const below = std::string(made_below.header("Location"));
    BOOST_TEST(below.starts_with(location + "/subscriptions/"));
    BOOST_TEST(get_as(*this, owner, below).status() == 200);
}

BOOST_FIXTURE_TEST_CASE(its_events_are_those_it_finds, World) {
    make(shipped, owner);
    tell("shipping", "1");
    tell("packing", "2");
    tell("shipping", "3");
    auto const path = queries + "/shipped/events";
    auto const found = get_as(*this, owner, path);
    BOOST_TEST_REQUIRE(found.status() == 200, found.text());
    BOOST_TEST(found.string_at("/epcisBody/queryResults/queryName") == "shipped");
    auto const body = found.body();
    auto const& results = body.at("epcisBody").at("queryResults").at("resultsBody");
    BOOST_TEST(results.at("eventList").as_array().size() == 2U);
    BOOST_TEST(get_as(*this, owner, path + "?perPage=1").header("Link") != "");
    BOOST_TEST(
        refused(get_as(*this, owner, path + "?EQ_bizStep=packing")) == "400 query_parameter_invalid"
    );
}

BOOST_FIXTURE_TEST_CASE(a_token_is_of_one_query_and_not_of_a_later_one_of_its_name, World) {
    auto same = shipped;
    same.replace(same.find("shipped"), 7, "other");
    make(shipped, owner);
    make(same, owner);
    tell("shipping", "1");
    tell("shipping", "2");
    auto const path = queries + "/shipped/events?perPage=1";
    std::string const link(get_as(*this, owner, path).header("Link"));
    auto const start = link.find("nextPageToken=");
    BOOST_TEST_REQUIRE(start != std::string::npos);
    auto const next = "&" + link.substr(start, link.find('>') - start);
    BOOST_TEST(get_as(*this, owner, path + next).status() == 200);
    auto const none = "400 page_token_invalid";
    auto const of_other = queries + "/other/events?perPage=1";
    BOOST_TEST(refused(get_as(*this, owner, of_other + next)) == none);
    BOOST_TEST(drop(owner, queries + "/shipped").status() == 204);
    disk.clock.advance_ms(1);
    make(shipped, owner);
    BOOST_TEST(refused(get_as(*this, owner, path + next)) == none);
}

BOOST_FIXTURE_TEST_CASE(who_asks_for_a_socket_is_shown_webhooks, World) {
    make(shipped, owner);
    for (std::string const query : {"stream=true", "minute=5&hour=1", "reportIfEmpty=true"}) {
        auto const reply = get_as(*this, owner, queries + "/shipped/events?" + query);
        BOOST_TEST(refused(reply) == "501 websocket_unsupported");
        BOOST_TEST(
            reply.string_at("/detail").find(queries + "/shipped/subscriptions") != std::string::npos
        );
    }
}

BOOST_FIXTURE_TEST_CASE(a_subscription_is_made_and_shown_without_its_secret, World) {
    make(shipped, owner);
    auto const made = subscribe(stream);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const id = made.string_at("/subscriptionID");
    auto const location = queries + "/shipped/subscriptions/" + id;
    BOOST_TEST(made.header("Location") == location);
    auto const shown = get_as(*this, owner, location);
    BOOST_TEST(shown.text() == made.text());
    BOOST_TEST(shown.string_at("/dest") == "https://client.example.com/queryCallback");
    BOOST_TEST(shown.string_at("/stream") == "true");
    BOOST_TEST(shown.string_at("/state") == "active");
    BOOST_TEST(shown.string_at("/createdAt") == shown.string_at("/minRecordTime"));
    auto const list = get_as(*this, owner, queries + "/shipped/subscriptions");
    BOOST_TEST(list.text() == "[" + shown.text() + "]");
    BOOST_TEST(contents().find("13df38d8275b") == std::string::npos);
    BOOST_TEST(drop(owner, location).status() == 204);
    BOOST_TEST(refused(get_as(*this, owner, location)) == "404 subscription_not_found");
    BOOST_TEST(get_as(*this, owner, queries + "/shipped/subscriptions").text() == "[]");
}

BOOST_FIXTURE_TEST_CASE(subscriptions_are_listed_by_pages, World) {
    make(shipped, owner);
    std::set<std::string> made;
    for (int i = 0; i < 5; ++i)
        made.insert(subscribe(stream).string_at("/subscriptionID"));
    std::vector<std::string> found;
    auto target = queries + "/shipped/subscriptions?perPage=2";
    for (std::size_t const size : {2U, 2U, 1U}) {
        auto const page = get_as(*this, owner, target);
        BOOST_TEST_REQUIRE(page.status() == 200, page.text());
        auto const body = page.body();
        BOOST_TEST(body.as_array().size() == size);
        for (auto const& each : body.as_array()) {
            found.emplace_back(each.at("subscriptionID").as_string());
        }
        std::string const link(page.header("Link"));
        BOOST_TEST(link.empty() == (size == 1U));
        auto const start = link.find(queries);
        target = start == std::string::npos ? target : link.substr(start, link.find('>') - start);
    }
    BOOST_TEST(found == (std::vector<std::string>(made.begin(), made.end())));
}

BOOST_FIXTURE_TEST_CASE(a_subscription_begins_where_it_says_and_else_now, World) {
    make(shipped, owner);
    auto const before = *events::last_event(*disk.store->snapshot());
    tell("shipping", "1");
    tell("packing", "2");
    auto const cursor = [&](std::string const& more) {
        auto const made =
            subscribe(R"({"dest":"https://client.example.com/","stream":true)" + more + "}");
        auto const found =
            events::find_subscription(*disk.store->snapshot(), made.string_at("/subscriptionID"));
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        return (**found).cursor;
    };
    BOOST_TEST(cursor("") == before + 2);
    BOOST_TEST(cursor(R"(,"initialRecordTime":"2020-01-01T00:00:00Z")") == 0U);
    BOOST_TEST(cursor(R"(,"initialRecordTime":"2099-01-01T00:00:00Z")") == before + 2);
}

BOOST_FIXTURE_TEST_CASE(a_key_that_may_only_write_subscribes_to_nothing, World) {
    using accounts::Scope;
    auto const account = add_person(
        *this, person("robot", accounts::Role::producer_owner, a.producer, disk.clock.now())
    );
    auto const key_of = [&](std::vector<Scope> scopes) {
        return must_run(*disk.store, [&](store::Transaction& tx) {
            return accounts::make_api_key(
                tx, disk.random, account, {"kho", scopes, {tx.now().ms + 1000}}, false
            );
        });
    };
    auto const ask = [&](accounts::MadeApiKey const& key,
                         http::Method method,
                         std::string const& path,
                         std::string const& body) {
        auto request = Service::make(method, queries + path, body, {});
        request.headers.front() = {"Authorization", "Bearer " + key.text};
        return send(std::move(request));
    };
    std::string const from_2020 = R"({"dest":"https://client.example.com/","stream":true,)"
                                  R"("initialRecordTime":"2020-01-01T00:00:00Z"})";
    auto const writer = key_of({Scope::events});
    BOOST_TEST(ask(writer, http::Method::post, "", shipped).status() == 201);
    for (std::string const path : {"/shipped/events", "/shipped/subscriptions", "/shipped"}) {
        BOOST_TEST(refused(ask(writer, http::Method::get, path, "")) == "403 scope_missing", path);
    }
    auto const below = ask(writer, http::Method::post, "/shipped/subscriptions", from_2020);
    BOOST_TEST(refused(below) == "403 scope_missing");
    BOOST_TEST(get_as(*this, owner, queries + "/shipped/subscriptions").text() == "[]");

    auto const both = key_of({Scope::events, Scope::read});
    auto const made = ask(both, http::Method::post, "/shipped/subscriptions", from_2020);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const kept =
        events::find_subscription(*disk.store->snapshot(), made.string_at("/subscriptionID"));
    BOOST_TEST_REQUIRE(reason_of(kept) == "");
    BOOST_TEST((**kept).api_key == both.key.id);
}

BOOST_FIXTURE_TEST_CASE(a_schedule_is_given_back_as_it_was_said, World) {
    make(shipped, owner);
    auto request = ask_as(
        owner,
        http::Method::post,
        queries + "/shipped/subscriptions",
        R"({"dest":"https://client.example.com/","reportIfEmpty":true,)"
        R"("initialRecordTime":"2026-01-01T07:00:00+07:00",)"
        R"("schedule":{"hour":"1","minute":"5"}})"
    );
    request.headers.push_back({"GS1-EPC-Format", "Never_Translates"});
    auto const made = send(std::move(request));
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    BOOST_TEST(made.string_at("/schedule/hour") == "1");
    BOOST_TEST(made.string_at("/schedule/minute") == "5");
    BOOST_TEST(made.string_at("/reportIfEmpty") == "true");
    BOOST_TEST(made.string_at("/initialRecordTime") == "2026-01-01T00:00:00.000Z");
    BOOST_TEST(made.string_at("/minRecordTime") == "2026-01-01T00:00:00.000Z");
    BOOST_TEST(made.string_at("/epcFormat") == "Never_Translates");
    BOOST_TEST(made.string_at("/nextRun").ends_with("T01:05:00.000Z"));
    BOOST_TEST(made.text().find("stream") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_subscription_that_cannot_be_served_is_refused, World) {
    make(shipped, owner);
    auto const with = [](std::string const& dest, std::string const& rest) {
        return R"({"dest":")" + dest + "\"" + rest + "}";
    };
    std::string const good = "https://client.example.com/";
    BOOST_TEST(refused(subscribe(with(good, ""))) == "400 subscription_invalid");
    BOOST_TEST(
        refused(subscribe(with(good, R"(,"stream":true,"schedule":{"hour":"1"})"))) ==
        "400 subscription_invalid"
    );
    BOOST_TEST(
        refused(subscribe(with(good, R"(,"schedule":{"hour":"25"})"))) == "400 subscription_invalid"
    );
    BOOST_TEST(refused(subscribe(R"({"stream":true})")) == "400 subscription_malformed");
    for (std::string const dest :
         {"http://client.example.com/",
          "https://127.0.0.1/",
          "https://localhost/",
          "https://vault.internal/",
          "https://client.example.com:22/"}) {
        BOOST_TEST(
            refused(subscribe(with(dest, R"(,"stream":true)"))) == "400 destination_refused"
        );
    }
    BOOST_TEST(refused(subscribe(stream, "nothing")) == "404 query_not_found");
    for (int i = 0; i < 20; ++i)
        BOOST_TEST(subscribe(stream).status() == 201);
    BOOST_TEST(refused(subscribe(stream)) == "422 subscriptions_full");
}

BOOST_FIXTURE_TEST_CASE(what_is_not_spoken_is_not_acceptable, World) {
    make(shipped, owner);
    auto const path = queries + "/shipped";
    BOOST_TEST(refused(get_with(path, "GS1-EPCIS-Min", "3.0")) == "406 not_acceptable");
    BOOST_TEST(refused(get_with(queries, "Accept", "text/xml")) == "406 not_acceptable");
    BOOST_TEST(
        refused(get_with(path + "/events", "GS1-EPC-Format", "Always_EPC_URN")) ==
        "406 not_acceptable"
    );
    BOOST_TEST(
        refused(get_with(path + "/subscriptions", "GS1-CBV-Max", "1.2")) == "406 not_acceptable"
    );
}

BOOST_FIXTURE_TEST_CASE(each_path_says_what_it_takes, World) {
    auto const allow = [&](std::string const& path) {
        auto const reply = send(ask_as({}, http::Method::options, queries + path));
        BOOST_TEST(reply.status() == 204);
        return std::string(reply.header("Allow"));
    };
    BOOST_TEST(allow("") == "OPTIONS, GET, HEAD, POST");
    BOOST_TEST(allow("/q") == "OPTIONS, GET, HEAD, DELETE");
    BOOST_TEST(allow("/q/events") == "OPTIONS, GET, HEAD");
    BOOST_TEST(allow("/q/subscriptions") == "OPTIONS, GET, HEAD, POST");
    BOOST_TEST(allow("/q/subscriptions/s") == "OPTIONS, GET, HEAD, DELETE");
}

BOOST_FIXTURE_TEST_CASE(dead_letters_are_seen_and_sent_again_on_request, World) {
    make(shipped, owner);
    auto const id = subscribe(stream).string_at("/subscriptionID");
    auto const letter = must_run(*disk.store, [&](store::Transaction& tx) {
        events::DeadLetter out;
        out.id = events::new_dead_letter_id(disk.random, tx.now());
        out.unit = "producer:" + a.producer;
        out.query = "shipped";
        out.subscription = id;
        out.events = 3;
        out.last_error = {tx.now(), 500, "http_500"};
        events::put_dead_letter(tx, out);
        return Result<std::string>(out.id);
    });
    std::string const path = "/api/v1/dead-letters";
    auto const seen = get_as(*this, owner, path);
    BOOST_TEST(seen.string_at("/items/0/id") == letter);
    BOOST_TEST(seen.string_at("/items/0/last_error/reason") == "http_500");
    BOOST_TEST(get_as(*this, rival, path).string_at("/items") == "[]");
    auto const retry = path + "/" + letter + "/retry";
    BOOST_TEST(refused(post_as(*this, rival, retry)) == "404 dead_letter_not_found");
    auto const asked = post_as(*this, owner, retry);
    BOOST_TEST(asked.status() == 202);
    BOOST_TEST(asked.string_at("/retry_asked") == "true");
    drop(owner, queries + "/shipped");
    BOOST_TEST(get_as(*this, owner, path).string_at("/items") == "[]");
}

// How a page is found counts what others alone may see.
BOOST_FIXTURE_TEST_CASE(only_who_may_see_all_is_told_how_a_page_was_found, World) {
    BOOST_TEST_REQUIRE(make(shipped, owner).status() == 201);
    for (auto const& path : {std::string("/epcis/v2/events"), queries + "/shipped/events"}) {
        auto const told = get_as(*this, owner, path + "?explain");
        BOOST_TEST(told.status() == 403, path);
        BOOST_TEST(told.text().find("explain_forbidden") != std::string::npos, told.text());
        BOOST_TEST(told.text().find("postings") == std::string::npos);
        BOOST_TEST(get_as(*this, owner, path).status() == 200);
    }
    // Nor who may see all of a commune.
    for (std::string const path : {"/events", "/bizSteps/packing/events"}) {
        auto const reply = get_as(*this, people.at("commune_a"), "/epcis/v2" + path + "?explain");
        BOOST_TEST(refused(reply) == "403 explain_forbidden", path);
    }
    auto const& inspector = people.at("inspector");
    auto const told = get_as(*this, inspector, "/epcis/v2/events?explain");
    BOOST_TEST(told.status() == 200, told.text());
    BOOST_TEST(told.text().find("postings_read") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
