#include "tlog/health.hpp"

#include "store/layout.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/ledger/note.hpp>

#include <algorithm>

namespace ocop::tlog {

namespace {

constexpr std::size_t time_bytes = 8;
constexpr std::uint64_t seconds_max = 253'402'300'799;  // the last of the year 9999

// When the key cosigned the note, by its own word; the signature was judged when it came.
std::optional<Instant> cosigned_at(ledger::Note const& note, ledger::NoteKey const& key) {
    auto const id = ledger::key_id(key);
    for (auto const& signature : note.signatures) {
        if (signature.name == key.name && signature.id == id &&
            signature.signature.size() > time_bytes) {
            ByteReader in(as_text(signature.signature));
            auto const seconds = in.u64();
            return seconds <= seconds_max
                       ? std::optional(Instant{static_cast<std::int64_t>(seconds) * 1000})
                       : std::nullopt;
        }
    }
    return std::nullopt;
}

Result<WitnessHealth> read_witness(
    std::string_view vkey, std::string_view record, std::int64_t size, ledger::Note const* note
) {
    auto const key = ledger::parse_vkey(vkey);
    ByteReader in(record);
    auto const has = static_cast<std::int64_t>(in.u64());
    if (!key || !in.done()) {
        return store::corrupt("what is kept of a witness cannot be read");
    }
    WitnessHealth out;
    out.name = key->name;
    out.key = vkey;
    out.size = has;
    out.behind = std::max<std::int64_t>(size - has, 0);
    if (note != nullptr) {
        out.cosigned_at = cosigned_at(*note, *key);
    }
    return out;
}

}  // namespace

Result<Health> load_health(store::Reader const& reader, Head const* witnessed) {
    auto const head = tlog::load_head(reader);
    auto const origin = load_origin(reader);
    auto const batch = store::load_head(reader);
    if (!head) {
        return head.error();
    }
    if (!origin) {
        return origin.error();
    }
    if (!batch) {
        return batch.error();
    }
    Health out;
    out.origin = *origin;
    out.size = static_cast<std::int64_t>(head->tree.size);
    out.root = to_base64(head->tree.root);
    out.checkpoint_at = batch->at;
    auto const note =
        witnessed == nullptr ? Result<ledger::Note>(Error()) : ledger::parse_note(witnessed->note);
    auto const prefix = ByteWriter().text_nul("witness").take();
    std::optional<Error> fault;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto witness =
            read_witness(key.substr(prefix.size()), value, out.size, note ? &*note : nullptr);
        if (!witness) {
            fault = witness.error();
            return false;
        }
        out.witnesses.push_back(std::move(*witness));
        return true;
    };
    auto const scanned = reader.scan(store::Space::meta, prefix, {}, each);
    if (!scanned) {
        return scanned.error();
    }
    if (fault) {
        return *fault;
    }
    return out;
}

}  // namespace ocop::tlog
