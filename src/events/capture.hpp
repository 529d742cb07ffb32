#pragma once

#include "events/index.hpp"
#include "events/master_data.hpp"
#include "events/ownership.hpp"
#include "events/record.hpp"

#include <ocop/epcis/document.hpp>

#include <string>
#include <string_view>
#include <vector>

// Events into the repository: whose they are, whether they are there already, their ledger leaves,
// their index; and the master data that rides with them (master_data.hpp). One capture is one
// transaction, whatever becomes of it.
//
// Space events, besides record.hpp and ownership.hpp:
//   'n'                 → u64 number of the last event (index.hpp)
//   'd' ‖ SHA-256 (32)  → u64 number: events by what tells them from others, which is hashed as
//                         producer ‖ 00 ‖ declaration ‖ identity
// where the declaration is 00, or 01 ‖ i64 ms for one of the event's error; and the identity the
// eventID, or the event's hash where that claims to be one in any form. So one content is one event
// of a producer, and another event of another producer. An authority's producer is empty.
namespace ocop::events {

// GS1-Capture-Error-Behaviour: with one bad event or element, nothing is stored, or all else is.
BOOST_DEFINE_ENUM_CLASS(Behaviour, rollback, proceed)

// What the capture of an event needs that is costly to find.
struct Candidate {
    std::string pointer;     // in the document
    std::string quoted;      // event_text() as a JSON string
    std::string id;          // eventID
    std::string identity{};  // what tells it from others
    NamedThings named;
    std::vector<Hash> files;  // named by hash: photos and test reports
    json::object clear;       // of its ledger entry, without the producer
};

// The events of a document, what is listed of each at the same place, and the elements of its
// master data.
struct Candidates {
    std::vector<EventRecord> records;  // their events; capture() says the rest
    std::vector<Candidate> facts;
    Terms terms;
    std::vector<ElementCandidate> elements;
};

// On the pool, before the transaction. too_large "event_too_large" with the event's pointer: one
// event is at most event_bytes_max as text; too_large "event_parties_too_many" with the pointer
// of its destinationList or sourceList: one event has at most destinations_max and parties_max;
// malformed "blob_hash_malformed" likewise. Errors of read_elements().
Result<Candidates> prepare(epcis::Document document);

// The same of one event more, after those that `out` has; an error leaves `out` as it was.
Result<void> add_candidate(Candidates& out, epcis::Event event, std::string pointer);

inline constexpr std::size_t event_bytes_max = std::size_t{48} * 1024;

// Each once: a party may be named as owner, possessor and place. Each destination is handed each
// thing, and each party knows each value.
inline constexpr std::size_t destinations_max = 16;
inline constexpr std::size_t parties_max = 64;  // sources and destinations

// Why one event, or one element of the master data, was not stored.
struct Refusal {
    std::string pointer;  // of the event in its document; empty for an element
    Error error;  // its faults' pointers are within the event; an element's, in the document
};

struct Captured {
    std::vector<EventNumber> numbers;  // of the events stored, in order
    std::vector<Refusal> refusals;     // elements first
};

// In one transaction: judges every element and event, then stores those that may be (none on
// rollback with a refusal). May run more than once over the same candidates. Errors are those of
// the reads, and of Effort for a document that asks for too much as a whole;
// what is wrong with one of them is a Refusal:
//   forbidden "thing_of_another"   see ownership.hpp
//   forbidden "event_of_another"   an error declaration of an event that is none of the producer
//   conflict "event_exists"        the producer captured it, or the same declaration, already
//   not_found "blob_not_found"     a file that was not uploaded by the writer; for one who reaches
//                                  everything, by anybody
Result<Captured> capture(
    store::Transaction& tx, Principal const& who, Candidates& candidates, Behaviour behaviour
);

// Whether eventTime and recordTime are more than 48 h apart: then it is said.
inline constexpr std::int64_t late_ms = 48LL * 3'600'000;

inline bool is_late(EventRecord const& record) {
    auto const apart = record.recorded.ms - epcis::event_time(record.event).ms;
    return apart > late_ms || apart < -late_ms;
}

}  // namespace ocop::events
