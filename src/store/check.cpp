#include "store/check.hpp"

#include "store/framed.hpp"
#include "store/layout.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/ledger/kinds.hpp>

#include <algorithm>
#include <vector>

namespace ocop::store {

namespace {

Result<ledger::Entry> read_entry(std::string_view bytes, ledger::EntryIndex index) {
    auto entry = ledger::parse_entry(bytes);
    if (!entry) {
        return corrupt("entry " + std::to_string(index) + ": " + describe(entry.error()));
    }
    return entry;
}

// The entry that a scan meets where `index` is due.
Result<ledger::Entry> next_entry(
    std::string_view key, std::string_view bytes, ledger::EntryIndex index
) {
    if (key != entry_key(index)) {
        return corrupt("entry " + std::to_string(index) + " is missing");
    }
    return read_entry(bytes, index);
}

Result<ledger::Entry> load_entry(Reader const& reader, ledger::EntryIndex index) {
    auto const bytes = reader.get(Space::ledger, entry_key(index));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return corrupt("entry " + std::to_string(index) + " is missing");
    }
    return read_entry(**bytes, index);
}

Result<void> check_prev(Reader const& reader, ledger::Entry const& entry, std::uint64_t index) {
    if (entry.prev < 0) {
        return {};
    }
    auto const prev = static_cast<std::uint64_t>(entry.prev);
    if (prev >= index) {
        return corrupt("entry " + std::to_string(index) + " names a later one as its previous");
    }
    auto const before = load_entry(reader, prev);
    if (!before) {
        return before.error();
    }
    if (before->subject != entry.subject) {
        return corrupt("entry " + std::to_string(index) + " names one on another subject");
    }
    return {};
}

// Checks the entries one after the other.
class LedgerCheck {
  public:
    explicit LedgerCheck(Reader const& reader) : reader_(reader) {}

    Result<void> add(std::string_view key, std::string_view bytes) {
        auto const index = frontier_.size();
        auto const entry = next_entry(key, bytes, index);
        if (!entry) {
            return entry.error();
        }
        if (entry->at < last_) {
            return corrupt("entry " + std::to_string(index) + " is earlier than the one before");
        }
        last_ = entry->at;
        frontier_.append(as_bytes(bytes));
        return check_prev(reader_, *entry, index);
    }

    Result<void> finish(Head const& head) const {
        if (frontier_ != head.frontier) {
            return corrupt(
                std::to_string(frontier_.size()) + " entries do not lead to the head's root at " +
                std::to_string(head.frontier.size())
            );
        }
        return {};
    }

  private:
    Reader const& reader_;
    ledger::Frontier frontier_;
    Instant last_;
};

// Scans a space until `check` fails; of the ledger, its entries.
template <class Check>
Result<void> check_space(Reader const& reader, Space space, Check const& check) {
    Result<void> outcome;
    auto const prefix = space == Space::ledger ? entry_prefix : std::string_view();
    auto const scanned =
        reader.scan(space, prefix, "", [&](std::string_view key, std::string_view value) {
            outcome = check(key, value);
            return outcome.has_value();
        });
    return scanned ? outcome : scanned;
}

// Matches the entries that nothing superseded with the records that are there.
class LoggedCheck {
  public:
    explicit LoggedCheck(Reader const& reader) : reader_(reader) {}

    // In the order of their indices, all before the first record.
    Result<void> add_entry(std::string_view key, std::string_view bytes) {
        auto const index = awaited_.size();
        auto const entry = next_entry(key, bytes, index);
        if (!entry) {
            return entry.error();
        }
        auto const* const kind = ledger::find_kind(entry->kind);
        awaited_.push_back(kind == nullptr || !kind->drops);
        if (entry->prev < 0) {
            return {};
        }
        auto const prev = static_cast<std::uint64_t>(entry->prev);
        if (prev >= index) {
            return corrupt("entry " + std::to_string(index) + " names a later one as its previous");
        }
        if (!awaited_[prev]) {
            return corrupt("two entries follow entry " + std::to_string(prev));
        }
        awaited_[prev] = false;
        return {};
    }

    Result<void> add_record(std::string_view bytes) {
        auto const record = parse_canonical(bytes);
        if (!record) {
            return record.error();
        }
        auto const index = record->stored.index;
        auto const entry = load_entry(reader_, index);
        if (!entry) {
            return entry.error();
        }
        auto const number = std::to_string(index);
        if (ledger::text_state(record->stored.salt, record->text) != entry->state) {
            return corrupt("it is not the record of entry " + number);
        }
        if (index >= awaited_.size() || !awaited_[index]) {
            return corrupt("entry " + number + " was superseded or has another record");
        }
        awaited_[index] = false;
        return {};
    }

    Result<void> finish() const {
        auto const missing = std::find(awaited_.begin(), awaited_.end(), true);
        if (missing != awaited_.end()) {
            auto const index = missing - awaited_.begin();
            return corrupt("the record of entry " + std::to_string(index) + " is missing");
        }
        return {};
    }

  private:
    Reader const& reader_;
    // By index: nothing superseded the entry, and its record was not met yet.
    std::vector<bool> awaited_;
};

Result<void> check_records(Reader const& reader, Space space, LoggedCheck& check) {
    return check_space(
        reader,
        space,
        [&](std::string_view key, std::string_view value) -> Result<void> {
            auto const checked =
                value.starts_with(logged_prefix) ? check.add_record(value) : Result<void>();
            if (checked || checked.error().code != Errc::corrupt) {
                return checked;
            }
            std::string const name = space_names[static_cast<std::size_t>(space)];
            auto const where = name + " " + to_hex(as_bytes(key));
            return corrupt(where + ": " + describe(checked.error()));
        }
    );
}

}  // namespace

Result<void> check_ledger(Reader const& reader) {
    auto const head = load_head(reader);
    if (!head) {
        return head.error();
    }
    LedgerCheck check(reader);
    auto const checked =
        check_space(reader, Space::ledger, [&check](std::string_view key, std::string_view value) {
            return check.add(key, value);
        });
    return checked ? check.finish(*head) : checked;
}

Result<void> check_logged(Reader const& reader) {
    LoggedCheck check(reader);
    auto const entries =
        check_space(reader, Space::ledger, [&check](std::string_view key, std::string_view value) {
            return check.add_entry(key, value);
        });
    if (!entries) {
        return entries;
    }
    for (std::size_t i = 0; i < space_count; ++i) {
        auto const space = static_cast<Space>(i);
        if (space == Space::ledger || space == Space::meta) {
            continue;
        }
        if (auto const checked = check_records(reader, space, check); !checked) {
            return checked;
        }
    }
    return check.finish();
}

Result<void> check_store(Reader const& reader) {
    auto const checked = check_ledger(reader);
    return checked ? check_logged(reader) : checked;
}

}  // namespace ocop::store
