#include "qr/codewords.hpp"

#include "qr/mask.hpp"
#include "qr/matrix.hpp"
#include "qr/reed_solomon.hpp"
#include "unit/qr/library.hpp"
#include "unit/qr/raster.hpp"
#include "unit/qr/stamps.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <random>
#include <string>
#include <vector>

// Codewords are right when error correction has the roots it must have, the examples that are
// printed come out, and what fills a symbol to its last bits is what libqrencode writes.
BOOST_AUTO_TEST_SUITE(codewords)

namespace {

using namespace ocop;
using namespace ocop::qr;

constexpr std::array levels = {Level::l, Level::m, Level::q, Level::h};

// By long multiplication, then division.
unsigned field_product(unsigned a, unsigned b) {
    unsigned out = 0;
    for (int bit = 0; bit < 8; ++bit) {
        out ^= (b >> bit & 1) != 0 ? a << bit : 0;
    }
    for (int bit = 15; bit >= 8; --bit) {
        out ^= (out >> bit & 1) != 0 ? 0x11dU << (bit - 8) : 0;
    }
    return out;
}

unsigned value_at(Bytes const& polynomial, unsigned x) {
    unsigned out = 0;
    for (auto coefficient : polynomial) {
        out = field_product(out, x) ^ coefficient;
    }
    return out;
}

Bytes with_checks(Bytes block, std::size_t count) {
    Bytes checks(count);
    ReedSolomon(count).check(block, checks.data());
    block.insert(block.end(), checks.begin(), checks.end());
    return block;
}

// A segment's character of each mode.
constexpr std::array<char, 3> characters = {'7', 'A', 'a'};

// How many characters fill a symbol.
std::size_t fitting(Mode mode, int version, Level level) {
    std::string const text(text_bytes_max + 1, '7');
    std::size_t fits = 0;
    std::size_t too_many = text.size();
    while (fits + 1 < too_many) {
        auto const middle = (fits + too_many) / 2;
        Segment const segment{mode, std::string_view(text).substr(0, middle)};
        bool const fit = bit_count(segment, range_of(version)) <= capacity_bits(version, level);
        (fit ? fits : too_many) = middle;
    }
    return fits;
}

void check_filled(std::string const& text, Mode mode, int version, Level level) {
    std::vector<Segment> const segments = {{mode, text}};
    auto const matrix = place(version, make_codewords(segments, version, level));
    auto const expected = testing::library_symbol(segments, version, level, 3);
    BOOST_TEST(
        (testing::modules_of(apply_mask(matrix, level, 3)) == expected),
        "version " << version << ", " << text.size() << " of " << text[0]
    );
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_block_with_its_checks_is_0_at_every_root) {
    std::mt19937 random(41);
    for (std::size_t count = 1; count <= check_bytes_max; ++count) {
        for (std::size_t size :
             {std::size_t{1}, std::size_t{9}, std::size_t{31}, std::size_t{123}}) {
            Bytes block(size);
            for (auto& byte : block) {
                byte = static_cast<std::uint8_t>(random());
            }
            auto const whole = with_checks(block, count);
            unsigned root = 1;
            for (std::size_t i = 0; i < count; ++i, root = field_product(root, 2)) {
                BOOST_REQUIRE_EQUAL(value_at(whole, root), 0U);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_example_of_annex_i_comes_out) {
    auto const made = make_codewords(split("01234567", VersionRange::v1_9).segments, 1, Level::m);
    Bytes const expected = {0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec,
                            0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xa5, 0x24,
                            0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55};
    BOOST_TEST(made == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_modules_are_codewords_function_patterns_and_up_to_7_more) {
    for (int version = 1; version <= version_max; ++version) {
        Bytes const codewords(codeword_count(version));
        auto const matrix = place(version, codewords);
        std::size_t free = 0;
        for (auto module : testing::modules_of(matrix.maskable)) {
            free += module;
        }
        BOOST_TEST(free / 8 == codewords.size(), "version " << version);
    }
}

BOOST_AUTO_TEST_CASE(every_symbol_filled_to_about_its_last_bit_is_that_of_the_library) {
    for (Mode mode : {Mode::numeric, Mode::alphanumeric, Mode::byte}) {
        for (Level level : levels) {
            for (int version = 1; version <= version_max; ++version) {
                auto const fits = fitting(mode, version, level);
                for (std::size_t less = 0; less < 5 && less < fits; ++less) {
                    std::string text(fits - less, characters[static_cast<std::size_t>(mode)]);
                    check_filled(text, mode, version, level);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(one_character_too_many_goes_to_the_next_version_or_nowhere) {
    for (char const c : characters) {
        auto const mode = c == '7' ? Mode::numeric : (c == 'A' ? Mode::alphanumeric : Mode::byte);
        for (Level level : levels) {
            for (int version = 1; version <= version_max; ++version) {
                auto const fits = fitting(mode, version, level);
                BOOST_TEST(encode(std::string(fits, c), {level, {}})->version() == version);
                auto const more = encode(std::string(fits + 1, c), {level, {}});
                BOOST_TEST((more ? more->version() : 41) == version + 1);
                if (!more) {
                    BOOST_TEST((more.error().slug == "qr_text_too_long"));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(short_texts_of_every_length_are_the_symbols_of_the_library) {
    std::mt19937 random(42);
    for (std::size_t size = 1; size <= 300; ++size) {
        for (auto const* alphabet : {"0123456789", "0A$ %*+-./:Z", "aZ09~\x01\xff"}) {
            auto const text = testing::random_text(random, alphabet, size);
            auto const level = levels[random() % levels.size()];
            auto const version = *smallest_version(text, level);
            auto const segments = split(text, range_of(version)).segments;
            auto const matrix = place(version, make_codewords(segments, version, level));
            auto const mask = random() % mask_count;
            auto const expected =
                testing::library_symbol(segments, version, level, static_cast<int>(mask));
            BOOST_REQUIRE(testing::modules_of(apply_mask(matrix, level, mask)) == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(random_texts_of_any_length_read_back_under_every_mask) {
    std::mt19937 random(43);
    for (int round = 0; round < 40; ++round) {
        auto const text = testing::random_text(random, "0123456789ABCxyz:/?=", 1 + random() % 900);
        auto const level = levels[random() % levels.size()];
        auto const version = *smallest_version(text, level);
        auto const segments = split(text, range_of(version)).segments;
        auto const matrix = place(version, make_codewords(segments, version, level));
        for (std::size_t mask = 0; mask < mask_count; ++mask) {
            Symbol const symbol(version, level, apply_mask(matrix, level, mask));
            BOOST_TEST(testing::scan_upright(testing::picture_of(symbol)).text == text);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
