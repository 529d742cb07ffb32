#pragma once

#include <cstdint>
#include <string_view>

// How a password would be guessed by somebody who knows how passwords are made. Nothing here keeps
// or tells any part of one. Pure; any thread.
namespace ocop::accounts {

// What a password is made of, but for characters that stand by themselves.
enum class Pattern : std::uint8_t { none, word, login, service, sequence, repeat, number };

struct Guess {
    int choices = 0;               // the fewest that lead to it
    Pattern most = Pattern::none;  // the pattern that accounts for most of its characters then
};

// The fewest choices that make `password`: the shortest chain of pieces that spells it. Case, marks
// and spaces make no choice (ocop::bare_letters), nor does what comes after 256 letters. Pieces and
// their cost:
//   1  a character by itself
//   2  a common word, also with signs for letters (p@ssw0rd)
//   1  the login, its parts of three letters or more, the service's name
//   1  three or more neighbours of the digits or of a row of signs, four or more of the alphabet or
//      of the keyboard, in either direction, also zigzag (1q2w3e)
//   1  three or more characters that came before in the same order (aaaa, abcabc)
//   1  a year, 19xx or 20xx
//   4  a run of five digits or more: dates, phone and card numbers
//   3  all digits and ASCII signs before the first or behind the last other character
Guess fewest_choices(std::string_view password, std::string_view login);

}  // namespace ocop::accounts
