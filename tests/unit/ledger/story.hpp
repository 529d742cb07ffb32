#pragma once

#include <ocop/ledger/rules.hpp>

#include <map>
#include <string>
#include <string_view>
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

// As entries: ids and states are counted, times and chains computed.
std::vector<std::string> write(Story const& story);

// "entry rule" of each violation, in order.
std::vector<ledger::Violation> replay(std::vector<std::string> const& entries);

}  // namespace ocop::test
