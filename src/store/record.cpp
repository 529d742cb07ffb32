#include "store/record.hpp"

#include "store/layout.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::store {

namespace {

json::Limits const stored_limits{value_bytes_max, 32};
constexpr std::size_t frame_bytes_likely = 96;

Error not_ours() {
    return corrupt("a record has not the form that it is kept in");
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
    json::object log;
    log["index"] = logged.index;
    log["salt"] = to_hex(logged.salt);
    json::object stored;
    stored["log"] = std::move(log);
    stored["record"] = std::move(record);
    tx.put(space, key, json::canonical(std::move(stored)));
    return logged.index;
}

ledger::EntryIndex put_new_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, std::string_view record
) {
    auto const logged = tx.append_text(std::move(draft), record, -1);
    std::string stored;
    stored.reserve(record.size() + frame_bytes_likely);
    stored.append(R"({"log":{"index":)").append(std::to_string(logged.index));
    stored.append(R"(,"salt":")").append(to_hex(logged.salt));
    stored.append(R"("},"record":)").append(record).append("}");
    tx.put(space, key, stored);
    return logged.index;
}

Result<json::value> parse_plain(std::string_view bytes) {
    return as_stored(json::parse(bytes, stored_limits));
}

Result<StoredRecord> parse_logged(std::string_view bytes) {
    auto parsed = json::parse(bytes, stored_limits);
    auto* stored = parsed ? parsed->if_object() : nullptr;
    if (stored == nullptr || stored->size() != 2 || !stored->contains("record")) {
        return not_ours();
    }
    auto const* log_value = stored->if_contains("log");
    auto const* log = log_value != nullptr ? log_value->if_object() : nullptr;
    if (log == nullptr || log->size() != 2) {
        return not_ours();
    }
    auto const* index = log->if_contains("index");
    auto const* salt_value = log->if_contains("salt");
    if (index == nullptr || !index->is_int64() || index->get_int64() < 0 || salt_value == nullptr ||
        !salt_value->is_string()) {
        return not_ours();
    }
    StoredRecord out;
    auto const salt = from_hex(salt_value->get_string());
    if (!salt || salt->size() != out.salt.size()) {
        return not_ours();
    }
    std::copy(salt->begin(), salt->end(), out.salt.begin());
    out.index = static_cast<ledger::EntryIndex>(index->get_int64());
    out.record = std::move(stored->at("record"));
    return out;
}

}  // namespace ocop::store
