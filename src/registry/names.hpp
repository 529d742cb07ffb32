#pragma once

#include "registry/values.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

// Names that look like another's (ASVS 1.1.1, 2.2.1): within one kind of record, two names that a
// reader takes for each other (ocop::confusable_skeleton) are one name, letter for letter but for
// capitals. Two cooperatives may share a name; none may have one that only seems to be another's.
//
// Index, in space registry: 's' ‖ noun ‖ 00 ‖ skeleton ‖ 00 ‖ key of the record → SHA-256 of the
// name with case folded. All entries of one skeleton have the same value.
namespace ocop::registry {

struct Named {
    std::string_view noun;  // of the kind of record
    std::string key;
    Name name;
};

template <class R>
Named named(R const& record) {
    return {R::noun, key_of(record), record.name};
}

// Enters the names of a record, in the transaction that writes it. refused "name_confusable" at
// /name/vi or /name/en when it looks like a name of another record, or its own other name, and is
// not the same.
Result<void> enter_names(store::Transaction& tx, Named const& now);

// The same of a record that changed: its names of before are taken out. Names that did not change
// are not judged again.
Result<void> change_names(store::Transaction& tx, Named const& before, Named const& now);

// Takes the names of a record out, in the transaction that drops it.
void leave_names(store::Transaction& tx, Named const& record);

// Keys of the records of that noun that have `name`, letter for letter but for capitals; in their
// order, at most `limit`.
Result<std::vector<std::string>> keys_named(
    store::Reader const& reader, std::string_view noun, std::string_view name, std::size_t limit
);

}  // namespace ocop::registry
