#include "prints/features.hpp"
#include "prints/print_run.hpp"
#include "stamps/moves.hpp"

#include <algorithm>

// What a finished run does to the stamps on it.
namespace ocop::prints {

namespace {

// Positions of the run that were on no paper before: those of a reprint are further already.
Result<std::vector<stamps::Positions>> unprinted(
    store::Reader const& reader, stamps::StampOrder const& order, PrintRun const& run
) {
    std::vector<stamps::Positions> out;
    auto const visited = stamps::visit_segments(
        reader,
        order,
        run.first,
        run.last,
        [&](stamps::Segment const& segment) {
            if (segment.state == stamps::StampState::issued) {
                out.push_back({segment.first, segment.last});
            }
            return true;
        }
    );
    return visited ? Result<std::vector<stamps::Positions>>(std::move(out)) : visited.error();
}

Result<void> move_to_printed(store::Transaction& tx, PrintRun const& run) {
    auto const order = stamps::load_order(tx, run.order);
    if (!order) {
        return order.error();
    }
    auto all = unprinted(tx, *order, run);
    if (!all) {
        return all.error();
    }
    while (!all->empty()) {
        auto const count = std::min(all->size(), stamps::ranges_max);
        auto const end = all->begin() + static_cast<std::ptrdiff_t>(count);
        stamps::NewMove move;
        move.to = stamps::StampState::printed;
        move.positions.assign(all->begin(), end);
        move.basis = "print_run:" + run.id;
        auto const who = accounts::system_principal(run.account);
        if (auto const moved = stamps::move_stamps(tx, who, *order, std::move(move)); !moved) {
            return moved.error();
        }
        all->erase(all->begin(), end);
    }
    return {};
}

}  // namespace

Result<void> finish_run(store::Transaction& tx, std::string_view id, RunFile file) {
    auto run = load_run(tx, id);
    if (!run) {
        return run.error();
    }
    if (run->state != RunState::making) {
        return {};
    }
    if (auto const ok = check_in_force(tx, *run); !ok) {
        return ok.error().code == Errc::conflict ? fail_run(tx, id, "stamp_state") : ok;
    }
    run->state = RunState::made;
    run->made_at = tx.now();
    run->file = std::move(file);
    ++run->revision;
    if (auto const moved = move_to_printed(tx, *run); !moved) {
        return moved.error();
    }
    if (auto const told = put_overt(tx, *run); !told) {
        return told.error();
    }
    auto const who = accounts::system_principal(run->account);
    auto const put = put_run(tx, who, "made", std::move(*run));
    return put ? Result<void>() : put.error();
}

}  // namespace ocop::prints
