#include "accounts/audit.hpp"

#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace ocop::accounts {

namespace {

using store::Space;

constexpr std::string_view head_key = "h";

struct Head {
    std::uint64_t entries = 0;
    Hash last{};
};

std::string entry_key(std::uint64_t number) {
    return ByteWriter().u8('e').u64(number).take();
}

std::string index_key(char tag, std::string_view value, std::uint64_t number) {
    return ByteWriter().u8(static_cast<std::uint8_t>(tag)).text_nul(value).u64(number).take();
}

Result<Head> load_head(store::Reader const& reader) {
    auto const bytes = reader.get(Space::audit, head_key);
    if (!bytes) {
        return bytes.error();
    }
    Head head;
    if (*bytes) {
        ByteReader in(**bytes);
        head.entries = in.u64();
        auto const hash = in.take(head.last.size());
        if (!in.done()) {
            return Error(Errc::corrupt, "store_corrupt", "audit h", "has the wrong length");
        }
        std::copy(hash.begin(), hash.end(), head.last.begin());
    }
    return head;
}

Error broken(std::uint64_t number, std::string reason) {
    return {Errc::corrupt, "audit_broken", "entry " + std::to_string(number), std::move(reason)};
}

bool matches(AuditQuery const& query, AuditEntry const& entry) {
    return (query.actor.empty() || entry.actor == query.actor) &&
           (query.subject.empty() || entry.subject == query.subject) &&
           entry.act.starts_with(query.act) && (!query.from || entry.at >= *query.from) &&
           (!query.until || entry.at < *query.until);
}

// The part of the keys to walk, and where in it to begin.
struct Walk {
    std::string prefix;
    std::string from;
};

Walk walk_of(AuditQuery const& query) {
    // The least key above that of the last one seen is itself with a zero byte behind.
    std::string const beyond = query.after ? std::string(1, '\0') : std::string();
    auto const last = query.after.value_or(0);
    if (query.actor.empty() && query.subject.empty()) {
        return {"e", entry_key(last) + beyond};
    }
    char const tag = query.subject.empty() ? 'a' : 's';
    auto const& value = query.subject.empty() ? query.actor : query.subject;
    auto const prefix = ByteWriter().u8(static_cast<std::uint8_t>(tag)).text_nul(value).take();
    return {prefix, index_key(tag, value, last) + beyond};
}

Result<AuditEntry> read_entry(std::string_view bytes) {
    auto const value = store::parse_plain(bytes);
    if (!value) {
        return value.error();
    }
    return store::as_stored(json::read<AuditEntry>(*value, json::Mode::lenient));
}

Result<AuditEntry> load_entry(store::Reader const& reader, std::uint64_t number) {
    auto const bytes = reader.get(Space::audit, entry_key(number));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return broken(number, "is missing");
    }
    return read_entry(**bytes);
}

}  // namespace

Result<std::uint64_t> audit(store::Transaction& tx, Principal const& who, AuditDraft draft) {
    auto const head = load_head(tx);
    if (!head) {
        return head.error();
    }
    AuditEntry entry;
    entry.number = head->entries;
    entry.at = tx.now();
    entry.actor = who.account.empty() ? "-" : who.account;
    entry.role = who.account.empty() ? "-" : boost::describe::enum_to_string(who.role, "?");
    entry.act = std::move(draft.act);
    entry.subject = draft.subject.empty() ? "-" : std::move(draft.subject);
    entry.detail = std::move(draft.detail);
    entry.request = std::move(draft.request);
    entry.previous = to_hex(head->last);
    auto const bytes = json::serialize(json::write(entry));
    tx.put(Space::audit, entry_key(entry.number), bytes);
    tx.put(Space::audit, index_key('a', entry.actor, entry.number), "");
    tx.put(Space::audit, index_key('s', entry.subject, entry.number), "");
    auto const next =
        ByteWriter().u64(entry.number + 1).bytes(crypto::sha256(as_bytes(bytes))).take();
    tx.put(Space::audit, head_key, next);
    return entry.number;
}

Result<void> search_audit(
    store::Reader const& reader,
    AuditQuery const& query,
    std::function<bool(AuditEntry const&)> const& visit
) {
    auto const walk = walk_of(query);
    bool const indexed = walk.prefix != "e";
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        ByteReader number(key.substr(key.size() - sizeof(std::uint64_t)));
        auto const entry = indexed ? load_entry(reader, number.u64()) : read_entry(value);
        if (!entry) {
            outcome = entry.error();
            return false;
        }
        return !matches(query, *entry) || visit(*entry);
    };
    if (auto scanned = reader.scan(Space::audit, walk.prefix, walk.from, each); !scanned) {
        return scanned;
    }
    return outcome;
}

Result<void> check_audit(store::Reader const& reader) {
    auto const head = load_head(reader);
    if (!head) {
        return head.error();
    }
    Hash last{};
    std::uint64_t next = 0;
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto const entry = read_entry(value);
        if (!entry || key != entry_key(next) || entry->number != next ||
            entry->previous != to_hex(last)) {
            outcome = broken(next, "does not follow from the entry before");
            return false;
        }
        last = crypto::sha256(as_bytes(value));
        ++next;
        return true;
    };
    if (auto scanned = reader.scan(Space::audit, "e", "", each); !scanned) {
        return scanned;
    }
    if (outcome && (next != head->entries || last != head->last)) {
        return broken(next, "the head names " + std::to_string(head->entries) + " entries");
    }
    return outcome;
}

}  // namespace ocop::accounts
