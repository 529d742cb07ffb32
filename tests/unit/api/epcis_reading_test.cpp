#include "epcis_world.hpp"

#include <algorithm>
#include <set>

// Events and what is known of them out of the repository.
namespace ocop::test {

namespace {

using World = EpcisWorld;

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_reading)

BOOST_FIXTURE_TEST_CASE(identifiers_leave_as_they_are_asked_for, World) {
    auto const urn = std::string("urn:epc:id:sscc:9521234.0123456789");
    told(event(urn));
    auto const epc = [&](Headers const& headers) {
        auto const found = events_in(get("/events", headers));
        return std::string(found.at(0).at("epcList").as_array().at(0).as_string());
    };
    std::string const link = "https://id.gs1.org/00/095212341234567890";
    auto const translated = epc({});
    BOOST_TEST(translated.substr(0, link.size() - 1) == link.substr(0, link.size() - 1));
    BOOST_TEST(epc({{"GS1-EPC-Format", "Always_GS1_Digital_Link"}}) == translated);
    BOOST_TEST(epc({{"GS1-EPC-Format", "Never_Translates"}}) == urn);
    // One event alone, too.
    auto const path = "/events/" + escaped(ids_in(get("/events")).at(0));
    BOOST_TEST(get(path).text().find(urn) == std::string::npos);
    auto const untranslated = get(path, {{"GS1-EPC-Format", "Never_Translates"}});
    BOOST_TEST(untranslated.text().find(urn) != std::string::npos);
    for (auto const& name : {urn, translated}) {
        BOOST_TEST(ids_in(get("/epcs/" + escaped(name) + "/events")).size() == 1U, name);
    }
}

BOOST_FIXTURE_TEST_CASE(
    resources_are_the_words_of_the_standard_and_the_values_that_are_known, World
) {
    auto const place = R"({"id":"urn:ocop:place:)" + a.place + "\"}";
    told(event(
        unit("1"),
        R"(,"bizStep":"packing","disposition":"https://example.org/disp/ripe","readPoint":)" +
            place + R"(,"bizLocation":)" + place
    ));
    told(event("urn:x:1", R"(,"bizStep":"https://example.org/step/wither")"));
    auto const has = [&](std::string const& path, std::string const& value) {
        auto const all = members_in(get(path));
        return std::count(all.begin(), all.end(), value);
    };
    BOOST_TEST(members_in(get("/eventTypes")).size() == 5U);
    BOOST_TEST(has("/eventTypes", "ObjectEvent") == 1);
    BOOST_TEST(members_in(get("/bizSteps")).size() == 42U);  // 41, and one
    BOOST_TEST(has("/bizSteps", "packing") == 1);
    BOOST_TEST(has("/bizSteps", "https://example.org/step/wither") == 1);
    BOOST_TEST(members_in(get("/dispositions")).size() == 34U);
    BOOST_TEST(has("/dispositions", "https://example.org/disp/ripe") == 1);
    auto const own_place = "urn:ocop:place:" + a.place;
    BOOST_TEST(members_in(get("/readPoints")) == Texts{own_place}, per_element);
    BOOST_TEST(members_in(get("/bizLocations")) == Texts{own_place}, per_element);
    BOOST_TEST(members_in(get("/epcs")) == (Texts{unit("1"), "urn:x:1"}), per_element);
    BOOST_TEST(members_in(ask(rival, Method::get, root + "/epcs")).empty());
    BOOST_TEST(said(get("/nonsense")) == "404 NoSuchResourceException");
    for (std::string const path : {"", "/", "/epcs", "/bizSteps/packing"}) {
        BOOST_TEST(get(path + "?a=1").status() == 400, path);
    }
    BOOST_TEST(said(get("/epcs?nextPageToken=*")) == "400 QueryParameterException");
    BOOST_TEST(said(ask({}, Method::get, root + "/epcs")) == "401 SecurityException");
}

BOOST_FIXTURE_TEST_CASE(values_are_listed_by_pages, World) {
    Texts expected;
    for (int i = 0; i < 7; ++i) {
        expected.push_back("urn:x:" + std::to_string(i));
        told(event(expected.back()));
    }
    Texts all;
    auto target = std::string("/epcs?perPage=3");
    for (int pages = 0; pages < 10; ++pages) {
        auto const reply = get(target);
        auto const some = members_in(reply);
        all.insert(all.end(), some.begin(), some.end());
        std::string const link(reply.header("Link"));
        if (link.empty()) {
            break;
        }
        auto const start = link.find(root) + root.size();
        target = link.substr(start, link.find('>') - start);
    }
    BOOST_TEST(all == expected, per_element);
}

BOOST_FIXTURE_TEST_CASE(words_of_the_standard_are_on_the_first_page_alone, World) {
    Texts const own{"https://example.org/step/a", "https://example.org/step/b"};
    for (auto const& step : own) {
        told(event(unit("1"), R"(,"bizStep":")" + step + "\""));
    }
    auto const first = get("/bizSteps?perPage=1");
    BOOST_TEST(members_in(first).size() == 42U);
    std::string const link(first.header("Link"));
    auto const start = link.find(root) + root.size();
    auto const second = get(link.substr(start, link.find('>') - start));
    BOOST_TEST(members_in(second) == Texts{own[1]}, per_element);
}

BOOST_FIXTURE_TEST_CASE(members_of_ones_own_are_found_by_their_declared_names, World) {
    auto const noted =
        told(event(unit("1"), R"(,"bizStep":"packing","https://example.org/ns/note":"a b")"));
    told(event(unit("2"), R"(,"bizStep":"packing","https://example.org/ns/note":"a+b")"));
    Headers const names{{"GS1-Extensions", "ex=https://example.org/ns/"}};
    for (std::string const path : {"/events", "/bizSteps/packing/events"}) {
        for (std::string const value : {"a%20b", "a+b"}) {
            auto const found = ids_in(get(path + "?EQ_ex:note=" + value, names));
            BOOST_TEST_REQUIRE(found.size() == 1U, path << " " << value);
            BOOST_TEST("/events/" + escaped(found[0]) == noted);
        }
        BOOST_TEST(ids_in(get(path + "?EQ_ex:note=a%2Bb", names)).size() == 1U);
        BOOST_TEST(ids_in(get(path + "?EQ_ex:note=a%20b")).empty());  // a name undeclared
    }
}

BOOST_FIXTURE_TEST_CASE(a_token_is_of_the_query_that_gave_it, World) {
    for (int i = 0; i < 3; ++i) {
        told(event(unit(std::to_string(i)), R"(,"bizStep":"packing","disposition":"active")"));
        told(event(unit(std::to_string(i)), R"(,"bizStep":"shipping","disposition":"active")"));
    }
    auto const token_of = [&](std::string const& path) {
        std::string const link(get(path).header("Link"));
        auto const start = link.find("nextPageToken=");
        BOOST_TEST_REQUIRE(start != std::string::npos, path);
        return "&" + link.substr(start, link.find('>') - start);
    };
    std::string const packing = "EQ_bizStep=packing";
    std::string const active = "EQ_disposition=active";
    auto const of_query = token_of("/events?" + packing + "&" + active + "&perPage=1");
    BOOST_TEST(ids_in(get("/events?" + packing + "&" + active + of_query)).size() == 2U);
    auto const none = "400 QueryParameterException";
    BOOST_TEST(ids_in(get("/events?" + active + of_query + "&" + packing)).size() == 2U);
    BOOST_TEST(said(get("/events?EQ_bizStep=shipping&" + active + of_query)) == none);
    BOOST_TEST(said(get("/events?" + packing + of_query)) == none);
    auto const of_value = token_of("/bizSteps/packing/events?perPage=1");
    BOOST_TEST(ids_in(get("/bizSteps/packing/events?perPage=1" + of_value)).size() == 1U);
    BOOST_TEST(said(get("/bizSteps/shipping/events?perPage=1" + of_value)) == none);
}

BOOST_FIXTURE_TEST_CASE(a_value_leads_to_its_events, World) {
    auto const packed = told(event(unit("1"), R"(,"bizStep":"packing")"));
    told(event(unit("1"), R"(,"bizStep":"shipping")"));
    told(lot_event(lot(a), R"(,"bizStep":"shipping")"));
    auto const count = [&](std::string const& path) {
        BOOST_TEST(members_in(get(path)) == Texts{"events"}, per_element);
        return ids_in(get(path + "/events")).size();
    };
    BOOST_TEST(count("/epcs/" + escaped(unit("1"))) == 2U);
    BOOST_TEST(count("/epcs/" + escaped(lot(a))) == 1U);
    BOOST_TEST(count("/bizSteps/shipping") == 2U);
    BOOST_TEST(count("/bizSteps/" + escaped("https://ref.gs1.org/cbv/BizStep-packing")) == 1U);
    BOOST_TEST(count("/eventTypes/ObjectEvent") == 3U);
    BOOST_TEST(count("/dispositions/active") == 0U);
    // A word of the standard is there in its long form too, whether an event uses it or not.
    BOOST_TEST(count("/bizSteps/" + escaped("https://ref.gs1.org/cbv/BizStep-accepting")) == 0U);
    auto const both = ids_in(get("/epcs/" + escaped(unit("1")) + "/events?EQ_bizStep=packing"));
    BOOST_TEST_REQUIRE(both.size() == 1U);
    BOOST_TEST("/events/" + escaped(both[0]) == packed);
    BOOST_TEST(said(get("/epcs/urn:x:none")) == "404 NoSuchResourceException");
    BOOST_TEST(said(get("/nonsense/1")) == "404 NoSuchResourceException");
    BOOST_TEST(said(get("/nonsense/1/events")) == "404 NoSuchResourceException");
    BOOST_TEST(said(get("/bizSteps/packing/events?a=1")) == "400 QueryParameterException");
    BOOST_TEST(
        said(ask(rival, Method::get, root + "/epcs/" + escaped(unit("1")))) ==
        "404 NoSuchResourceException"
    );
}

BOOST_FIXTURE_TEST_CASE(pages_end_and_hold_every_event_once, World) {
    Texts list;
    for (int i = 0; i < 25; ++i) {
        list.push_back(event(unit(std::to_string(i)), R"(,"bizStep":"packing")"));
    }
    BOOST_TEST(job_of(capture(list), owner).string_at("/success") == "true");
    for (std::size_t const per_page : {1U, 7U, 24U, 25U, 26U}) {
        auto const page = "perPage=" + std::to_string(per_page);
        for (auto const& path :
             {"/events?" + page,
              "/events?EQ_bizStep=packing&" + page,
              "/bizSteps/packing/events?" + page + "&orderBy=eventTime"}) {
            auto const all = all_pages(path, per_page);
            BOOST_TEST(all.size() == 25U, path);
            BOOST_TEST(std::set<std::string>(all.begin(), all.end()).size() == 25U, path);
        }
    }
    // The newest first, unless asked otherwise.
    auto ascending = all_pages("/events?orderBy=recordTime&orderDirection=ASC&perPage=4", 4);
    std::reverse(ascending.begin(), ascending.end());
    BOOST_TEST(ascending == ids_in(get("/events")), per_element);
}

BOOST_FIXTURE_TEST_CASE(a_page_has_a_size_of_its_own_at_most, World) {
    Texts list;
    for (int i = 0; i < 210; ++i) {
        list.push_back(event(unit(std::to_string(i))));
    }
    capture(list);
    BOOST_TEST(ids_in(get("/events")).size() == 30U);
    BOOST_TEST(ids_in(get("/events?perPage=200")).size() == 200U);
    BOOST_TEST(ids_in(get("/events?perPage=4000")).size() == 200U);
    BOOST_TEST(members_in(get("/epcs?perPage=4000")).size() == 200U);
    for (std::string const wrong : {"0", "-1", "x", "", "99999999999"}) {
        BOOST_TEST(said(get("/events?perPage=" + wrong)) == "400 QueryParameterException", wrong);
    }
    BOOST_TEST(said(get("/events?nextPageToken=nonsense")) == "400 QueryParameterException");
    // A token is of one query.
    std::string const link(get("/events").header("Link"));
    auto const parameter =
        link.substr(link.find("nextPageToken="), link.find('>') - link.find("nextPageToken="));
    BOOST_TEST(
        said(get("/events?EQ_bizStep=packing&" + parameter)) == "400 QueryParameterException"
    );
    auto const released =
        ask(owner, Method::erase, root + "/nextPageToken/" + parameter.substr(14));
    BOOST_TEST(said(released) == "204");
    BOOST_TEST(ask(owner, Method::erase, root + "/nextPageToken/x?a=1").status() == 400);
}

BOOST_FIXTURE_TEST_CASE(what_is_not_there_is_not_spoken_of_and_other_lists_tokens_are_none, World) {
    auto const options = [&](std::string const& path) {
        return said(ask({}, Method::options, root + path));
    };
    BOOST_TEST(options("/epcs") == "204");
    BOOST_TEST(options("/nonsense") == "404 NoSuchResourceException");
    BOOST_TEST(options("/nonsense/1/events") == "404 NoSuchResourceException");
    BOOST_TEST(said(get("/capture?nextPageToken=zzz")) == "400 QueryParameterException");
    BOOST_TEST(
        said(get("/capture?nextPageToken=" + std::string(32, 'A'))) == "400 QueryParameterException"
    );
    BOOST_TEST(said(get("/capture?nextPageToken=" + std::string(32, 'a'))) == "200");
}

BOOST_FIXTURE_TEST_CASE(a_query_that_is_none_is_refused, World) {
    told(event(unit("1")));
    told(event(unit("2")));
    auto const unknown = get("/events?EQ_nonsense=1");
    BOOST_TEST(said(unknown) == "400 QueryParameterException");
    BOOST_TEST(pointer_of(unknown) == "EQ_nonsense");
    BOOST_TEST(said(get("/events?EQ_bizStep=%zz")) == "400 QueryParameterException");
    BOOST_TEST(said(get("/events?GE_eventTime=yesterday")) == "400 QueryParameterException");
    BOOST_TEST(said(get("/events?eventCountLimit=1")) == "400 QueryParameterException");
    auto const large = get("/events?maxEventCount=1");
    BOOST_TEST(said(large) == "413 QueryTooLargeException");
    BOOST_TEST(large.header("GS1-EPCIS-Capture-Limit") == "");
    BOOST_TEST(ids_in(get("/events?maxEventCount=2")).size() == 2U);
    // A plus that nobody escaped.
    BOOST_TEST(ids_in(get("/events?GE_eventTime=2026-11-20T15:00:00+07:00")).size() == 2U);
    BOOST_TEST(ids_in(get("/events?GE_eventTime=2026-11-20T15:00:01%2B07:00")).empty());
}

BOOST_FIXTURE_TEST_CASE(a_developer_is_told_how_events_are_found, World) {
    told(event(unit("1"), R"(,"bizStep":"packing")"));
    auto const path = root + "/events?EQ_bizStep=packing&explain";
    auto const reply = ask(people.at("auditor"), Method::get, path);
    BOOST_TEST_REQUIRE(said(reply) == "200");
    BOOST_TEST(reply.string_at("/events_matched") == "1");
    BOOST_TEST(reply.string_at("/driven_by/0") == "EQ_bizStep");
    BOOST_TEST(reply.text().find("epcisBody") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(problems_of_queries_have_the_types_of_the_standard, World) {
    BOOST_TEST(said(get("/queries/none")) == "404 NoSuchNameException");
    BOOST_TEST(
        said(post("/queries", R"({"name":"x","query":{"nonsense":1}})")) ==
        "400 QueryParameterException"
    );
    BOOST_TEST(
        said(post("/queries", R"({"name":"a/b","query":{}})")) == "400 QueryValidationException"
    );
    BOOST_TEST(
        said(post("/queries", R"({"name":")" + a.query + R"(","query":{}})")) ==
        "409 ResourceAlreadyExistsException"
    );
    BOOST_TEST(
        said(post("/queries/" + a.query + "/subscriptions", R"({"dest":"https://a.example/"})")) ==
        "400 SubscriptionControlsException"
    );
    BOOST_TEST(
        said(get("/queries/" + a.query + "/events?stream=true")) == "501 ImplementationException"
    );
    // What needs more events than a test has, or is refused before there is a request.
    BOOST_TEST(api::epcis_exception(414, "uri_too_long") == "URITooLongException");
    BOOST_TEST(api::epcis_exception(413, "query_too_complex") == "QueryTooComplexException");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
