#pragma once

#include "store/record.hpp"

#include <string_view>

// The bytes of logged records (record.hpp), for checks.
namespace ocop::store {

// How every logged record begins, and nothing else: parse_logged() holds to the byte what stands
// around the record itself, so that readers and checks see the same records.
inline constexpr std::string_view logged_prefix = R"({"log":{"index":)";

// The entry that the record names, without a look at the record. Corrupt "store_corrupt".
Result<ledger::EntryIndex> logged_index(std::string_view bytes);

struct CanonicalRecord {
    StoredRecord stored;
    std::string_view text;  // the record's, within the bytes that were read
};

// As parse_logged(), and corrupt "store_corrupt" too when the record is not in its canonical form.
Result<CanonicalRecord> parse_canonical(std::string_view bytes);

}  // namespace ocop::store
