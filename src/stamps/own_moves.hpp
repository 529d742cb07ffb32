#pragma once

#include "stamps/selection.hpp"

#include <optional>
#include <string>

// Moves that people ask for: a producer's of its own stamps, and an official's voiding.
namespace ocop::stamps {

struct MoveRequest : Selection {
    StampState to = StampState::received;
    std::optional<std::string> reason;
    std::optional<std::string> evidence;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(MoveRequest, (Selection), (to, reason, evidence, at))

struct ActivationRequest : Selection {
    std::optional<std::string> evidence;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(ActivationRequest, (Selection), (evidence, at))

struct VoidRequest : Selection {
    std::string reason;
    std::optional<std::string> evidence;
};
BOOST_DESCRIBE_STRUCT(VoidRequest, (Selection), (reason, evidence))

MoveRequest as_move(ActivationRequest request);

// A producer reports what became of its stamps: received, activated, spoiled, returned, damaged,
// lost. `scanned` is what read_scans() made of the request. not_found "order_not_found"; refused
// "move_not_yours" for any other state; the errors of select() and move_stamps(). What a foreign
// order holds says nothing: it is not there.
Result<StampMove> report_move(
    store::Transaction& tx,
    Principal const& who,
    std::string_view order,
    MoveRequest request,
    Scanned const& scanned
);

// Takes stamps out of force, at any point of their life. Errors as above.
Result<StampMove> void_stamps(
    store::Transaction& tx,
    Principal const& who,
    std::string_view order,
    VoidRequest request,
    Scanned const& scanned
);

}  // namespace ocop::stamps
