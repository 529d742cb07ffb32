#include "qr/penalty.hpp"

#include <bit>
#include <cstdint>
#include <cstdlib>

namespace ocop::qr {

namespace {

// Set bits of each four, as four bits.
Lanes count_in_fours(Lanes v) {
    v = v - ((v >> 1) & Lanes(0x5555'5555'5555'5555));
    return (v & Lanes(0x3333'3333'3333'3333)) + ((v >> 2) & Lanes(0x3333'3333'3333'3333));
}

// A sum in each lane, kept as four sums of 16 bits, to which any four bits of a word add.
class Sum {
  public:
    void add(Lanes fours) {
        auto const low = Lanes(0x0f0f'0f0f'0f0f'0f0f);
        auto const eights = (fours & low) + ((fours >> 4) & low);
        auto const every_other = Lanes(0x00ff'00ff'00ff'00ff);
        fields_ = fields_ + (eights & every_other) + ((eights >> 8) & every_other);
    }

    int in(std::size_t lane) const {
        std::uint64_t const fields = fields_[lane];
        return static_cast<int>(
            (fields & 0xffff) + (fields >> 16 & 0xffff) + (fields >> 32 & 0xffff) + (fields >> 48)
        );
    }

  private:
    Lanes fields_;
};

// One lane of a line, to look at module by module.
template <std::size_t words>
struct OneLine {
    std::array<std::uint64_t, words> word{};
    int size = 0;

    bool dark(int at) const {
        if (at < 0 || at >= size) {
            return false;
        }
        auto const bit = static_cast<std::size_t>(at);
        return (word[bit / 64] >> (bit % 64) & 1) != 0;
    }

    // Are the `count` modules from `from` on all of this colour?
    bool all(int from, int count, bool is_dark) const {
        for (int at = from; at < from + count; ++at) {
            if (dark(at) != is_dark) {
                return false;
            }
        }
        return true;
    }
};

// Whether the dark run that starts at `start` is the middle of a finder-like pattern of a module
// width of 2 or more.
template <std::size_t words>
bool is_large_pattern(OneLine<words> const& line, int start) {
    int run = 1;
    while (line.dark(start + run)) {
        ++run;
    }
    int const f = run / 3;
    int const first = start - 2 * f;
    int const end = start + run + 2 * f;
    if (f < 2 || run != 3 * f || first < 0 || end > line.size) {
        return false;
    }
    bool const pattern = line.all(first, f, true) && line.all(first + f, f, false) &&
                         line.all(start + run, f, false) && line.all(end - f, f, true);
    bool const alone = !line.dark(first - 1) && !line.dark(end);
    return pattern && alone &&
           (line.all(first - 4 * f, 4 * f, false) || line.all(end, 4 * f, false));
}

template <std::size_t words>
class Scorer {
  public:
    explicit Scorer(int size) : size_(size) {
        for (int at = 0; at < size - 1; ++at) {
            auto const bit = static_cast<std::size_t>(at);
            auto& word = pairs_.word[bit / 64];
            word = word | Lanes(std::uint64_t{1} << (bit % 64));
        }
    }

    void add_rows(std::vector<Line<words>> const& rows) {
        Line<words> before = rows[0];
        Line<words> before_same;
        for (auto const& row : rows) {
            auto const same = same_as_next(row);
            add_blocks(same & before_same & ~(row ^ before));
            add_runs(same);
            add_patterns(row);
            for (auto const& lanes : row.word) {
                dark_.add(count_in_fours(lanes));
            }
            before = row;
            before_same = same;
        }
    }

    void add_columns(std::vector<Line<words>> const& columns) {
        for (auto const& column : columns) {
            add_runs(same_as_next(column));
            add_patterns(column);
        }
    }

    int points(std::size_t lane) const {
        int const modules = size_ * size_;
        int const dark = dark_.in(lane);
        int const steps = std::abs(2 * dark - modules) * 10 / modules;
        return runs_and_blocks_.in(lane) + 40 * (patterns_.in(lane) + large_patterns_[lane]) +
               10 * steps;
    }

  private:
    Line<words> same_as_next(Line<words> const& line) const {
        return pairs_ & ~(line ^ line.later(1));
    }

    // Rule 1. A run of n has n - 4 places with four modules like it behind, and one where it
    // starts, which count 2 more. Starts are 5 apart, so that four bits hold no more than 4 + 2.
    void add_runs(Line<words> const& same) {
        auto const two = same & same.later(1);
        auto const four = two & two.later(2);
        auto const starts = four & ~four.earlier(1);
        for (std::size_t i = 0; i < words; ++i) {
            auto const start = count_in_fours(starts.word[i]);
            runs_and_blocks_.add(count_in_fours(four.word[i]) + start + start);
        }
    }

    // Rule 2. At most 3 × 4 in four bits. In all a field gets (6 × 4 of rows and columns
    // each + 12 × 4) × 3 words × 177 lines < 2^16.
    void add_blocks(Line<words> const& blocks) {
        for (auto const& lanes : blocks.word) {
            auto const count = count_in_fours(lanes);
            runs_and_blocks_.add(count + count + count);
        }
    }

    // Rule 3. Whatever is beyond the line reads as light.
    void add_patterns(Line<words> const& line) {
        auto const dark_two = line & line.later(1);
        auto const dark_middle = (dark_two & line.later(2)).later(2);
        auto const light = line.earlier(1) | line.later(1) | line.later(5) | line.later(7);
        auto const any_two = line | line.later(1);
        auto const any_two_before = line.earlier(1) | line.earlier(2);
        auto const any_before = any_two_before | any_two_before.earlier(2);
        auto const any_after = (any_two | any_two.later(2)).later(7);
        auto const found = line & dark_middle & line.later(6) & ~light & ~(any_before & any_after);
        for (auto const& lanes : found.word) {
            patterns_.add(count_in_fours(lanes));
        }
        // Larger ones are rare enough to be looked at one by one, once found by where a middle of
        // 6 modules, or of 9 or more, begins.
        auto const dark_four = dark_two & dark_two.later(2);
        auto const dark_six = dark_four & dark_two.later(4);
        auto const dark_nine = dark_four & dark_four.later(4) & line.later(8);
        auto const six = dark_six & dark_two.earlier(4) & ~any_two.later(6);
        auto const middles = (six | (dark_nine & ~line.earlier(3))) & ~any_two_before;
        for (std::size_t i = 0; i < words; ++i) {
            if (middles.word[i].any()) {
                add_large_patterns(line, i, middles.word[i]);
            }
        }
    }

    // `starts` are in this word of the line.
    void add_large_patterns(Line<words> const& line, std::size_t word, Lanes starts) {
        for (std::size_t lane = 0; lane < 2; ++lane) {
            OneLine<words> one;
            one.size = size_;
            for (std::size_t i = 0; i < words; ++i) {
                one.word[i] = line.word[i][lane];
            }
            for (auto left = starts[lane]; left != 0; left &= left - 1) {
                int const start = static_cast<int>(word) * 64 + std::countr_zero(left);
                large_patterns_[lane] += is_large_pattern(one, start) ? 1 : 0;
            }
        }
    }

    int size_;
    Line<words> pairs_;  // the modules that have one after them
    Sum runs_and_blocks_;
    Sum patterns_;
    Sum dark_;
    std::array<int, 2> large_patterns_ = {0, 0};
};

}  // namespace

template <std::size_t words>
std::array<int, 2> score(
    std::vector<Line<words>> const& rows, std::vector<Line<words>> const& columns, int size
) {
    Scorer<words> scorer(size);
    scorer.add_rows(rows);
    scorer.add_columns(columns);
    return {scorer.points(0), scorer.points(1)};
}

template std::array<int, 2> score(std::vector<Line<1>> const&, std::vector<Line<1>> const&, int);
template std::array<int, 2> score(std::vector<Line<2>> const&, std::vector<Line<2>> const&, int);
template std::array<int, 2> score(std::vector<Line<3>> const&, std::vector<Line<3>> const&, int);

}  // namespace ocop::qr
