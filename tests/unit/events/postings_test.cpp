#include "events/walk.hpp"
#include "events.hpp"

#include <ocop/base/encoding.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::test;
using namespace ocop::events;

BOOST_AUTO_TEST_SUITE(postings)

namespace {

std::vector<Posting> const some = {{7, {1'000}}, {8, {1'000}}, {9, {-5}}, {300, {1LL << 50}}};

// A list in the store, written in chunks of random sizes, and the same in memory.
struct ListFixture : ServiceFixture {
    void fill(Dice& dice, std::size_t count, std::size_t gap) {
        prefix = list_prefix(List::biz_step, "shipping");
        std::vector<std::pair<std::string, std::string>> keys;
        EventNumber number = 0;
        for (std::size_t i = 0; i < count;) {
            std::vector<Posting> chunk;
            for (auto left = 1 + dice.below(6); left > 0 && i < count; --left, ++i) {
                number += 1 + dice.below(gap);
                chunk.push_back({number, {static_cast<std::int64_t>(dice.below(1'000))}});
            }
            list.insert(list.end(), chunk.begin(), chunk.end());
            auto const written = write_chunk(chunk, {});
            keys.emplace_back(prefix + inverted(chunk.front().number), written.bytes);
        }
        auto const commit = transact_now(store(), [&](store::Transaction& tx) -> Result<void> {
            for (auto const& [key, value] : keys) {
                tx.put(store::Space::event_index, key, value);
            }
            // Neighbours that are no part of it.
            auto const other = write_chunk(some, {}).bytes;
            for (auto const value : {"shippin", "shipping2", "ship"}) {
                auto const key = list_prefix(List::biz_step, value) + inverted(7);
                tx.put(store::Space::event_index, key, other);
            }
            return {};
        });
        BOOST_TEST_REQUIRE(reason_of(commit) == "");
    }

    // What the walk gives, leaping ahead by `leap()` each time.
    template <class Leap>
    std::vector<EventNumber> walked(Numbers numbers, Direction direction, Leap leap) {
        auto const snapshot = store().snapshot();
        ListWalk walk(*snapshot, prefix, numbers, direction);
        std::vector<EventNumber> out;
        auto at = direction == Direction::down ? numbers.high : numbers.low;
        while (true) {
            auto const found = walk.seek(at);
            BOOST_TEST_REQUIRE(reason_of(found) == "");
            if (!*found) {
                return out;
            }
            out.push_back((*found)->number);
            EventNumber const step = 1 + leap();
            auto const number = (*found)->number;
            at = direction == Direction::down ? number - std::min(number, step) : number + step;
        }
    }

    template <class Leap>
    std::vector<EventNumber> expected(Numbers numbers, Direction direction, Leap leap) {
        std::vector<EventNumber> in;
        for (auto const& posting : list) {
            if (posting.number >= numbers.low && posting.number <= numbers.high) {
                in.push_back(posting.number);
            }
        }
        bool const down = direction == Direction::down;
        if (down) {
            std::reverse(in.begin(), in.end());
        }
        std::vector<EventNumber> out;
        std::size_t i = 0;
        while (i < in.size()) {
            out.push_back(in[i]);
            EventNumber const step = 1 + leap();
            auto const at = down ? in[i] - std::min(in[i], step) : in[i] + step;
            while (i < in.size() && (down ? in[i] > at : in[i] < at)) {
                ++i;
            }
        }
        return out;
    }

    std::string prefix;
    std::vector<Posting> list;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_chunk_has_these_bytes) {
    BOOST_TEST(to_hex(as_bytes(write_chunk(some, {}).bytes)) ==
               "01" "d00f" "01" "00" "01" "d90f" "a302" "8a80808080808004");
    BOOST_TEST(to_hex(as_bytes(write_chunk({some.data(), 1}, "ab").bytes)) == "02" "02" "6162" "d00f");
}

BOOST_AUTO_TEST_CASE(what_was_written_is_read) {
    for (std::string const text : {"", "a value"}) {
        auto const written = write_chunk(some, text);
        BOOST_TEST(written.count == some.size());
        auto const chunk = read_chunk(7, written.bytes);
        BOOST_TEST_REQUIRE(reason_of(chunk) == "");
        BOOST_TEST((chunk->postings == some));
        BOOST_TEST(chunk->text == text);
    }
}

BOOST_AUTO_TEST_CASE(any_truncation_is_refused_or_a_shorter_chunk) {
    auto const bytes = write_chunk(some, "a value").bytes;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        auto const chunk = read_chunk(7, bytes.substr(0, size));
        if (chunk) {
            BOOST_TEST(chunk->postings.size() < some.size());
            BOOST_TEST(std::equal(chunk->postings.begin(), chunk->postings.end(), some.begin()));
        } else {
            BOOST_TEST(chunk.error().slug == "store_corrupt");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_no_writer_gives_is_corrupt) {
    using namespace std::string_view_literals;
    for (auto const bytes :
         {""sv,                       // nothing
          "\x01"sv,                   // no posting
          "\x03\x00"sv,               // a form of tomorrow
          "\x02\x00\x00"sv,           // a text of no bytes
          "\x02\x09\x41\x00"sv,       // a text that is longer than the rest
          "\x01\x00\x00\x00"sv,       // a number that stands still
          "\x01\x80\x00"sv,           // a varint that could be shorter
          "\x01\x00\x01"sv,           // a number without a time
          "\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00"sv,      // beyond 2^64
          "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"sv}) {           // more than 64 bits
        BOOST_TEST(slug_of(read_chunk(7, bytes)) == "store_corrupt", to_hex(as_bytes(bytes)));
    }
    BOOST_TEST(slug_of(parse_inverted("1234567")) == "store_corrupt");
    BOOST_TEST(slug_of(parse_inverted("123456789")) == "store_corrupt");
    BOOST_TEST(slug_of(parse_inverted(std::string(8, '\xff'))) == "store_corrupt");
}

BOOST_AUTO_TEST_CASE(a_chunk_stays_below_the_stores_limit) {
    std::vector<Posting> many;
    for (EventNumber i = 0; i < 40'000; ++i) {
        many.push_back({1 + i * 1'000, {static_cast<std::int64_t>(i % 2 == 0 ? i : i << 40U)}});
    }
    std::span<Posting const> rest(many);
    std::vector<Posting> read;
    while (!rest.empty()) {
        auto const written = write_chunk(rest, {});
        BOOST_TEST_REQUIRE(written.count > 0U);
        BOOST_TEST(written.bytes.size() <= store::value_bytes_max);
        auto const chunk = read_chunk(rest.front().number, written.bytes);
        BOOST_TEST_REQUIRE(reason_of(chunk) == "");
        read.insert(read.end(), chunk->postings.begin(), chunk->postings.end());
        rest = rest.subspan(written.count);
    }
    BOOST_TEST((read == many));
}

BOOST_AUTO_TEST_CASE(keys_hold_long_and_odd_values_by_their_hash) {
    std::string const most(128, 'v');
    BOOST_TEST(value_key(most) == most + std::string(1, '\0'));
    for (auto const& value : {most + "v", std::string("a\0b", 3), std::string()}) {
        BOOST_TEST(is_hashed(value));
        BOOST_TEST(value_key(value).size() == 33U);
        BOOST_TEST(value_key(value).front() == '\0');
    }
    BOOST_TEST(value_key(most + "v") != value_key(most + "w"));
}

BOOST_AUTO_TEST_CASE(later_times_and_numbers_sort_first) {
    std::vector<Instant> const times = {{-62'167'219'200'000}, {-1}, {0}, {1}, {1LL << 40U}};
    for (std::size_t i = 1; i < times.size(); ++i) {
        BOOST_TEST((time_prefix(times[i]) < time_prefix(times[i - 1])));
        auto const timed = parse_timed((time_prefix(times[i]) + inverted(5)).substr(1));
        BOOST_TEST_REQUIRE(reason_of(timed) == "");
        BOOST_TEST((*timed == Posting{5, times[i]}));
    }
    BOOST_TEST((inverted(256) < inverted(255)));
    BOOST_TEST(*parse_inverted(inverted(255)) == 255U);
}

BOOST_FIXTURE_TEST_CASE(a_list_is_walked_both_ways_as_it_stands, ListFixture) {
    Dice dice(1);
    fill(dice, 3'000, 9);
    auto const last = list.back().number;
    std::vector<Numbers> const ranges = {
        {1, last}, {1, number_max}, {list[100].number, list[900].number}, {last + 1, last + 9},
        {list[7].number + 1, list[7].number + 1}};
    for (auto const direction : {Direction::down, Direction::up}) {
        for (auto const& numbers : ranges) {
            auto const none = [] { return EventNumber{0}; };
            BOOST_TEST(walked(numbers, direction, none) == expected(numbers, direction, none),
                       boost::test_tools::per_element());
            for (std::uint32_t seed = 0; seed < 4; ++seed) {
                Dice one(seed);
                Dice other(seed);
                auto const leaps = [](Dice& with) {
                    return [&with] { return EventNumber{with.below(3) * with.below(800)}; };
                };
                BOOST_TEST(
                    walked(numbers, direction, leaps(one)) ==
                        expected(numbers, direction, leaps(other)),
                    boost::test_tools::per_element()
                );
            }
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_sparse_list_and_a_dense_one_go_upwards_too, ListFixture) {
    Dice dice(2);
    fill(dice, 200, 30'000);
    std::vector<Posting> dense;
    auto const begin = list.back().number + 5'000'000;
    for (EventNumber i = 0; i < 6'000; ++i) {
        dense.push_back({begin + i, {0}});
    }
    auto const commit = transact_now(store(), [&](store::Transaction& tx) -> Result<void> {
        for (std::size_t i = 0; i < dense.size(); i += 50) {
            auto const chunk = write_chunk({dense.data() + i, 50}, {});
            auto const key = prefix + inverted(dense[i].number);
            tx.put(store::Space::event_index, key, chunk.bytes);
        }
        return {};
    });
    BOOST_TEST_REQUIRE(reason_of(commit) == "");
    list.insert(list.end(), dense.begin(), dense.end());
    auto const none = [] { return EventNumber{0}; };
    Numbers const numbers{1, list.back().number};
    for (auto const direction : {Direction::down, Direction::up}) {
        BOOST_TEST((walked(numbers, direction, none) == expected(numbers, direction, none)));
    }
}

BOOST_FIXTURE_TEST_CASE(a_damaged_chunk_ends_a_walk, ListFixture) {
    Dice dice(3);
    fill(dice, 100, 3);
    auto const key = prefix + inverted(list.front().number);
    write_one(store(), store::Space::event_index, key, "\x01");
    for (auto const direction : {Direction::down, Direction::up}) {
        auto const snapshot = store().snapshot();
        ListWalk walk(*snapshot, prefix, {1, 1'000}, direction);
        std::string slug;
        for (EventNumber at = 1; at <= 1'000 && slug.empty(); ++at) {
            slug = slug_of(walk.seek(direction == Direction::down ? 1'000 - at : at));
        }
        BOOST_TEST(slug == "store_corrupt");
    }
}

BOOST_AUTO_TEST_SUITE_END()
