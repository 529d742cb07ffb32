#pragma once

#include "store/store.hpp"

#include <optional>
#include <string>
#include <string_view>

// Where each logged record lies: what its entry is of says under which key of which space, so that
// a record can be held against its place and not only against its entry. The services make the same
// keys for themselves; a test compares.
namespace ocop::tlog {

struct Place {
    store::Space space = store::Space::meta;
    std::string key;

    friend bool operator==(Place const&, Place const&) = default;
};

// Of the record that entry `index` is about; none when its noun is unknown or its subject is not
// one of that noun.
std::optional<Place> place_of(ledger::Entry const& entry, ledger::EntryIndex index);

enum class KeyKind : std::uint8_t {
    unknown,  // no service writes such a key
    logged,   // of a logged record
    other,    // of something else, or of a space whose keys are not listed
};

KeyKind kind_of_key(store::Space space, std::string_view key);

}  // namespace ocop::tlog
