#include "events.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ocop;
using namespace ocop::test;
using namespace ocop::events;
using accounts::Reach;

BOOST_AUTO_TEST_SUITE(find_events_of)

namespace {

using Parameters = epcis::QueryParameters;

std::string some_time(Dice& dice, Mix const& mix) {
    auto const step = static_cast<std::int64_t>(dice.below(mix.times + 2));
    return to_text(Instant{first_time.ms + step * 3'333});
}

std::string one_or_two(Dice& dice, std::function<std::string()> const& make) {
    return dice.one_in(2) ? make() : make() + "|" + make();
}

void add_what(Dice& dice, Mix const& mix, Parameters& out) {
    switch (dice.below(8)) {
        case 0:
            out.emplace_back("MATCH_anyEPC", one_or_two(dice, [&] {
                                 return item_link(dice.below(mix.products), dice.below(20));
                             }));
            break;
        case 1:
            out.emplace_back("MATCH_anyEPC", class_link(dice.below(mix.products)));
            break;
        case 2:
            out.emplace_back("MATCH_anyEPCClass", one_or_two(dice, [&] {
                                 return lot_link(dice.below(mix.products), dice.below(mix.lots));
                             }));
            break;
        case 5:
            out.emplace_back("MATCH_anyEPCClass", one_or_two(dice, [&] {
                                 return item_link(dice.below(mix.products), dice.below(20));
                             }));
            break;
        case 3:
            out.emplace_back("MATCH_parentID", pallet_link(dice.below(7)));
            break;
        case 4:
            out.emplace_back("MATCH_epcClass", "urn:private:bulk:" + std::to_string(dice.below(4)));
            break;
        default:
            break;
    }
}

Parameters random_parameters(Dice& dice, Mix const& mix, std::vector<EventRecord> const& all) {
    Parameters out;
    add_what(dice, mix, out);
    if (dice.one_in(3)) {
        out.emplace_back("EQ_bizStep", one_or_two(dice, [&] {
                             return std::string(dice.pick(steps));
                         }));
    }
    if (dice.one_in(4)) {
        out.emplace_back("EQ_disposition", std::string(dice.pick(states)));
    }
    if (dice.one_in(4)) {
        out.emplace_back("EQ_readPoint", place_link(dice.below(mix.places)));
    }
    if (dice.one_in(6)) {
        out.emplace_back("EQ_bizTransaction_po", order_link(dice.below(5)));
    }
    if (dice.one_in(6)) {
        out.emplace_back("eventType", dice.one_in(2) ? "ObjectEvent" : "AggregationEvent");
    }
    if (dice.one_in(5)) {
        out.emplace_back("EQ_action", "ADD");
    }
    if (dice.one_in(4)) {
        auto from = some_time(dice, mix);
        auto before = some_time(dice, mix);
        out.emplace_back("GE_eventTime", std::min(from, before));
        out.emplace_back("LT_eventTime", std::max(from, before));
    }
    if (dice.one_in(5)) {
        out.emplace_back("GE_recordTime", to_text(dice.pick(all).recorded));
    } else if (dice.one_in(5)) {
        out.emplace_back("LT_recordTime", to_text(dice.pick(all).recorded));
    }
    return out;
}

void add_order(Dice& dice, Parameters& out) {
    constexpr std::string_view fields[] = {"eventTime", "recordTime", "ex:grade"};
    if (dice.one_in(4)) {
        return;
    }
    out.emplace_back("orderBy", std::string(dice.pick(fields)));
    out.emplace_back("orderDirection", dice.one_in(2) ? "ASC" : "DESC");
    if (dice.one_in(3)) {
        out.emplace_back("eventCountLimit", std::to_string(1 + dice.below(60)));
    }
}

std::string text_of(Parameters const& parameters) {
    std::string out;
    for (auto const& [name, value] : parameters) {
        out += name + "=" + value + "&";
    }
    return out;
}

struct FindFixture : EventsFixture {
    // Producers of three communes; `mix` names them by their ids.
    void register_producers() {
        registry_.clear();
        mix.producers.clear();
        for (std::string const commune : {"08620", "08621", "08620"}) {
            auto request = new_producer();
            request.name = {"HTX " + std::string(1, static_cast<char>('A' + registry_.size())), {}};
            request.tax_code.reset();
            request.commune_code = commune;
            auto const made = ServiceFixture::must([&](store::Transaction& tx) {
                return registry::register_producer(tx, who, random, request);
            });
            registry_[made.id] = commune;
            mix.producers.push_back(made.id);
        }
    }

    accounts::Principal random_caller(Dice& dice) {
        switch (dice.below(4)) {
            case 0:
                return caller(Reach::own, dice.pick(mix.producers));
            case 1:
                return caller(Reach::commune, dice.one_in(2) ? "08620" : "08621");
            default:
                return caller(Reach::all);
        }
    }

    void check(
        accounts::Principal const& whom, Parameters const& parameters, PageRequest const& page
    ) {
        auto const query = query_of(parameters);
        auto const expected = naive(all, whom, query, registry_);
        auto const found = all_pages(store(), whom, query, page);
        BOOST_TEST_CONTEXT(text_of(parameters)) {
            BOOST_TEST(found == expected, boost::test_tools::per_element());
        }
    }

    Mix mix;
    std::map<std::string, std::string> registry_;
};

PageRequest pages_of(std::size_t per_page) {
    PageRequest out;
    out.per_page = per_page;
    return out;
}

// Nothing is near, nothing is cheap: what happens in a store that is too large for the shortcuts.
Budget tight() {
    return {.events_max = 40, .postings_max = 400, .gather_postings_max = 30};
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(any_query_finds_what_looking_at_every_event_finds, FindFixture) {
    register_producers();
    Dice dice(21);
    capture_random(dice, 900, mix);
    for (int i = 0; i < 400; ++i) {
        auto parameters = random_parameters(dice, mix, all);
        add_order(dice, parameters);
        check(random_caller(dice), parameters, pages_of(1 + dice.below(80)));
    }
}

BOOST_FIXTURE_TEST_CASE(
    an_instance_is_found_where_it_stands_as_the_class_of_a_quantity, FindFixture
) {
    Dice dice(29);
    capture_random(dice, 300, mix);
    std::size_t met = 0;
    for (std::size_t product = 0; product < mix.products; ++product) {
        for (std::size_t serial = 0; serial < mix.serials; ++serial) {
            Parameters const parameters{{"MATCH_anyEPCClass", item_link(product, serial)}};
            check(caller(Reach::all), parameters, pages_of(10));
            met += naive(all, caller(Reach::all), query_of(parameters), {}).size();
        }
    }
    BOOST_TEST(met > 0U);
}

BOOST_FIXTURE_TEST_CASE(pages_of_every_size_hold_the_same, FindFixture) {
    Dice dice(22);
    mix.times = 4;
    capture_random(dice, 60, mix);
    for (auto const* order : {"eventTime", "recordTime", "ex:grade"}) {
        for (auto const* direction : {"ASC", "DESC"}) {
            for (std::size_t size = 1; size <= 61; ++size) {
                check(
                    caller(Reach::all),
                    {{"orderBy", order}, {"orderDirection", direction}},
                    pages_of(size)
                );
            }
        }
    }
}

BOOST_FIXTURE_TEST_CASE(lists_too_long_to_be_seen_to_the_end_are_walked, FindFixture) {
    register_producers();
    Dice dice(23);
    mix.serials = 10;
    mix.times = 900;
    while (all.size() < 12'000) {
        std::vector<EventRecord> batch;
        for (std::size_t i = 0; i < 200; ++i) {
            batch.push_back(random_event(dice, mix));
        }
        capture(std::move(batch));
    }
    std::set<std::string> plans;
    for (int i = 0; i < 120; ++i) {
        Parameters parameters;
        if (dice.one_in(2)) {
            parameters.emplace_back("eventType", "ObjectEvent|AggregationEvent");
        }
        if (dice.one_in(2)) {
            parameters.emplace_back("MATCH_anyEPC", class_link(0) + "|" + class_link(1));
        }
        if (dice.one_in(4)) {
            parameters.emplace_back("EQ_bizStep", "packing|shipping|receiving");
        }
        if (dice.one_in(4)) {
            parameters.emplace_back("LT_eventTime", to_text(Instant{first_time.ms + 2'000'000}));
        }
        bool const by_time = dice.one_in(2);
        parameters.emplace_back("orderBy", by_time ? "eventTime" : "recordTime");
        parameters.emplace_back("orderDirection", dice.one_in(2) ? "ASC" : "DESC");
        parameters.emplace_back("eventCountLimit", "700");
        auto page = pages_of(dice.one_in(3) ? 1'000 : 100 + dice.below(200));
        if (dice.one_in(2)) {
            page.budget.gather_postings_max = 30;
        }
        auto const whom = random_caller(dice);
        auto const first = find_events(*store().snapshot(), whom, query_of(parameters), page);
        BOOST_TEST_REQUIRE(reason_of(first) == "");
        plans.insert(first->explain.plan);
        check(whom, parameters, page);
    }
    BOOST_TEST(plans.contains("join"));
    BOOST_TEST(plans.contains("numbers"));
    BOOST_TEST(plans.contains("times"));
    BOOST_TEST(plans.contains("gather"));
}

BOOST_FIXTURE_TEST_CASE(a_page_that_costs_too_much_is_short_and_leads_on, FindFixture) {
    register_producers();
    Dice dice(24);
    capture_random(dice, 700, mix);
    std::size_t cut = 0;
    for (int i = 0; i < 150; ++i) {
        auto parameters = random_parameters(dice, mix, all);
        if (dice.one_in(2)) {
            parameters.emplace_back("orderBy", "eventTime");
            parameters.emplace_back("orderDirection", dice.one_in(2) ? "ASC" : "DESC");
        }
        auto page = pages_of(1 + dice.below(50));
        page.budget = tight();
        auto const whom = random_caller(dice);
        auto const first = find_events(*store().snapshot(), whom, query_of(parameters), page);
        BOOST_TEST_REQUIRE(reason_of(first) == "");
        cut += first->explain.cut_short ? 1U : 0U;
        BOOST_TEST(first->explain.events_loaded <= 41U);
        check(whom, parameters, page);
    }
    BOOST_TEST(cut > 10U);
}

BOOST_FIXTURE_TEST_CASE(pages_are_of_what_was_there_at_the_first, FindFixture) {
    Dice dice(25);
    capture_random(dice, 300, mix);
    for (int i = 0; i < 60; ++i) {
        auto parameters = random_parameters(dice, mix, all);
        add_order(dice, parameters);
        auto const query = query_of(parameters);
        auto const expected = naive(all, caller(Reach::all), query);
        auto const found =
            all_pages(store(), caller(Reach::all), query, pages_of(1 + dice.below(30)), [&] {
                capture_random(dice, 3, mix);
            });
        BOOST_TEST_CONTEXT(text_of(parameters)) {
            BOOST_TEST(found == expected, boost::test_tools::per_element());
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_token_survives_a_restart, FindFixture) {
    Dice dice(26);
    capture_random(dice, 200, mix);
    for (auto const* order : {"eventTime", "recordTime", "ex:grade"}) {
        auto const query = query_of({{"orderBy", order}});
        auto const expected = naive(all, caller(Reach::all), query);
        std::vector<EventNumber> found;
        auto page = pages_of(23);
        while (true) {
            auto const part = find_events(*store().snapshot(), caller(Reach::all), query, page);
            BOOST_TEST_REQUIRE(reason_of(part) == "");
            auto const numbers = numbers_of(part->events);
            found.insert(found.end(), numbers.begin(), numbers.end());
            if (!part->next) {
                break;
            }
            page.token = *part->next;
            temporary.open();
        }
        BOOST_TEST(found == expected, boost::test_tools::per_element());
    }
}

BOOST_FIXTURE_TEST_CASE(a_token_is_of_its_query_alone, FindFixture) {
    Dice dice(27);
    capture_random(dice, 100, mix);
    auto const given = [&](Parameters const& parameters, PageRequest const& page) {
        return find_events(*store().snapshot(), caller(Reach::all), query_of(parameters), page);
    };
    Parameters const asked = {{"orderBy", "eventTime"}, {"GE_eventTime", to_text(first_time)}};
    auto page = pages_of(5);
    page.query_text = "asked";
    auto const first = given(asked, page);
    BOOST_TEST_REQUIRE(reason_of(first) == "");
    BOOST_TEST_REQUIRE(first->next.has_value());
    page.token = *first->next;
    BOOST_TEST(slug_of(given(asked, page)) == "");
    page.per_page = 7;
    BOOST_TEST(slug_of(given(asked, page)) == "");

    std::vector<Parameters> const others = {
        {{"orderBy", "recordTime"}, {"GE_eventTime", to_text(first_time)}},
        {{"orderBy", "eventTime"}, {"GE_eventTime", to_text(Instant{first_time.ms + 1})}},
        {{"orderBy", "eventTime"}, {"LT_eventTime", to_text(first_time)}},
        {{"orderBy", "eventTime"}},
        {{"orderBy", "eventTime"},
         {"orderDirection", "ASC"},
         {"GE_eventTime", to_text(first_time)}},
        {{"orderBy", "eventTime"}, {"eventCountLimit", "9"}, {"GE_eventTime", to_text(first_time)}},
        {{"orderBy", "eventTime"},
         {"EQ_bizStep", "packing"},
         {"GE_eventTime", to_text(first_time)}},
    };
    for (auto const& other : others) {
        BOOST_TEST(slug_of(given(other, page)) == "page_token_invalid", text_of(other));
    }
    auto elsewhere = page;
    elsewhere.query_text = "another";
    BOOST_TEST(slug_of(given(asked, elsewhere)) == "page_token_invalid");
    for (std::size_t i = 0; i < page.token.size(); ++i) {
        auto damaged = page;
        damaged.token[i] = damaged.token[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(slug_of(given(asked, damaged)) == "page_token_invalid");
        damaged.token = page.token.substr(0, i);
        BOOST_TEST((i == 0 || slug_of(given(asked, damaged)) == "page_token_invalid"));
    }
    for (std::string const& wrong :
         std::vector<std::string>{"?", "AAAA", "=", std::string(4'000, 'A')}) {
        auto damaged = page;
        damaged.token = wrong;
        BOOST_TEST(slug_of(given(asked, damaged)) == "page_token_invalid");
    }
    // One that this store cannot have given yet.
    FindFixture younger;
    Dice same(27);
    younger.capture_random(same, 10, younger.mix);
    BOOST_TEST(
        slug_of(find_events(*younger.store().snapshot(), caller(Reach::all), query_of(asked), page)
        ) == "page_token_invalid"
    );
}

BOOST_FIXTURE_TEST_CASE(more_events_than_may_match_are_refused, FindFixture) {
    Dice dice(28);
    capture_random(dice, 120, mix);
    std::vector<Parameters> const orders = {
        {}, {{"orderBy", "eventTime"}}, {{"orderBy", "ex:grade"}}};
    for (auto const& order : orders) {
        for (std::size_t const size : {7U, 200U}) {
            auto parameters = order;
            parameters.emplace_back("maxEventCount", "119");
            auto const refused = find_events(
                *store().snapshot(), caller(Reach::all), query_of(parameters), pages_of(size)
            );
            BOOST_TEST(slug_of(refused) == "query_too_large");
            parameters.back().second = "120";
            check(caller(Reach::all), parameters, pages_of(size));
        }
    }
    auto page = pages_of(5);
    page.budget = tight();
    auto const undecided = find_events(
        *store().snapshot(), caller(Reach::all), query_of({{"maxEventCount", "119"}}), page
    );
    BOOST_TEST(slug_of(undecided) == "query_too_complex");
    auto const unsorted = find_events(
        *store().snapshot(), caller(Reach::all), query_of({{"orderBy", "ex:grade"}}), page
    );
    BOOST_TEST(slug_of(unsorted) == "query_too_complex");
}

BOOST_FIXTURE_TEST_CASE(nobody_sees_what_is_not_theirs, FindFixture) {
    register_producers();
    Dice dice(29);
    capture_random(dice, 250, mix);
    std::vector<accounts::Principal> const nothing = {
        caller(Reach::none, mix.producers[0]),
        caller(Reach::own),
        caller(Reach::own, "nobody"),
        caller(Reach::commune),
        caller(Reach::commune, "99999"),
    };
    for (auto const& whom : nothing) {
        for (auto const* order : {"eventTime", "recordTime", "ex:grade"}) {
            auto const found = find_events(
                *store().snapshot(), whom, query_of({{"orderBy", order}}), pages_of(10)
            );
            BOOST_TEST_REQUIRE(reason_of(found) == "");
            BOOST_TEST(found->events.empty());
            BOOST_TEST(!found->next.has_value());
        }
        for (EventNumber number = 1; number <= 20; ++number) {
            auto const one = find_event_for(*store().snapshot(), whom, number);
            BOOST_TEST_REQUIRE(reason_of(one) == "");
            BOOST_TEST(!one->has_value());
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_page_says_what_it_went_by, FindFixture) {
    Dice dice(30);
    mix.serials = 400;
    capture_random(dice, 600, mix);
    auto const found = find_events(
        *store().snapshot(),
        caller(Reach::own, "p1"),
        query_of(
            {{"EQ_bizStep", "packing"}, {"MATCH_anyEPC", item_link(0, 3)}, {"EQ_action", "ADD"}}
        ),
        {}
    );
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    auto const& explain = found->explain;
    BOOST_TEST(explain.plan == "candidates");
    BOOST_TEST_REQUIRE(explain.driven_by.size() == 1U);
    BOOST_TEST(explain.driven_by.front() == "MATCH_anyEPC");
    BOOST_TEST_REQUIRE(explain.considered.size() == 3U);
    BOOST_TEST(!explain.considered[0].complete);
    BOOST_TEST(explain.considered[2].parameter == "caller");
    BOOST_TEST(explain.events_loaded < 20U);
    BOOST_TEST(explain.events_matched == found->events.size());
}

BOOST_AUTO_TEST_SUITE_END()
