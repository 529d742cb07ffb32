#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ocop::qr {

// Two words side by side, that every machine we build for computes with as one (SSE2, NEON).
struct Lanes {
    using Two = std::uint64_t __attribute__((vector_size(16)));

    Two two = {0, 0};

    Lanes() = default;

    explicit Lanes(std::uint64_t both) : two{both, both} {}

    Lanes(std::uint64_t first, std::uint64_t second) : two{first, second} {}

    std::uint64_t operator[](std::size_t lane) const { return two[lane]; }

    bool any() const { return (two[0] | two[1]) != 0; }

    friend Lanes operator&(Lanes a, Lanes b) { return of(a.two & b.two); }

    friend Lanes operator|(Lanes a, Lanes b) { return of(a.two | b.two); }

    friend Lanes operator^(Lanes a, Lanes b) { return of(a.two ^ b.two); }

    friend Lanes operator+(Lanes a, Lanes b) { return of(a.two + b.two); }

    friend Lanes operator-(Lanes a, Lanes b) { return of(a.two - b.two); }

    friend Lanes operator~(Lanes a) { return of(~a.two); }

    friend Lanes operator<<(Lanes a, unsigned bits) { return of(a.two << bits); }

    friend Lanes operator>>(Lanes a, unsigned bits) { return of(a.two >> bits); }

  private:
    static Lanes of(Two two) {
        Lanes out;
        out.two = two;
        return out;
    }
};

// A row or column of modules under two masks at once, 64 modules a word, the first in the lowest
// bit; what is beyond the last module is 0. Shifts bring in 0, at both ends.
template <std::size_t words>
struct Line {
    std::array<Lanes, words> word;

    friend Line operator&(Line a, Line const& b) {
        for (std::size_t i = 0; i < words; ++i) {
            a.word[i] = a.word[i] & b.word[i];
        }
        return a;
    }

    friend Line operator|(Line a, Line const& b) {
        for (std::size_t i = 0; i < words; ++i) {
            a.word[i] = a.word[i] | b.word[i];
        }
        return a;
    }

    friend Line operator^(Line a, Line const& b) {
        for (std::size_t i = 0; i < words; ++i) {
            a.word[i] = a.word[i] ^ b.word[i];
        }
        return a;
    }

    friend Line operator~(Line a) {
        for (auto& lanes : a.word) {
            lanes = ~lanes;
        }
        return a;
    }

    // Module i of the result is module i + `modules` (1..63) of this line.
    Line later(unsigned modules) const {
        Line out;
        for (std::size_t i = 0; i < words; ++i) {
            out.word[i] = word[i] >> modules;
            if (i + 1 < words) {
                out.word[i] = out.word[i] | word[i + 1] << (64 - modules);
            }
        }
        return out;
    }

    // Module i of the result is module i - `modules` (1..63) of this line.
    Line earlier(unsigned modules) const {
        Line out;
        for (std::size_t i = 0; i < words; ++i) {
            out.word[i] = word[i] << modules;
            if (i > 0) {
                out.word[i] = out.word[i] | word[i - 1] >> (64 - modules);
            }
        }
        return out;
    }
};

}  // namespace ocop::qr
