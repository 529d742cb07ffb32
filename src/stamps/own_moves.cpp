#include "stamps/own_moves.hpp"

namespace ocop::stamps {

namespace {

bool is_producers(StampState state) {
    switch (state) {
        case StampState::received:
        case StampState::activated:
        case StampState::spoiled:
        case StampState::returned:
        case StampState::damaged:
        case StampState::lost:
            return true;
        case StampState::issued:
        case StampState::printed:
        case StampState::opened:
        case StampState::destroyed:
        case StampState::seized:
        case StampState::voided:
        case StampState::lapsed:
            return false;
    }
    return false;
}

Result<StampMove> move_selected(
    store::Transaction& tx,
    Principal const& who,
    std::string_view id,
    MoveRequest request,
    Scanned const& scanned
) {
    auto const order = load_order_in(tx, who, id, OrderState::issued);
    if (!order) {
        return order.error();
    }
    auto positions = select(tx, *order, request, scanned, request.to);
    if (!positions) {
        return positions.error();
    }
    NewMove move;
    move.to = request.to;
    move.positions = std::move(*positions);
    move.reason = std::move(request.reason);
    move.evidence = std::move(request.evidence);
    move.at = request.at;
    return move_stamps(tx, who, *order, std::move(move));
}

}  // namespace

MoveRequest as_move(ActivationRequest request) {
    MoveRequest out;
    out.to = StampState::activated;
    out.evidence = std::move(request.evidence);
    out.at = request.at;
    Selection& selection = request;
    static_cast<Selection&>(out) = std::move(selection);
    return out;
}

Result<StampMove> report_move(
    store::Transaction& tx,
    Principal const& who,
    std::string_view order,
    MoveRequest request,
    Scanned const& scanned
) {
    if (!is_producers(request.to)) {
        return Error(
            Errc::refused,
            "move_not_yours",
            "/to",
            "must be received, activated, spoiled, returned, damaged or lost"
        );
    }
    return move_selected(tx, who, order, std::move(request), scanned);
}

Result<StampMove> void_stamps(
    store::Transaction& tx,
    Principal const& who,
    std::string_view order,
    VoidRequest request,
    Scanned const& scanned
) {
    MoveRequest move;
    Selection& selection = request;
    static_cast<Selection&>(move) = std::move(selection);
    move.to = StampState::voided;
    move.reason = std::move(request.reason);
    move.evidence = std::move(request.evidence);
    return move_selected(tx, who, order, std::move(move), scanned);
}

}  // namespace ocop::stamps
