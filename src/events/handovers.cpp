#include "events/handovers.hpp"

#include <ocop/base/bytes.hpp>

#include <optional>

namespace ocop::events {

namespace {

using store::Space;

constexpr std::size_t givers_deep_max = 16;
constexpr std::size_t givers_max = 64;

std::string prefix_of(std::string_view thing, std::string_view receiver) {
    return ByteWriter().u8('h').text(thing_key(thing)).u8(0).text_nul(receiver).take();
}

std::optional<Handover> read_handover(std::string_view bytes) {
    ByteReader reader(bytes);
    Handover out;
    out.giver = reader.text_nul();
    out.owner = reader.text_nul();
    if (reader.failed()) {
        return std::nullopt;
    }
    out.lot_suffix = reader.rest();
    return out;
}

}  // namespace

std::string handover_key(std::string_view thing, std::string_view receiver, EventNumber number) {
    return ByteWriter().text(prefix_of(thing, receiver)).u64(number).take();
}

std::string handover_value(Handover const& handover) {
    return ByteWriter()
        .text_nul(handover.giver)
        .text_nul(handover.owner)
        .text(handover.lot_suffix)
        .take();
}

Result<bool> Chain::leads_to(std::string const& receiver) {
    for (auto const& way : thing_.ways) {
        add(receiver, way, 0);
    }
    for (std::size_t i = 0; i < holdings_.size(); ++i) {
        auto const holding = holdings_[i];  // following it adds others
        auto found = follow(holding);
        if (!found || *found) {
            return found;
        }
    }
    return false;
}

Result<bool> Chain::follow(Holding const& holding) {
    Result<bool> found = false;
    auto const visit = [&](std::string_view, std::string_view value) {
        if (auto taken = effort_.take(); !taken) {
            found = taken.error();
            return false;
        }
        auto const handover = read_handover(value);
        if (!handover) {
            found = Error(Errc::corrupt, "store_corrupt", "events h", "is no handover");
            return false;
        }
        // However many they are: whoever hands the same over again and again, or did so under
        // another owner, hides no handover of somebody else.
        if (!counts(*handover)) {
            return true;
        }
        found = handover->giver.empty() || handover->giver == owner_;
        ask(*handover, holding);
        return !*found;
    };
    if (auto taken = effort_.take(); !taken) {
        return taken.error();
    }
    auto const scanned =
        reader_.scan(Space::events, prefix_of(holding.way, holding.holder), {}, visit);
    if (!scanned) {
        return scanned.error();
    }
    return found;
}

// What was nobody's when an authority gave it is not lost by a claim: whoever names a thing first
// would take it from whom it was given to.
bool Chain::counts(Handover const& handover) const {
    bool const was_nobodys = handover.giver.empty() && handover.owner.empty();
    return was_nobodys || handover.owner == owner_;
}

// The giver had it under any of the thing's names, or as what it was handed on as.
void Chain::ask(Handover const& handover, Holding const& receiver) {
    auto const givers = receiver.givers + 1;
    if (givers == givers_deep_max ||
        (givers_.size() == givers_max && !givers_.contains(handover.giver))) {
        return;
    }
    givers_.insert(handover.giver);
    for (auto const& way : thing_.ways) {
        add(handover.giver, way, givers);
    }
    add(handover.giver, receiver.way, givers);
    if (!handover.lot_suffix.empty()) {
        add(handover.giver, thing_.claimed_as + handover.lot_suffix, givers);
    }
}

void Chain::add(std::string const& holder, std::string const& way, std::size_t givers) {
    auto asked = holder;
    asked.append(1, '\0').append(way);
    if (asked_.insert(std::move(asked)).second) {
        holdings_.push_back({holder, way, givers});
    }
}

}  // namespace ocop::events
