#include "store/layout.hpp"
#include "store/record.hpp"
#include "store/temporary_store.hpp"

#include <ocop/ledger/checkpoint.hpp>
#include <ocop/ledger/tile.hpp>

#include <boost/test/unit_test.hpp>
#include <rocksdb/db.h>

#include <atomic>
#include <map>

using namespace ocop;
using namespace ocop::store;

namespace {

using Tiles = std::map<ledger::TileId, std::string>;

ledger::NoteKey log_key() {
    auto const signer = test::log_signer();
    return {signer.origin, ledger::NoteKind::ed25519, signer.public_key};
}

// `count` entries in one transaction.
void append(Store& store, std::uint64_t count) {
    auto const commit = transact_now(store, [&](Transaction& tx) {
        for (std::uint64_t i = 0; i < count; ++i) {
            tx.append(test::draft("s:" + std::to_string(tx.ledger_size())), {{"v", 1}}, -1);
        }
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
}

std::vector<std::string> entries(Reader const& reader) {
    std::vector<std::string> out;
    auto const scanned = reader.scan(Space::ledger, entry_prefix, "", [&](auto, auto value) {
        out.emplace_back(value);
        return true;
    });
    BOOST_TEST(test::reason_of(scanned) == "");
    return out;
}

Tiles tiles(Reader const& reader) {
    Tiles out;
    auto const scanned = reader.scan(Space::ledger, tile_prefix, "", [&](auto key, auto value) {
        ByteReader in(key);
        in.take(tile_prefix.size());
        auto const level = in.u8();
        out[{level, in.u64()}] = std::string(value);
        BOOST_TEST(in.done());
        return true;
    });
    BOOST_TEST(test::reason_of(scanned) == "");
    return out;
}

// The tiles of the entries, hash by hash as tlog-tiles defines them.
Tiles expected(std::vector<std::string> const& entries) {
    Tiles out;
    std::vector<Hash> level;
    for (auto const& entry : entries) {
        level.push_back(ledger::leaf_hash(as_bytes(entry)));
    }
    for (std::uint8_t at = 0; !level.empty(); ++at) {
        std::vector<Hash> above;
        for (std::size_t first = 0; first < level.size(); first += ledger::tile_width) {
            ledger::Frontier whole;
            auto const end = std::min<std::size_t>(level.size(), first + ledger::tile_width);
            for (auto i = first; i < end; ++i) {
                out[{at, first / ledger::tile_width}] += as_text(level[i]);
                whole.append_hash(level[i]);
            }
            if (whole.size() == ledger::tile_width) {
                above.push_back(whole.root());
            }
        }
        level = std::move(above);
    }
    return out;
}

void check_log(Store const& store) {
    auto const snapshot = store.snapshot();
    auto const all = entries(*snapshot);
    BOOST_TEST((tiles(*snapshot) == expected(all)));
    auto const note = snapshot->get(Space::meta, checkpoint_key);
    BOOST_TEST_REQUIRE(note->has_value());
    auto const opened = ledger::open_checkpoint(**note, log_key());
    BOOST_TEST_REQUIRE(test::reason_of(opened) == "");
    ledger::Frontier frontier;
    for (auto const& entry : all) {
        frontier.append(as_bytes(entry));
    }
    BOOST_TEST(opened->checkpoint.head.size == all.size());
    BOOST_TEST((opened->checkpoint.head.root == frontier.root()));
    BOOST_TEST(snapshot->ledger_size() == all.size());
}

// Changes a value behind the store's back.
void change(
    std::filesystem::path const& folder,
    std::string const& family,
    std::string const& key,
    std::optional<std::string> const& value
) {
    std::vector<std::string> names;
    auto const path = (folder / "db").string();
    BOOST_TEST_REQUIRE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (auto const& name : names) {
        families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    BOOST_TEST_REQUIRE(rocksdb::DB::Open({}, path, families, &handles, &db).ok());
    for (std::size_t i = 0; i < handles.size(); ++i) {
        if (names[i] == family) {
            BOOST_TEST((value ? db->Put({}, handles[i], key, *value)
                              : db->Delete({}, handles[i], key))
                           .ok());
        }
        BOOST_TEST(db->DestroyColumnFamilyHandle(handles[i]).ok());
    }
    delete db;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(public_log)

BOOST_AUTO_TEST_CASE(each_batch_leaves_the_tiles_and_the_checkpoint_of_its_entries) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    check_log(store);
    // To both sides of the ends of tiles, and over several at once.
    for (std::uint64_t const count : {1U, 1U, 253U, 1U, 1U, 0U, 255U, 300U, 700U, 1U}) {
        append(store, count);
        check_log(store);
    }
    temporary.close();
    check_log(temporary.open());
    append(*temporary.store, 3);
    check_log(*temporary.store);
}

BOOST_AUTO_TEST_CASE(a_tree_of_two_full_levels_goes_on_after_a_start) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    for (int i = 0; i < 66; ++i) {
        append(store, 1000);
    }
    check_log(store);
    temporary.close();
    append(temporary.open(), 1);
    check_log(*temporary.store);
}

BOOST_AUTO_TEST_CASE(tiles_are_made_once_of_the_entries_of_a_store_that_had_none) {
    test::TemporaryStore temporary;
    auto options = temporary.options();
    options.log.reset();
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(options)) == "");
    append(*temporary.store, 700);
    BOOST_TEST(tiles(*temporary.store->snapshot()).empty());
    check_log(temporary.open());
    append(*temporary.store, 100);
    check_log(*temporary.store);
    BOOST_TEST(test::slug_of(temporary.try_open(options)) == "log_signer_missing");
}

BOOST_AUTO_TEST_CASE(a_log_keeps_the_origin_that_it_began_with) {
    test::TemporaryStore temporary;
    append(temporary.open(), 1);
    auto options = temporary.options();
    options.log->origin = "another.example/log";
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(options)) == "");
    append(*temporary.store, 1);
    check_log(*temporary.store);
}

BOOST_AUTO_TEST_CASE(what_was_changed_behind_the_log_is_refused_at_start) {
    struct Change {
        std::string family;
        std::string key;
        std::optional<std::string> value;
        std::string refusal;
    };

    auto const zeros = std::string(32, '\0');
    auto const meta = [](std::string_view key) { return std::string(key); };
    auto const other = crypto::Ed25519PrivateKey(crypto::Ed25519Seed{9});
    auto const forged = ledger::sign_checkpoint(
        {log_key().name, {300, {}}, {}}, log_key(), test::log_signer().sign
    );
    ledger::NoteKey const stranger{log_key().name, ledger::NoteKind::ed25519, other.public_key()};
    auto const strange =
        ledger::sign_checkpoint({log_key().name, {300, {}}, {}}, stranger, [&](ByteView text) {
            return Result<crypto::Ed25519Signature>(other.sign(text));
        });
    for (auto const& [family, key, value, refusal] : std::vector<Change>{
             {"ledger", tile_key({0, 1}), {}, "log_tiles_differ"},
             {"ledger", tile_key({0, 1}), zeros, "log_tiles_differ"},
             {"ledger", tile_key({1, 0}), zeros, "log_tiles_differ"},
             {"ledger", tile_key({1, 0}), "", "log_tiles_differ"},
             {"meta", meta(checkpoint_key), *forged, "log_checkpoint_differs"},
             {"meta", meta(checkpoint_key), *strange, "log_key_differs"},
             {"meta", meta(checkpoint_key), "text\n", "log_key_differs"},
             {"meta", meta(origin_key), "other.example/log", "log_key_differs"}}) {
        test::TemporaryStore temporary;
        append(temporary.open(), 300);
        temporary.close();
        change(temporary.path(), family, key, value);
        BOOST_TEST(temporary.refusal() == refusal);
    }
}

BOOST_AUTO_TEST_CASE(without_a_signature_the_batch_is_refused_and_the_next_goes_on) {
    test::TemporaryStore temporary;
    auto options = temporary.options();
    bool down = false;
    options.log->sign = [&](ByteView text) -> Result<crypto::Ed25519Signature> {
        if (down) {
            return Error(Errc::unavailable, "signer_unavailable");
        }
        return test::checkpoint_key().sign(text);
    };
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(options)) == "");
    append(*temporary.store, 5);
    down = true;
    auto const refused = transact_now(*temporary.store, [](Transaction& tx) {
        tx.append(test::draft("s:x"), {{"v", 1}}, -1);
        return Result<void>();
    });
    BOOST_TEST(test::slug_of(refused) == "signer_unavailable");
    // What leaves no entry needs none.
    test::write_one(*temporary.store, Space::stamps, "k", "v");
    down = false;
    append(*temporary.store, 300);
    check_log(*temporary.store);
}

BOOST_AUTO_TEST_CASE(while_the_log_may_not_grow_what_has_entries_is_refused_and_nothing_else) {
    test::TemporaryStore temporary;
    std::atomic<bool> stopped{false};
    auto options = temporary.options();
    options.log->permit = [&] {
        return stopped ? Result<void>(Error(Errc::unavailable, "log_stopped")) : Result<void>();
    };
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
    auto& store = *temporary.store;
    append(store, 3);
    BOOST_TEST(store.ready());
    stopped = true;
    BOOST_TEST(!store.ready());
    auto const refused = transact_now(store, [](Transaction& tx) {
        tx.put(Space::registry, "with an entry", "");
        tx.append(test::draft("s:3"), {{"v", 1}}, -1);
        return Result<void>();
    });
    BOOST_TEST(test::slug_of(refused) == "log_stopped");
    test::write_one(store, Space::registry, "without", "");
    BOOST_TEST(!store.snapshot()->get(Space::registry, "with an entry")->has_value());
    BOOST_TEST(store.snapshot()->get(Space::registry, "without")->has_value());
    stopped = false;
    append(store, 1);
    BOOST_TEST(store.snapshot()->ledger_size() == 4U);
    check_log(store);
}

BOOST_AUTO_TEST_SUITE_END()
