#include "store/check.hpp"

#include "store/layout.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::store {

namespace {

// How every record that put_logged() wrote begins, and nothing else does.
constexpr std::string_view logged_prefix = R"({"log":{"index":)";

Result<ledger::Entry> load_entry(Reader const& reader, ledger::EntryIndex index) {
    auto const bytes = reader.get(Space::ledger, entry_key(index));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return corrupt("entry " + std::to_string(index) + " is missing");
    }
    auto entry = ledger::parse_entry(**bytes);
    if (!entry) {
        return corrupt("entry " + std::to_string(index) + ": " + describe(entry.error()));
    }
    return entry;
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
        if (key != entry_key(index)) {
            return corrupt("entry " + std::to_string(index) + " is missing");
        }
        auto const entry = ledger::parse_entry(bytes);
        if (!entry) {
            return corrupt("entry " + std::to_string(index) + ": " + describe(entry.error()));
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

Result<void> check_record(Reader const& reader, std::string_view bytes) {
    auto const stored = parse_logged(bytes);
    if (!stored) {
        return stored.error();
    }
    auto const entry = load_entry(reader, stored->index);
    if (!entry) {
        return entry.error();
    }
    if (!ledger::has_canonical_form(stored->record) ||
        ledger::record_state(stored->salt, stored->record) != entry->state) {
        return corrupt("it is not the record of entry " + std::to_string(stored->index));
    }
    return {};
}

// Scans a space until `check` fails.
template <class Check>
Result<void> check_space(Reader const& reader, Space space, Check const& check) {
    Result<void> outcome;
    auto const scanned =
        reader.scan(space, "", "", [&](std::string_view key, std::string_view value) {
            outcome = check(key, value);
            return outcome.has_value();
        });
    return scanned ? outcome : scanned;
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
    for (std::size_t i = 0; i < space_count; ++i) {
        auto const space = static_cast<Space>(i);
        if (space == Space::ledger || space == Space::meta) {
            continue;
        }
        auto const check = [&](std::string_view key, std::string_view value) -> Result<void> {
            auto const checked =
                value.starts_with(logged_prefix) ? check_record(reader, value) : Result<void>();
            if (checked || checked.error().code != Errc::corrupt) {
                return checked;
            }
            auto const where = std::string(space_names[i]) + " " + to_hex(as_bytes(key));
            return corrupt(where + ": " + describe(checked.error()));
        };
        if (auto const checked = check_space(reader, space, check); !checked) {
            return checked;
        }
    }
    return {};
}

}  // namespace ocop::store
