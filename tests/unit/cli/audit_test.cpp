#include "audit_world.hpp"
#include "store/layout.hpp"
#include "store/record.hpp"

#include <ocop/ledger/checkpoint.hpp>

#include <boost/test/data/test_case.hpp>

#include <algorithm>
#include <fstream>

// Every way that is known to falsify a data folder, and who sees it: the audit by what it finds,
// the store by refusing to start, or both.
namespace ocop::test {

namespace {

using store::entry_key;
using store::tile_key;

struct Tampering {
    char const* name;
    char const* found;  // by the audit: an id; "": it cannot see it
    bool refused;       // at start
    void (*act)(FolderCopy const&);
};

std::ostream& operator<<(std::ostream& out, Tampering const& tampering) {
    return out << tampering.name;
}

std::string ledger_value(FolderCopy const& folder, std::string const& key) {
    auto value = folder.get("ledger", key);
    BOOST_TEST_REQUIRE(value.has_value());
    return *value;
}

std::string flipped(std::string bytes, std::size_t at) {
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
    return bytes;
}

void flip(FolderCopy const& folder, std::string const& family, std::string const& key) {
    auto const value = folder.get(family, key);
    BOOST_TEST_REQUIRE((value && !value->empty()));
    folder.put(family, key, flipped(*value, value->size() - 1));
}

void swap(
    FolderCopy const& folder, std::string const& family, std::string const& a, std::string const& b
) {
    auto const first = folder.get(family, a);
    auto const second = folder.get(family, b);
    BOOST_TEST_REQUIRE((first && second));
    folder.put(family, a, *second);
    folder.put(family, b, *first);
}

std::uint64_t size_of(FolderCopy const& folder) {
    return folder.keys("ledger", "e").size();
}

std::string first_key(FolderCopy const& folder, std::string const& family, std::string const& of) {
    auto const keys = folder.keys(family, of);
    BOOST_TEST_REQUIRE(!keys.empty());
    return keys.front();
}

// The first record under the prefix that says `member`, with it changed to `value`.
void change(
    FolderCopy const& folder,
    std::string const& family,
    std::string const& prefix,
    char const* member,
    json::value const& value
) {
    for (auto const& key : folder.keys(family, prefix)) {
        auto stored = json::parse(*folder.get(family, key));
        BOOST_TEST_REQUIRE(stored.has_value());
        auto& record = stored->as_object().at("record").as_object();
        if (record.contains(member) && !record.at(member).is_null() && record.at(member) != value) {
            record[member] = value;
            folder.put(family, key, json::canonical(*stored));
            return;
        }
    }
    BOOST_FAIL("no such record");
}

void change_log(FolderCopy const& folder, char const* member, json::value const& value) {
    auto const key = first_key(folder, "registry", "c");
    auto stored = json::parse(*folder.get("registry", key));
    stored->as_object().at("log").as_object()[member] = value;
    folder.put("registry", key, json::canonical(*stored));
}

void sign(FolderCopy const& folder, std::string origin, ledger::TreeHead const& head) {
    ledger::NoteKey const key{origin, ledger::NoteKind::ed25519, log_key().key};
    auto const note =
        ledger::sign_checkpoint({std::move(origin), head, {}}, key, log_signer().sign);
    folder.put("meta", std::string(store::checkpoint_key), *note);
}

// The tree of the first `size` entries.
ledger::TreeHead head_at(FolderCopy const& folder, std::uint64_t size) {
    ledger::Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) {
        frontier.append(as_bytes(ledger_value(folder, entry_key(i))));
    }
    return {frontier.size(), frontier.root()};
}

void edit_entry(
    FolderCopy const& folder, std::uint64_t index, std::string_view from, std::string_view to
) {
    auto entry = ledger_value(folder, entry_key(index));
    auto const at = entry.find(from);
    BOOST_TEST_REQUIRE(at != std::string::npos);
    folder.put("ledger", entry_key(index), entry.replace(at, from.size(), to));
}

std::filesystem::path mark(FolderCopy const& folder) {
    return folder.path() / "store" / "mark";
}

Tampering const tamperings[] = {
    {"an entry is edited",
     "root",
     true,
     [](FolderCopy const& f) { edit_entry(f, 100, "\"kind\":\"", "\"kind\":\"x"); }},
    {"an entry's byte is flipped",
     "entry",
     true,
     [](FolderCopy const& f) { flip(f, "ledger", entry_key(5)); }},
    {"an entry is deleted",
     "bundle",
     true,
     [](FolderCopy const& f) { f.put("ledger", entry_key(300), {}); }},
    {"the first entry is deleted",
     "bundle",
     true,
     [](FolderCopy const& f) { f.put("ledger", entry_key(0), {}); }},
    {"the last entry is deleted",
     "bundle",
     true,
     [](FolderCopy const& f) { f.put("ledger", entry_key(size_of(f) - 1), {}); }},
    {"two entries change places",
     "root",
     true,
     [](FolderCopy const& f) { swap(f, "ledger", entry_key(10), entry_key(11)); }},
    {"an entry is cut short",
     "entry",
     true,
     [](FolderCopy const& f) {
         auto const e = ledger_value(f, entry_key(9));
         f.put("ledger", entry_key(9), e.substr(0, e.size() / 2));
     }},
    {"an entry is emptied",
     "entry",
     true,
     [](FolderCopy const& f) { f.put("ledger", entry_key(9), ""); }},
    {"an entry is there twice",
     "root",
     true,
     [](FolderCopy const& f) { f.put("ledger", entry_key(21), ledger_value(f, entry_key(20))); }},
    {"an entry lies behind the end",
     "beyond",
     true,
     [](FolderCopy const& f) {
         f.put("ledger", entry_key(size_of(f)), ledger_value(f, entry_key(0)));
     }},
    {"a full tile is edited",
     "tile",
     false,
     [](FolderCopy const& f) {
         flip(f, "ledger", tile_key({0, 0}));
     }},
    {"a full tile is deleted",
     "tile",
     false,
     [](FolderCopy const& f) {
         f.put("ledger", tile_key({0, 0}), {});
     }},
    {"a full tile is cut short",
     "tile",
     false,
     [](FolderCopy const& f) {
         f.put("ledger", tile_key({0, 0}), ledger_value(f, tile_key({0, 0})).substr(0, 8160));
     }},
    {"a full tile is too long",
     "tile",
     false,
     [](FolderCopy const& f) {
         f.put(
             "ledger", tile_key({0, 0}), ledger_value(f, tile_key({0, 0})) + std::string(32, 'x')
         );
     }},
    {"two tiles change places",
     "tile",
     false,
     [](FolderCopy const& f) {
         swap(f, "ledger", tile_key({0, 0}), tile_key({0, 1}));
     }},
    {"the edge tile is edited",
     "tile",
     true,
     [](FolderCopy const& f) {
         flip(f, "ledger", tile_key({0, 2}));
     }},
    {"the edge tile is deleted",
     "tile",
     true,
     [](FolderCopy const& f) {
         f.put("ledger", tile_key({0, 2}), {});
     }},
    {"the edge tile is too long",
     "tile",
     false,
     [](FolderCopy const& f) {
         f.put(
             "ledger", tile_key({0, 2}), ledger_value(f, tile_key({0, 2})) + std::string(32, 'x')
         );
     }},
    {"a tile of level 1 is edited",
     "tile",
     true,
     [](FolderCopy const& f) {
         flip(f, "ledger", tile_key({1, 0}));
     }},
    {"a tile of level 1 is deleted",
     "tile",
     true,
     [](FolderCopy const& f) {
         f.put("ledger", tile_key({1, 0}), {});
     }},
    {"a tile lies behind the end",
     "beyond",
     false,
     [](FolderCopy const& f) {
         f.put("ledger", tile_key({0, 3}), std::string(32, 'x'));
     }},
    {"a tile of a level too high",
     "beyond",
     false,
     [](FolderCopy const& f) {
         f.put("ledger", tile_key({2, 0}), std::string(32, 'x'));
     }},
    {"a key that is none in the log",
     "beyond",
     false,
     [](FolderCopy const& f) { f.put("ledger", "x", "y"); }},
    {"the checkpoint is deleted",
     "checkpoint",
     false,
     [](FolderCopy const& f) { f.put("meta", std::string(store::checkpoint_key), {}); }},
    {"the checkpoint's signature is edited",
     "checkpoint",
     true,
     [](FolderCopy const& f) {
         auto n = *f.get("meta", std::string(store::checkpoint_key));
         n[n.size() - 10] = n[n.size() - 10] == 'A' ? 'B' : 'A';
         f.put("meta", std::string(store::checkpoint_key), n);
     }},
    {"the checkpoint's size is edited",
     "checkpoint",
     true,
     [](FolderCopy const& f) {
         auto n = *f.get("meta", std::string(store::checkpoint_key));
         n[n.find('\n') + 1] = '9';
         f.put("meta", std::string(store::checkpoint_key), n);
     }},
    {"an older checkpoint is put back",
     "beyond",
     true,
     [](FolderCopy const& f) { sign(f, log_key().name, head_at(f, 400)); }},
    {"a checkpoint of more entries is signed",
     "bundle",
     true,
     [](FolderCopy const& f) {
         sign(f, log_key().name, {size_of(f) + 1, {}});
     }},
    {"a checkpoint of another root is signed",
     "root",
     true,
     [](FolderCopy const& f) {
         sign(f, log_key().name, {size_of(f), {}});
     }},
    {"a checkpoint of another log is signed",
     "checkpoint",
     true,
     [](FolderCopy const& f) { sign(f, "other.example/log", head_at(f, size_of(f))); }},
    {"the origin is changed",
     "origin",
     true,
     [](FolderCopy const& f) {
         f.put("meta", std::string(store::origin_key), "other.example/log");
     }},
    {"the origin is deleted",
     "origin",
     false,
     [](FolderCopy const& f) { f.put("meta", std::string(store::origin_key), {}); }},
    {"the head is edited",
     "store",
     true,
     [](FolderCopy const& f) { flip(f, "meta", std::string(store::head_key)); }},
    {"the head is deleted",
     "head",
     true,
     [](FolderCopy const& f) { f.put("meta", std::string(store::head_key), {}); }},
    {"the mark is cut short",
     "",
     true,
     [](FolderCopy const& f) { std::filesystem::resize_file(mark(f), 3); }},
    {"the mark is deleted",
     "",
     true,
     [](FolderCopy const& f) { std::filesystem::remove(mark(f)); }},
    {"a certificate's stars are edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "registry", "c", "stars", 5); }},
    {"a trade item's owner is edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "registry", "t", "producer", "x"); }},
    {"a lot's day is edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "registry", "l", "made_on", "2020-01-01"); }},
    {"a quota's limit is edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "stamps", "q", "limit", 1); }},
    {"an order's count is edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "stamps", "o", "count", 7); }},
    {"an order's range is edited",
     "record",
     false,
     [](FolderCopy const& f) {
         change(f, "stamps", "o", "range", json::object{{"epoch", 0}, {"first", 9}, {"count", 1}});
     }},
    {"an order's state is edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "stamps", "o", "state", "requested"); }},
    {"a key's window is edited",
     "record",
     false,
     [](FolderCopy const& f) {
         change(f, "stamps", "k", "logged_until", "2099-01-01T00:00:00.000Z");
     }},
    {"a move's positions are edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "stamps", "m", "count", 999); }},
    {"an account's role is edited",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "accounts", "a", "role", "administrator"); }},
    {"a recall is edited away",
     "record",
     false,
     [](FolderCopy const& f) { change(f, "inspections", "r", "state", "lifted"); }},
    {"a record's salt is edited",
     "record",
     false,
     [](FolderCopy const& f) { change_log(f, "salt", json::value(std::string(32, '0'))); }},
    {"a record's index is edited",
     "record",
     false,
     [](FolderCopy const& f) { change_log(f, "index", 1); }},
    {"a record is deleted",
     "record",
     false,
     [](FolderCopy const& f) { f.put("registry", first_key(f, "registry", "c"), {}); }},
    {"a record is there twice",
     "record",
     false,
     [](FolderCopy const& f) {
         f.put("registry", "czz", *f.get("registry", first_key(f, "registry", "c")));
     }},
    {"two records change places",
     "record",
     false,
     [](FolderCopy const& f) {
         auto const k = f.keys("registry", "l");
         swap(f, "registry", k.at(0), k.at(1));
     }},
    {"two moves change places",
     "derived",
     false,
     [](FolderCopy const& f) {
         auto const k = f.keys("stamps", "m");
         for (std::size_t i = 0; i + 1 < k.size(); ++i) {
             if (k[i].substr(0, k[i].size() - 8) == k[i + 1].substr(0, k[i + 1].size() - 8)) {
                 swap(f, "stamps", k[i], k[i + 1]);
                 return;
             }
         }
         BOOST_FAIL("no two");
     }},
    {"a record is made plain",
     "record",
     false,
     [](FolderCopy const& f) {
         auto const k = first_key(f, "registry", "c");
         f.put(
             "registry",
             k,
             json::canonical(json::parse(*f.get("registry", k))->as_object().at("record"))
         );
     }},
    {"a range is edited",
     "derived",
     false,
     [](FolderCopy const& f) {
         auto const k = first_key(f, "stamps", "r");
         f.put("stamps", k, flipped(*f.get("stamps", k), 7));
     }},
    {"a range is deleted",
     "derived",
     false,
     [](FolderCopy const& f) { f.put("stamps", first_key(f, "stamps", "r"), {}); }},
    {"a range is made up",
     "derived",
     false,
     [](FolderCopy const& f) {
         auto k = first_key(f, "stamps", "r");
         f.put("stamps", k.substr(0, 2) + "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", *f.get("stamps", k));
     }},
    {"a segment is edited",
     "derived",
     false,
     [](FolderCopy const& f) {
         auto const k = first_key(f, "stamps", "s");
         f.put("stamps", k, flipped(*f.get("stamps", k), 8));
     }},
    {"a segment is deleted",
     "derived",
     false,
     [](FolderCopy const& f) { f.put("stamps", first_key(f, "stamps", "s"), {}); }},
    {"a segment of no order",
     "derived",
     false,
     [](FolderCopy const& f) {
         auto k = first_key(f, "stamps", "s");
         f.put("stamps", k.substr(0, 2) + "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", *f.get("stamps", k));
     }},
    {"a quota's sum is edited",
     "derived",
     false,
     [](FolderCopy const& f) { flip(f, "stamps", first_key(f, "stamps", "Q")); }},
    {"a quota's sum is deleted",
     "derived",
     false,
     [](FolderCopy const& f) { f.put("stamps", first_key(f, "stamps", "Q"), {}); }},
    {"the next counter goes back",
     "derived",
     false,
     [](FolderCopy const& f) {
         f.put("stamps", first_key(f, "stamps", "n"), std::string(8, '\0'));
     }},
    {"a lot's totals are edited",
     "derived",
     false,
     [](FolderCopy const& f) { flip(f, "stamps", first_key(f, "stamps", "M")); }},
};

bool has(std::vector<std::string> const& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit)

BOOST_AUTO_TEST_CASE(a_good_folder_has_no_findings) {
    auto const outcome = audit_of(good_folder());
    BOOST_TEST(outcome.status == 0, outcome.words);
    BOOST_TEST(outcome.words.find("findings: 0\n") != std::string::npos);
    // It was only looked at.
    BOOST_TEST(refusal_of(FolderCopy().path()) == "");
}

BOOST_DATA_TEST_CASE(
    each_tampering_is_found_or_refused, boost::unit_test::data::make(tamperings), tampering
) {
    FolderCopy const folder;
    tampering.act(folder);
    folder.close();
    auto const outcome = audit_of(folder.path());
    if (std::string_view(tampering.found).empty()) {
        BOOST_TEST(outcome.status == 0, outcome.words);
    } else {
        BOOST_TEST(outcome.status == 1);
        BOOST_TEST(has(outcome.ids, tampering.found), outcome.words);
    }
    auto const refusal = refusal_of(folder.path());
    BOOST_TEST((refusal.empty() != tampering.refused), refusal);
}

BOOST_AUTO_TEST_CASE(an_older_checkpoint_must_be_gone_on_from) {
    FolderCopy const folder;
    auto const old = folder.path() / "old";
    auto const at = [&](ledger::TreeHead const& head) {
        std::ofstream(old
        ) << *ledger::sign_checkpoint({log_key().name, head, {}}, log_key(), log_signer().sign);
        folder.close();
        return audit_of(folder.path(), [&](cli::AuditRequest& r) { r.old_checkpoint = old; });
    };
    for (std::uint64_t const size : {0U, 1U, 256U, 400U, 512U}) {
        auto const outcome = at(head_at(folder, size));
        BOOST_TEST(outcome.status == 0, outcome.words);
    }
    BOOST_TEST(at(head_at(folder, size_of(folder))).status == 0);
    BOOST_TEST(has(at({400, {}}).ids, "old"));
    BOOST_TEST(has(at({size_of(folder), {}}).ids, "old"));
    BOOST_TEST(has(at({size_of(folder) + 1, {}}).ids, "old"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_in_use_is_refused) {
    FolderCopy const folder;
    TemporaryStore temporary(folder.path() / "store");
    temporary.open();
    auto const outcome = audit_of(folder.path());
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.words.find("store_locked") != std::string::npos, outcome.words);
}

BOOST_AUTO_TEST_CASE(another_key_is_no_key_of_this_log) {
    auto const outcome = audit_of(good_folder(), [](cli::AuditRequest& request) {
        auto key = log_key();
        key.key = mark_key().public_key();
        request.vkey = ledger::encode_vkey(key);
    });
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(has(outcome.ids, "checkpoint"), outcome.words);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
