#include "qr/segments.hpp"

#include "unit/qr/stamps.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// A split is right when it spells the text in modes that may write it, says its own size truly,
// and no other split is smaller. The last is judged by references that share no code with it.
BOOST_AUTO_TEST_SUITE(segments)

namespace {

using namespace ocop::qr;

constexpr std::array ranges = {VersionRange::v1_9, VersionRange::v10_26, VersionRange::v27_40};
constexpr std::array modes = {Mode::numeric, Mode::alphanumeric, Mode::byte};

bool may_write(Mode mode, char c) {
    bool const digit = c >= '0' && c <= '9';
    bool const letter =
        (c >= 'A' && c <= 'Z') || std::string_view(" $%*+-./:").find(c) != std::string_view::npos;
    return mode == Mode::byte || digit || (mode == Mode::alphanumeric && letter);
}

std::size_t header_bits(Mode mode, VersionRange range) {
    if (mode == Mode::byte) {
        return range == VersionRange::v1_9 ? 12 : 20;
    }
    std::size_t const numeric =
        range == VersionRange::v1_9 ? 14 : (range == VersionRange::v10_26 ? 16 : 18);
    return mode == Mode::numeric ? numeric : numeric - 1;
}

// ISO/IEC 18004 §7.4.3 to §7.4.5, by groups.
std::size_t data_bits(Mode mode, std::size_t length) {
    if (mode == Mode::byte) {
        return length * 8;
    }
    if (mode == Mode::alphanumeric) {
        return length / 2 * 11 + length % 2 * 6;
    }
    std::size_t const rest[] = {0, 4, 7};
    return length / 3 * 10 + rest[length % 3];
}

// The least that the rest of a text adds after `run` characters in `mode`; tries every mode for
// every character. Neighbours of one mode are one segment.
std::size_t rest_bits(std::string_view rest, VersionRange range, Mode mode, std::size_t run) {
    if (rest.empty()) {
        return 0;
    }
    std::size_t best = std::numeric_limits<std::size_t>::max();
    for (Mode next : modes) {
        if (may_write(next, rest[0])) {
            auto const before = next == mode ? run : 0;
            auto const header = before == 0 ? header_bits(next, range) : 0;
            auto const added = data_bits(next, before + 1) - data_bits(next, before);
            auto const after = rest_bits(rest.substr(1), range, next, before + 1);
            best = std::min(best, header + added + after);
        }
    }
    return best;
}

std::size_t exhaustive_bits(std::string_view text, VersionRange range) {
    return rest_bits(text, range, Mode::byte, 0);
}

// The shortest path over all boundaries: every segment of every mode is an edge. Quadratic.
std::size_t quadratic_bits(std::string const& text, VersionRange range) {
    std::vector<std::size_t> best(text.size() + 1, std::numeric_limits<std::size_t>::max());
    best[0] = 0;
    for (std::size_t from = 0; from < text.size(); ++from) {
        for (Mode mode : modes) {
            auto const start = best[from] + header_bits(mode, range);
            for (std::size_t to = from; to < text.size() && may_write(mode, text[to]); ++to) {
                best[to + 1] = std::min(best[to + 1], start + data_bits(mode, to + 1 - from));
            }
        }
    }
    return best.back();
}

bool is_sound(Split const& split, std::string const& text, VersionRange range) {
    std::string spelt;
    std::size_t bits = 0;
    bool sound = true;
    for (auto const& segment : split.segments) {
        spelt += segment.text;
        sound = sound && !segment.text.empty() &&
                std::all_of(segment.text.begin(), segment.text.end(), [&](char c) {
                    return may_write(segment.mode, c);
                });
        auto const size =
            header_bits(segment.mode, range) + data_bits(segment.mode, segment.text.size());
        sound = sound && size == bit_count(segment, range);
        bits += size;
    }
    return sound && spelt == text && bits == split.bits;
}

// All texts of `length` over the alphabet, in order.
std::vector<std::string> all_texts(std::string const& alphabet, std::size_t length) {
    std::vector<std::string> out = {""};
    for (std::size_t i = 0; i < length; ++i) {
        std::vector<std::string> longer;
        for (auto const& text : out) {
            for (char c : alphabet) {
                longer.push_back(text + c);
            }
        }
        out.swap(longer);
    }
    return out;
}

void check_against(std::string const& text, VersionRange range, std::size_t expected) {
    auto const found = split(text, range);
    if (found.bits != expected || !is_sound(found, text, range)) {
        BOOST_ERROR("split of '" << text << "' takes " << found.bits << ", best is " << expected);
    }
}

std::string in_letters(Split const& split) {
    std::string out;
    for (auto const& segment : split.segments) {
        out += out.empty() ? "" : " ";
        out += "NAB"[static_cast<std::size_t>(segment.mode)];
        out += std::to_string(segment.text.size());
    }
    return out;
}

std::vector<std::string> columns_of(std::string const& line) {
    std::vector<std::string> out;
    std::istringstream in(line);
    for (std::string column; std::getline(in, column, '\t');) {
        out.push_back(column);
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(no_split_of_a_text_of_up_to_eight_characters_is_smaller) {
    for (std::size_t length = 1; length <= 8; ++length) {
        for (auto const& text : all_texts("7Aa", length)) {
            for (auto range : ranges) {
                check_against(text, range, exhaustive_bits(text, range));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_two_references_agree) {
    for (auto const& text : all_texts("7Aa", 5)) {
        auto const range = VersionRange::v10_26;
        BOOST_REQUIRE_EQUAL(exhaustive_bits(text, range), quadratic_bits(text, range));
    }
}

BOOST_AUTO_TEST_CASE(no_split_of_runs_about_the_switching_lengths_is_smaller) {
    constexpr std::array<std::size_t, 6> lengths = {1, 4, 6, 7, 11, 15};
    for (auto const& kinds : all_texts("7Aa", 3)) {
        for (auto const& sizes : all_texts("012345", 3)) {
            std::string text;
            for (std::size_t run = 0; run < kinds.size(); ++run) {
                text.append(lengths[static_cast<std::size_t>(sizes[run] - '0')], kinds[run]);
            }
            auto const range = ranges[text.size() % ranges.size()];
            check_against(text, range, quadratic_bits(text, range));
        }
    }
}

BOOST_AUTO_TEST_CASE(no_split_of_a_long_random_text_is_smaller) {
    std::mt19937 random(20261122);
    for (int round = 0; round < 200; ++round) {
        std::string text;
        while (text.size() < 120) {
            auto const kind =
                std::array{"0123456789", "ABYZ $%*+-./:", "abyz~\x80_?"}[random() % 3];
            text += testing::random_text(random, kind, 1 + random() % 18);
        }
        auto const range = ranges[random() % ranges.size()];
        check_against(text, range, quadratic_bits(text, range));
    }
}

BOOST_AUTO_TEST_CASE(every_byte_is_written_in_the_densest_mode_that_has_it) {
    for (int value = 0; value < 256; ++value) {
        std::string const text(40, static_cast<char>(value));
        auto const mode = may_write(Mode::numeric, text[0])        ? Mode::numeric
                          : may_write(Mode::alphanumeric, text[0]) ? Mode::alphanumeric
                                                                   : Mode::byte;
        auto const found = split(text, VersionRange::v1_9);
        BOOST_REQUIRE_EQUAL(found.segments.size(), 1U);
        BOOST_TEST((found.segments[0].mode == mode), "byte " << value);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_text_has_no_segments) {
    auto const found = split("", VersionRange::v1_9);
    BOOST_TEST(found.segments.empty());
    BOOST_TEST(found.bits == 0U);
}

BOOST_AUTO_TEST_CASE(segments_point_into_the_text_that_was_split) {
    std::string const text = "https://id.ocop.vn/01/09520000100018";
    auto const found = split(text, VersionRange::v1_9);
    BOOST_TEST_REQUIRE(found.segments.size() == 2U);
    BOOST_TEST(found.segments[0].text.data() == text.data());
    BOOST_TEST(found.segments[1].text.data() == text.data() + 22);
}

BOOST_AUTO_TEST_CASE(a_text_longer_than_any_symbol_is_split_all_the_same) {
    std::string const text(100000, '7');
    BOOST_TEST(is_sound(split(text, VersionRange::v27_40), text, VersionRange::v27_40));
}

BOOST_AUTO_TEST_CASE(ranges_change_after_versions_9_and_26) {
    for (int version = 1; version <= 40; ++version) {
        auto const expected = ranges[version < 10 ? 0 : (version < 27 ? 1 : 2)];
        BOOST_TEST((range_of(version) == expected), "version " << version);
    }
}

BOOST_AUTO_TEST_CASE(a_stamp_takes_at_most_974_bits) {
    std::mt19937 random(1);
    for (int round = 0; round < 10; ++round) {
        auto const stamp = testing::random_stamp(random);
        auto const found = split(stamp, VersionRange::v1_9);
        BOOST_TEST(found.bits <= 974U, stamp);
        BOOST_TEST(found.bits == quadratic_bits(stamp, VersionRange::v1_9), stamp);
    }
}

BOOST_AUTO_TEST_CASE(the_compared_link_designs_take_the_measured_bits) {
    std::ifstream file(std::string(OCOP_REFERENCE_DIR) + "/dl/qr-candidates.tsv");
    if (!file) {
        BOOST_TEST_MESSAGE("reference data is not here: skipped");
        return;
    }
    std::string line;
    std::getline(file, line);
    int count = 0;
    for (; std::getline(file, line); ++count) {
        auto const columns = columns_of(line);
        BOOST_TEST_REQUIRE(columns.size() >= 5U);
        auto const found = split(columns[1], VersionRange::v1_9);
        BOOST_TEST(std::to_string(found.bits) == columns[3]);
        // The file's segments are the best ones of the larger range.
        BOOST_TEST(in_letters(split(columns[1], VersionRange::v10_26)) == columns[4]);
    }
    BOOST_TEST(count == 40);
}

BOOST_AUTO_TEST_SUITE_END()
