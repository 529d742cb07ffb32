#pragma once

#include "inspections/inspections.hpp"

#include <optional>
#include <string>

// Stamps whose numbers were found on other packs too. The finding of an inspection makes them red;
// it is lifted by two officials of different units. What another inspection, not lifted, found
// copied too stays so.
//
// At rest, space inspections:
//   'c' ‖ epoch ‖ …                                 → runs of stamps found copied (marks.hpp)
//   'C' ‖ GTIN ‖ ':' ‖ lot ‖ 00 ‖ inspection id     → empty: findings that stand
namespace ocop::inspections {

// The finding of an inspection that is about to be recorded. Errors of runs_inspected().
Result<void> mark_copied(store::Transaction& tx, Principal const& who, Inspection const& of);

// A later proposal takes the place of one that nobody confirmed. not_found "inspection_not_found";
// conflict "copied_state" when it found none copied, or was lifted; malformed "request_invalid".
Result<Inspection> propose_copied_lift(
    store::Transaction& tx, Principal const& who, std::string_view id, ReasonGiven request
);

// The stamps are as they were, with this transaction, and the producer's owners are told. As
// above; conflict "act_not_pending"; refused "own_request", "same_unit".
Result<Inspection> confirm_copied_lift(
    store::Transaction& tx, Principal const& who, Random& random, std::string_view id
);

// The inspection that found the stamp copied, or nothing.
Result<std::optional<std::string>> copied_by(store::Reader const& reader, stamp::Position position);

}  // namespace ocop::inspections
