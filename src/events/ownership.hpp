#pragma once

#include "accounts/principal.hpp"
#include "events/effort.hpp"
#include "events/record.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// Whose the things are that an event names, and who may name them: a producer its own products and
// places, and what was handed to it: one step back, one step forward (TT 02/2024 art. 4).
//
// A trade item belongs to the producer that the register says; a place likewise. What the register
// does not know (an SSCC, an asset, a GTIN from elsewhere, a private URI) belongs to the producer
// who names it first. An event that names another producer as destination hands its lots, units
// and instances to that one: from then on both may name them, until the event is declared an error.
// A lot hands all its units; a unit is handed alone, and stays of the lot it was handed as. A
// product as such (a GTIN without lot or serial) is never handed over. An authority may name
// everything, and claims nothing.
//
// A handover gives what its giver could give, and only while it could. It counts while the thing is
// whose it was then (what one claimed and handed about is lost when the register gives the thing to
// another), and while its giver is that owner, an authority, or itself holds the thing by a
// handover that counts. What was nobody's when an authority handed it over stays handed over,
// whoever claims it or gets it in the register later. So an event declared an error takes the thing
// from all to whom it went on. Each handover stands by itself: one taken back leaves the others.
//
// Space events:
//   'k' ‖ thing → producer id: who named it first
//   'h' ‖ thing ‖ 00 ‖ receiver ‖ 00 ‖ u64 number of the event that handed it over
//               → giver ‖ 00 ‖ owner ‖ 00 ‖ lot
// where a thing is its canonical identifier, or "#" ‖ SHA-256 of one over 128 bytes; receiver,
// giver and owner are producer ids, the giver empty for an authority, the owner for nobody; lot is
// empty or "/10/LOT", of a unit whose lot the giver said.
namespace ocop::events {

using accounts::Principal;

// A thing that an event names, found before the transaction.
struct NamedThing {
    std::string pointer;            // within the event: "/epcList/0"
    std::string claimed_as;         // the thing: a trade item's GTIN link, else its finest key
    std::vector<std::string> ways;  // a handover of any of these lets it be named
    std::string gtin;               // of a trade item, or of a piece of one; else empty
    std::string place;              // id in the register; else empty
    bool is_ours = false;           // has the form of a name of our register (names.hpp)
    bool is_input = false;          // used up by a transformation
};

// A thing that an event hands to its destinations.
struct Handed {
    std::string thing;
    std::string claimed_as;  // of NamedThing
    // "/10/LOT" after the link of its trade item, of a unit that is named without its lot here and
    // with it in the event; else empty.
    std::string lot_suffix;
};

struct NamedThings {
    std::vector<NamedThing> things;         // each claimed_as and ways once
    std::vector<Handed> handed;             // each thing once
    std::vector<std::string> parties;       // canonical ids of sources and destinations
    std::vector<std::string> destinations;  // of those the destinations
    std::vector<std::string> gtins;         // each once
    std::vector<std::string> lots;          // "GTIN:LOT", each once
};

NamedThings named_things(epcis::Event const& event);

// What master data describes, or counts among the children of what it describes: its owner's to
// tell, and nobody's to whom it was handed. `id` is canonical.
NamedThing described_thing(std::string_view id, std::string pointer);

// A thing as it stands in a key: see above.
std::string thing_key(std::string_view thing);

// Whose a class is now: canonical, of a product or of its own; empty: nobody's. Errors of the
// reads.
Result<std::string> owner_of_class(store::Reader const& reader, std::string_view klass);

// The rights of one writer within one transaction. Remembers what it looked up. All functions give
// the errors of the reads too, corrupt "store_corrupt", and those of Effort, which they take a key
// of for each look and each write.
class Rights {
  public:
    // All must outlive it.
    Rights(store::Transaction& tx, Principal const& who, Effort& effort)
        : tx_(tx), who_(who), effort_(effort) {}

    // forbidden "thing_of_another" with a pointer for each thing that `who` may not name. Writes
    // nothing.
    Result<void> check(NamedThings const& named);

    // The producers that an event of `who` is for: the writer, those named as source or
    // destination, and the owners of what it names, but of what a producer's transformation uses
    // up.
    Result<std::vector<std::string>> parties_of(NamedThings const& named);

    // Writes claims and handovers of an event that passed check().
    Result<void> keep(NamedThings const& named, EventNumber number);

    // Takes back what `originals` handed over: events declared to be an error by one that names
    // what they named.
    Result<void> take_back(NamedThings const& named, std::vector<EventNumber> const& originals);

  private:
    Result<bool> may_name(NamedThing const& thing);
    bool is_registered(NamedThing const& thing) const;
    Result<bool> was_handed(NamedThing const& thing, std::string const& owner);
    std::string giver() const;
    Result<std::string> owner_of(NamedThing const& thing);
    Result<std::vector<std::string>> receivers_of(NamedThings const& named);
    Result<std::string> producer_of_party(std::string const& id);

    store::Transaction& tx_;
    Principal const& who_;
    Effort& effort_;
    std::unordered_map<std::string, bool> handed_;          // by claimed_as and ways
    std::unordered_map<std::string, std::string> owners_;   // by thing; empty: nobody's
    std::unordered_map<std::string, std::string> parties_;  // producer by party id
    std::unordered_set<std::string> places_;                // of the register
};

}  // namespace ocop::events
