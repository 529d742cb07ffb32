#pragma once

#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <optional>

// Entities at rest. A logged record is kept as
//   {"log": {"index": n, "salt": hex}, "record": {"v": 1, …}}
// so that an audit can recompute its ledger entry's `state` from the bytes here.
namespace ocop::store {

// Writes `record` and its ledger entry in one go. The record before (for `prev`) is looked up under
// the same key. Malformed "record_malformed" when it holds a fraction; errors of get() and
// parse_logged().
Result<ledger::EntryIndex> put_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, json::value record
);

struct StoredRecord {
    json::value record;
    ledger::EntryIndex index = 0;  // of the entry that holds its state
    ledger::Salt salt{};
};

// Corrupt "store_corrupt" when the bytes are not what put_logged wrote.
Result<StoredRecord> parse_logged(std::string_view bytes);

// The record under `key` as a T, or an empty optional.
template <class T>
Result<std::optional<T>> find_logged(Reader const& reader, Space space, std::string_view key) {
    auto bytes = reader.get(space, key);
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::optional<T>();
    }
    auto stored = parse_logged(**bytes);
    if (!stored) {
        return stored.error();
    }
    auto record = json::read<T>(stored->record, json::Mode::lenient);
    if (!record) {
        return Error(Errc::corrupt, "store_corrupt", record.error().faults);
    }
    return std::optional<T>(std::move(*record));
}

}  // namespace ocop::store
