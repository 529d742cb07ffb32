#include "accounts/guessing.hpp"

#include "accounts/common_words.hpp"
#include "accounts/wipe.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace ocop::accounts {

namespace {

// A character may be 18 letters in its plain form, and the work below grows with the cube.
constexpr std::size_t letters_max = 256;

constexpr std::size_t login_part_min = 3;
constexpr std::size_t repeat_min = 3;
constexpr std::size_t number_min = 5;
constexpr std::size_t edge_min = 4;
constexpr int word_cost = 2;
constexpr int number_cost = 4;
constexpr int edge_cost = 3;

constexpr std::string_view service_words[] = {"ocoptrace", "ocop", "trace"};

struct Row {
    std::string_view keys;
    std::size_t neighbours_min;
};

constexpr Row rows[] = {
    {"01234567890", 3},
    {"9876543210", 3},
    {"11223344556677889900", 4},
    {"!@#$%^&*()_+", 3},
    {"abcdefghijklmnopqrstuvwxyz", 4},
    {"aabbccddeeffgghhiijj", 4},
    {"qwertyuiop[]", 4},
    {"asdfghjkl;'", 4},
    {"zxcvbnm,./", 4},
    {"azertyuiop", 4},
    {"qweasdzxc", 4},
    {"1q2w3e4r5t6y7u8i9o0p", 4},
    {"q1w2e3r4t5y6u7i8o9p0", 4},
    {"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p", 4},
    {"zaq1xsw2cde3vfr4bgt5nhy6mju7", 4},
    {"zaq12wsxcde34rfvbgt56yhnmju78", 4},
    {"qazwsxedcrfvtgbyhnujmikolp", 4},
    {"a1b2c3d4e5f6g7h8i9j0", 4},
    {"1a2b3c4d5e6f7g8h9i0j", 4},
};

bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}

bool is_edge(char32_t c) {
    return c < 0x7F && !(c >= 'a' && c <= 'z');
}

// Whether a character may have been written for a letter.
bool reads_as(char32_t c, char letter) {
    constexpr std::array<std::string_view, 10> signs{
        "a@4", "b8", "e3", "g9", "i1!|", "l1!|", "o0", "s5$", "t7+", "z2"};
    if (c == static_cast<char32_t>(letter)) {
        return true;
    }
    return c < 0x7F && std::any_of(signs.begin(), signs.end(), [&](std::string_view row) {
               return row.front() == letter && row.find(static_cast<char>(c)) != row.npos;
           });
}

// The shortest chain of pieces, prefix by prefix.
class Chain {
  public:
    explicit Chain(std::u32string_view text) : text_(text), best_(text.size() + 1) {
        for (auto& step : best_) {
            step.choices = static_cast<int>(text.size()) + 1;
        }
        best_[0].choices = 0;
    }

    // Pieces that start at `i`, once all that start before are in.
    void add_pieces(std::size_t i, std::vector<std::u32string> const& login) {
        piece(i, 1, 1, Pattern::none);
        for (std::string_view left = common_words; !left.empty();) {
            auto const size = std::min(left.find(' '), left.size());
            word(i, left.substr(0, size), word_cost, Pattern::word);
            left.remove_prefix(std::min(size + 1, left.size()));
        }
        for (auto const part : service_words) {
            word(i, part, 1, Pattern::service);
        }
        for (auto const& part : login) {
            if (text_.substr(i).starts_with(part)) {
                piece(i, part.size(), 1, Pattern::login);
            }
        }
        for (auto const& row : rows) {
            sequence(i, row);
        }
        repeats(i);
        numbers(i);
    }

    Guess guess() const {
        std::array<std::size_t, 7> covered{};
        for (auto at = text_.size(); at > 0; at = best_[at].from) {
            covered[static_cast<std::size_t>(best_[at].pattern)] += at - best_[at].from;
        }
        covered[0] = 0;
        auto const most = std::max_element(covered.begin(), covered.end()) - covered.begin();
        return {best_.back().choices, static_cast<Pattern>(most)};
    }

  private:
    struct Step {
        int choices;
        std::size_t from = 0;
        Pattern pattern = Pattern::none;
    };

    void piece(std::size_t i, std::size_t size, int cost, Pattern pattern) {
        auto& end = best_[i + size];
        if (best_[i].choices + cost < end.choices) {
            end = {best_[i].choices + cost, i, pattern};
        }
    }

    // Every length from `least` to `most` is a piece too, since the next may start within.
    void pieces(std::size_t i, std::size_t least, std::size_t most, int cost, Pattern pattern) {
        for (auto size = least; size <= most; ++size) {
            piece(i, size, cost, pattern);
        }
    }

    void word(std::size_t i, std::string_view letters, int cost, Pattern pattern) {
        auto const here = text_.substr(i);
        if (here.size() >= letters.size() &&
            std::equal(letters.begin(), letters.end(), here.begin(), [](char letter, char32_t c) {
                return reads_as(c, letter);
            })) {
            piece(i, letters.size(), cost, pattern);
        }
    }

    // `keys` in the direction of its iterators.
    template <class Key>
    void neighbours(std::size_t i, Key first, Key last, std::size_t least) {
        for (; first != last; ++first) {
            auto const here = text_.substr(i);
            auto const ends =
                std::mismatch(first, last, here.begin(), here.end(), [](char key, char32_t c) {
                    return static_cast<char32_t>(key) == c;
                });
            pieces(i, least, static_cast<std::size_t>(ends.first - first), 1, Pattern::sequence);
        }
    }

    void sequence(std::size_t i, Row const& row) {
        neighbours(i, row.keys.begin(), row.keys.end(), row.neighbours_min);
        neighbours(i, row.keys.rbegin(), row.keys.rend(), row.neighbours_min);
    }

    void repeats(std::size_t i) {
        auto const here = text_.substr(i);
        for (std::size_t before = 0; before < i; ++before) {
            auto const ends =
                std::mismatch(here.begin(), here.end(), text_.begin() + difference(before));
            auto const size = static_cast<std::size_t>(ends.first - here.begin());
            pieces(i, repeat_min, size, 1, Pattern::repeat);
        }
    }

    void numbers(std::size_t i) {
        auto const here = text_.substr(i);
        auto const digits = run(here, is_digit);
        pieces(i, number_min, digits, number_cost, Pattern::number);
        if (digits >= 4 && (here.starts_with(U"19") || here.starts_with(U"20"))) {
            piece(i, 4, 1, Pattern::number);
        }
        auto const edge = run(here, is_edge);
        if (i == 0) {
            pieces(i, edge_min, edge, edge_cost, Pattern::number);
        }
        if (edge == here.size() && edge >= edge_min) {
            piece(i, edge, edge_cost, Pattern::number);
        }
    }

    static std::size_t run(std::u32string_view text, bool (*is)(char32_t)) {
        auto const end = std::find_if_not(text.begin(), text.end(), is);
        return static_cast<std::size_t>(end - text.begin());
    }

    static std::ptrdiff_t difference(std::size_t size) { return static_cast<std::ptrdiff_t>(size); }

    std::u32string_view const text_;
    std::vector<Step> best_;  // by length of prefix
};

// The login as a whole and between its signs: lan.nguyen@htx.vn has lan, nguyen and htx.
std::vector<std::u32string> parts_of(std::string_view login) {
    auto const whole = bare_letters(login).substr(0, letters_max);
    std::vector<std::u32string> out{whole, {}, {}};
    for (auto const c : whole) {
        bool const parts = is_edge(c) && !is_digit(c);
        if (parts) {
            out.emplace_back();
        } else {
            out.back().push_back(c);
            out[1].push_back(c);
        }
    }
    auto const is_short = [](auto const& part) { return part.size() < login_part_min; };
    out.erase(std::remove_if(out.begin(), out.end(), is_short), out.end());
    return out;
}

}  // namespace

Guess fewest_choices(std::string_view password, std::string_view login) {
    auto letters = bare_letters(password);
    WipeAtEnd const wipe(letters);
    auto const parts = parts_of(login);
    auto const text = std::u32string_view(letters).substr(0, letters_max);
    Chain chain(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        chain.add_pieces(i, parts);
    }
    return chain.guess();
}

}  // namespace ocop::accounts
