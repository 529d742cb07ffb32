#include "events/values.hpp"

#include "events.hpp"

#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ocop;
using namespace ocop::test;
using namespace ocop::events;
using accounts::Reach;

BOOST_AUTO_TEST_SUITE(event_values)

namespace {

constexpr List listable[] = {
    List::event_type,
    List::item,
    List::biz_step,
    List::disposition,
    List::read_point,
    List::biz_location,
};

struct ValuesFixture : EventsFixture {
    ValuesFixture() {
        mix.producers.clear();
        for (std::string const commune : {"08620", "08621", "08620"}) {
            auto request = new_producer();
            auto const letter = static_cast<char>('A' + mix.producers.size());
            request.name = {"HTX " + std::string(1, letter), {}};
            request.tax_code.reset();
            request.commune_code = commune;
            auto const made = ServiceFixture::must([&](store::Transaction& tx) {
                return registry::register_producer(tx, who, random, request);
            });
            communes[made.id] = commune;
            mix.producers.push_back(made.id);
        }
    }

    std::vector<std::string> pages(accounts::Principal const& whom, List list, std::size_t size) {
        std::vector<std::string> out;
        std::string after;
        while (true) {
            auto const page = list_values(*store().snapshot(), whom, list, after, size);
            BOOST_TEST_REQUIRE(reason_of(page) == "");
            BOOST_TEST_REQUIRE(page->values.size() <= size);
            out.insert(out.end(), page->values.begin(), page->values.end());
            if (!page->next) {
                return out;
            }
            after = *page->next;
        }
    }

    std::vector<std::string> expected(accounts::Principal const& whom, List list) {
        auto const before = [](std::string const& a, std::string const& b) {
            return value_key(a) < value_key(b);
        };
        std::set<std::string, decltype(before)> out(before);
        for (auto const& record : all) {
            bool const visible =
                whom.reach == Reach::all ||
                std::any_of(record.parties.begin(), record.parties.end(), [&](auto const& party) {
                    return (whom.reach == Reach::own && party == whom.producer) ||
                           (whom.reach == Reach::commune && communes[party] == whom.commune);
                });
            if (visible) {
                for (auto const& value : values_in(record, list)) {
                    out.insert(value);
                }
            }
        }
        return {out.begin(), out.end()};
    }

    // Of all the values there are, those in `known` and no others.
    void check_known(
        accounts::Principal const& whom, List list, std::set<std::string> const& known
    ) {
        auto all_values = expected(caller(Reach::all), list);
        all_values.emplace_back("urn:of:nobody");
        all_values.emplace_back(200, 'x');
        for (auto const& value : all_values) {
            auto const answer = knows_value(*store().snapshot(), whom, list, value);
            BOOST_TEST_REQUIRE(reason_of(answer) == "");
            BOOST_TEST(*answer == (known.count(value) != 0), value);
        }
    }

    Mix mix;
    std::map<std::string, std::string> communes;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(everybody_gets_the_values_of_what_they_see, ValuesFixture) {
    Dice dice(31);
    mix.places = 40;
    capture_random(dice, 150, mix);
    for (std::size_t i = 0; i < 20; ++i) {
        auto record = random_event(dice, mix);
        auto const length = 100 + 20 * dice.below(6);
        record.event.body["bizStep"] =
            "https://example.org/" + std::to_string(dice.below(9)) + std::string(length, 'x');
        record.event.body["disposition"] = "urn:private:" + std::to_string(dice.below(5));
        capture({record});
    }
    std::vector<accounts::Principal> const callers = {
        caller(Reach::all),
        caller(Reach::own, mix.producers[0]),
        caller(Reach::own, mix.producers[1]),
        caller(Reach::own),
        caller(Reach::own, "nobody"),
        caller(Reach::commune, "08620"),
        caller(Reach::commune, "08621"),
        caller(Reach::commune, "08622"),
        caller(Reach::commune),
        caller(Reach::none),
    };
    for (auto const& whom : callers) {
        for (auto const list : listable) {
            auto const values = expected(whom, list);
            for (std::size_t const size : {1U, 2U, 7U, 1'000U}) {
                BOOST_TEST(pages(whom, list, size) == values, boost::test_tools::per_element());
            }
            check_known(whom, list, {values.begin(), values.end()});
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_class_is_no_item, ValuesFixture) {
    EventRecord record;
    record.event.body["type"] = "ObjectEvent";
    record.event.body["eventTime"] = to_text(first_time);
    json::object quantity{{"epcClass", lot_link(1, 1)}};
    record.event.body["quantityList"] = json::array{std::move(quantity)};
    record.parties = {mix.producers[0]};
    capture({record});
    BOOST_TEST(pages(caller(Reach::all), List::item, 10).empty());
    BOOST_TEST(pages(caller(Reach::own, mix.producers[0]), List::item, 10).empty());
}

BOOST_FIXTURE_TEST_CASE(a_page_costs_its_values_and_not_their_events, ValuesFixture) {
    Dice dice(32);
    for (int i = 0; i < 30; ++i) {
        std::vector<EventRecord> batch;
        for (std::size_t j = 0; j < 30; ++j) {
            batch.push_back(random_event(dice, mix));
        }
        capture(std::move(batch), Writing::one_by_one);
    }
    for (auto const& whom : {caller(Reach::all), caller(Reach::own, mix.producers[0])}) {
        auto const snapshot = store().snapshot();
        CountingReader const counting(*snapshot);
        auto const page = list_values(counting, whom, List::biz_step, {}, 100);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        BOOST_TEST(page->values.size() == 4U);
        BOOST_TEST(counting.rows <= 5U);
        BOOST_TEST(counting.scans <= 5U);
    }
}

BOOST_FIXTURE_TEST_CASE(damaged_values_are_said, ValuesFixture) {
    auto const party = mix.producers[0];
    auto const hashed = value_key(std::string(200, 'x'));
    for (auto const& [key, value] : std::vector<std::pair<std::string, std::string>>{
             {hashed, ""},
             {"packing", ""},
             {value_key("packing"), "x"},
             {value_key("packing") + "x", ""},
             {std::string(1, '\0'), "x"}}) {
        auto const whole = known_prefix(List::biz_step, party) + key;
        write_one(store(), store::Space::event_index, whole, value);
        auto const page =
            list_values(*store().snapshot(), caller(Reach::own, party), List::biz_step, {}, 10);
        BOOST_TEST(slug_of(page) == "store_corrupt");
        commit([&](store::Transaction& tx) -> Result<void> {
            tx.erase(store::Space::event_index, whole);
            return {};
        });
    }
    for (std::string const key : {"s", "spacking", "s12345678"}) {
        write_one(store(), store::Space::event_index, key, "\x01\x00");
        auto const page =
            list_values(*store().snapshot(), caller(Reach::all), List::biz_step, {}, 10);
        BOOST_TEST(slug_of(page) == "store_corrupt");
        commit([&](store::Transaction& tx) -> Result<void> {
            tx.erase(store::Space::event_index, key);
            return {};
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()
