#include "store/record.hpp"

#include "store/check.hpp"
#include "store/framed.hpp"
#include "store/temporary_store.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::store;

namespace {

struct Lot {
    int v = 1;
    std::string name;

    BOOST_DESCRIBE_CLASS(Lot, (), (v, name), (), ())
};

Result<Commit> save(Store& store, std::string name) {
    return transact_now(store, [&name](Transaction& tx) -> Result<void> {
        auto const index =
            put_logged(tx, Space::registry, "lot", test::draft("lot:1"), json::write(Lot{1, name}));
        return index ? Result<void>() : index.error();
    });
}

std::string stored(Store& store) {
    auto const bytes = store.snapshot()->get(Space::registry, "lot");
    BOOST_TEST_REQUIRE((bytes && *bytes));
    return **bytes;
}

// Writes past put_logged(), as a person with the database at hand would.
void overwrite(Store& store, std::string bytes) {
    test::write_one(store, Space::registry, "lot", std::move(bytes));
}

void erase(Store& store, Space space, std::string_view key) {
    auto const commit = transact_now(store, [&](Transaction& tx) {
        tx.erase(space, key);
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record)

BOOST_AUTO_TEST_CASE(a_logged_record_is_found_and_names_its_entry) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(save(store, "Mật ong")) == "");
    auto const lot = find_logged<Lot>(*store.snapshot(), Space::registry, "lot");
    BOOST_TEST_REQUIRE((lot && *lot));
    BOOST_TEST((**lot).name == "Mật ong");
    auto const none = find_logged<Lot>(*store.snapshot(), Space::registry, "other");
    BOOST_TEST((none && !*none));
    BOOST_TEST(test::reason_of(check_logged(*store.snapshot())) == "");
}

BOOST_AUTO_TEST_CASE(each_entry_points_to_the_one_before_on_the_same_record) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    for (auto const* name : {"a", "b", "c"}) {
        BOOST_TEST(test::reason_of(save(store, name)) == "");
    }
    std::vector<std::int64_t> prevs;
    auto const scanned = store.snapshot()->scan(Space::ledger, "e", "", [&](auto, auto bytes) {
        auto const entry = ledger::parse_entry(bytes);
        BOOST_TEST_REQUIRE(entry.has_value());
        prevs.push_back(entry->prev);
        return true;
    });
    BOOST_TEST(test::reason_of(scanned) == "");
    BOOST_TEST(prevs == std::vector<std::int64_t>({-1, 0, 1}), boost::test_tools::per_element());
    BOOST_TEST(parse_logged(stored(store))->index == 2U);
    BOOST_TEST(test::reason_of(check_ledger(*store.snapshot())) == "");
}

BOOST_AUTO_TEST_CASE(a_record_changed_behind_the_ledgers_back_is_found) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(save(store, "honest")) == "");
    auto bytes = stored(store);
    bytes.replace(bytes.find("honest"), 6, "forged");
    overwrite(store, bytes);
    BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt");
}

BOOST_AUTO_TEST_CASE(an_older_version_put_back_is_found) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    std::vector<std::string> versions;
    for (auto const* name : {"a", "b", "c"}) {
        BOOST_TEST(test::reason_of(save(store, name)) == "");
        versions.push_back(stored(store));
    }
    for (std::size_t i = 0; i < 2; ++i) {
        overwrite(store, versions[i]);
        BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt", i);
        // Nor does it help to keep the newest under some other key.
        test::write_one(store, Space::registry, "other", versions[2]);
        BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt", i);
        erase(store, Space::registry, "other");
    }
    overwrite(store, versions[2]);
    BOOST_TEST(test::reason_of(check_logged(*store.snapshot())) == "");
}

BOOST_AUTO_TEST_CASE(a_deleted_record_is_found) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(save(store, "first")) == "");
    BOOST_TEST(test::reason_of(save(store, "second")) == "");
    erase(store, Space::registry, "lot");
    auto const reason = test::reason_of(check_logged(*store.snapshot()));
    BOOST_TEST(reason.find("the record of entry 1 is missing") != std::string::npos, reason);
    BOOST_TEST(test::reason_of(check_ledger(*store.snapshot())) == "");
    BOOST_TEST(test::slug_of(check_store(*store.snapshot())) == "store_corrupt");
}

BOOST_AUTO_TEST_CASE(a_record_kept_twice_is_found) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(save(store, "one")) == "");
    test::write_one(store, Space::stamps, "copy", stored(store));
    BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt");
}

BOOST_AUTO_TEST_CASE(any_changed_or_missing_byte_of_a_record_is_found) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(save(store, "one")) == "");
    auto const good = stored(store);
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto bad = good;
        bad[at] = bad[at] == '0' ? '1' : '0';
        overwrite(store, bad);
        BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt", bad);
        overwrite(store, good.substr(0, at));
        BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt", at);
    }
}

BOOST_AUTO_TEST_CASE(many_updates_of_many_records_on_shared_subjects_pass) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(check_store(*store.snapshot())) == "");
    for (int i = 0; i < 60; ++i) {
        auto const written = transact_now(store, [i](Transaction& tx) -> Result<void> {
            auto const space = i % 2 == 0 ? Space::registry : Space::stamps;
            auto const key = "k" + std::to_string(i % 7);
            auto const subject = "order:" + std::to_string(i % 3 == 0 ? 0 : i % 7);
            tx.put(Space::jobs, key, R"({"log":"of another kind"})");
            auto const record = json::write(Lot{1, std::to_string(i)});
            auto const index = put_logged(tx, space, key, test::draft(subject), record);
            return index ? Result<void>() : index.error();
        });
        BOOST_TEST(test::reason_of(written) == "");
        BOOST_TEST(test::reason_of(check_logged(*store.snapshot())) == "", i);
    }
}

BOOST_AUTO_TEST_CASE(an_entry_that_two_follow_is_found) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(save(store, "one")) == "");
    auto const first = stored(store);
    BOOST_TEST(test::reason_of(save(store, "two")) == "");
    test::write_one(store, Space::stamps, "second", stored(store));
    overwrite(store, first);
    BOOST_TEST(test::reason_of(save(store, "three")) == "");
    auto const reason = test::reason_of(check_logged(*store.snapshot()));
    BOOST_TEST(reason.find("two entries follow entry 0") != std::string::npos, reason);
}

BOOST_AUTO_TEST_CASE(a_record_that_names_another_or_no_entry_is_found) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    BOOST_TEST(test::reason_of(save(store, "first")) == "");
    auto const first = stored(store);
    BOOST_TEST(test::reason_of(save(store, "second")) == "");
    auto bytes = stored(store);
    bytes.replace(bytes.find(":1,"), 3, ":0,");
    overwrite(store, bytes);
    BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt");
    bytes.replace(bytes.find(":0,"), 3, ":7,");
    overwrite(store, bytes);
    BOOST_TEST(test::slug_of(check_logged(*store.snapshot())) == "store_corrupt");
}

BOOST_AUTO_TEST_CASE(what_put_logged_did_not_write_is_corrupt) {
    auto const good =
        std::string(R"({"log":{"index":0,"salt":"00000000000000000000000000000000"},)") +
        R"("record":{"v":1}})";
    BOOST_TEST_REQUIRE(parse_logged(good).has_value());
    for (std::size_t length = 0; length < good.size(); ++length) {
        BOOST_TEST(test::slug_of(parse_logged(good.substr(0, length))) == "store_corrupt");
    }
    for (auto const* bad : {
             R"({"log":{"index":-1,"salt":"00000000000000000000000000000000"},"record":1})",
             R"({"log":{"index":0,"salt":"0000"},"record":1})",
             R"({"log":{"index":0},"record":1})",
             R"({"log":[],"record":1})",
             R"({"log":{"index":0,"salt":"00000000000000000000000000000000"}})",
         }) {
        BOOST_TEST(test::slug_of(parse_logged(bad)) == "store_corrupt");
    }
}

// A state is over the one spelling that records are kept in, whatever an entry was made over.
BOOST_AUTO_TEST_CASE(another_spelling_of_a_record_is_not_its_canonical_form) {
    auto const framed = [](std::string const& record) {
        return R"({"log":{"index":0,"salt":"00000000000000000000000000000000"},"record":)" +
               record + "}";
    };
    BOOST_TEST_REQUIRE(parse_canonical(framed(R"({"name":"L","v":1})")).has_value());
    for (auto const* other :
         {R"({"\u006eame":"L","v":1})", R"({"name":"L","v": 1})", R"({"v":1,"name":"L"})"}) {
        BOOST_TEST_REQUIRE(parse_logged(framed(other)).has_value());
        BOOST_TEST(test::slug_of(parse_canonical(framed(other))) == "store_corrupt", other);
    }
}

BOOST_AUTO_TEST_SUITE_END()
