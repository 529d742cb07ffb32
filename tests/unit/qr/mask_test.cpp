#include "qr/mask.hpp"

#include "qr/codewords.hpp"
#include "qr/lanes.hpp"
#include "qr/penalty.hpp"
#include "unit/qr/library.hpp"
#include "unit/qr/stamps.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <utility>
#include <vector>

// Penalties are right when they are those that libqrencode finds in the same modules, but for its
// rounding in rule 4, and those that the words of the standard give, read out module by module.
BOOST_AUTO_TEST_SUITE(mask)

namespace {

using namespace ocop;
using namespace ocop::qr;

constexpr std::array levels = {Level::l, Level::m, Level::q, Level::h};

// Modules by rows, 1 is dark; outside is light.
struct Picture {
    int size = 0;
    Bytes modules;

    explicit Picture(int side) : size(side), modules(static_cast<std::size_t>(side * side)) {}

    std::uint8_t& at(int row, int column) { return modules[index(row, column)]; }

    bool dark(int row, int column) const {
        bool const inside = row >= 0 && row < size && column >= 0 && column < size;
        return inside && modules[index(row, column)] != 0;
    }

  private:
    std::size_t index(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(size) +
               static_cast<std::size_t>(column);
    }
};

// Module `along` of a row or, with `by_columns`, of a column.
bool dark_in(Picture const& picture, bool by_columns, int line, int along) {
    return by_columns ? picture.dark(along, line) : picture.dark(line, along);
}

int naive_run_points(Picture const& picture, bool by_columns, int line) {
    int points = 0;
    int run = 0;
    for (int at = 0; at < picture.size; ++at) {
        bool const longer = at > 0 && dark_in(picture, by_columns, line, at) ==
                                          dark_in(picture, by_columns, line, at - 1);
        run = longer ? run + 1 : 1;
        points += run == 5 ? 3 : (run > 5 ? 1 : 0);
    }
    return points;
}

// Is there, from `from` on, dark-light-dark-light-dark of widths f, f, 3f, f, f and no wider, with
// 4f light modules at one end?
bool naive_pattern(Picture const& picture, bool by_columns, int line, int from, int f) {
    auto const dark = [&](int at) { return dark_in(picture, by_columns, line, at); };
    for (int at = 0; at < 7 * f; ++at) {
        if (dark(from + at) != (at / f != 1 && at / f != 5)) {
            return false;
        }
    }
    bool before = true;
    bool after = true;
    for (int at = 0; at < 4 * f; ++at) {
        before = before && !dark(from - 1 - at);
        after = after && !dark(from + 7 * f + at);
    }
    return !dark(from - 1) && !dark(from + 7 * f) && (before || after);
}

int naive_points(Picture const& picture) {
    int points = testing::share_points(picture.modules);
    for (bool by_columns : {false, true}) {
        for (int line = 0; line < picture.size; ++line) {
            points += naive_run_points(picture, by_columns, line);
            for (int f = 1; 7 * f <= picture.size; ++f) {
                for (int from = 0; from + 7 * f <= picture.size; ++from) {
                    points += naive_pattern(picture, by_columns, line, from, f) ? 40 : 0;
                }
            }
        }
    }
    for (int row = 1; row < picture.size; ++row) {
        for (int column = 1; column < picture.size; ++column) {
            int const dark = picture.dark(row, column) + picture.dark(row - 1, column) +
                             picture.dark(row, column - 1) + picture.dark(row - 1, column - 1);
            points += dark % 4 == 0 ? 3 : 0;
        }
    }
    return points;
}

template <std::size_t words>
std::array<int, 2> score_of(Picture const& first, Picture const& second) {
    auto const size = static_cast<std::size_t>(first.size);
    std::vector<Line<words>> rows(size);
    std::vector<Line<words>> columns(size);
    for (int row = 0; row < first.size; ++row) {
        for (int column = 0; column < first.size; ++column) {
            Lanes const both(first.dark(row, column), second.dark(row, column));
            auto const r = static_cast<std::size_t>(row);
            auto const c = static_cast<std::size_t>(column);
            auto& across = rows[r].word[c / 64];
            across = across | both << static_cast<unsigned>(c % 64);
            auto& down = columns[c].word[r / 64];
            down = down | both << static_cast<unsigned>(r % 64);
        }
    }
    return score<words>(rows, columns, first.size);
}

std::array<int, 2> our_points(Picture const& first, Picture const& second) {
    if (first.size <= 64) {
        return score_of<1>(first, second);
    }
    return first.size <= 128 ? score_of<2>(first, second) : score_of<3>(first, second);
}

// Lines of runs with widths that the rules care about, here and there a finder-like pattern of any
// width, in rows or in columns; some lines again, for blocks.
Picture random_picture(std::mt19937& random, int size) {
    Picture out(size);
    bool const by_columns = random() % 2 == 0;
    auto const put = [&](int line, int along, bool dark) {
        if (along < size) {
            (by_columns ? out.at(along, line) : out.at(line, along)) = dark ? 1 : 0;
        }
    };
    auto const widest = 1 + static_cast<int>(random() % 12);
    for (int line = 0; line < size; ++line) {
        bool dark = random() % 2 == 0;
        for (int at = 0; at < size;) {
            int run = 1 + static_cast<int>(random() % static_cast<unsigned>(widest));
            if (random() % 12 == 0) {
                int const f =
                    1 + static_cast<int>(random() % 4 == 0 ? random() % 25 : random() % 3);
                for (int i = 0; i < 7 * f; ++i) {
                    put(line, at + i, i / f != 1 && i / f != 5);
                }
                at += 7 * f;
                dark = false;
                run = 4 * f - static_cast<int>(random() % 3);
            }
            for (; run > 0; --run) {
                put(line, at++, dark);
            }
            dark = !dark;
        }
        for (int at = 0; line > 0 && random() % 4 == 0 && at < size; ++at) {
            put(line, at, dark_in(out, by_columns, line - 1, at));
        }
    }
    return out;
}

std::string random_mixed(std::mt19937& random, std::size_t size) {
    std::string out;
    while (out.size() < size) {
        auto const kind = std::array{"0123456789", "ABYZ $%*+-./:", "abyz~\x80_?"}[random() % 3];
        out += testing::random_text(random, kind, 1 + random() % 30);
    }
    return out.substr(0, size);
}

struct Made {
    std::string text;
    int version = 0;
    std::vector<Segment> segments;  // of text
    Matrix matrix;
};

// Some text that the symbol holds, of any length.
void make(Made& out, std::mt19937& random, int version, Level level) {
    auto const bytes = capacity_bits(version, level) / 8;
    out.version = version;
    do {
        out.text = random_mixed(random, 1 + random() % (2 * bytes));
        auto split = qr::split(out.text, range_of(version));
        out.segments = std::move(split.segments);
        if (split.bits <= capacity_bits(version, level)) {
            break;
        }
    } while (true);
    out.matrix = place(version, make_codewords(out.segments, version, level));
}

// The mask of least penalty by the library's count of rules 1 to 3 and a count of rule 4.
std::size_t best_by_library(Made const& made, Level level, int rule_4(Bytes const&)) {
    std::array<int, mask_count> points{};
    for (std::size_t mask = 0; mask < mask_count; ++mask) {
        auto const modules =
            testing::library_symbol(made.segments, made.version, level, static_cast<int>(mask));
        points[mask] = testing::library_points(modules, made.matrix.modules.size) + rule_4(modules);
    }
    return static_cast<std::size_t>(
        std::min_element(points.begin(), points.end()) - points.begin()
    );
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_version_and_level_under_every_mask_is_the_symbol_of_the_library) {
    std::mt19937 random(31);
    for (Level level : levels) {
        for (int version = 1; version <= version_max; ++version) {
            Made made;
            make(made, random, version, level);
            for (std::size_t mask = 0; mask < mask_count; ++mask) {
                auto const expected =
                    testing::library_symbol(made.segments, version, level, static_cast<int>(mask));
                BOOST_TEST(
                    (testing::modules_of(apply_mask(made.matrix, level, mask)) == expected),
                    "version " << version << " mask " << mask
                );
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_mask_has_the_points_of_the_library_but_for_its_rounding) {
    std::mt19937 random(32);
    for (Level level : levels) {
        for (int version = 1; version <= version_max; ++version) {
            Made made;
            make(made, random, version, level);
            auto const points = penalties(made.matrix, level);
            for (std::size_t mask = 0; mask < mask_count; ++mask) {
                auto const modules = testing::modules_of(apply_mask(made.matrix, level, mask));
                auto const expected = testing::library_points(modules, made.matrix.modules.size) +
                                      testing::share_points(modules);
                BOOST_TEST(points[mask] == expected, "version " << version << " mask " << mask);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_points_are_those_of_the_words_of_the_standard) {
    std::mt19937 random(33);
    for (int round = 0; round < 400; ++round) {
        int const size = 17 + 4 * (1 + static_cast<int>(random() % 14));
        auto const first = random_picture(random, size);
        auto const second = random_picture(random, size);
        auto const points = our_points(first, second);
        BOOST_REQUIRE_EQUAL(points[0], naive_points(first));
        BOOST_REQUIRE_EQUAL(points[1], naive_points(second));
    }
}

BOOST_AUTO_TEST_CASE(a_picture_of_any_size_has_the_points_of_the_library) {
    std::mt19937 random(34);
    for (int round = 0; round < 1000; ++round) {
        int const size = 17 + 4 * (1 + round % version_max);
        auto const first = random_picture(random, size);
        auto const second = random_picture(random, size);
        auto const points = our_points(first, second);
        for (auto const& [picture, found] : {std::pair(&first, points[0]), {&second, points[1]}}) {
            auto const expected = testing::library_points(picture->modules, size) +
                                  testing::share_points(picture->modules);
            BOOST_REQUIRE_EQUAL(found, expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(symbols_of_one_colour_have_the_most_points) {
    for (int version = 1; version <= version_max; ++version) {
        int const size = 17 + 4 * version;
        Picture light(size);
        Picture dark(size);
        std::fill(dark.modules.begin(), dark.modules.end(), std::uint8_t{1});
        int const expected = 2 * size * (size - 2) + 3 * (size - 1) * (size - 1) + 100;
        auto const points = our_points(light, dark);
        BOOST_TEST(points[0] == expected);
        BOOST_TEST(points[1] == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_share_of_less_than_55_per_cent_costs_nothing_where_the_library_rounds_it_up
) {
    // Dark modules scattered over 21 × 21: 242 of 441 are 54.9 %, 243 are 55.1 %.
    Picture low(21);
    std::mt19937 random(35);
    for (int dark = 0; dark < 242;) {
        auto& module = low.at(static_cast<int>(random() % 21), static_cast<int>(random() % 21));
        dark += module == 0 ? 1 : 0;
        module = 1;
    }
    auto high = low;
    *std::find(high.modules.begin(), high.modules.end(), 0) = 1;
    auto const points = our_points(low, high);
    BOOST_TEST(points[0] == testing::library_points(low.modules, 21));
    BOOST_TEST(points[1] == testing::library_points(high.modules, 21) + 10);
    BOOST_TEST(testing::library_share_points(low.modules) == 10);
    BOOST_TEST(testing::library_share_points(high.modules) == 10);
}

BOOST_AUTO_TEST_CASE(thousands_of_stamps_are_the_symbols_of_the_library) {
    std::mt19937 random(36);
    for (int round = 0; round < 3000; ++round) {
        auto const text = testing::random_stamp(random, round % 3 == 0 ? "tem.vn" : "id.ocop.vn");
        auto const made = encode(text);
        BOOST_TEST_REQUIRE(made.has_value());
        auto const segments = split(text, range_of(made->version())).segments;
        auto const expected = testing::library_symbol(segments, made->version(), Level::m);
        BOOST_REQUIRE(testing::modules_of(*made) == expected);
    }
}

BOOST_AUTO_TEST_CASE(another_mask_than_the_librarys_is_chosen_only_where_it_rounds) {
    std::mt19937 random(37);
    int different = 0;
    for (int round = 0; round < 1500; ++round) {
        auto const level = levels[random() % levels.size()];
        Made made;
        make(made, random, round % 10 == 0 ? 1 + round % version_max : 1 + round % 5, level);
        auto const best = best_mask(made.matrix, level);
        BOOST_REQUIRE_EQUAL(best, best_by_library(made, level, testing::share_points));
        auto const ours = encode(made.text, {level, made.version});
        BOOST_TEST_REQUIRE(ours.has_value());
        auto const modules = testing::modules_of(*ours);
        BOOST_REQUIRE(modules == testing::modules_of(apply_mask(made.matrix, level, best)));
        auto const theirs = best_by_library(made, level, testing::library_share_points);
        BOOST_REQUIRE(
            testing::modules_of(apply_mask(made.matrix, level, theirs)) ==
            testing::library_symbol(made.segments, made.version, level)
        );
        different += theirs == best ? 0 : 1;
    }
    // It is about one small symbol in a thousand.
    BOOST_TEST(different > 0);
    BOOST_TEST(different < 15);
}

BOOST_AUTO_TEST_CASE(of_masks_with_equal_points_the_first_is_taken) {
    std::mt19937 random(38);
    int ties = 0;
    for (int round = 0; round < 3000; ++round) {
        Made made;
        make(made, random, 1, Level::l);
        auto const points = penalties(made.matrix, Level::l);
        auto const least = *std::min_element(points.begin(), points.end());
        auto const first = std::find(points.begin(), points.end(), least);
        ties += std::count(points.begin(), points.end(), least) > 1 ? 1 : 0;
        BOOST_REQUIRE_EQUAL(
            best_mask(made.matrix, Level::l), static_cast<std::size_t>(first - points.begin())
        );
    }
    BOOST_TEST(ties > 0);
}

BOOST_AUTO_TEST_SUITE_END()
