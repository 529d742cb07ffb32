#include "events.hpp"
#include "events/walk.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::test;
using namespace ocop::events;

BOOST_AUTO_TEST_SUITE(event_index)

namespace {

constexpr List lists[] = {
    List::event_type,
    List::event_id,
    List::item,
    List::klass,
    List::parent,
    List::biz_step,
    List::disposition,
    List::read_point,
    List::biz_location,
    List::biz_transaction,
    List::party,
    List::writer,
};

std::size_t keys_in(store::Store& store, std::string_view prefix) {
    std::size_t count = 0;
    auto const scanned =
        store.snapshot()->scan(store::Space::event_index, prefix, {}, [&](auto, auto) {
            ++count;
            return true;
        });
    BOOST_TEST_REQUIRE(reason_of(scanned) == "");
    return count;
}

std::vector<EventNumber> listed(store::Store& store, List list, std::string_view value) {
    auto const found = numbers_in(*store.snapshot(), list, value, number_max, 1'000'000);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    return *found;
}

EventRecord plain(std::size_t serial) {
    EventRecord out;
    out.event.body["type"] = "ObjectEvent";
    out.event.body["eventTime"] = to_text(first_time);
    out.event.body["bizStep"] = "packing";
    out.event.body["epcList"] = json::array{json::value(item_link(1, serial))};
    out.parties = {"p1"};
    return out;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(each_event_is_in_every_list_of_its_values, EventsFixture) {
    Dice dice(11);
    capture_random(dice, 400);
    auto of_authority = random_event(dice);
    of_authority.producer.clear();
    capture({of_authority});
    for (auto const list : lists) {
        std::map<std::string, std::vector<EventNumber>> expected;
        for (auto record = all.rbegin(); record != all.rend(); ++record) {
            for (auto const& value : values_in(*record, list)) {
                expected[value].push_back(record->number);
            }
        }
        BOOST_TEST(!expected.empty());
        for (auto const& [value, numbers] : expected) {
            BOOST_TEST(listed(store(), list, value) == numbers, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(an_event_is_listed_by_its_finest_keys_and_their_classes) {
    EventRecord record = plain(5);
    auto& body = record.event.body;
    body["epcList"] = json::array{json::value(lot_link(1, 2) + "/21/S5")};
    body["parentID"] = pallet_link(1);
    json::object bulk{{"epcClass", lot_link(2, 3)}};
    json::object own{{"epcClass", "urn:private:bulk:1"}};
    body["quantityList"] = json::array{std::move(bulk), std::move(own)};
    body["readPoint"] = json::object{{"id", place_link(1) + "/254/0"}};
    auto const is = [&](List list, std::vector<std::string> expected) {
        std::sort(expected.begin(), expected.end());
        BOOST_TEST(values_in(record, list) == expected, boost::test_tools::per_element());
    };
    is(List::item, {item_link(1, 5), pallet_link(1)});
    is(List::klass,
       {class_link(1), lot_link(1, 2), class_link(2), lot_link(2, 3), "urn:private:bulk:1"});
    is(List::parent, {pallet_link(1)});
    is(List::read_point, {place_link(1)});
    is(List::biz_location, {});
}

BOOST_FIXTURE_TEST_CASE(events_of_a_transaction_share_the_keys_of_what_they_share, EventsFixture) {
    std::vector<EventRecord> batch;
    for (std::size_t i = 0; i < 200; ++i) {
        batch.push_back(plain(i));
    }
    capture(batch);
    BOOST_TEST(keys_in(store(), "s") == 1U);
    BOOST_TEST(keys_in(store(), "c") == 1U);
    BOOST_TEST(keys_in(store(), "t") == 1U);
    BOOST_TEST(keys_in(store(), "n") == 1U);
    BOOST_TEST(keys_in(store(), "o") == 1U);
    BOOST_TEST(keys_in(store(), "e") == 200U);
    // Known values: one type, one step, 200 items.
    BOOST_TEST(keys_in(store(), "v") == 202U);
    capture(batch, Writing::one_by_one);
    BOOST_TEST(keys_in(store(), "s") == 201U);
    BOOST_TEST(keys_in(store(), "v") == 202U);
    BOOST_TEST(listed(store(), List::biz_step, "packing").size() == 400U);
}

BOOST_FIXTURE_TEST_CASE(a_value_of_any_length_is_listed, EventsFixture) {
    auto record = plain(1);
    std::string const value = "https://example.org/" + std::string(5'000, 'x');
    record.event.body["bizStep"] = value;
    capture({record, record});
    BOOST_TEST(listed(store(), List::biz_step, value).size() == 2U);
    BOOST_TEST(listed(store(), List::biz_step, value + "x").empty());
    // What no event has, whatever its bytes.
    BOOST_TEST(listed(store(), List::biz_step, "").empty());
    BOOST_TEST(listed(store(), List::biz_step, std::string("a\0b", 3)).empty());
    BOOST_TEST(listed(store(), List::biz_step, std::string(1, '\0')).empty());
}

BOOST_FIXTURE_TEST_CASE(the_last_event_before_a_time_is_found, EventsFixture) {
    BOOST_TEST(*last_event(*store().snapshot()) == 0U);
    Dice dice(12);
    capture_random(dice, 150);
    auto const snapshot = store().snapshot();
    BOOST_TEST(*last_event(*snapshot) == 150U);
    auto const first = all.front().recorded.ms;
    for (auto ms = first - 2; ms <= all.back().recorded.ms + 2; ++ms) {
        auto const expected = std::count_if(all.begin(), all.end(), [&](EventRecord const& one) {
            return one.recorded.ms < ms;
        });
        auto const found = last_event_before(*snapshot, {ms});
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        BOOST_TEST(*found == static_cast<EventNumber>(expected));
    }
    BOOST_TEST(*last_event_before(*snapshot, {std::numeric_limits<std::int64_t>::min()}) == 0U);
    BOOST_TEST(*last_event_before(*snapshot, {std::numeric_limits<std::int64_t>::max()}) == 150U);
}

BOOST_FIXTURE_TEST_CASE(numbers_come_in_parts, EventsFixture) {
    Dice dice(13);
    capture_random(dice, 300);
    auto const snapshot = store().snapshot();
    auto const whole = numbers_under_class(*snapshot, class_link(1), number_max, 1'000);
    BOOST_TEST_REQUIRE(reason_of(whole) == "");
    BOOST_TEST(whole->size() > 50U);
    std::vector<EventNumber> parts;
    auto below = number_max;
    while (true) {
        auto const part = numbers_under_class(*snapshot, class_link(1), below, 7);
        BOOST_TEST_REQUIRE(reason_of(part) == "");
        if (part->empty()) {
            break;
        }
        BOOST_TEST(part->size() <= 7U);
        parts.insert(parts.end(), part->begin(), part->end());
        below = part->back();
    }
    BOOST_TEST(parts == *whole, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(an_event_and_what_declares_it_an_error_share_an_id, EventsFixture) {
    auto record = plain(1);
    record.event.body["eventID"] = "urn:private:event:1";
    capture({record});
    capture({plain(2)});
    record.event.body["errorDeclaration"] = json::object{{"declarationTime", to_text(first_time)}};
    capture({record});
    auto const numbers = numbers_of_event_id(*store().snapshot(), "urn:private:event:1");
    BOOST_TEST_REQUIRE(reason_of(numbers) == "");
    BOOST_TEST(*numbers == (std::vector<EventNumber>{3, 1}), boost::test_tools::per_element());
    auto const snapshot = store().snapshot();
    auto const own =
        events_of_id_for(*snapshot, caller(accounts::Reach::own, "p1"), "urn:private:event:1");
    BOOST_TEST_REQUIRE(reason_of(own) == "");
    BOOST_TEST(
        numbers_of(*own) == (std::vector<EventNumber>{1, 3}), boost::test_tools::per_element()
    );
    auto const others =
        events_of_id_for(*snapshot, caller(accounts::Reach::own, "p2"), "urn:private:event:1");
    BOOST_TEST_REQUIRE(reason_of(others) == "");
    BOOST_TEST(others->empty());
}

BOOST_FIXTURE_TEST_CASE(a_damaged_index_is_said, EventsFixture) {
    capture({plain(1)});
    auto const key = list_prefix(List::biz_step, "packing") + inverted(1);
    write_one(store(), store::Space::event_index, key, "\x09");
    auto const slug = [&] {
        return slug_of(find_events(
            *store().snapshot(),
            caller(accounts::Reach::all),
            query_of({{"EQ_bizStep", "packing"}}),
            {}
        ));
    };
    BOOST_TEST(slug() == "store_corrupt");
    BOOST_TEST(
        slug_of(numbers_in(*store().snapshot(), List::biz_step, "packing", number_max, 1)) ==
        "store_corrupt"
    );
    // An event that is listed and is not there.
    auto const chunk = write_chunk(std::vector<Posting>{{1, first_time}, {2, first_time}}, {});
    write_one(store(), store::Space::event_index, key, chunk.bytes);
    write_one(store(), store::Space::event_index, record_time_prefix({5}) + inverted(1), "\x02");
    BOOST_TEST(slug() == "");
    write_one(store(), store::Space::events, "n", ByteWriter().u64(2).take());
    BOOST_TEST(slug() == "store_corrupt");
    auto const recorded = record_time_prefix(all.front().recorded) + inverted(1);
    write_one(store(), store::Space::event_index, recorded, "");
    auto const newest = std::numeric_limits<std::int64_t>::max();
    BOOST_TEST(slug_of(last_event_before(*store().snapshot(), {newest})) == "store_corrupt");
    write_one(store(), store::Space::events, "n", "1");
    BOOST_TEST(slug_of(last_event(*store().snapshot())) == "store_corrupt");
}

BOOST_AUTO_TEST_SUITE_END()
