#pragma once

#include "accounts/principal.hpp"
#include "registry/values.hpp"
#include "store/record.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What all kinds of record in the register have in common: created once under a key, found, listed,
// changed against a revision, each change a ledger leaf.
//
// A record type R gives: `tag` (its first key byte in space registry, frozen), `noun` ("producer";
// leads its ledger kinds and subjects), slugs `exists` and `absent`, key_of(R) → the key's text
// after the tag, and clear_of(R) → what its ledger entry says in clear.
namespace ocop::registry {

using accounts::Principal;

template <class R>
std::string record_key(std::string_view key) {
    return ByteWriter().u8(static_cast<std::uint8_t>(R::tag)).text(key).take();
}

template <class R>
Result<std::optional<R>> find(store::Reader const& reader, std::string_view key) {
    return store::find_logged<R>(reader, store::Space::registry, record_key<R>(key));
}

// not_found R::absent.
template <class R>
Result<R> load(store::Reader const& reader, std::string_view key) {
    auto found = find<R>(reader, key);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, R::absent);
    }
    return std::move(**found);
}

// Writes `record` as it is now, after `act` ("registered", "changed", …).
template <class R>
Result<R> put(store::Transaction& tx, Principal const& who, std::string_view act, R record) {
    auto const key = key_of(record);
    auto logged = store::put_logged(
        tx,
        store::Space::registry,
        record_key<R>(key),
        {.kind = std::string(R::noun) + "." + std::string(act),
         .actor = who.account,
         .subject = std::string(R::noun) + ":" + key,
         .clear = clear_of(record)},
        json::write(record)
    );
    if (!logged) {
        return logged.error();
    }
    return record;
}

// conflict R::exists.
template <class R>
Result<R> create(store::Transaction& tx, Principal const& who, R record) {
    auto const found = find<R>(tx, key_of(record));
    if (!found) {
        return found.error();
    }
    if (*found) {
        return Error(Errc::conflict, R::exists);
    }
    return put(tx, who, "registered", std::move(record));
}

// Replaces the record of the same key; `expected` is the revision the caller saw, if it said one.
// precondition "revision_stale".
template <class R>
Result<R> change(
    store::Transaction& tx,
    Principal const& who,
    std::string_view act,
    std::optional<std::int64_t> expected,
    R record
) {
    auto const now = load<R>(tx, key_of(record));
    if (!now) {
        return now.error();
    }
    if (expected && *expected != now->revision) {
        return Error(
            Errc::precondition,
            "revision_stale",
            "If-Match",
            "the record is at revision " + std::to_string(now->revision)
        );
    }
    record.revision = now->revision + 1;
    return put(tx, who, act, std::move(record));
}

template <class R>
struct Page {
    std::vector<R> records;
    std::optional<std::string> next;  // `after` of the next page
};

// Records in key order whose key is greater than `after`, at most `limit`.
template <class R>
Result<Page<R>> list(store::Reader const& reader, std::string_view after, std::size_t limit) {
    Page<R> page;
    auto const prefix = record_key<R>({});
    // The least key above `after` is itself with a zero byte behind.
    auto const from = after.empty() ? prefix : record_key<R>(after) + '\0';
    auto const visit = [&](std::string_view, R record) {
        if (page.records.size() == limit) {
            page.next = key_of(page.records.back());
            return false;
        }
        page.records.push_back(std::move(record));
        return true;
    };
    auto const scanned = store::scan_logged<R>(reader, store::Space::registry, prefix, from, visit);
    if (!scanned) {
        return scanned.error();
    }
    return page;
}

}  // namespace ocop::registry
