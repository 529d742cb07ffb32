#include "store/recovery.hpp"

#include <cstdio>
#include <limits>
#include <sys/statvfs.h>

namespace ocop::store {

namespace {

std::string say(std::uint64_t size, std::uint64_t sequence) {
    return std::to_string(size) + " entries after batch " + std::to_string(sequence);
}

Error behind_mark(std::uint64_t size, std::uint64_t sequence, Mark const& mark) {
    return {
        Errc::corrupt,
        "store_behind_mark",
        "",
        "the database holds " + say(size, sequence) + ", but the mark was set for " +
            say(mark.size, mark.sequence),
    };
}

// The frontier at the last waypoint that is not ahead of `size`.
Result<ledger::Frontier> load_waypoint(Engine const& engine, std::uint64_t size) {
    auto const found = engine.find_last(Space::meta, waypoint_prefix, waypoint_key(size));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return ledger::Frontier();
    }
    auto frontier = ledger::Frontier::decode((**found).value);
    if (!frontier || waypoint_key(frontier->size()) != (**found).key) {
        return corrupt("a waypoint cannot be read");
    }
    return frontier;
}

// Appends the entries up to `size`, which must all be there.
Result<void> extend(Engine const& engine, ledger::Frontier& frontier, std::uint64_t size) {
    Result<void> outcome;
    auto const visit = [&](std::string_view key, std::string_view value) {
        if (frontier.size() == size) {
            return false;
        }
        if (key != entry_key(frontier.size())) {
            outcome = corrupt("entry " + std::to_string(frontier.size()) + " is missing");
            return false;
        }
        frontier.append(as_bytes(value));
        return true;
    };
    auto const first = entry_key(frontier.size());
    if (auto const scanned = engine.scan(Space::ledger, entry_prefix, first, visit); !scanned) {
        return scanned.error();
    }
    if (outcome && frontier.size() < size) {
        return corrupt("entry " + std::to_string(frontier.size()) + " is missing");
    }
    return outcome;
}

// The entries are 0 to size − 1, by their ends.
Result<void> check_ends(Engine const& engine, std::uint64_t size) {
    auto const end = entry_key(std::numeric_limits<std::uint64_t>::max());
    auto const last = engine.find_last(Space::ledger, entry_prefix, end);
    if (!last) {
        return last.error();
    }
    if ((*last ? (**last).key : "") != (size == 0 ? "" : entry_key(size - 1))) {
        return corrupt("the last entry is not the one that the head names");
    }
    return {};
}

// But for what the first open leaves: a log of no entries.
Result<bool> is_empty(Engine const& engine) {
    bool empty = true;
    for (std::size_t i = 0; i < space_count && empty; ++i) {
        auto const scanned =
            engine.scan(static_cast<Space>(i), "", "", [&](std::string_view key, std::string_view) {
                empty = key == origin_key || key == checkpoint_key;
                return empty;
            });
        if (!scanned) {
            return scanned.error();
        }
    }
    return empty;
}

Result<Head> load_checked_head(Engine const& engine, std::optional<Mark> const& mark) {
    auto const head = load_head(engine);
    if (!head) {
        return head.error();
    }
    auto const empty = is_empty(engine);
    if (!empty) {
        return empty.error();
    }
    if (!mark && !*empty) {
        return Error(
            Errc::corrupt,
            "store_without_mark",
            "",
            "the database holds " + say(head->frontier.size(), head->sequence) +
                ", and there is no mark beside it"
        );
    }
    if (head->sequence == 0 && !*empty) {
        return corrupt("the database holds data but no head");
    }
    auto const checked = check_against_mark(engine, *head, mark.value_or(mark_of(Head())));
    return checked ? head : Result<Head>(checked.error());
}

// Damage that a power cut can do to the last batch, which nobody was told of, is cut off; the mark
// tells whether it was no more than that.
Result<void> repair(RocksOptions const& options, Paths const& paths, Mark const& mark) {
    if (auto const copied = copy_database(paths); !copied) {
        return copied.error();
    }
    auto engine = Engine::open({paths.copy, OnDamage::cut, false, options.env});
    if (!engine) {
        return engine.error();
    }
    auto const head = load_checked_head(**engine, mark);
    if (!head) {
        return head.error();
    }
    engine->reset();
    log_line(
        options,
        "store: cut off a damaged, unacknowledged batch; the database before it is kept in " +
            paths.damaged.string()
    );
    return swap_in_copy(paths);
}

Result<std::unique_ptr<Engine>> open_or_repair(
    RocksOptions const& options, Paths const& paths, std::optional<Mark> const& mark
) {
    // A mark that was ever moved means that there was a database: a missing one is not made anew.
    bool const create = !mark || mark->sequence == 0;
    std::error_code ec;
    if (!create && !std::filesystem::exists(paths.database / "CURRENT", ec)) {
        return behind_mark(0, 0, *mark);
    }
    EngineOptions const engine_options{paths.database, OnDamage::refuse, create, options.env};
    auto engine = Engine::open(engine_options);
    if (engine || engine.error().code != Errc::corrupt || !mark) {
        return engine;
    }
    log_line(options, "store: " + describe(engine.error()));
    if (auto const repaired = repair(options, paths, *mark); !repaired) {
        return repaired.error();
    }
    return Engine::open(engine_options);
}

Result<std::optional<Mark>> load_mark(
    RocksOptions const& options, Paths const& paths, rocksdb::Env& env
) {
    std::error_code ec;
    if (!std::filesystem::exists(paths.mark, ec)) {
        return std::optional<Mark>();
    }
    auto const opened = MarkFile::open(paths.mark, options.mark.public_key, env);
    return opened ? std::optional(opened->mark) : Result<std::optional<Mark>>(opened.error());
}

// A crash between the write of a batch and its mark leaves the mark behind.
Result<std::unique_ptr<MarkFile>> bring_up_mark(
    RocksOptions const& options, Paths const& paths, Head const& head, rocksdb::Env& env
) {
    auto const slot = encode_mark(mark_of(head), options.mark);
    if (!slot) {
        return slot.error();
    }
    std::error_code ec;
    if (!std::filesystem::exists(paths.mark, ec)) {
        if (auto const created = MarkFile::create(paths.mark, *slot, env); !created) {
            return created.error();
        }
    }
    auto opened = MarkFile::open(paths.mark, options.mark.public_key, env);
    if (!opened) {
        return opened.error();
    }
    if (opened->mark != mark_of(head)) {
        if (auto const status = opened->file->write(*slot); !status.ok()) {
            return to_error(status);
        }
    }
    return std::move(opened->file);
}

}  // namespace

Result<void> check_against_mark(Engine const& engine, Head const& head, Mark const& mark) {
    auto const size = head.frontier.size();
    if (head.sequence < mark.sequence || size < mark.size) {
        return behind_mark(size, head.sequence, mark);
    }
    auto frontier = load_waypoint(engine, mark.size);
    if (!frontier) {
        return frontier.error();
    }
    if (auto const extended = extend(engine, *frontier, mark.size); !extended) {
        return extended.error();
    }
    bool const same_batch = head.sequence == mark.sequence;
    if (frontier->root() != mark.root || (same_batch && size != mark.size)) {
        return Error(
            Errc::corrupt,
            "store_root_differs",
            "",
            "the ledger's root at " + std::to_string(mark.size) + " of " + std::to_string(size) +
                " entries is not the one that the mark was set for"
        );
    }
    if (auto const extended = extend(engine, *frontier, size); !extended) {
        return extended.error();
    }
    if (*frontier != head.frontier) {
        return corrupt("the ledger's entries do not lead to the root in the head");
    }
    return check_ends(engine, size);
}

Result<std::uint64_t> free_bytes(std::filesystem::path const& path) {
    struct statvfs space {};

    if (::statvfs(path.c_str(), &space) != 0) {
        return Error(Errc::unavailable, "store_unreadable", "", path.string() + ": statvfs failed");
    }
    return std::uint64_t{space.f_bavail} * space.f_frsize;
}

void log_line(RocksOptions const& options, std::string const& line) {
    if (options.say) {
        options.say(line);
    } else {
        std::fprintf(stderr, "%s\n", line.c_str());
    }
}

Result<Recovered> recover(RocksOptions const& options, Paths const& paths) {
    auto& env = options.env != nullptr ? *options.env : *rocksdb::Env::Default();
    if (auto const undone = undo_swap(paths); !undone) {
        return undone.error();
    }
    auto const mark = load_mark(options, paths, env);
    if (!mark) {
        return mark.error();
    }
    auto engine = open_or_repair(options, paths, *mark);
    if (!engine) {
        return engine.error();
    }
    auto const head = load_checked_head(**engine, *mark);
    if (!head) {
        return head.error();
    }
    auto file = bring_up_mark(options, paths, *head, env);
    if (!file) {
        return file.error();
    }
    auto log = open_public_log(options, **engine, *head);
    if (!log) {
        return log.error();
    }
    return Recovered{std::move(*engine), std::move(*file), *head, std::move(*log)};
}

}  // namespace ocop::store
