#include "vectors/load.hpp"

#include <ocop/bundle/filter.hpp>
#include <ocop/stamp/serial.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <set>

using namespace ocop;
using namespace ocop::bundle;

namespace {

json::array const& filters_of_vector() {
    static auto const file = vectors::golden("bundle-fuse16.json");
    return file.as_object().at("filters").as_array();
}

// The serial key of serial-permutation.json, which the vector's serials are of.
stamp::SerialKeys published_keys() {
    auto const file = vectors::golden("serial-permutation.json");
    stamp::SerialKeys keys;
    auto const& all = file.as_object().at("keys");
    keys.add(1, vectors::array_of<16>(vectors::hex(all, "1")));
    return keys;
}

std::vector<std::uint64_t> keys_of(json::object const& row) {
    static auto const serials = published_keys();
    auto const first = row.at("first_counter").as_int64();
    std::vector<std::uint64_t> out;
    for (std::int64_t i = 0; i < row.at("count").as_int64(); ++i) {
        auto const counter = static_cast<std::uint64_t>(first + i);
        out.push_back(*serials.serial_of({1, counter}));
    }
    return out;
}

std::string file_of(json::value const& row) {
    return std::string(as_text(vectors::hex(row, "file")));
}

// Of the permutation's shape: all different, spread over 50 bits.
std::vector<std::uint64_t> some_keys(std::mt19937_64& random, std::size_t count) {
    std::set<std::uint64_t> out;
    while (out.size() < count) {
        out.insert(random() >> 14);
    }
    return {out.begin(), out.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bundle_filter)

BOOST_AUTO_TEST_CASE(the_vectors_are_read_and_made_again_byte_for_byte) {
    for (auto const& value : filters_of_vector()) {
        auto const& row = value.as_object();
        auto const file = file_of(value);
        auto const read = parse_filters(file);
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST_REQUIRE(read->size() == 1U);
        BOOST_TEST((write_filters(*read) == file));
        auto const keys = keys_of(row);
        for (std::size_t i = 0; i < row.at("keys").as_array().size(); ++i) {
            BOOST_TEST(stamp::format_serial(keys[i]) == row.at("keys").as_array()[i].as_string());
        }
        for (auto const key : keys) {
            BOOST_TEST(read->front().has(key));
        }
        std::vector const made{Filter::of(keys, read->front().seed())};
        BOOST_TEST((write_filters(made) == file));
    }
}

BOOST_AUTO_TEST_CASE(hash_places_and_fingerprint_of_a_key_are_those_of_the_vectors) {
    for (auto const& value : filters_of_vector()) {
        auto const& row = value.as_object();
        auto const keys = keys_of(row);
        if (keys.empty()) {
            continue;
        }
        auto const filter = parse_filters(file_of(value))->front();
        auto const hash = hash_of(keys.front(), filter.seed());
        auto const spot = spot_of(hash, filter.shape());
        BOOST_TEST(to_hex(as_bytes(ByteWriter().u64(hash).view())) == vectors::text(value, "hash"));
        BOOST_TEST(
            to_hex(as_bytes(ByteWriter().u16(spot.fingerprint).view())) ==
            vectors::text(value, "fingerprint")
        );
        for (std::size_t i = 0; i < 3; ++i) {
            BOOST_TEST(spot.places[i] == row.at("places").as_array()[i].to_number<std::size_t>());
        }
    }
}

// Against std::set: every set of up to 300 keys has its own, and says no to nearly all others.
BOOST_AUTO_TEST_CASE(a_filter_of_any_small_set_has_its_own_and_hardly_another) {
    std::mt19937_64 random(7);
    std::size_t wrong = 0;
    std::size_t asked = 0;
    for (std::size_t count = 0; count <= 300; ++count) {
        auto const keys = some_keys(random, count);
        std::set const own(keys.begin(), keys.end());
        auto const filter = Filter::of(keys);
        for (auto const key : keys) {
            BOOST_TEST_REQUIRE(filter.has(key));
        }
        for (auto const key : some_keys(random, 1'000)) {
            asked += own.contains(key) ? 0 : 1;
            wrong += !own.contains(key) && filter.has(key) ? 1 : 0;
        }
        auto const read = parse_filters(write_filters(std::vector{filter}));
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST((read->front().shape() == filter.shape()));
    }
    BOOST_TEST_MESSAGE(wrong << " of " << asked << " others");
    BOOST_TEST(asked > 300'000U);
    BOOST_TEST(wrong < 25U);  // 4.6 expected
}

// 65,536 ± 4 standard deviations: of two million others 30.5 are expected.
BOOST_AUTO_TEST_CASE(it_is_wrong_about_one_in_65536_and_takes_18_bits_a_key) {
    std::mt19937_64 random(11);
    auto const keys = some_keys(random, 200'000);
    auto const filter = Filter::of(keys);
    std::set const own(keys.begin(), keys.end());
    int wrong = 0;
    for (int i = 0; i < 2'000'000; ++i) {
        auto const key = random() >> 14;
        wrong += filter.has(key) && !own.contains(key) ? 1 : 0;
    }
    BOOST_TEST_MESSAGE(wrong << " of 2000000 others");
    BOOST_TEST(wrong > 8);
    BOOST_TEST(wrong < 53);
    auto const bits = 8 * write_filters(std::vector{filter}).size() / keys.size();
    BOOST_TEST(bits <= 19U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_or_longer_is_refused) {
    std::mt19937_64 random(3);
    std::vector<Filter> filters;
    for (std::size_t const count : {0U, 1U, 5U, 40U}) {
        filters.push_back(Filter::of(some_keys(random, count)));
    }
    auto const file = write_filters(filters);
    BOOST_TEST_REQUIRE(parse_filters(file).has_value());
    for (std::size_t size = 0; size < file.size(); ++size) {
        auto const cut = parse_filters(std::string_view(file).substr(0, size));
        BOOST_TEST_REQUIRE(!cut.has_value());
        BOOST_TEST((cut.error().slug == "filters_malformed"));
    }
    BOOST_TEST(!parse_filters(file + '\0').has_value());
}

BOOST_AUTO_TEST_CASE(a_shape_that_no_filter_has_is_refused) {
    auto const header = [](std::uint32_t length, std::uint32_t segments, std::size_t bytes) {
        return parse_filters(ByteWriter()
                                 .text("OCOPFLT1")
                                 .u32(1)
                                 .u64(1)
                                 .u32(length)
                                 .u32(segments)
                                 .text(std::string(bytes, '\0'))
                                 .take())
            .has_value();
    };
    BOOST_TEST(header(4, 1, 24));
    BOOST_TEST(!header(3, 1, 18));           // no power of two
    BOOST_TEST(!header(0, 1, 0));            // none at all
    BOOST_TEST(!header(1U << 19, 1, 24));    // too long
    BOOST_TEST(!header(4, UINT32_MAX, 24));  // more than there is
    auto const many =
        ByteWriter().text("OCOPFLT1").u32(4097).text(std::string(4097 * 16, 0)).take();
    BOOST_TEST(!parse_filters(many).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
