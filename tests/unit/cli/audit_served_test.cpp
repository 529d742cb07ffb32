#include "audit_world.hpp"
#include "cli/audit_files.hpp"
#include "store/layout.hpp"
#include "tlog/audit.hpp"

#include <ocop/ledger/checkpoint.hpp>

#include <boost/test/data/test_case.hpp>

#include <algorithm>
#include <map>

// What a service may lie about when it serves its log, and that an audit sees each.
namespace ocop::test {

namespace {

using ledger::TilePath;

// A log as it is served, from its entries alone.
struct Served {
    explicit Served(std::vector<std::string> list) : entries(std::move(list)) {
        ledger::TileEdge edge;
        for (auto const& entry : entries) {
            auto const leaf = ledger::leaf_hash(as_bytes(entry));
            for (auto& made : edge.append(std::span(&leaf, 1))) {
                tiles[made.tile] = std::move(made.bytes);
            }
        }
        head = edge.head();
        note = signed_note(head);
    }

    static std::string signed_note(ledger::TreeHead const& head) {
        return *ledger::sign_checkpoint({log_key().name, head, {}}, log_key(), log_signer().sign);
    }

    Result<std::string> read(TilePath const& path) const {
        if (path.kind == TilePath::Kind::hashes) {
            return tiles.at(path.tile).substr(0, path.width * sizeof(Hash));
        }
        std::string out;
        for (std::uint64_t i = 0; i < path.width; ++i) {
            ledger::append_to_bundle(out, entries.at(path.tile.index * ledger::tile_width + i));
        }
        return out;
    }

    std::vector<std::string> entries;
    std::map<ledger::TileId, std::string> tiles;
    ledger::TreeHead head;
    std::string note;
};

std::vector<std::string> const& good_entries() {
    static auto const entries = [] {
        std::vector<std::string> out;
        FolderCopy const folder;
        for (auto const& key : folder.keys("ledger", "e")) {
            out.push_back(*folder.get("ledger", key));
        }
        return out;
    }();
    return entries;
}

Served const& good() {
    static Served const served(good_entries());
    return served;
}

// What the audit finds, by id, when `lie` answers for a path instead of the good log.
struct Answers {
    std::string note = good().note;
    std::vector<ledger::TreeHead> older = {};
    std::function<Result<std::string>(TilePath const&)> read = [](TilePath const& path) {
        return good().read(path);
    };
};

std::vector<std::string> found(Answers const& answers) {
    std::vector<std::string> ids;
    tlog::LogFiles files;
    files.read_checkpoint = [&] { return Result<std::string>(answers.note); };
    files.read = answers.read;
    tlog::LogAudit audit;
    audit.key = log_key();
    audit.older = answers.older;
    audit.report = [&ids](tlog::Finding const& finding) { ids.push_back(finding.id); };
    auto const audited = tlog::audit_log(files, audit);
    BOOST_TEST((audited.has_value() || !ids.empty()));
    return ids;
}

// `change` on the bytes of one path.
Answers with(std::string path, std::function<Result<std::string>(std::string)> change) {
    Answers out;
    out.read = [path, change](TilePath const& asked) {
        auto bytes = good().read(asked);
        return ledger::to_text(asked) == path ? change(std::move(*bytes)) : std::move(bytes);
    };
    return out;
}

std::string flipped(std::string bytes) {
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    return bytes;
}

Result<std::string> absent(std::string const&) {
    return Error(Errc::refused, "service_refused", "", "status 404");
}

Result<std::string> unreached(std::string const&) {
    return Error(Errc::unavailable, "peer_unreachable");
}

std::string edge_path(char const* kind) {
    return std::string("tile/") + kind + "/002.p/" + std::to_string(good().head.size - 512);
}

struct Lie {
    char const* name;
    char const* found;
    Answers (*tell)();
};

std::ostream& operator<<(std::ostream& out, Lie const& lie) {
    return out << lie.name;
}

Lie const lies[] = {
    {"a bundle's byte is flipped", "root", [] { return with("tile/entries/001", flipped); }},
    {"a bundle is absent", "bundle", [] { return with("tile/entries/001", absent); }},
    {"a bundle cannot be asked for",
     "unreachable",
     [] { return with("tile/entries/001", unreached); }},
    {"a tile cannot be asked for", "unreachable", [] { return with("tile/0/001", unreached); }},
    {"a bundle is cut short",
     "bundle",
     [] {
         return with("tile/entries/000", [](std::string b) {
             b.resize(b.size() - 1);
             return b;
         });
     }},
    {"a bundle is too long",
     "bundle",
     [] {
         return with("tile/entries/000", [](std::string b) { return b + std::string(2, '\0'); });
     }},
    {"a bundle is another one",
     "stopped",
     [] {
         return with("tile/entries/000", [](std::string const&) {
             return *good().read({TilePath::Kind::entries, {0, 1}, 256});
         });
     }},
    {"the last bundle is empty",
     "bundle",
     [] { return with(edge_path("entries"), [](std::string const&) { return std::string(); }); }},
    {"the last bundle is edited", "root", [] { return with(edge_path("entries"), flipped); }},
    {"a tile's byte is flipped", "tile", [] { return with("tile/0/000", flipped); }},
    {"a tile is absent", "tile", [] { return with("tile/0/001", absent); }},
    {"a tile is cut short",
     "tile",
     [] {
         return with("tile/0/001", [](std::string b) {
             b.resize(32);
             return b;
         });
     }},
    {"a tile is too long",
     "tile",
     [] { return with("tile/0/001", [](std::string b) { return b + b; }); }},
    {"a tile is another one",
     "tile",
     [] { return with("tile/0/000", [](std::string const&) {
              return good().tiles.at({0, 1});
          }); }},
    {"the edge tile is edited", "tile", [] { return with(edge_path("0"), flipped); }},
    {"a tile of level 1 is edited", "tile", [] { return with("tile/1/000.p/2", flipped); }},
    {"a tile of level 1 is absent", "tile", [] { return with("tile/1/000.p/2", absent); }},
    {"no checkpoint",
     "checkpoint",
     [] {
         Answers out;
         out.note = "";
         return out;
     }},
    {"a checkpoint that nobody signed",
     "checkpoint",
     [] {
         Answers out;
         out.note = out.note.substr(0, out.note.find("\n\n") + 2);
         return out;
     }},
    {"a checkpoint of another root",
     "root",
     [] {
         Answers out;
         out.note = Served::signed_note({good().head.size, {}});
         return out;
     }},
    {"a checkpoint of fewer entries than before",
     "old",
     [] {
         Answers out;
         out.older = {good().head};
         out.note = Served(std::vector(good_entries().begin(), good_entries().begin() + 300)).note;
         return out;
     }},
    {"a checkpoint of fewer entries, at their root",
     "old",
     [] {
         Answers out;
         out.older = {{good().head.size, {}}};
         return out;
     }},
};

bool has(std::vector<std::string> const& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

Answers answers_of(Served const& served) {
    Answers out;
    out.note = served.note;
    out.read = [&served](TilePath const& path) { return served.read(path); };
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_served)

BOOST_AUTO_TEST_CASE(a_good_log_has_no_findings) {
    BOOST_TEST(found({}).empty());
}

BOOST_DATA_TEST_CASE(each_lie_is_found, boost::unit_test::data::make(lies), lie) {
    auto const ids = found(lie.tell());
    BOOST_TEST(has(ids, lie.found), "found: " << (ids.empty() ? "nothing" : ids.front()));
}

BOOST_AUTO_TEST_CASE(a_log_that_was_not_reached_is_not_at_fault) {
    BOOST_TEST(
        (found(with("tile/entries/001", unreached)) == std::vector<std::string>{"unreachable"})
    );
    BOOST_TEST((found(with("tile/0/001", unreached)) == std::vector<std::string>{"unreachable"}));
}

BOOST_AUTO_TEST_CASE(a_checkpoint_of_too_many_entries_is_refused_before_any_is_read) {
    Answers endless;
    endless.note = Served::signed_note({std::uint64_t{1} << 62, {}});
    int reads = 0;
    endless.read = [&reads](TilePath const&) {
        ++reads;
        return Result<std::string>(std::string());
    };
    BOOST_TEST((found(endless) == std::vector<std::string>{"checkpoint"}));
    BOOST_TEST(reads == 0);
}

BOOST_AUTO_TEST_CASE(a_log_that_is_wrong_throughout_is_not_read_to_its_end) {
    Served const junk(std::vector<std::string>(5'000, "{}"));
    int bundles = 0;
    auto answers = answers_of(junk);
    answers.read = [&](TilePath const& path) {
        bundles += path.kind == TilePath::Kind::entries ? 1 : 0;
        return junk.read(path);
    };
    auto const ids = found(answers);
    BOOST_TEST(ids.back() == "stopped");
    BOOST_TEST(bundles == 4);
}

// The log's own key signs whatever its owner wants: who rewrites the entries and all that follows
// from them is seen by whoever kept a checkpoint, and by nobody else.
BOOST_AUTO_TEST_CASE(a_rewritten_history_is_seen_by_who_kept_a_checkpoint) {
    auto entries = good_entries();
    auto entry = *ledger::parse_entry(entries[200]);
    entry.id = std::string(32, 'a');
    entries[200] = ledger::encode_entry(entry);
    Served const rewritten(entries);
    auto answers = answers_of(rewritten);
    BOOST_TEST(found(answers).empty());
    Served const before(std::vector(good_entries().begin(), good_entries().begin() + 300));
    answers.older = {before.head};
    BOOST_TEST(has(found(answers), "old"));
    // Of what came before the change, it goes on.
    Served const earlier(std::vector(good_entries().begin(), good_entries().begin() + 200));
    answers.older = {earlier.head};
    BOOST_TEST(found(answers).empty());
}

BOOST_AUTO_TEST_CASE(who_keeps_the_log_reads_the_new_entries_alone_and_sees_a_rewriting) {
    TemporaryDirectory const directory;
    auto const file = directory.path() / "log";
    std::size_t bundles = 0;
    auto const look = [&](Served const& served) {
        auto kept = cli::KeptLog::open(file, log_key());
        BOOST_TEST_REQUIRE(reason_of(kept) == "");
        std::vector<std::string> ids;
        tlog::LogFiles files;
        files.read_checkpoint = [&] { return Result<std::string>(served.note); };
        files.read = [&](TilePath const& path) {
            bundles += path.kind == TilePath::Kind::entries ? 1 : 0;
            return served.read(path);
        };
        tlog::LogAudit audit;
        audit.key = log_key();
        if (kept->head()) {
            audit.older = {*kept->head()};
            audit.tiles_known = kept->head()->size;
        }
        audit.visit = [&](std::uint64_t index, std::string_view entry) { kept->add(index, entry); };
        audit.report = [&ids](tlog::Finding const& finding) { ids.push_back(finding.id); };
        auto const audited = tlog::audit_log(kept->before(files), audit);
        if (audited && ids.empty()) {
            BOOST_TEST(reason_of(kept->save(*audited)) == "");
        }
        return ids;
    };
    auto const first = [](std::ptrdiff_t count) {
        return Served(std::vector(good_entries().begin(), good_entries().begin() + count));
    };
    BOOST_TEST(look(first(300)).empty());
    BOOST_TEST(bundles == 2U);
    BOOST_TEST(look(first(300)).empty());
    BOOST_TEST(bundles == 3U);  // the one that was not whole
    BOOST_TEST(look(good()).empty());
    BOOST_TEST(bundles == 5U);
    auto entries = good_entries();
    auto entry = *ledger::parse_entry(entries.back());
    entry.id = std::string(32, 'a');
    entries.back() = ledger::encode_entry(entry);
    BOOST_TEST(has(look(Served(entries)), "old"));
    BOOST_TEST(look(good()).empty());
    std::filesystem::resize_file(file, 100);
    BOOST_TEST(slug_of(cli::KeptLog::open(file, log_key())) == "state_malformed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
