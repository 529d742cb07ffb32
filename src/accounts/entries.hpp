#pragma once

#include "accounts/two_persons.hpp"
#include "store/store.hpp"

#include <span>
#include <string>

// What ledger entries say of persons: pseudonyms and units, for the audit's rules on who may. Pure;
// any thread.
namespace ocop::accounts {

// An entry of what `who` did: `clear` with the member "unit", Principal::unit.
store::EntryDraft draft_by(
    Principal const& who, std::string kind, std::string subject, json::object clear
);

// [{"actor": …, "unit": …}, …] in the order given.
json::array clear_of(std::span<Confirmation const> confirmations);

}  // namespace ocop::accounts
