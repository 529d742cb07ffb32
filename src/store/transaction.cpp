#include "store/transaction.hpp"

#include "store/layout.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <exception>
#include <span>

namespace ocop::store {

namespace {

Error too_large(std::string_view slug, char const* what, std::size_t max) {
    return {
        Errc::too_large,
        slug,
        "",
        std::string(what) + " must have at most " + std::to_string(max) + " bytes",
    };
}

}  // namespace

Result<std::optional<std::string>> BatchTransaction::get(Space space, std::string_view key) const {
    auto found = get_layered(layers_, space, key);
    if (!found) {
        fail(found.error());
    }
    return found;
}

Result<void> BatchTransaction::scan(
    Space space, std::string_view prefix, std::string_view from, Visit const& visit
) const {
    auto scanned = scan_layered(layers_, {space, prefix, from}, visit);
    if (!scanned) {
        fail(scanned.error());
    }
    return scanned;
}

std::uint64_t BatchTransaction::revision(Space space) const {
    bool const changed = !overlay_.values(space).empty() || !batch_.overlay.values(space).empty();
    return changed ? 0 : batch_.revisions[static_cast<std::size_t>(space)];
}

void BatchTransaction::put(Space space, std::string_view key, std::string_view value) {
    if (value.size() > value_bytes_max) {
        fail(too_large("value_too_large", "a value", value_bytes_max));
        return;
    }
    set(space, key, value);
}

void BatchTransaction::erase(Space space, std::string_view key) {
    set(space, key, std::nullopt);
}

void BatchTransaction::set(Space space, std::string_view key, Overlay::Value value) {
    if (space == Space::ledger || (space == Space::meta && key.starts_with(reserved_prefix))) {
        fail({Errc::internal, "internal", "", "a key of the store's own was written"});
    }
    if (failure_) {
        return;
    }
    overlay_.set(space, key, value);
    if (overlay_.bytes() > transaction_bytes_max) {
        fail(too_large("transaction_too_large", "a transaction", transaction_bytes_max));
    }
}

Transaction::Logged BatchTransaction::append(
    EntryDraft draft, json::value const& record, std::int64_t prev
) {
    if (!ledger::has_canonical_form(record)) {
        fail({Errc::malformed, "record_malformed", "", "must hold finite numbers"});
        return append_text(std::move(draft), {}, prev);
    }
    return append_text(std::move(draft), json::canonical(record), prev);
}

Transaction::Logged BatchTransaction::append_text(
    EntryDraft draft, std::string_view record, std::int64_t prev
) {
    Logged logged{ledger_size(), {}};
    // One draw: what it costs does not depend on the length.
    std::array<std::uint8_t, sizeof(ledger::Salt) + 16> chance{};
    random_.fill(chance);
    std::copy_n(chance.begin(), logged.salt.size(), logged.salt.begin());
    if (failure_) {
        return logged;
    }
    ledger::Entry entry;
    entry.kind = std::move(draft.kind);
    entry.id = to_hex(std::span(chance).subspan(logged.salt.size()));
    entry.at = now();
    entry.actor = std::move(draft.actor);
    entry.subject = std::move(draft.subject);
    entry.prev = prev;
    entry.state = ledger::text_state(logged.salt, record);
    entry.clear = std::move(draft.clear);
    auto const bytes = write_entry(entry);
    if (!bytes) {
        fail(bytes.error());
        return logged;
    }
    if (prev >= 0 && static_cast<std::uint64_t>(prev) >= logged.index) {
        fail({Errc::internal, "internal", "/prev", "must be the index of an earlier entry"});
        return logged;
    }
    leaves_.push_back(ledger::leaf_hash(as_bytes(*bytes)));
    overlay_.set(Space::ledger, entry_key(logged.index), *bytes);
    if (overlay_.bytes() > transaction_bytes_max) {
        fail(too_large("transaction_too_large", "a transaction", transaction_bytes_max));
    }
    return logged;
}

void BatchTransaction::fail(Error error) const {
    if (!failure_) {
        failure_ = std::move(error);
    }
}

Result<void> BatchTransaction::finish() {
    if (failure_) {
        return *failure_;
    }
    batch_.overlay.merge(overlay_);
    batch_.leaves.insert(batch_.leaves.end(), leaves_.begin(), leaves_.end());
    return {};
}

Result<void> Runner::run(Work const& work, Batch& batch) const {
    BatchTransaction transaction(engine, batch, random);
    try {
        if (auto const outcome = work(transaction); !outcome) {
            return outcome.error();
        }
    } catch (std::exception const& e) {
        on_throw(e.what());
        return Error();
    } catch (...) {
        on_throw("not a std::exception");
        return Error();
    }
    if (transaction.has_entries() && permit) {
        if (auto const permitted = permit(); !permitted) {
            return permitted;
        }
    }
    return transaction.finish();
}

}  // namespace ocop::store
