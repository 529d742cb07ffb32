#pragma once

#include <ocop/ledger/entry.hpp>

#include <string>
#include <string_view>

// For who writes many entries: each is checked and written once.
namespace ocop::ledger {

// The bytes that encode_entry() gives, or the errors of check_entry().
Result<std::string> write_entry(Entry const& entry);

// record_state() of a record that is RFC 8785 text already.
Hash text_state(Salt const& salt, std::string_view canonical);

}  // namespace ocop::ledger
