#include "inspections/derived.hpp"

#include "inspections/inspections.hpp"
#include "inspections/marks.hpp"
#include "store/layout.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <map>

namespace ocop::inspections {

namespace {

using store::Space;

// As the space has it.
using Values = std::map<std::string, std::string>;

// What happened, by the index of its entry: a hold or a finding began, or a finding was lifted.
struct Act {
    std::uint64_t entry = 0;
    bool lifts = false;
    std::string id;
    std::string lot;
    std::vector<StampSpan> stamps;
};

struct Run {
    std::uint8_t epoch = 0;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

// Marks of one tag, by range_key(), as marks.hpp keeps them.
class Marks {
  public:
    explicit Marks(char tag) : tag_(tag) {}

    void put(Run const& run, std::string const& id) {
        values_[stamps::range_key(tag_, run.epoch, run.last)] =
            ByteWriter().u64(run.first).text(id).take();
    }

    // Where of the run no mark is.
    void add(Run const& run, std::string const& id) {
        auto next = run.first;
        for (auto const& known : touching(run)) {
            if (known.run.first > next) {
                put({run.epoch, next, known.run.first - 1}, id);
            }
            next = known.run.last + 1;
        }
        if (next <= run.last) {
            put({run.epoch, next, run.last}, id);
        }
    }

    // Whole marks that touch the run; of `id` alone, if one is given.
    void erase(Run const& run, std::string const& id) {
        for (auto const& known : touching(run)) {
            if (id.empty() || known.id == id) {
                values_.erase(stamps::range_key(tag_, run.epoch, known.run.last));
            }
        }
    }

    Values const& values() const { return values_; }

  private:
    struct Known {
        Run run;
        std::string id;
    };

    std::vector<Known> touching(Run const& run) const {
        std::vector<Known> out;
        auto at = values_.lower_bound(stamps::range_key(tag_, run.epoch, run.first));
        for (; at != values_.end(); ++at) {
            ByteReader key(at->first);
            key.u8();
            ByteReader value(at->second);
            Known known;
            known.run.epoch = key.u8();
            known.run.last = key.u64();
            known.run.first = value.u64();
            known.id = std::string(value.rest());
            if (known.run.epoch != run.epoch || known.run.first > run.last) {
                break;
            }
            out.push_back(std::move(known));
        }
        return out;
    }

    char const tag_;
    Values values_;
};

// The index of the first entry on the subject of entry `index`: holds and inspections have few.
Result<std::uint64_t> first_entry(store::Reader const& reader, std::uint64_t index) {
    while (true) {
        auto const bytes = reader.get(Space::ledger, store::entry_key(index));
        if (!bytes) {
            return bytes.error();
        }
        auto const entry = *bytes ? ledger::parse_entry(**bytes)
                                  : Result<ledger::Entry>(store::corrupt("an entry is missing"));
        if (!entry) {
            return store::corrupt("entry " + std::to_string(index) + " cannot be read");
        }
        if (entry->prev < 0) {
            return index;
        }
        if (static_cast<std::uint64_t>(entry->prev) >= index) {
            return store::corrupt("entry " + std::to_string(index) + " names a later one");
        }
        index = static_cast<std::uint64_t>(entry->prev);
    }
}

template <class T>
Result<void> scan(
    store::Reader const& reader,
    std::string_view prefix,
    std::function<Result<void>(T const&, std::uint64_t index)> const& add
) {
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const stored = store::parse_logged(bytes);
        auto const record =
            stored ? store::as_stored(json::read<T>(stored->record, json::Mode::lenient))
                   : Result<T>(stored.error());
        outcome = record ? add(*record, stored->index) : Result<void>(record.error());
        return outcome.has_value();
    };
    auto const scanned = reader.scan(Space::inspections, prefix, {}, each);
    return scanned ? outcome : scanned;
}

class MarkCheck {
  public:
    explicit MarkCheck(store::Reader const& reader) : reader_(reader) {}

    Result<void> run() {
        auto const add_hold = [this](Hold const& hold, std::uint64_t index) -> Result<void> {
            auto const first = first_entry(reader_, index);
            if (!first) {
                return first.error();
            }
            holds_.push_back(
                {*first, false, hold.id, registry::lot_key(hold.gtin, hold.lot), hold.stamps}
            );
            return {};
        };
        auto const add_found = [this](Inspection const& found, std::uint64_t index) {
            return add_finding(found, index);
        };
        if (auto ok = scan<Hold>(reader_, "h", add_hold); !ok) {
            return ok;
        }
        if (auto ok = scan<Inspection>(reader_, "i", add_found); !ok) {
            return ok;
        }
        if (auto ok = replay_holds(); !ok) {
            return ok;
        }
        if (auto ok = replay_findings(); !ok) {
            return ok;
        }
        return compare_all();
    }

  private:
    Result<void> add_finding(Inspection const& found, std::uint64_t index) {
        if (found.action.kind != ActionKind::copied || !found.done) {
            return {};
        }
        auto const first = first_entry(reader_, index);
        if (!first) {
            return first.error();
        }
        Act act{*first, false, found.id, registry::lot_key(found.gtin, found.lot), {}};
        act.stamps = found.action.stamps;
        findings_.push_back(act);
        if (found.lift && found.lift->lifted_at) {
            act.entry = index;
            act.lifts = true;
            findings_.push_back(std::move(act));
        }
        return {};
    }

    static void sort(std::vector<Act>& acts) {
        std::sort(acts.begin(), acts.end(), [](Act const& a, Act const& b) {
            return a.entry < b.entry;
        });
    }

    Result<std::vector<Run>> runs_of_act(Act const& act) const {
        std::vector<Run> out;
        for (auto const& span : act.stamps) {
            auto const order = stamps::load_order(reader_, span.order);
            bool const good = order && order->range && span.first >= 1 && span.first <= span.last &&
                              span.last <= order->count;
            if (!good) {
                return store::corrupt("inspection " + act.id + " names stamps that are not there");
            }
            auto const start = order->range->first - 1;
            out.push_back(
                {order->range->epoch,
                 start + static_cast<std::uint64_t>(span.first),
                 start + static_cast<std::uint64_t>(span.last)}
            );
        }
        return out;
    }

    Result<void> replay_holds() {
        sort(holds_);
        for (auto const& act : holds_) {
            auto const runs = runs_of_act(act);
            if (!runs) {
                return runs.error();
            }
            for (auto const& run : *runs) {
                held_.erase(run, {});
            }
            for (auto const& run : *runs) {
                held_.put(run, act.id);
            }
            if (act.stamps.empty()) {
                latest_[ByteWriter().u8('l').text(act.lot).take()] = act.id;
            }
        }
        return {};
    }

    Result<void> replay_findings() {
        sort(findings_);
        for (auto const& act : findings_) {
            auto const runs = runs_of_act(act);
            if (!runs) {
                return runs.error();
            }
            auto const key = ByteWriter().u8('C').text_nul(act.lot).text(act.id).take();
            if (!act.lifts) {
                standing_[key] = {};
                runs_[key] = *runs;
                add(*runs, act.id);
                continue;
            }
            standing_.erase(key);
            runs_.erase(key);
            for (auto const& run : *runs) {
                copied_.erase(run, act.id);
            }
            mark_again(ByteWriter().u8('C').text_nul(act.lot).take());
        }
        return {};
    }

    void add(std::vector<Run> const& runs, std::string const& id) {
        for (auto const& run : runs) {
            copied_.add(run, id);
        }
    }

    // What the lot's other findings say of stamps that no mark is on now.
    void mark_again(std::string const& prefix) {
        auto at = runs_.lower_bound(prefix);
        for (; at != runs_.end() && at->first.starts_with(prefix); ++at) {
            add(at->second, at->first.substr(prefix.size()));
        }
    }

    Result<void> compare_all() const {
        struct Row {
            std::string_view tag;
            Values const& values;
        };

        for (auto const& row :
             {Row{"m", held_.values()},
              Row{"c", copied_.values()},
              Row{"l", latest_},
              Row{"C", standing_}}) {
            if (auto ok = compare(row.tag, row.values); !ok) {
                return ok;
            }
        }
        return {};
    }

    Result<void> compare(std::string_view tag, Values const& expected) const {
        std::size_t met = 0;
        Result<void> outcome;
        auto const differs = [tag](std::string_view key) {
            return store::corrupt(
                "inspections " + std::string(tag) + " " + to_hex(as_bytes(key)) +
                " is not what the logged records make it"
            );
        };
        auto const each = [&](std::string_view key, std::string_view value) {
            auto const found = expected.find(std::string(key));
            ++met;
            if (found == expected.end() || found->second != value) {
                outcome = differs(key);
            }
            return outcome.has_value();
        };
        auto const scanned = reader_.scan(Space::inspections, tag, {}, each);
        if (!scanned || !outcome) {
            return scanned ? outcome : scanned;
        }
        return met == expected.size() ? Result<void>() : differs("one that is missing");
    }

    store::Reader const& reader_;
    std::vector<Act> holds_;
    std::vector<Act> findings_;
    std::map<std::string, std::vector<Run>> runs_;  // of standing findings, by their key
    Marks held_{held_mark};
    Marks copied_{copied_mark};
    Values latest_;
    Values standing_;
};

}  // namespace

Result<void> check_marks(store::Reader const& reader) {
    return MarkCheck(reader).run();
}

}  // namespace ocop::inspections
