#include "store/overlay.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <memory_resource>
#include <random>
#include <string>

using namespace ocop;
using namespace ocop::store;

BOOST_AUTO_TEST_SUITE(overlay)

BOOST_AUTO_TEST_CASE(the_bytes_are_those_of_the_keys_and_values_it_holds_now) {
    std::pmr::monotonic_buffer_resource arena;
    Overlay overlay(arena);
    BOOST_TEST(overlay.empty());
    overlay.set(Space::jobs, "key", "value");
    BOOST_TEST(overlay.bytes() == 8U);
    overlay.set(Space::jobs, "key", "v");
    BOOST_TEST(overlay.bytes() == 4U);
    overlay.set(Space::jobs, "key", std::nullopt);
    BOOST_TEST(overlay.bytes() == 3U);
    overlay.set(Space::audit, "key", "");
    BOOST_TEST(overlay.bytes() == 6U);
    BOOST_TEST(!overlay.empty());
}

BOOST_AUTO_TEST_CASE(an_erased_key_is_known_and_another_is_not) {
    std::pmr::monotonic_buffer_resource arena;
    Overlay overlay(arena);
    overlay.set(Space::jobs, "gone", std::nullopt);
    BOOST_TEST_REQUIRE(overlay.find(Space::jobs, "gone") != nullptr);
    BOOST_TEST(!overlay.find(Space::jobs, "gone")->has_value());
    BOOST_TEST(overlay.find(Space::jobs, "other") == nullptr);
    BOOST_TEST(overlay.find(Space::audit, "gone") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_merged_later_wins_also_when_it_erases) {
    std::pmr::monotonic_buffer_resource arena;
    Overlay first(arena);
    first.set(Space::jobs, "a", "1");
    first.set(Space::jobs, "b", "1");
    Overlay later(arena);
    later.set(Space::jobs, "b", std::nullopt);
    later.set(Space::jobs, "c", "2");
    first.merge(later);
    BOOST_TEST(**first.find(Space::jobs, "a") == "1");
    BOOST_TEST(!first.find(Space::jobs, "b")->has_value());
    BOOST_TEST(**first.find(Space::jobs, "c") == "2");
}

// Whatever the order of sets and merges, it holds what a plain map would.
BOOST_AUTO_TEST_CASE(it_is_a_map_whatever_the_order_in_which_keys_are_set_and_merged) {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        std::pmr::monotonic_buffer_resource arena;
        Overlay all(arena);
        std::map<std::string, std::string> naive;
        for (int batch = 0; batch < 4; ++batch) {
            Overlay later(arena);
            auto key = static_cast<int>(random() % 20);
            for (int i = 0; i < 12; ++i) {
                key = random() % 3 == 0 ? static_cast<int>(random() % 20) : key + 1;
                auto const text = std::string(1, static_cast<char>('a' + key % 20));
                auto const value = std::to_string(random() % 100);
                later.set(Space::jobs, text, value);
                naive[text] = value;
            }
            all.merge(later);
            BOOST_TEST(later.empty());
            all.set(Space::jobs, "z", "last");
            naive["z"] = "last";
        }
        std::map<std::string, std::string> held;
        for (auto const& [key, value] : all.values(Space::jobs)) {
            held.emplace(key, *value);
        }
        BOOST_TEST((held == naive));
    }
}

BOOST_AUTO_TEST_SUITE_END()
