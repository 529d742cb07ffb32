#include "store/record.hpp"

#include "store/framed.hpp"
#include "store/layout.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::store {

namespace {

json::Limits const stored_limits{value_bytes_max, 32};
constexpr std::size_t frame_bytes_likely = 96;

constexpr std::size_t record_depth_max = 31;  // an object stands around it

Error not_ours() {
    return corrupt("a record has not the form that it is kept in");
}

// What stands before the record's own text; "}" stands behind it.
std::string frame_of(ledger::EntryIndex index, std::string_view salt) {
    std::string out;
    out.append(logged_prefix).append(std::to_string(index));
    out.append(R"(,"salt":")").append(salt).append(R"("},"record":)");
    return out;
}

struct Framed {
    StoredRecord stored;  // without its record
    std::string_view text;
};

// Byte for byte: no other spelling of a frame is one.
Result<Framed> parse_frame(std::string_view bytes) {
    constexpr std::size_t salt_digits = 2 * sizeof(ledger::Salt);
    if (!bytes.starts_with(logged_prefix) || !bytes.ends_with('}')) {
        return not_ours();
    }
    auto const rest = bytes.substr(logged_prefix.size());
    auto const digits = rest.substr(0, rest.find(','));
    auto const index = parse_decimal(digits, std::uint64_t{1} << 53);
    auto const salt_at = digits.size() + std::string_view(R"(,"salt":")").size();
    if (!index || salt_at + salt_digits > rest.size()) {
        return not_ours();
    }
    auto const digits_of_salt = rest.substr(salt_at, salt_digits);
    auto const frame = frame_of(*index, digits_of_salt);
    auto const salt = from_hex(digits_of_salt);
    if (!salt || to_hex(*salt) != digits_of_salt || !bytes.starts_with(frame) ||
        bytes.size() <= frame.size() + 1) {
        return not_ours();
    }
    Framed out;
    std::copy(salt->begin(), salt->end(), out.stored.salt.begin());
    out.stored.index = *index;
    out.text = bytes.substr(frame.size(), bytes.size() - frame.size() - 1);
    return out;
}

}  // namespace

Result<ledger::EntryIndex> put_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, json::value record
) {
    if (!ledger::has_canonical_form(record)) {
        return Error(Errc::malformed, "record_malformed", "", "must hold finite numbers");
    }
    auto const before = tx.get(space, key);
    if (!before) {
        return before.error();
    }
    std::int64_t prev = -1;
    if (*before) {
        auto const stored = parse_logged(**before);
        if (!stored) {
            return stored.error();
        }
        prev = static_cast<std::int64_t>(stored->index);
    }
    auto const logged = tx.append(std::move(draft), record, prev);
    auto stored = frame_of(logged.index, to_hex(logged.salt));
    stored.append(json::canonical(record)).append("}");
    tx.put(space, key, stored);
    return logged.index;
}

Result<ledger::EntryIndex> drop_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft
) {
    auto const before = tx.get(space, key);
    if (!before) {
        return before.error();
    }
    if (!*before) {
        return Error(Errc::internal, "internal", "", "a record that is not there was dropped");
    }
    auto const stored = parse_logged(**before);
    if (!stored) {
        return stored.error();
    }
    auto const prev = static_cast<std::int64_t>(stored->index);
    tx.erase(space, key);
    return tx.append(std::move(draft), json::value(nullptr), prev).index;
}

ledger::EntryIndex put_new_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, std::string_view record
) {
    auto const logged = tx.append_text(std::move(draft), record, -1);
    std::string stored;
    stored.reserve(record.size() + frame_bytes_likely);
    stored.append(frame_of(logged.index, to_hex(logged.salt))).append(record).append("}");
    tx.put(space, key, stored);
    return logged.index;
}

Result<json::value> parse_plain(std::string_view bytes) {
    return as_stored(json::parse(bytes, stored_limits));
}

Result<StoredRecord> parse_logged(std::string_view bytes) {
    auto framed = parse_frame(bytes);
    if (!framed) {
        return framed.error();
    }
    auto record = json::parse(framed->text, {value_bytes_max, record_depth_max});
    if (!record) {
        return not_ours();
    }
    framed->stored.record = std::move(*record);
    return std::move(framed->stored);
}

Result<ledger::EntryIndex> logged_index(std::string_view bytes) {
    auto const framed = parse_frame(bytes);
    return framed ? Result<ledger::EntryIndex>(framed->stored.index) : framed.error();
}

Result<CanonicalRecord> parse_canonical(std::string_view bytes) {
    auto const framed = parse_frame(bytes);
    auto stored = framed ? parse_logged(bytes) : Result<StoredRecord>(framed.error());
    if (!stored) {
        return stored.error();
    }
    if (!ledger::has_canonical_form(stored->record) ||
        json::canonical(stored->record) != framed->text) {
        return not_ours();
    }
    return CanonicalRecord{std::move(*stored), framed->text};
}

}  // namespace ocop::store
