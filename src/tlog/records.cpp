#include "tlog/records.hpp"

#include "store/framed.hpp"
#include "store/layout.hpp"
#include "tlog/places.hpp"
#include "tlog/told.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/ledger/kinds.hpp>

#include <algorithm>
#include <vector>

namespace ocop::tlog {

namespace {

using store::corrupt;
using store::Space;

constexpr std::uint64_t entries_at_once = 256;
constexpr std::string_view malformed = "it has not the form that a logged record is kept in";

std::string where(Space space, std::string_view key) {
    return std::string(store::space_names[static_cast<std::size_t>(space)]) + " " +
           to_hex(as_bytes(key));
}

Error in_entry(std::uint64_t index, std::string_view words) {
    return corrupt("entry " + std::to_string(index) + " " + std::string(words));
}

// The entries from `from` on, `count` of them.
Result<std::vector<std::string>> read_entries(
    store::Reader const& reader, std::uint64_t from, std::uint64_t count
) {
    std::vector<std::string> out;
    auto const each = [&](std::string_view key, std::string_view value) {
        if (out.size() == count || key != store::entry_key(from + out.size())) {
            return false;
        }
        out.emplace_back(value);
        return true;
    };
    auto const start = store::entry_key(from);
    if (auto ok = reader.scan(Space::ledger, store::entry_prefix, start, each); !ok) {
        return ok.error();
    }
    if (out.size() != count) {
        return in_entry(from + out.size(), "is missing");
    }
    return out;
}

class RecordCheck {
  public:
    explicit RecordCheck(store::Reader const& reader) : reader_(reader) {}

    Result<void> run() {
        auto const head = store::load_head(reader_);
        if (!head) {
            return head.error();
        }
        auto const size = head->frontier.size();
        superseded_.resize(size);
        awaited_.resize(size);
        if (auto ok = check_entries(size); !ok) {
            return ok;
        }
        for (std::size_t i = 0; i < store::space_count; ++i) {
            if (auto ok = check_space(static_cast<Space>(i)); !ok) {
                return ok;
            }
        }
        // Each awaited one was read under its key: none is left.
        return {};
    }

  private:
    // The last first, so that each is known to be superseded or not.
    Result<void> check_entries(std::uint64_t size) {
        for (auto end = size; end > 0;) {
            auto const count = std::min(entries_at_once, end);
            auto const entries = read_entries(reader_, end - count, count);
            if (!entries) {
                return entries.error();
            }
            for (auto i = count; i > 0; --i) {
                --end;
                if (auto ok = check_entry(end, (*entries)[i - 1]); !ok) {
                    return ok;
                }
            }
        }
        return {};
    }

    Result<void> check_entry(std::uint64_t index, std::string_view bytes) {
        auto const entry = ledger::parse_entry(bytes);
        if (!entry) {
            return in_entry(index, describe(entry.error()));
        }
        if (entry->prev >= 0) {
            auto const prev = static_cast<std::uint64_t>(entry->prev);
            if (prev >= index) {
                return in_entry(index, "names a later one as its previous");
            }
            if (superseded_[prev]) {
                return corrupt("two entries follow entry " + std::to_string(prev));
            }
            superseded_[prev] = true;
        }
        if (superseded_[index]) {
            return {};
        }
        if (auto const* const kind = ledger::find_kind(entry->kind); kind && kind->drops) {
            return check_dropped(*entry, index);
        }
        awaited_[index] = true;
        return check_record(*entry, index);
    }

    Result<void> check_record(ledger::Entry const& entry, std::uint64_t index) const {
        auto const place = place_of(entry, index);
        if (!place) {
            return in_entry(index, "is of a subject that has no record: " + entry.subject);
        }
        auto const bytes = reader_.get(place->space, place->key);
        if (!bytes) {
            return bytes.error();
        }
        auto const here = where(place->space, place->key) + ": ";
        if (!*bytes) {
            return corrupt(here + "the record of entry " + std::to_string(index) + " is missing");
        }
        auto const record = store::parse_canonical(**bytes);
        if (!record) {
            return corrupt(here + std::string(malformed));
        }
        if (record->stored.index != index ||
            ledger::text_state(record->stored.salt, record->text) != entry.state) {
            return corrupt(here + "it is not the record of entry " + std::to_string(index));
        }
        auto const other = contradiction(entry, record->stored.record);
        return other.empty() ? Result<void>() : corrupt(here + other);
    }

    // Nothing is there, or what was registered under the same name since: that has an entry, and is
    // checked as that one's.
    Result<void> check_dropped(ledger::Entry const& entry, std::uint64_t index) const {
        auto const place = place_of(entry, index);
        if (!place) {
            return in_entry(index, "is of a subject that has no record: " + entry.subject);
        }
        auto const bytes = reader_.get(place->space, place->key);
        if (!bytes) {
            return bytes.error();
        }
        auto const now = *bytes ? store::logged_index(**bytes) : Result<std::uint64_t>(index + 1);
        return now && *now > index
                   ? Result<void>()
                   : corrupt(
                         where(place->space, place->key) + ": entry " + std::to_string(index) +
                         " dropped the record, and it is there"
                     );
    }

    Result<void> check_space(Space space) {
        if (space == Space::ledger || space == Space::meta) {
            return {};
        }
        Result<void> outcome;
        auto const each = [&](std::string_view key, std::string_view value) {
            if (auto const words = fault_in(space, key, value); !words.empty()) {
                outcome = corrupt(where(space, key) + ": " + words);
            }
            return outcome.has_value();
        };
        auto const scanned = reader_.scan(space, "", "", each);
        return scanned ? outcome : scanned;
    }

    // What no entry's record is in the way of.
    std::string fault_in(Space space, std::string_view key, std::string_view value) {
        auto const kind = kind_of_key(space, key);
        if (kind == KeyKind::unknown) {
            return "no key is like this";
        }
        if (kind == KeyKind::other) {
            return value.starts_with(store::logged_prefix) ? "a logged record does not belong here"
                                                           : "";
        }
        auto const index = store::logged_index(value);
        if (!index) {
            return std::string(malformed);
        }
        if (*index >= awaited_.size() || !awaited_[*index]) {
            return "entry " + std::to_string(*index) + " was superseded or has another record";
        }
        awaited_[*index] = false;
        return {};
    }

    store::Reader const& reader_;
    std::vector<bool> superseded_;  // by index: a later entry is of the same record
    std::vector<bool> awaited_;     // and its record was read, but not met in its space yet
};

}  // namespace

Result<void> check_records(store::Reader const& reader) {
    return RecordCheck(reader).run();
}

}  // namespace ocop::tlog
