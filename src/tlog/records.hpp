#pragma once

#include "store/store.hpp"

// The records of a store against its log, by what entries mean: more than store::check_logged()
// can ask.
namespace ocop::tlog {

// The last entry of each record has it, under the one key that its kind and subject say, in
// canonical form, with the state that it hashes; what the entry says in clear and the record says
// too is the same in both (told.hpp). Of one that an entry dropped nothing is there, or what was
// registered under its name since. There is no other logged record, under no key, and in spaces
// whose keys are all known no key besides. At most one entry follows another. Reads everything;
// takes two bits per entry. Corrupt "store_corrupt" with the first that does not hold; errors of
// the reader.
Result<void> check_records(store::Reader const& reader);

}  // namespace ocop::tlog
