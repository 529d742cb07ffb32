#include "epcis_world.hpp"

#include <algorithm>

// Events into the repository, and what all its answers have in common. Named queries and
// subscriptions: epcis_queries_test.cpp; reading: epcis_reading_test.cpp.
namespace ocop::test {

namespace {

using World = EpcisWorld;

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis)

BOOST_FIXTURE_TEST_CASE(the_root_names_what_is_below_it, World) {
    for (std::string const path : {"", "/"}) {
        auto const reply = ask({}, Method::get, root + path);
        Texts const expected{
            "queries",
            "capture",
            "events",
            "eventTypes",
            "epcs",
            "readPoints",
            "bizLocations",
            "dispositions",
            "bizSteps"};
        BOOST_TEST(members_in(reply) == expected, per_element);
        auto const body = reply.body();
        BOOST_TEST(body.at("@context").as_array().size() == 1U);
    }
}

BOOST_FIXTURE_TEST_CASE(every_path_says_what_it_takes_and_speaks, World) {
    std::vector<std::pair<std::string, std::string>> const rows{
        {"", "OPTIONS, GET, HEAD"},
        {"/capture", "OPTIONS, GET, HEAD, POST"},
        {"/capture/1", "OPTIONS, GET, HEAD"},
        {"/events", "OPTIONS, GET, HEAD, POST"},
        {"/events/1", "OPTIONS, GET, HEAD"},
        {"/epcs", "OPTIONS, GET, HEAD"},
        {"/epcs/1", "OPTIONS, GET, HEAD"},
        {"/epcs/1/events", "OPTIONS, GET, HEAD"}};
    for (auto const& [path, allow] : rows) {
        auto const reply = ask({}, Method::options, root + path);
        BOOST_TEST(said(reply) == "204", path);
        BOOST_TEST(reply.header("Allow") == allow, path);
        for (std::string const stem : {"GS1-EPCIS-", "GS1-CBV-"}) {
            for (std::string const bound : {"Version", "Min", "Max"}) {
                BOOST_TEST(reply.header(stem + bound) == "2.0", path << stem << bound);
            }
        }
        BOOST_TEST(reply.header("GS1-Vendor-Version") != "");
        BOOST_TEST(reply.header("GS1-EPC-Format").find("Always_EPC_URN") == std::string::npos);
        BOOST_TEST(reply.header("GS1-CBV-XML-Format") == "Never_Translates");
        bool const captures = path == "/capture";
        BOOST_TEST(reply.header("GS1-EPCIS-Capture-Limit") == (captures ? "500" : ""));
        BOOST_TEST(
            reply.header("GS1-EPCIS-Capture-File-Size-Limit") == (captures ? "2097152" : "")
        );
        BOOST_TEST(reply.header("GS1-Capture-Error-Behaviour") == (captures ? "all" : ""));
    }
}

BOOST_FIXTURE_TEST_CASE(a_capture_is_taken_and_its_job_says_what_became_of_it, World) {
    auto const captured = capture({event(unit("1")), event(unit("2"))});
    auto const job = job_of(captured, owner);
    auto const location = std::string(captured.header("Location"));
    BOOST_TEST(location == root + "/capture/" + job.string_at("/captureID"));
    BOOST_TEST(job.string_at("/running") == "false");
    BOOST_TEST(job.string_at("/success") == "true");
    BOOST_TEST(job.string_at("/captureErrorBehaviour") == "rollback");
    BOOST_TEST(job.string_at("/createdAt") == job.string_at("/finishedAt"));
    BOOST_TEST(job.string_at("/createdAt") == to_text(disk.clock.now()));
    BOOST_TEST(job.string_at("/errors") == "[]");
    BOOST_TEST(ids_in(get("/events")).size() == 2U);
    BOOST_TEST(said(ask(rival, Method::get, location)) == "404 NoSuchResourceException");
    BOOST_TEST(said(get("/capture/0000")) == "404 NoSuchResourceException");
}

BOOST_FIXTURE_TEST_CASE(a_query_document_and_a_bare_event_are_captured_too, World) {
    told(event(unit("1")));
    auto const found = get("/events");
    BOOST_TEST(said(post("/capture", bare(event(unit("2"))))) == "202");
    auto const again = post("/capture", found.text());
    auto const job = job_of(again, owner);
    BOOST_TEST(job.string_at("/errors/0/status") == "409");
    BOOST_TEST(
        job.string_at("/errors/0/pointer") ==
        "/epcisBody/queryResults/resultsBody/eventList/0/eventID"
    );
}

BOOST_FIXTURE_TEST_CASE(what_is_there_already_fails_the_job_and_not_the_request, World) {
    told(event(unit("1")));
    Texts const list{event(unit("2")), event(unit("1"))};
    auto const rolled_back = job_of(capture(list), owner);
    BOOST_TEST(rolled_back.string_at("/success") == "false");
    BOOST_TEST(
        rolled_back.string_at("/errors/0/type") == "epcisException:ResourceAlreadyExistsException"
    );
    BOOST_TEST(rolled_back.string_at("/errors/0/status") == "409");
    BOOST_TEST(rolled_back.string_at("/errors/0/title") == "event_exists");
    BOOST_TEST(rolled_back.string_at("/errors/0/pointer") == "/epcisBody/eventList/1/eventID");
    BOOST_TEST(ids_in(get("/events")).size() == 1U);

    auto const proceeded =
        job_of(capture(list, {{"GS1-Capture-Error-Behaviour", "proceed"}}), owner);
    BOOST_TEST(proceeded.string_at("/success") == "false");
    BOOST_TEST(proceeded.string_at("/captureErrorBehaviour") == "proceed");
    BOOST_TEST(ids_in(get("/events")).size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_capture_of_anothers_things_is_forbidden_and_leaves_no_job, World) {
    Texts const list{event(unit("1")), lot_event(lot(b))};
    auto const before = contents();
    auto const refused = capture(list);
    BOOST_TEST(said(refused) == "403 SecurityException");
    BOOST_TEST(pointer_of(refused) == "/epcisBody/eventList/1/quantityList/0/epcClass");
    BOOST_TEST(refused.string_at("/slug") == "thing_of_another");
    BOOST_TEST(get("/capture").text() == "[]");
    BOOST_TEST(ids_in(get("/events")).empty());
    auto const proceeded =
        job_of(capture(list, {{"GS1-Capture-Error-Behaviour", "proceed"}}), owner);
    BOOST_TEST(proceeded.string_at("/errors/0/type") == "epcisException:SecurityException");
    BOOST_TEST(ids_in(get("/events")).size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_document_is_refused_with_its_pointer, World) {
    auto const wrong = capture({event(unit("1")), event("no uri"), R"({"type":"ObjectEvent"})"});
    BOOST_TEST(said(wrong) == "400 ValidationException");
    BOOST_TEST(pointer_of(wrong) == "/epcisBody/eventList/1/epcList/0");
    auto const problem = wrong.body();
    BOOST_TEST(problem.at("errors").as_array().size() > 1U);
    BOOST_TEST(wrong.string_at("/detail").starts_with(pointer_of(wrong)));
    BOOST_TEST(said(post("/capture", "{")) == "400 ValidationException");
    BOOST_TEST(said(post("/capture", "[]")) == "400 ValidationException");
    BOOST_TEST(
        said(capture({event(unit("1"))}, {{"GS1-Capture-Error-Behaviour", "perhaps"}})) ==
        "400 ValidationException"
    );
    BOOST_TEST(
        pointer_of(capture({event(unit("1"), R"(,"ocop:photos":["x"])")})) ==
        "/epcisBody/eventList/0/ocop:photos"
    );
    BOOST_TEST(ids_in(get("/events")).empty());
    BOOST_TEST(said(ask({}, Method::post, root + "/capture", "{}")) == "401 SecurityException");
}

BOOST_FIXTURE_TEST_CASE(a_capture_over_the_limits_is_told_them, World) {
    Texts list;
    for (int i = 0; i < 501; ++i) {
        list.push_back(event(unit(std::to_string(i))));
    }
    auto const check = [](Reply const& reply) {
        BOOST_TEST(said(reply) == "413 CaptureLimitExceededException");
        BOOST_TEST(reply.header("GS1-EPCIS-Capture-Limit") == "500");
        BOOST_TEST(reply.header("GS1-EPCIS-Capture-File-Size-Limit") == "2097152");
    };
    check(capture(list));
    check(capture({event(unit("1"), R"(,"ocop:notes":")" + std::string(50'000, 'n') + "\"")}));
    auto const blanks = std::string(api::capture_bytes_max, ' ');
    check(post("/capture", document_of({event(unit("1"))}) + blanks));
    list.pop_back();
    BOOST_TEST(job_of(capture(list), owner).string_at("/success") == "true");
    for (auto const& route : router->routes()) {
        if (route.method == Method::post &&
            (route.pattern == root + "/capture" || route.pattern == root + "/events")) {
            BOOST_TEST(route.body_bytes_max == 2'097'152U);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(jobs_are_listed_by_pages, World) {
    Texts ids;
    for (int i = 0; i < 5; ++i) {
        disk.clock.advance_ms(1);
        ids.push_back(
            job_of(capture({event(unit(std::to_string(i)))}), owner).string_at("/captureID")
        );
    }
    Texts listed;
    auto target = root + "/capture?perPage=2";
    for (int pages = 0; pages < 3; ++pages) {
        auto const reply = ask(owner, Method::get, target);
        auto const jobs = reply.body();
        for (auto const& job : jobs.as_array()) {
            listed.push_back(text_of(job, "captureID"));
        }
        std::string const link(reply.header("Link"));
        auto const start = link.find(root);
        BOOST_TEST((start == std::string::npos) == (pages == 2));
        target = pages == 2 ? "" : link.substr(start, link.find('>') - start);
    }
    BOOST_TEST(listed == ids, per_element);
    BOOST_TEST(ask(rival, Method::get, root + "/capture").text() == "[]");
    BOOST_TEST(said(get("/capture?limit=2")) == "400 QueryParameterException");
}

BOOST_FIXTURE_TEST_CASE(one_event_is_posted_and_found_where_it_is_said_to_be, World) {
    auto const reply = post("/events", bare(event(unit("1"))));
    BOOST_TEST_REQUIRE(said(reply) == "201", reply.text());
    auto const location = std::string(reply.header("Location"));
    auto const found = events_in(ask(owner, Method::get, location));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    auto const id = text_of(found[0], "eventID");
    BOOST_TEST(id.starts_with("ni:///sha-256;"));
    BOOST_TEST(location == root + "/events/" + escaped(id));
    BOOST_TEST(text_of(found[0], "recordTime") == to_text(disk.clock.now()));
    BOOST_TEST(said(ask(rival, Method::get, location)) == "404 NoSuchResourceException");
    BOOST_TEST(said(get("/events/urn:x:none")) == "404 NoSuchResourceException");
    BOOST_TEST(said(ask(owner, Method::get, location + "?a=1")).starts_with("400 "));

    auto const again = post("/events", bare(event(unit("1"))));
    BOOST_TEST(said(again) == "409 ResourceAlreadyExistsException");
    BOOST_TEST(pointer_of(again) == "/eventID");
    auto const foreign = post("/events", bare(lot_event(lot(b))));
    BOOST_TEST(said(foreign) == "403 SecurityException");
    BOOST_TEST(pointer_of(foreign) == "/quantityList/0/epcClass");
    auto const wrong = post("/events", bare(event("no uri")));
    BOOST_TEST(said(wrong) == "400 ValidationException");
    BOOST_TEST(pointer_of(wrong) == "/epcList/0");
    BOOST_TEST(said(post("/events", event(unit("2")))) == "400 ValidationException");
    BOOST_TEST(said(post("/events", document_of({event(unit("2"))}))) == "400 ValidationException");
    BOOST_TEST(said(ask({}, Method::get, location)) == "401 SecurityException");
    BOOST_TEST(ids_in(get("/events")).size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(an_event_is_shown_with_the_declarations_of_its_error, World) {
    auto const path = told(event(unit("1")));
    told(event(unit("2")));
    for (std::string const time : {"2026-11-21T00:00:00Z", "2026-11-21T00:00:01Z"}) {
        auto const error = R"(,"errorDeclaration":{"declarationTime":")" + time + "\"}";
        BOOST_TEST(told(event(unit("1"), error)) == path);
    }
    auto const found = events_in(get(path));
    BOOST_TEST_REQUIRE(found.size() == 3U);
    BOOST_TEST(!found[0].as_object().contains("errorDeclaration"));
    BOOST_TEST(found[1].as_object().contains("errorDeclaration"));
    BOOST_TEST(found[2].as_object().contains("errorDeclaration"));
    BOOST_TEST(ids_in(get("/events?EXISTS_errorDeclaration=true")).size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(who_gets_a_lot_sees_the_event_that_hands_it_on, World) {
    auto const path = told(lot_event(
        lot(a),
        R"(,"destinationList":[{"type":"owning_party","destination":"urn:ocop:producer:)" +
            b.producer + "\"}]"
    ));
    BOOST_TEST(said(ask(rival, Method::get, root + path)) == "200");
    auto const received = lot_event(lot(a), R"(,"bizStep":"receiving")");
    BOOST_TEST(said(ask(rival, Method::post, root + "/events", bare(received))) == "201");
    BOOST_TEST(ids_in(ask(rival, Method::get, root + "/events")).size() == 2U);
    // And its owner what becomes of it.
    BOOST_TEST(ids_in(get("/events")).size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(an_administrator_imports_events_with_photos_of_producers, World) {
    auto const photo = [](Things const& of) { return R"(,"ocop:photos":[")" + of.photo + "\"]"; };
    auto const import = [&](Texts const& list) {
        return job_of(ask(admin, Method::post, root + "/capture", document_of(list)), admin);
    };
    auto const job = import({lot_event(lot(a), photo(a)), lot_event(lot(b), photo(b))});
    BOOST_TEST(job.string_at("/success") == "true", job.text());
    BOOST_TEST(ids_in(get("/events")).size() == 1U);
    auto const absent = import({lot_event(lot(a), photo(this->missing))});
    BOOST_TEST(absent.string_at("/errors/0/title") == "blob_not_found");
    // A producer's own may not be of another.
    auto const foreign = job_of(capture({lot_event(lot(a), photo(b))}), owner);
    BOOST_TEST(foreign.string_at("/errors/0/title") == "blob_not_found");
    import({lot_event(lot(b), photo(a))});
    auto const findings = blobs::list_findings(*disk.store->snapshot(), {}, 10);
    BOOST_TEST_REQUIRE(findings->findings.size() == 1U);
    BOOST_TEST(findings->findings[0].producer == a.producer);
    BOOST_TEST(findings->findings[0].other_lot == a.gtin + ":L1");
}

BOOST_FIXTURE_TEST_CASE(what_is_not_spoken_is_not_acceptable_anywhere, World) {
    auto const path = told(event(unit("1")));
    auto const body = bare(event(unit("2")));
    std::vector<std::pair<Method, std::string>> const targets{
        {Method::get, ""},
        {Method::get, "/capture"},
        {Method::get, "/capture/0"},
        {Method::post, "/capture"},
        {Method::get, "/events"},
        {Method::post, "/events"},
        {Method::get, path},
        {Method::get, "/epcs"},
        {Method::get, "/epcs/" + escaped(unit("1"))},
        {Method::get, "/epcs/" + escaped(unit("1")) + "/events"}};
    Headers const refused{
        {"GS1-EPC-Format", "Always_EPC_URN"},
        {"GS1-EPC-Format", "Anything"},
        {"GS1-EPCIS-Version", "1.2"},
        {"GS1-CBV-Version", "2.1"},
        {"GS1-EPCIS-Min", "2.1"},
        {"GS1-CBV-Max", "1.3"},
        {"Accept", "application/xml"},
        {"Accept", "application/json;q=0"},
        {"Accept", "application/json; q=0"}};
    for (auto const& [method, target] : targets) {
        for (auto const& header : refused) {
            auto const text = method == Method::post ? body : std::string();
            BOOST_TEST(
                said(ask(owner, method, root + target, text, {header})) ==
                    "406 NotAcceptableException",
                target << " " << header.name << ": " << header.value
            );
        }
    }
    Headers const taken{
        {"GS1-EPC-Format", "No_Preference"},
        {"GS1-EPCIS-Version", "2.0"},
        {"GS1-EPCIS-Version", "2.0.1"},
        {"GS1-EPCIS-Min", "1.1"},
        {"GS1-CBV-Max", "2"},
        {"Accept", "application/xml, application/json;q=0.5"},
        {"Accept", "*/*"}};
    for (auto const& header : taken) {
        BOOST_TEST(said(get("/events", {header})) == "200", header.name << ": " << header.value);
    }
    BOOST_TEST(said(get("/events", {{"GS1-EPCIS-Version", "two"}})) == "400 ValidationException");
    BOOST_TEST(said(get("/events", {{"GS1-Extensions", "ex"}})) == "400 ValidationException");
}

BOOST_FIXTURE_TEST_CASE(a_body_of_another_type_is_not_read, World) {
    for (std::string const path : {"/capture", "/events"}) {
        for (std::string const type : {"application/xml", "text/plain", "application/jsonx", ""}) {
            auto const reply = post(path, bare(event(unit("1"))), {{"Content-Type", type}});
            BOOST_TEST(said(reply) == "415 UnsupportedMediaTypeException", path << type);
        }
    }
    Headers const linked{{"Content-Type", "application/ld+json; charset=utf-8"}};
    BOOST_TEST(said(post("/events", bare(event(unit("1"))), linked)) == "201");
}

BOOST_FIXTURE_TEST_CASE(answers_have_the_type_and_the_versions_of_the_standard, World) {
    auto const job = std::string(capture({event(unit("1"))}).header("Location"));
    for (auto const& path :
         {std::string(),
          std::string("/events"),
          std::string("/epcs"),
          job.substr(root.size()),
          std::string("/capture")}) {
        BOOST_TEST(get(path).header("Content-Type") == "application/json", path);
        auto const linked = get(path, {{"Accept", "application/ld+json, */*;q=0.1"}});
        BOOST_TEST(linked.header("Content-Type") == "application/ld+json", path);
        BOOST_TEST(linked.header("GS1-EPCIS-Version") == "2.0");
        BOOST_TEST(linked.header("GS1-CBV-Version") == "2.0");
    }
    // As long as a problem may be.
    Error const long_error(
        Errc::malformed, "validation_failed", {{std::string(100'000, 'x'), "must be a URI"}}
    );
    auto longer = http::problem_response(long_error, "r1");
    api::finish_epcis("/epcis/v2/events", longer);
    BOOST_TEST(
        std::get<std::string>(longer.body).find("epcisException:ValidationException") !=
        std::string::npos
    );
    http::Response other{413, {}, std::string()};
    for (std::string const target : {"/epcis/v2x/capture", "/api/v1/lots", "/epcis"}) {
        api::finish_epcis(target, other);
        BOOST_TEST(other.headers.empty(), target);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
