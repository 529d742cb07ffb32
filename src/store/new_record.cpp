#include "store/new_record.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>

namespace ocop::store {

namespace {

constexpr std::size_t frame_bytes_likely = 96;
constexpr json::Limits record_limits{value_bytes_max, 32};

Transaction::Logged append(Transaction& tx, EntryDraft draft, std::string_view record) {
    if (auto* const log = dynamic_cast<TextLog*>(&tx)) {
        return log->append_text(std::move(draft), record, -1);
    }
    auto const value = json::parse(record, record_limits);
    OCOP_ASSERT(value.has_value());
    return tx.append(std::move(draft), *value, -1);
}

}  // namespace

ledger::EntryIndex put_new_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, std::string_view record
) {
    auto const logged = append(tx, std::move(draft), record);
    std::string stored;
    stored.reserve(record.size() + frame_bytes_likely);
    stored.append(R"({"log":{"index":)").append(std::to_string(logged.index));
    stored.append(R"(,"salt":")").append(to_hex(logged.salt));
    stored.append(R"("},"record":)").append(record).append("}");
    tx.put(space, key, stored);
    return logged.index;
}

}  // namespace ocop::store
