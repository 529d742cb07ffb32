#include "vectors/load.hpp"

#include <ocop/stamp/serial.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <set>
#include <vector>

using namespace ocop;
using namespace ocop::stamp;

namespace {

crypto::AesKey test_key(std::uint8_t fill) {
    crypto::AesKey key{};
    key.fill(fill);
    return key;
}

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::vector<std::uint64_t> samples() {
    std::mt19937_64 random(7);
    std::vector<std::uint64_t> out{0, 1, 1020, 1021, serial_end - 1};
    for (int i = 0; i < 20; ++i) {
        out.push_back(random() % serial_end);
    }
    return out;
}

std::string without_hyphens(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(serial)

BOOST_AUTO_TEST_CASE(every_small_domain_is_permuted_one_to_one) {
    for (unsigned half = 1; half <= 8; ++half) {
        SerialPermutation permutation(test_key(3), 5, half);
        auto const size = std::uint64_t{1} << (2 * half);
        std::vector<bool> seen(size);
        for (std::uint64_t i = 0; i < size; ++i) {
            auto const permuted = permutation.forward(i);
            BOOST_TEST_REQUIRE(permuted < size);
            BOOST_TEST_REQUIRE(!seen[permuted]);
            seen[permuted] = true;
            BOOST_TEST_REQUIRE(permutation.inverse(permuted) == i);
        }
    }
}

BOOST_AUTO_TEST_CASE(asvs_11_5_1_a_million_random_points_come_back) {
    std::mt19937_64 random(11);
    SerialPermutation permutation(test_key(9), 15);
    std::uint64_t wrong = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        auto const counter = random() % counter_end;
        wrong += permutation.inverse(permutation.forward(counter)) == counter ? 0 : 1;
    }
    BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(asvs_11_5_1_neighbouring_counters_do_not_show_in_their_serials) {
    SerialPermutation permutation(test_key(1), 0);
    int flipped = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        flipped += __builtin_popcountll(permutation.forward(i) ^ permutation.forward(i + 1));
    }
    BOOST_TEST(flipped > 22'000);  // of 46,000 bits about half
    BOOST_TEST(flipped < 24'000);
}

BOOST_AUTO_TEST_CASE(golden_positions_and_serials_agree) {
    auto const file = vectors::golden("serial-permutation.json");
    SerialKeys keys;
    for (auto const& [epoch, key] : file.at("keys").as_object()) {
        auto const bytes = from_hex(std::string_view(key.as_string()));
        keys.add(
            static_cast<std::uint8_t>(std::stoi(std::string(epoch))), vectors::array_of<16>(*bytes)
        );
    }
    for (auto const& row : file.at("serials").as_array()) {
        Position const position{
            static_cast<std::uint8_t>(row.at("epoch").as_int64()),
            static_cast<std::uint64_t>(row.at("counter").as_int64())};
        auto const serial = keys.serial_of(position);
        BOOST_TEST_REQUIRE(serial.has_value());
        BOOST_TEST(format_serial(*serial) == vectors::text(row, "serial"));
        BOOST_TEST(format_typed_serial(*serial) == vectors::text(row, "typed"));
        BOOST_TEST((keys.position_of(*serial) == position));
    }
}

BOOST_AUTO_TEST_CASE(a_key_restored_from_its_bytes_reads_the_same_serials) {
    std::vector<Position> const issued{{2, 0}, {2, 99'999}, {7, 123'456'789}, {7, counter_end - 1}};
    std::vector<std::uint64_t> serials;
    std::string backup;
    {
        SerialKeys keys;
        keys.add(2, test_key(21));
        keys.add(7, test_key(22));
        for (auto const& position : issued) {
            serials.push_back(*keys.serial_of(position));
        }
        backup = to_hex(test_key(21)) + to_hex(test_key(22));
    }
    auto const bytes = from_hex(backup);
    SerialKeys restored;
    restored.add(2, vectors::array_of<16>(ByteView(*bytes).first(16)));
    restored.add(7, vectors::array_of<16>(ByteView(*bytes).last(16)));
    for (std::size_t i = 0; i < issued.size(); ++i) {
        BOOST_TEST((restored.position_of(serials[i]) == issued[i]));
    }
}

BOOST_AUTO_TEST_CASE(epochs_are_apart_and_an_unknown_one_is_absent) {
    SerialKeys keys;
    keys.add(1, test_key(1));
    keys.add(2, test_key(1));
    auto const first = keys.serial_of({1, 5});
    auto const second = keys.serial_of({2, 5});
    BOOST_TEST_REQUIRE((first && second));
    BOOST_TEST((*first >> counter_bits) == 1U);
    BOOST_TEST((*first & (counter_end - 1)) != (*second & (counter_end - 1)));
    BOOST_TEST(!keys.serial_of({3, 5}));
    BOOST_TEST(!keys.position_of(std::uint64_t{3} << counter_bits));
    BOOST_TEST(!keys.position_of(serial_end + (std::uint64_t{1} << counter_bits)));
    BOOST_TEST(!keys.permutation(3).has_value());
    BOOST_TEST(!keys.has(16));
}

BOOST_AUTO_TEST_CASE(serial_text_is_ten_characters_and_folds_what_people_misread) {
    for (auto const serial : samples()) {
        BOOST_TEST(*parse_serial(format_serial(serial)) == serial);
    }
    BOOST_TEST(*parse_serial("0123456789") == *parse_serial("OL23456789"));
    BOOST_TEST(*parse_serial("abcdefghij") == *parse_serial("ABCDEFGH1J"));
    for (auto const bad :
         {"", "012345678", "01234567890", "01234-6789", "U123456789", "0123 56789"}) {
        auto const serial = parse_serial(bad);
        BOOST_TEST(!serial);
        BOOST_TEST(serial.error().slug == "serial_malformed");
    }
}

BOOST_AUTO_TEST_CASE(typed_serials_may_have_hyphens_spaces_and_either_case) {
    auto const file = vectors::golden("stamp-1.json");
    auto const serial = *parse_serial(vectors::text(file, "serial"));
    BOOST_TEST(format_typed_serial(serial) == vectors::text(file, "serial_typed"));
    for (auto const text :
         {"2ZAP-Q5E7-JE0W", "2zapq5e7jeow", " 2ZAP Q5E7 JE 0W ", "2ZAPQ5E7JE-0W"}) {
        auto const typed = parse_typed_serial(text);
        BOOST_TEST_REQUIRE(typed.has_value(), text);
        BOOST_TEST(*typed == serial);
    }
    for (auto const text :
         {"", "2ZAP-Q5E7-JE0", "2ZAP-Q5E7-JE0WW", "2ZAP_Q5E7_JE0W", "2ZAP-Q5E7-JEUW"}) {
        BOOST_TEST(parse_typed_serial(text).error().slug == "serial_malformed");
    }
    BOOST_TEST(parse_typed_serial(std::string(1'000'000, '7')).error().slug == "serial_malformed");
}

BOOST_AUTO_TEST_CASE(every_single_wrong_character_is_caught) {
    for (auto const serial : samples()) {
        auto const right = without_hyphens(format_typed_serial(serial));
        for (std::size_t at = 0; at < right.size(); ++at) {
            for (char c : crockford) {
                auto wrong = right;
                wrong[at] = c;
                if (wrong != right) {
                    auto const read = parse_typed_serial(wrong);
                    BOOST_TEST_REQUIRE(!read);
                    BOOST_TEST_REQUIRE(read.error().slug == "serial_check_wrong");
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_two_exchanged_characters_are_caught) {
    for (auto const serial : samples()) {
        auto const right = without_hyphens(format_typed_serial(serial));
        for (std::size_t i = 0; i < right.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                auto wrong = right;
                std::swap(wrong[i], wrong[j]);
                BOOST_TEST_REQUIRE((wrong == right || !parse_typed_serial(wrong)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(of_other_garbled_serials_about_one_in_a_thousand_passes) {
    std::mt19937_64 random(13);
    int passed = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (int k = 0; k < 12; ++k) {
            text.push_back(crockford[random() % 32]);
        }
        passed += parse_typed_serial(text).has_value() ? 1 : 0;
    }
    BOOST_TEST(passed < 40);  // 20 expected: the check characters are against slips, not malice
}

BOOST_AUTO_TEST_SUITE_END()
