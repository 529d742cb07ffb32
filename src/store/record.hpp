#pragma once

#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <optional>

// Entities at rest. A logged record is kept as
//   {"log": {"index": n, "salt": hex}, "record": {"v": 1, …}}
// so that an audit can recompute its ledger entry's `state` from the bytes here.
namespace ocop::store {

// Writes `record` and its ledger entry in one go. The record before (for `prev`) is looked up under
// the same key. Malformed "record_malformed" when it holds a number that is not finite; errors of
// get() and parse_logged().
Result<ledger::EntryIndex> put_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, json::value record
);

// The same of a record that is RFC 8785 text already, under a key that is known to be new, so that
// nothing is looked up. Whoever calls answers for both: were a record there, the entry would not
// name the entry before.
ledger::EntryIndex put_new_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, std::string_view record
);

// Takes the record under `key` out, and appends the entry that says so, behind the record's own. No
// record is left whose state the entry could hold: it holds that of `null`, under a salt that is
// kept nowhere. What is written under the key later begins a chain of its own. Errors as
// put_logged(); internal "internal" when there is none, which the caller saw to.
Result<ledger::EntryIndex> drop_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft
);

struct StoredRecord {
    json::value record;
    ledger::EntryIndex index = 0;  // of the entry that holds its state
    ledger::Salt salt{};
};

// Corrupt "store_corrupt" when the bytes are not what put_logged wrote.
Result<StoredRecord> parse_logged(std::string_view bytes);
// Corrupt "store_corrupt" when the bytes are not JSON.
Result<json::value> parse_plain(std::string_view bytes);

// What does not read back is damage, whatever the reader calls it.
template <class T>
Result<T> as_stored(Result<T> read) {
    if (!read) {
        return Error(Errc::corrupt, "store_corrupt", read.error().faults);
    }
    return read;
}

template <class T>
Result<std::optional<T>> optional_of(Result<T> value) {
    if (!value) {
        return value.error();
    }
    return std::optional<T>(std::move(*value));
}

// What put_logged wrote, as a T. Members that T does not know are skipped, missing ones keep their
// default. Corrupt "store_corrupt".
template <class T>
Result<T> read_logged(std::string_view bytes) {
    auto stored = parse_logged(bytes);
    if (!stored) {
        return stored.error();
    }
    return as_stored(json::read<T>(stored->record, json::Mode::lenient));
}

// The record under `key`, or an empty optional.
template <class T>
Result<std::optional<T>> find_logged(Reader const& reader, Space space, std::string_view key) {
    auto const bytes = reader.get(space, key);
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::optional<T>();
    }
    return optional_of(read_logged<T>(**bytes));
}

// Visits the logged records under `prefix` from `from` on (empty: from the first) as T, until
// `visit(key, T)` says false. Errors of scan() and read_logged().
template <class T, class Visit>
Result<void> scan_logged(
    Reader const& reader, Space space, std::string_view prefix, std::string_view from, Visit visit
) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto record = read_logged<T>(value);
        if (!record) {
            outcome = record.error();
            return false;
        }
        return visit(key, std::move(*record));
    };
    if (auto scanned = reader.scan(space, prefix, from, each); !scanned) {
        return scanned;
    }
    return outcome;
}

// Records that are no ledger leaves (tokens, receipts, jobs): their JSON alone.
template <class T>
void put_plain(Transaction& tx, Space space, std::string_view key, T const& record) {
    tx.put(space, key, json::serialize(json::write(record)));
}

template <class T>
Result<std::optional<T>> find_plain(Reader const& reader, Space space, std::string_view key) {
    auto const bytes = reader.get(space, key);
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::optional<T>();
    }
    auto const value = parse_plain(**bytes);
    if (!value) {
        return value.error();
    }
    return optional_of(as_stored(json::read<T>(*value, json::Mode::lenient)));
}

}  // namespace ocop::store
