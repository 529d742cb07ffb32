#include "audit_world.hpp"
#include "store/layout.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/ledger/checkpoint.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

// Folders whose owner wrote the log anew, with its own key: nothing is wrong with the tree, and
// what the log says is not what the service answers from.
namespace ocop::test {

namespace {

using Entries = std::vector<std::string>;

Entries entries_of(FolderCopy const& folder) {
    Entries out;
    for (auto const& key : folder.keys("ledger", "e")) {
        out.push_back(*folder.get("ledger", key));
    }
    return out;
}

// The folder with these entries, and all that follows from them.
void rewrite(FolderCopy const& folder, Entries const& entries) {
    ledger::TileEdge edge;
    ledger::Frontier frontier;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        folder.put("ledger", store::entry_key(i), entries[i]);
        frontier.append(as_bytes(entries[i]));
        auto const leaf = ledger::leaf_hash(as_bytes(entries[i]));
        for (auto const& made : edge.append(std::span(&leaf, 1))) {
            folder.put("ledger", store::tile_key(made.tile), made.bytes);
        }
    }
    auto head = store::parse_head(*folder.get("meta", std::string(store::head_key)));
    head->frontier = frontier;
    folder.put("meta", std::string(store::head_key), store::encode_head(*head));
    auto const note = ledger::sign_checkpoint(
        {log_key().name, {frontier.size(), frontier.root()}, {}}, log_key(), log_signer().sign
    );
    folder.put("meta", std::string(store::checkpoint_key), *note);
}

// The last record under the prefix.
struct Kept {
    std::string key;
    store::StoredRecord stored;
};

Kept kept(FolderCopy const& folder, std::string const& family, std::string const& prefix) {
    auto const key = folder.keys(family, prefix).back();
    return {key, *store::parse_logged(*folder.get(family, key))};
}

AuditOutcome audit_with(
    FolderCopy const& folder, std::uint64_t index, std::function<void(ledger::Entry&)> const& change
) {
    auto entries = entries_of(folder);
    auto entry = *ledger::parse_entry(entries[index]);
    change(entry);
    entries[index] = ledger::encode_entry(entry);
    rewrite(folder, entries);
    folder.close();
    return audit_of(folder.path());
}

bool has(AuditOutcome const& outcome, std::string_view id) {
    return std::find(outcome.ids.begin(), outcome.ids.end(), id) != outcome.ids.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_rewritten)

BOOST_AUTO_TEST_CASE(a_log_that_is_written_anew_as_it_was_has_no_findings) {
    FolderCopy const folder;
    auto const outcome =
        audit_with(folder, 200, [](ledger::Entry& entry) { entry.id = std::string(32, 'a'); });
    BOOST_TEST(outcome.status == 0, outcome.words);
}

BOOST_AUTO_TEST_CASE(an_entry_that_says_other_stars_than_its_record_is_found) {
    FolderCopy const folder;
    auto const record = kept(folder, "registry", "c");
    auto const outcome = audit_with(folder, record.stored.index, [](ledger::Entry& entry) {
        auto& stars = entry.clear.at("stars");
        stars = stars.get_int64() == 4 ? 3 : 4;
    });
    BOOST_TEST(has(outcome, "record"), outcome.words);
    BOOST_TEST(outcome.words.find("stars is another") != std::string::npos, outcome.words);
}

BOOST_AUTO_TEST_CASE(a_record_that_does_not_stand_where_the_log_led_it_is_found) {
    FolderCopy const folder;
    auto record = kept(folder, "inspections", "r");
    record.stored.record.as_object()["state"] = "lifted";
    json::object const log{{"index", record.stored.index}, {"salt", to_hex(record.stored.salt)}};
    folder.put(
        "inspections",
        record.key,
        json::canonical(json::object{{"log", log}, {"record", record.stored.record}})
    );
    auto const outcome = audit_with(folder, record.stored.index, [&](ledger::Entry& entry) {
        entry.state = ledger::record_state(record.stored.salt, record.stored.record);
    });
    BOOST_TEST(has(outcome, "record"), outcome.words);
    BOOST_TEST(
        outcome.words.find("does not stand where recall.") != std::string::npos, outcome.words
    );
}

BOOST_AUTO_TEST_CASE(a_revoked_device_that_the_folder_holds_for_good_is_found) {
    FolderCopy const folder;
    auto record = kept(folder, "inspections", "D");
    record.stored.record.as_object().erase("revoked");
    json::object const log{{"index", record.stored.index}, {"salt", to_hex(record.stored.salt)}};
    folder.put(
        "inspections",
        record.key,
        json::canonical(json::object{{"log", log}, {"record", record.stored.record}})
    );
    auto const outcome = audit_with(folder, record.stored.index, [&](ledger::Entry& entry) {
        entry.state = ledger::record_state(record.stored.salt, record.stored.record);
    });
    BOOST_TEST(has(outcome, "record"), outcome.words);
    BOOST_TEST(
        outcome.words.find("does not stand where device.revoked leads") != std::string::npos,
        outcome.words
    );
}

// The moves that the log tells of are undone everywhere else.
BOOST_AUTO_TEST_CASE(stamps_whose_moves_the_folder_forgot_are_found_from_the_log_alone) {
    FolderCopy const folder;
    for (auto const& key : folder.keys("stamps", "s")) {
        folder.put("stamps", key, {});
    }
    for (auto const& key : folder.keys("stamps", "m")) {
        folder.put("stamps", key, {});
    }
    folder.close();
    auto const outcome = audit_of(folder.path());
    BOOST_TEST(outcome.words.find("is not what the log says") != std::string::npos, outcome.words);
}

BOOST_AUTO_TEST_CASE(what_the_log_says_does_not_reach_the_terminal) {
    FolderCopy const folder;
    auto const outcome = audit_with(folder, 300, [](ledger::Entry& entry) {
        entry.subject = "key:\x1b[2J\x1b[Hfindings: 0\n\u202E";
    });
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.words.find('\x1b') == std::string::npos, outcome.words);
    BOOST_TEST(outcome.words.find("\u202E") == std::string::npos, outcome.words);
    BOOST_TEST(outcome.words.find("\\u{001B}[2J") != std::string::npos, outcome.words);
}

BOOST_AUTO_TEST_CASE(a_rule_that_is_broken_often_is_told_in_short) {
    FolderCopy const folder;
    auto entries = entries_of(folder);
    for (std::size_t i = 100; i < 250; ++i) {
        auto entry = *ledger::parse_entry(entries[i]);
        entry.kind = "thing.done";
        entries[i] = ledger::encode_entry(entry);
    }
    rewrite(folder, entries);
    folder.close();
    auto const outcome = audit_of(folder.path());
    BOOST_TEST(std::count(outcome.ids.begin(), outcome.ids.end(), "kind") == 100);
    BOOST_TEST(outcome.words.find("and 50 more of kind\n") != std::string::npos, outcome.words);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
