#include "tlog/audit.hpp"

#include "tlog/answer.hpp"

#include <ocop/ledger/entry.hpp>

#include <algorithm>

namespace ocop::tlog {

namespace {

using ledger::TileId;
using ledger::TilePath;

std::string say(ledger::TreeHead const& head) {
    return std::to_string(head.size) + " entries";
}

class Run {
  public:
    Run(LogFiles const& files, LogAudit const& audit)
        : files_(files), audit_(audit), rules_([this](ledger::Violation violation) {
              tell({std::string(violation.rule), violation.entry, std::move(violation.words)});
          }) {}

    std::optional<Audited> operator()() {
        auto note = files_.read_checkpoint();
        if (!note) {
            find_unread("checkpoint", "checkpoint", note.error());
            return {};
        }
        auto const opened = ledger::open_checkpoint(*note, audit_.key);
        if (!opened) {
            find("checkpoint", describe(opened.error()));
            return {};
        }
        head_ = opened->checkpoint.head;
        if (head_.size > audit_.entries_max) {
            find("checkpoint", "it has " + say(head_) + ", more than are to be read");
            return {};
        }
        for (auto const& older : audit_.older) {
            if (older.size > head_.size) {
                find("old", "the log has " + say(head_) + ", and had " + say(older));
            }
        }
        check_older();
        for (std::uint64_t at = 0; at * ledger::tile_width < head_.size; ++at) {
            if (!add_bundle(at) || is_over()) {
                return {};
            }
            show(at);
        }
        rules_.finish();
        end_answer();
        if (edge_.root() != head_.root) {
            find("root", "the entries do not lead to the checkpoint's root");
            return {};
        }
        if (audit_.replayed) {
            audit_.replayed(rules_);
        }
        auto const sums = rules_.large_sums();
        return Audited{std::move(*note), head_, rules_.is_demo(), {sums.begin(), sums.end()}};
    }

  private:
    void tell(Finding finding) {
        ++found_;
        audit_.report(std::move(finding));
    }

    void find(std::string id, std::string words) {
        tell({std::move(id), std::nullopt, std::move(words)});
    }

    // The log is at fault only where it was reached.
    void find_unread(std::string id, std::string const& path, Error const& error) {
        unreached_ = unreached_ || error.code == Errc::unavailable;
        find(unreached_ ? "unreachable" : std::move(id), path + ": " + describe(error));
    }

    bool is_over() {
        if (found_ >= audit_.findings_max) {
            find("stopped", "at " + std::to_string(rules_.size()) + " of " + say(head_));
            return true;
        }
        return unreached_;
    }

    void show(std::uint64_t bundle) const {
        if (audit_.progress) {
            auto const done = std::min(head_.size, (bundle + 1) * ledger::tile_width);
            audit_.progress(done, head_.size);
        }
    }

    // When the tree is as large as an older one.
    void check_older() {
        for (auto const& older : audit_.older) {
            if (older.size == edge_.size() && older.root != edge_.root()) {
                find("old", "the first " + say(older) + " are others than before");
            }
        }
    }

    bool add_bundle(std::uint64_t at) {
        TileId const tile{0, at};
        auto const width = ledger::width_at(tile, head_.size);
        TilePath const path{TilePath::Kind::entries, tile, width};
        auto const bytes = files_.read(path);
        if (!bytes) {
            find_unread("bundle", ledger::to_text(path), bytes.error());
            return false;
        }
        auto const entries = ledger::parse_bundle(*bytes, width);
        if (!entries) {
            find("bundle", ledger::to_text(path) + ": " + describe(entries.error()));
            return false;
        }
        leaves_.clear();
        for (auto const entry : *entries) {
            leaves_.push_back(ledger::leaf_hash(as_bytes(entry)));
            if (audit_.visit) {
                audit_.visit(rules_.size(), entry);
            }
            meet_answer(entry);
            rules_.add(entry);
        }
        add_leaves(leaves_);
        return true;
    }

    // Before each entry; `next` is it.
    void meet_answer(std::string_view next) {
        if (!audit_.answer || audit_.answer->log_size != static_cast<std::int64_t>(rules_.size())) {
            return;
        }
        auto const entry = ledger::parse_entry(next);
        judge_answer(entry ? std::optional(entry->at) : std::nullopt);
    }

    void end_answer() {
        if (!audit_.answer) {
            return;
        }
        auto const size = static_cast<std::int64_t>(rules_.size());
        if (audit_.answer->log_size > size) {
            // Within a second of an honest answer it is not published yet.
            find(
                "answer",
                "it names a log of " + std::to_string(audit_.answer->log_size) +
                    " entries, which its checkpoint does not have yet, or never will"
            );
        } else if (audit_.answer->log_size == size) {
            judge_answer({});
        }
    }

    void judge_answer(std::optional<Instant> next_at) {
        auto const& answer = *audit_.answer;
        auto const known = rules_.stamp(answer.order, answer.position, answer.at);
        for (auto& words : contradictions(answer, known, {rules_.last_at(), next_at})) {
            find("answer", std::move(words));
        }
    }

    // In parts, so that each older tree is met.
    void add_leaves(std::span<Hash const> leaves) {
        while (!leaves.empty()) {
            auto part = leaves.size();
            for (auto const& older : audit_.older) {
                if (older.size > edge_.size()) {
                    part = static_cast<std::size_t>(
                        std::min<std::uint64_t>(part, older.size - edge_.size())
                    );
                }
            }
            check_tiles(edge_.append(leaves.first(part)));
            check_older();
            leaves = leaves.subspan(part);
        }
    }

    // Those that do not grow any more.
    void check_tiles(std::vector<ledger::StoredTile> const& tiles) {
        for (auto const& made : tiles) {
            auto const width = made.bytes.size() / sizeof(Hash);
            bool const is_last = width == ledger::width_at(made.tile, head_.size);
            bool const is_known =
                ledger::width_at(made.tile, audit_.tiles_known) == ledger::tile_width;
            if (is_last && !is_known && !unreached_) {
                check_tile(made, width);
            }
        }
    }

    void check_tile(ledger::StoredTile const& made, std::uint64_t width) {
        TilePath const path{TilePath::Kind::hashes, made.tile, width};
        auto const bytes = files_.read(path);
        if (!bytes) {
            find_unread("tile", ledger::to_text(path), bytes.error());
        } else if (*bytes != made.bytes) {
            find("tile", ledger::to_text(path) + " is not what the entries make it");
        }
    }

    LogFiles const& files_;
    LogAudit const& audit_;
    ledger::RuleReplay rules_;
    ledger::TreeHead head_;
    ledger::TileEdge edge_;
    std::vector<Hash> leaves_;
    std::uint64_t found_ = 0;
    bool unreached_ = false;
};

}  // namespace

std::string to_text(Finding const& finding) {
    auto const where = finding.entry ? " entry " + std::to_string(*finding.entry) : std::string();
    return finding.id + where + ": " + finding.words;
}

std::optional<Audited> audit_log(LogFiles const& files, LogAudit const& audit) {
    return Run(files, audit)();
}

}  // namespace ocop::tlog
