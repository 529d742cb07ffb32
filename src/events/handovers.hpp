#pragma once

#include "events/effort.hpp"
#include "events/ownership.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

// Handovers at rest, and whether one still holds; ownership.hpp says what lies where.
namespace ocop::events {

// What a handover says besides its key.
struct Handover {
    std::string giver;       // producer; empty: an authority
    std::string owner;       // of the thing when it was handed over; empty: nobody's
    std::string lot_suffix;  // of Handed
};

std::string handover_key(std::string_view thing, std::string_view receiver, EventNumber number);
std::string handover_value(Handover const& handover);

// Follows the handovers of one thing from its receiver back to the owner. One use, one thread.
class Chain {
  public:
    // All must outlive it. `owner` is whose the thing is now.
    Chain(store::Reader const& reader, Effort& effort, NamedThing const& thing, std::string owner)
        : reader_(reader), effort_(effort), thing_(thing), owner_(std::move(owner)) {}

    // Whether the thing, or the lot that it was handed as a unit of, came to `receiver` from the
    // owner or an authority, or from somebody to whom it came so: over at most 16 givers. A
    // handover under another owner counts for nothing, but for an authority's of what was nobody's
    // then. Looks at no more than 64 givers, and finds
    // what they do not show absent. Each handover looked at is taken from the effort. Errors of the
    // reads and of Effort; corrupt "store_corrupt".
    Result<bool> leads_to(std::string const& receiver);

  private:
    // Somebody who may have been handed the thing under this name.
    struct Holding {
        std::string holder;
        std::string way;
        std::size_t givers = 0;  // between it and the receiver
    };

    Result<bool> follow(Holding const& holding);
    bool counts(Handover const& handover) const;
    void ask(Handover const& handover, Holding const& receiver);
    void add(std::string const& holder, std::string const& way, std::size_t givers);

    store::Reader const& reader_;
    Effort& effort_;
    NamedThing const& thing_;
    std::string owner_;
    std::vector<Holding> holdings_;
    std::unordered_set<std::string> asked_;  // holder ‖ 00 ‖ way
    std::unordered_set<std::string> givers_;
};

}  // namespace ocop::events
