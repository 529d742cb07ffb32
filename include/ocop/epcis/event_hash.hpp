#pragma once

#include <ocop/epcis/event.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// The event hash of CBV 2.0 §8.9.2: an eventID computed from what the event says, so that two
// captures of one event have one id. Pure; any thread.
namespace ocop::epcis {

enum class HashVersion : std::uint8_t { cbv_2_0, cbv_2_1 };

// The text that is hashed. Not in it are recordTime, eventID, errorDeclaration, certificationInfo,
// comments (rdfs:comment), and bizRules of a sensor report, which the standard's order of members
// leaves out. Values may be in any form: they are made canonical here.
std::string pre_hash(Event const& event, HashVersion version);

// "ni:///sha-256;<64 hex>?ver=CBV2.0"
std::string event_hash(Event const& event, HashVersion version = HashVersion::cbv_2_0);

// Whether an id is a URI of the scheme "ni" (RFC 6920), in any case, as schemes are (RFC 3986
// §3.1): then it says that it is a hash.
bool claims_hash(std::string_view id);

// Whether an eventID that claims to be a hash is that of this event, under the algorithm
// (sha-256, sha-384, sha-512, sha3-256) and version it names. Another form of URI is nobody's
// claim: success. Malformed "event_id_wrong" with pointer "/eventID" and the right id as reason, or
// when the ni: URI is not of the standard's form.
Result<void> check_event_id(Event const& event);

}  // namespace ocop::epcis
