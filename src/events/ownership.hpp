#pragma once

#include "accounts/principal.hpp"
#include "events/record.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Whose the things are that an event names, and who may name them: a producer its own products and
// places, and what was handed to it: one step back, one step forward (TT 02/2024 art. 4).
//
// A trade item belongs to the producer that the register says; a place likewise. What the register
// does not know (an SSCC, an asset, a GTIN from elsewhere, a private URI) belongs to the producer
// who names it first. An event that names another producer as destination hands its lots, units
// and instances to that one: from then on both may name them. A product as such (a GTIN without lot
// or serial) is never handed over. An authority may name everything, and claims nothing.
//
// Space events:
//   'k' ‖ thing                    → producer id: who named it first
//   'h' ‖ thing ‖ 00 ‖ producer id → u64 number of the event that handed it over
// where a thing is its canonical identifier, or "#" ‖ SHA-256 of one over 128 bytes.
namespace ocop::events {

using accounts::Principal;

// A thing that an event names, found before the transaction.
struct NamedThing {
    std::string pointer;            // within the event: "/epcList/0"
    std::string claimed_as;         // the thing: a trade item's GTIN link, else its finest key
    std::vector<std::string> ways;  // a handover of any of these is one of it: instance, lot
    std::string gtin;               // of a trade item; else empty
    std::string place;              // id in the register; else empty
    bool is_ours = false;           // a name that only our register gives (names.hpp)
};

struct NamedThings {
    std::vector<NamedThing> things;         // each claimed_as and ways once
    std::vector<std::string> handed;        // things that this event hands to its destinations
    std::vector<std::string> parties;       // canonical ids of sources and destinations
    std::vector<std::string> destinations;  // of those the destinations
    std::vector<std::string> gtins;         // each once
    std::vector<std::string> lots;          // "GTIN:LOT", each once
};

NamedThings named_things(epcis::Event const& event);

// The rights of one writer within one transaction. Remembers what it looked up.
class Rights {
  public:
    // Both must outlive it.
    Rights(store::Transaction& tx, Principal const& who) : tx_(tx), who_(who) {}

    // forbidden "thing_of_another" with a pointer for each thing that `who` may not name; errors of
    // the reads. Writes nothing.
    Result<void> check(NamedThings const& named);

    // The producers that an event of `who` is for: the writer, those named as source or
    // destination, and for an authority's event the owners of its trade items and places.
    Result<std::vector<std::string>> parties_of(NamedThings const& named);

    // Writes claims and handovers of an event that passed check().
    Result<void> keep(NamedThings const& named, EventNumber number);

  private:
    Result<bool> may_name(NamedThing const& thing);
    bool is_registered(NamedThing const& thing) const;
    Result<bool> was_handed(NamedThing const& thing) const;
    Result<std::string> owner_of(NamedThing const& thing);
    Result<std::string> producer_of_party(std::string const& id);

    store::Transaction& tx_;
    Principal const& who_;
    std::map<std::string, std::string, std::less<>> owners_;   // by thing; empty: nobody's
    std::map<std::string, std::string, std::less<>> parties_;  // producer by party id
    std::set<std::string, std::less<>> places_;                // of the register
};

}  // namespace ocop::events
