#include "events.hpp"
#include "events/stream.hpp"

#include <ocop/epcis/order_key.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::test;
using namespace ocop::events;
using accounts::Reach;

BOOST_AUTO_TEST_SUITE(find_budget)

namespace {

constexpr std::size_t large = 40'000;

struct LargeEvents : EventsFixture {
    // `count` events of about 40 KB; "ex:f" of each is a text.
    void capture_large(std::size_t count) {
        Dice dice(5);
        for (std::size_t i = 0; i < count; ++i) {
            auto record = random_event(dice);
            record.event.body["ex:f"] = std::string(large, 'x');
            record.event.body["eventID"] = "urn:private:large:" + std::to_string(i);
            capture({std::move(record)});
        }
    }

    Result<FoundEvents> found(epcis::QueryParameters const& parameters, PageRequest page) {
        page.per_page = 1'000;
        return find_events(*store().snapshot(), caller(Reach::all), query_of(parameters), page);
    }

    std::vector<EventNumber> pages(epcis::QueryParameters const& parameters, PageRequest page) {
        page.per_page = 1'000;
        return all_pages(store(), caller(Reach::all), query_of(parameters), page);
    }
};

std::vector<std::string> const orders = {"eventTime", "recordTime", "ex:f"};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_page_holds_some_megabytes_of_events_and_leads_on, LargeEvents) {
    capture_large(130);
    for (auto const& order : orders) {
        PageRequest page;
        page.budget.bytes_max = 64 << 20;
        auto const first = found({{"orderBy", order}}, page);
        BOOST_TEST_REQUIRE(reason_of(first) == "");
        BOOST_TEST(first->events.size() * large > 4'000'000U);
        BOOST_TEST(first->events.size() * large < 4'300'000U);
        BOOST_TEST(first->next.has_value());
        BOOST_TEST(
            pages({{"orderBy", order}}, page) ==
                naive(all, caller(Reach::all), query_of({{"orderBy", order}})),
            boost::test_tools::per_element()
        );
    }
}

BOOST_FIXTURE_TEST_CASE(a_page_looks_at_some_megabytes_of_events_and_leads_on, LargeEvents) {
    capture_large(230);
    for (std::string const order : {"eventTime", "recordTime"}) {
        epcis::QueryParameters const asked{{"EQ_ex:f", "y"}, {"orderBy", order}};
        auto const first = found(asked, {});
        BOOST_TEST_REQUIRE(reason_of(first) == "");
        BOOST_TEST(first->events.empty());
        BOOST_TEST(first->explain.cut_short);
        BOOST_TEST(first->explain.events_loaded < 215U);
        BOOST_TEST(first->next.has_value());
        BOOST_TEST(pages(asked, {}).empty());
    }
    BOOST_TEST(slug_of(found({{"orderBy", "ex:f"}}, {})) == "query_too_complex");
    BOOST_TEST(slug_of(found({{"maxEventCount", "1000"}}, {})) == "query_too_complex");
}

BOOST_FIXTURE_TEST_CASE(a_costly_query_looks_at_fewer_events_and_finds_all, LargeEvents) {
    capture_large(40);
    auto const parameters = [](std::size_t count) {
        epcis::QueryParameters out;
        for (std::size_t i = 0; i < count; ++i) {
            out.emplace_back("EXISTS_INNER_ex:f" + std::to_string(i), "false");
        }
        return out;
    };
    auto const loaded = [&](std::size_t count) {
        auto const first = found(parameters(count), {});
        BOOST_TEST_REQUIRE(reason_of(first) == "");
        return first->explain.events_loaded;
    };
    BOOST_TEST(loaded(1) == 40U);
    BOOST_TEST(loaded(200) < 12U);
    BOOST_TEST(pages(parameters(200), {}).size() == 40U);
    // However dear: an event a page.
    BOOST_TEST(loaded(4'000) == 1U);
    BOOST_TEST(pages(parameters(4'000), {}).size() == 40U);
}

BOOST_FIXTURE_TEST_CASE(what_an_order_keeps_of_a_value_is_small, LargeEvents) {
    json::value const one(std::string(large, 'x') + "1");
    json::value const other(std::string(large, 'x') + "2");
    json::value const lesser(std::string(10, 'x'));
    BOOST_TEST(epcis::order_key(&one).text.size() == epcis::order_text_max);
    auto const compared = [](json::value const& a, json::value const& b) {
        return epcis::compare_order_keys(epcis::order_key(&a), epcis::order_key(&b));
    };
    BOOST_TEST(compared(one, other) == 0);
    BOOST_TEST(compared(lesser, other) < 0);
    json::value const list(json::array(large, json::value("x")));
    BOOST_CHECK(epcis::order_key(&list).kind == epcis::OrderKey::Kind::none);
}

BOOST_FIXTURE_TEST_CASE(of_many_events_of_an_id_the_oldest_and_the_newest_are_told, EventsFixture) {
    Dice dice(6);
    auto record = random_event(dice);
    record.event.body["eventID"] = "urn:private:event:1";
    record.producer = "p1";
    record.parties = {"p1"};
    capture(std::vector<EventRecord>(250, record));
    auto const whom = caller(Reach::own, "p1");
    auto const own = events_of_id_for(*store().snapshot(), whom, "urn:private:event:1");
    BOOST_TEST_REQUIRE(reason_of(own) == "");
    std::vector<EventNumber> expected{1};
    for (EventNumber number = 52; number <= 250; ++number) {
        expected.push_back(number);
    }
    BOOST_TEST(numbers_of(*own) == expected, boost::test_tools::per_element());
    // What others declare in front of it hides no event.
    record.parties = {"p2"};
    capture(std::vector<EventRecord>(250, record));
    auto const still = events_of_id_for(*store().snapshot(), whom, "urn:private:event:1");
    BOOST_TEST_REQUIRE(reason_of(still) == "");
    BOOST_TEST(numbers_of(*still) == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(
    what_strangers_put_under_an_id_crowds_out_nothing_of_ones_own, EventsFixture
) {
    Dice dice(8);
    auto own = random_event(dice);
    own.event.body["eventID"] = "urn:private:event:1";
    own.producer = "p1";
    own.parties = {"p1"};
    auto foreign = own;
    foreign.producer = "p2";
    foreign.parties = {"p2"};
    capture({foreign, own, own});
    for (std::size_t i = 0; i < 5; ++i) {
        capture(std::vector<EventRecord>(500, foreign));
    }
    auto const snapshot = store().snapshot();
    CountingReader const counting(*snapshot);
    auto const found = events_of_id_for(counting, caller(Reach::own, "p1"), "urn:private:event:1");
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    std::vector<EventNumber> const expected{2, 3};
    BOOST_TEST(numbers_of(*found) == expected, boost::test_tools::per_element());
    BOOST_TEST(counting.rows < 100U);
}

BOOST_FIXTURE_TEST_CASE(
    who_names_another_in_what_it_puts_under_an_id_crowds_out_nothing_of_the_others, EventsFixture
) {
    Dice dice(10);
    auto const by = [&](std::string const& writer, std::vector<std::string> parties) {
        auto out = random_event(dice);
        out.event.body["eventID"] = "urn:private:event:1";
        out.producer = writer;
        out.parties = std::move(parties);
        return out;
    };
    auto const flood = by("p2", {"p2", "p1"});
    // In front of it all, between and behind.
    capture({flood, by("p1", {"p1"}), by("p1", {"p1", "p2"}), by("", {"p1"})});
    capture(std::vector<EventRecord>(events_of_id_looked_max, flood));
    capture({by("p1", {"p1"}), by("p3", {"p3", "p1"}), by("p3", {"p3"})});
    capture(std::vector<EventRecord>(500, flood));
    auto const told = [&](Principal const& to) {
        auto const snapshot = store().snapshot();
        auto const found = events_of_id_for(*snapshot, to, "urn:private:event:1");
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        BOOST_TEST(found->size() == events_of_id_max);
        auto out = numbers_of(*found);
        BOOST_TEST(std::is_sorted(out.begin(), out.end()));
        std::erase_if(out, [&](EventNumber number) { return all[number - 1].producer == "p2"; });
        return out;
    };
    std::vector<EventNumber> const own{2, 3, 4, 2005, 2006};
    BOOST_TEST(told(caller(Reach::own, "p1")) == own, boost::test_tools::per_element());
    // Whose the id is nobody knows who reads everything: of each the newest, and the authority's.
    std::vector<EventNumber> const every{4, 2005, 2006, 2007};
    BOOST_TEST(told(caller(Reach::all)) == every, boost::test_tools::per_element());
    // And the oldest, whoever wrote it, is told first.
    auto const found =
        events_of_id_for(*store().snapshot(), caller(Reach::own, "p1"), "urn:private:event:1");
    BOOST_TEST(found->front().number == 1U);
    BOOST_TEST(found->back().number == all.size());
}

BOOST_FIXTURE_TEST_CASE(what_was_read_in_vain_counts_among_the_postings_read, EventsFixture) {
    Dice dice(9);
    capture_random(dice, 500);
    auto const snapshot = store().snapshot();
    auto const query = query_of({{"EQ_bizStep", "packing"}, {"orderBy", "eventTime"}});
    Request request;
    request.scope.numbers = {1, 500};
    request.by_time = true;
    // So many that the index of eventTime would not meet them soon, and the lists are gathered.
    request.wanted = soon_max;
    request.postings_max = 1'000;
    auto const plan =
        make_plan(*snapshot, query, caller(Reach::all), request.scope, request.wanted);
    BOOST_TEST_REQUIRE(reason_of(plan) == "");
    auto without = *plan;
    without.candidates.reset();
    request.gather_postings_max = 5;
    auto const planned = make_stream(*snapshot, without, request);
    BOOST_TEST_REQUIRE(reason_of(planned) == "");
    BOOST_TEST(planned->name == "times");
    BOOST_TEST(planned->stream->postings_read() > 5U);
}

BOOST_FIXTURE_TEST_CASE(large_events_of_an_id_are_told_within_some_megabytes, EventsFixture) {
    Dice dice(7);
    auto record = random_event(dice);
    record.event.body["eventID"] = "urn:private:event:1";
    record.event.body["ex:f"] = std::string(large, 'x');
    for (std::size_t i = 0; i < 130; ++i) {
        capture({record});
    }
    auto const found =
        events_of_id_for(*store().snapshot(), caller(Reach::all), "urn:private:event:1");
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST(found->size() < 110U);
    BOOST_TEST(found->size() > 95U);
    BOOST_TEST(found->front().number == 1U);
    BOOST_TEST(found->back().number == 130U);
}

BOOST_AUTO_TEST_SUITE_END()
