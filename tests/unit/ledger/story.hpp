#pragma once

#include <ocop/ledger/rules.hpp>

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A made-up log that has each kind of entry once at least and breaks no rule
// (vectors/ledger-kinds-v1.jsonl), as drafts that a test may change before they are written as
// entries.
namespace ocop::test {

struct Draft {
    std::string kind;
    std::string actor;
    json::object clear;                       // `unit` is put in by write(), where it is not there
    std::int64_t minutes = 5;                 // after the entry before
    std::optional<std::int64_t> prev = {};    // absent: the right one
    std::optional<std::string> subject = {};  // absent: the right one
};

using Story = std::vector<Draft>;

Story good_story();

// Where the first draft of that kind stands.
std::size_t first_of(Story const& story, std::string_view kind);

// One thing about the good story that is not so.
struct Lie {
    char const* name;
    char const* rule;  // that it breaks, and no other
    void (*tell)(Story&);
};

std::ostream& operator<<(std::ostream& out, Lie const& lie);

void check(Lie const& lie);

// For changing a story.
namespace tale {

Draft& the(Story& story, std::string_view kind, std::size_t nth = 0);
json::object& clear_of(Story& story, std::string_view kind, std::size_t nth = 0);
void repeat(Story& story, std::string_view kind);
void drop(Story& story, std::string_view kind);
// Behind the first of `kind`.
void put_after(Story& story, std::string_view kind, Draft draft);
json::array by(std::vector<std::pair<char const*, char const*>> const& persons);

}  // namespace tale

// As entries: ids and states are counted, times and chains computed.
std::vector<std::string> write(Story const& story);

// "entry rule" of each violation, in order.
std::vector<ledger::Violation> replay(std::vector<std::string> const& entries);

// A line each.
std::string words_of(std::vector<ledger::Violation> const& violations);

}  // namespace ocop::test
