#pragma once

#include "accounts/entries.hpp"
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
// find() and load() are the service's own; find_for(), load_for() and list() are for someone, and
// know nothing of what that someone's reach does not hold.
//
// A record type R gives: `tag` (its first key byte in space registry, frozen), `noun` ("producer";
// leads its ledger kinds and subjects), slugs `exists` and `absent`, key_of(R) → the key's text
// after the tag, and clear_of(R) → what its ledger entry says in clear. A kind that belongs to
// producers has producer_of(R) → the producer's id; it never changes.
//
// At rest: 'o' ‖ producer ‖ 00 ‖ tag ‖ key → empty: the records of a producer.
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

template <class R>
concept Owned = requires(R const& record) {
    producer_of(record);
};

template <class R>
std::string owned_key(std::string_view producer, std::string_view key) {
    return ByteWriter()
        .u8('o')
        .text_nul(producer)
        .u8(static_cast<std::uint8_t>(R::tag))
        .text(key)
        .take();
}

// Five digits; empty for a producer that is not in the register.
Result<std::string> commune_of(store::Reader const& reader, std::string_view producer);

// Whether `who` may know of a record of this producer. `place` is the record's id if it is a place.
Result<bool> reaches_producer(
    store::Reader const& reader,
    Principal const& who,
    std::string_view producer,
    std::string_view place = {}
);

// Whether `who` may know of `record`. What belongs to no producer is there for all whom the route
// lets in.
template <class R>
Result<bool> reaches(store::Reader const& reader, Principal const& who, R const& record) {
    if constexpr (Owned<R>) {
        return reaches_producer(
            reader, who, producer_of(record), R::noun == "place" ? key_of(record) : std::string()
        );
    } else {
        return who.reach != accounts::Reach::none;
    }
}

// Absent also when it is not for `who`.
template <class R>
Result<std::optional<R>> find_for(
    store::Reader const& reader, Principal const& who, std::string_view key
) {
    auto found = find<R>(reader, key);
    if (!found || !*found) {
        return found;
    }
    auto const reached = reaches(reader, who, **found);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(found) : Result<std::optional<R>>(std::optional<R>());
}

// not_found R::absent, also when it is not for `who`.
template <class R>
Result<R> load_for(store::Reader const& reader, Principal const& who, std::string_view key) {
    auto found = find_for<R>(reader, who, key);
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
        accounts::draft_by(
            who,
            std::string(R::noun) + "." + std::string(act),
            std::string(R::noun) + ":" + key,
            clear_of(record)
        ),
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
    if constexpr (Owned<R>) {
        tx.put(store::Space::registry, owned_key<R>(producer_of(record), key_of(record)), {});
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

// Takes the record out of the register, with all that `create` wrote beside it. Whoever calls saw
// that nothing rests on it (removal.hpp).
template <class R>
Result<void> drop(store::Transaction& tx, Principal const& who, R const& record) {
    auto const key = key_of(record);
    if constexpr (Owned<R>) {
        tx.erase(store::Space::registry, owned_key<R>(producer_of(record), key));
    }
    auto const dropped = store::drop_logged(
        tx,
        store::Space::registry,
        record_key<R>(key),
        accounts::draft_by(
            who,
            std::string(R::noun) + ".dropped",
            std::string(R::noun) + ":" + key,
            clear_of(record)
        )
    );
    return dropped ? Result<void>() : dropped.error();
}

template <class R>
struct Page {
    std::vector<R> records;
    std::optional<std::string> next;  // `after` of the next page
};

// Records in key order whose key is greater than `after`, at most `limit`, of those that `who`
// reaches. One's own are found by the index of their producer; a commune's by looking at all.
template <class R>
Result<Page<R>> list(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    Page<R> page;
    Result<void> outcome;
    auto const visit = [&](R record) {
        auto const reached = reaches(reader, who, record);
        if (!reached) {
            outcome = reached.error();
            return false;
        }
        if (*reached && page.records.size() == limit) {
            page.next = key_of(page.records.back());
            return false;
        }
        if (*reached) {
            page.records.push_back(std::move(record));
        }
        return true;
    };
    bool const own = Owned<R> && who.reach == accounts::Reach::own;
    auto const prefix = own ? owned_key<R>(who.producer, {}) : record_key<R>({});
    // The least key above `after` is itself with a zero byte behind.
    auto const from = after.empty() ? prefix : prefix + std::string(after) + '\0';
    auto const each = [&](std::string_view key, std::string_view bytes) {
        auto record =
            own ? load<R>(reader, key.substr(prefix.size())) : store::read_logged<R>(bytes);
        if (!record) {
            outcome = record.error();
            return false;
        }
        return visit(std::move(*record));
    };
    if (auto const scanned = reader.scan(store::Space::registry, prefix, from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

}  // namespace ocop::registry
