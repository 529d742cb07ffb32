#include "blobs/findings.hpp"

#include "blobs/keys.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <map>

namespace ocop::blobs {

using store::Space;

namespace {

constexpr std::size_t id_bytes = 16;

std::string first_use_key(Hash const& hash) {
    return ByteWriter().u8('u').bytes(hash).take();
}

std::string look_prefix(std::uint32_t key) {
    return ByteWriter().u8('p').u32(key).take();
}

std::string finding_key(std::string_view id) {
    return ByteWriter().u8('f').text(id).take();
}

// A photo that was used before, as the index has it.
struct Alike {
    Hash hash{};
    std::string lot;
    int distance = 0;
};

Result<std::optional<FirstUse>> find_first_use(store::Reader const& reader, Hash const& hash) {
    return store::find_plain<FirstUse>(reader, Space::events, first_use_key(hash));
}

std::optional<Alike> read_alike(std::string_view key, std::string_view lot, Look look) {
    ByteReader in(key);
    in.u8();
    in.u32();
    Alike out;
    out.distance = look_distance(look, in.u64());
    auto const hash = as_bytes(in.take(out.hash.size()));
    if (!in.done()) {
        return std::nullopt;
    }
    std::copy(hash.begin(), hash.end(), out.hash.begin());
    out.lot = lot;
    return out;
}

using AlikeByHash = std::map<Hash, Alike>;

// Those under one key of the look.
Result<void> add_alike(
    store::Reader const& reader, std::uint32_t key, Look look, Use const& use, AlikeByHash& found
) {
    std::size_t seen = 0;
    bool damaged = false;
    auto const each = [&](std::string_view entry, std::string_view lot) {
        auto alike = read_alike(entry, lot, look);
        damaged = damaged || !alike;
        if (alike && alike->distance <= same_look_max && alike->lot != use.lot &&
            alike->hash != use.hash) {
            found.emplace(alike->hash, std::move(*alike));
        }
        return ++seen < alike_per_key_max;
    };
    auto const scanned = reader.scan(Space::events, look_prefix(key), {}, each);
    return scanned && damaged ? Result<void>(Error(Errc::corrupt, "store_corrupt")) : scanned;
}

// Photos of other lots that look like this one: the nearest, each once.
Result<std::vector<Alike>> find_alike(store::Reader const& reader, Look look, Use const& use) {
    AlikeByHash found;
    for (auto const key : look_keys(look)) {
        if (auto ok = add_alike(reader, key, look, use, found); !ok) {
            return ok.error();
        }
    }
    std::vector<Alike> out;
    out.reserve(found.size());
    for (auto& [hash, alike] : found) {
        out.push_back(std::move(alike));
    }
    std::stable_sort(out.begin(), out.end(), [](Alike const& a, Alike const& b) {
        return a.distance < b.distance;
    });
    out.resize(std::min(out.size(), findings_per_use_max));
    return out;
}

Hash digest_of(Use const& use, Alike const& alike) {
    auto const text =
        ByteWriter().text_nul(use.lot).text_nul(alike.lot).bytes(use.hash).bytes(alike.hash).take();
    return crypto::sha256(as_bytes(text));
}

// False when it is known already.
Result<bool> put_finding(
    store::Transaction& tx, Use const& use, Alike const& alike, FirstUse const& first
) {
    auto const digest = digest_of(use, alike);
    auto const told = ByteWriter().u8('F').bytes(digest).take();
    auto const before = tx.get(Space::events, told);
    if (!before) {
        return before.error();
    }
    if (*before) {
        return false;
    }
    auto const id = ByteWriter()
                        .u64(~static_cast<std::uint64_t>(tx.now().ms))
                        .bytes(ByteView(digest).first(8))
                        .take();
    Finding out;
    out.id = to_hex(as_bytes(id));
    out.lot = use.lot;
    out.other_lot = alike.lot;
    out.sha256 = to_hex(use.hash);
    out.other_sha256 = to_hex(alike.hash);
    out.distance = alike.distance;
    out.same_bytes = use.hash == alike.hash;
    out.event = use.event;
    out.other_event = first.event;
    out.producer = use.producer;
    out.other_producer = first.producer;
    out.at = tx.now();
    store::put_plain(tx, Space::events, finding_key(id), out);
    tx.put(Space::events, told, {});
    return true;
}

void put_first_use(store::Transaction& tx, Use const& use) {
    FirstUse first;
    first.lot = use.lot;
    first.producer = use.producer;
    first.event = use.event;
    first.at = tx.now();
    store::put_plain(tx, Space::events, first_use_key(use.hash), first);
}

void put_look(store::Transaction& tx, Use const& use, Look look) {
    for (auto const key : look_keys(look)) {
        tx.put(
            Space::events,
            ByteWriter().text(look_prefix(key)).u64(look).bytes(use.hash).take(),
            use.lot
        );
    }
}

void note_named(store::Transaction& tx, BlobRecord record, Use const& use) {
    if (record.first_lot) {
        return;
    }
    record.first_lot = use.lot;
    record.named_at = tx.now();
    store::put_plain(tx, Space::events, blob_key(use.hash, use.producer), record);
}

// A look that is used for the first time: every use before of one that is alike.
Result<std::size_t> note_look(store::Transaction& tx, Use const& use, Look look) {
    auto const alike = find_alike(tx, look, use);
    if (!alike) {
        return alike.error();
    }
    std::size_t out = 0;
    for (auto const& each : *alike) {
        auto const first = find_first_use(tx, each.hash);
        if (!first) {
            return first.error();
        }
        if (!*first) {
            return Error(Errc::corrupt, "store_corrupt", "blobs", "a look has no first use");
        }
        auto const made = put_finding(tx, use, each, **first);
        if (!made) {
            return made.error();
        }
        out += *made ? 1 : 0;
    }
    put_look(tx, use, look);
    return out;
}

}  // namespace

Result<std::size_t> note_use(store::Transaction& tx, Use const& use) {
    auto record = load_for(tx, use.producer, use.hash);
    if (!record) {
        return record.error();
    }
    note_named(tx, *record, use);
    if (!record->shown) {
        return 0;
    }
    auto const first = find_first_use(tx, use.hash);
    if (!first) {
        return first.error();
    }
    if (!*first) {
        put_first_use(tx, use);
        auto const look = parse_look(record->look.value_or(""));
        return look ? note_look(tx, use, *look) : Result<std::size_t>(0);
    }
    if ((*first)->lot == use.lot) {
        return 0;
    }
    auto const made = put_finding(tx, use, {use.hash, (*first)->lot, 0}, **first);
    if (!made) {
        return made.error();
    }
    return *made ? 1 : 0;
}

Result<FindingPage> list_findings(
    store::Reader const& reader, std::string_view after, std::size_t limit
) {
    std::string from;
    if (!after.empty()) {
        auto const id = from_hex(after);
        if (!id || id->size() != id_bytes) {
            return Error(
                Errc::malformed, "finding_id_malformed", "after", "must be an id of a finding"
            );
        }
        from = finding_key(as_text(*id)) + '\0';
    }
    FindingPage out;
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const value = store::parse_plain(bytes);
        auto finding = value ? store::as_stored(json::read<Finding>(*value, json::Mode::lenient))
                             : Result<Finding>(value.error());
        if (!finding) {
            outcome = finding.error();
            return false;
        }
        if (out.findings.size() == limit) {
            out.next = out.findings.back().id;
            return false;
        }
        out.findings.push_back(std::move(*finding));
        return true;
    };
    auto const scanned = reader.scan(Space::events, finding_key({}), from, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

}  // namespace ocop::blobs
