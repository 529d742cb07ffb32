#pragma once

#include <ocop/base/json.hpp>
#include <ocop/ledger/entry.hpp>

#include <string>
#include <string_view>
#include <vector>

// What an entry says in clear, held against the record whose state it hashes: what auditors are
// told and what buyers are answered from must be the same. Pure; any thread.
namespace ocop::tlog {

// What the record says otherwise: "stars is not what the record says"; empty: nothing. `entry` is
// the last one on its record. Compared are the members that the table in told.cpp finds in the
// record, and the state that the act leads to. An entry without a fault in its clear; of one with
// faults, what can be read.
std::string contradiction(ledger::Entry const& entry, json::value const& record);

// Members of a noun's entries that no record has: those of the act alone. For the test that none is
// forgotten.
std::vector<std::string_view> told_by_act_alone(std::string_view noun);
// And those that are compared.
std::vector<std::string_view> compared_members(std::string_view noun);

}  // namespace ocop::tlog
