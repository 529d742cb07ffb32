#include "store/check.hpp"
#include "store/record.hpp"
#include "store/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::store;

BOOST_AUTO_TEST_SUITE(new_record)

BOOST_AUTO_TEST_CASE(is_what_put_logged_writes_of_the_same_record) {
    test::TemporaryStore disk;
    auto& store = disk.open();
    json::value const record = json::object{{"v", 1}, {"name", "Chè \"xanh\"\n"}, {"a", {1, 2}}};
    auto const done = transact_now(store, [&](Transaction& tx) -> Result<void> {
        BOOST_TEST(
            put_new_logged(
                tx, Space::registry, "new", test::draft("lot:1"), json::canonical(record)
            ) == 0U
        );
        auto const second = put_logged(tx, Space::registry, "old", test::draft("lot:2"), record);
        return second ? Result<void>() : second.error();
    });
    BOOST_TEST_REQUIRE(done.has_value());
    auto const snapshot = store.snapshot();
    auto const bytes = snapshot->get(Space::registry, "new");
    BOOST_TEST_REQUIRE((bytes && *bytes));
    BOOST_TEST((*bytes)->starts_with(R"({"log":{"index":0,)"));
    auto const read = parse_logged(**bytes);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((read->record == record));
    auto const old = parse_logged(**snapshot->get(Space::registry, "old"));
    BOOST_TEST_REQUIRE(old.has_value());
    BOOST_TEST((old->record == read->record));
    BOOST_TEST((old->salt != read->salt));
    BOOST_TEST(test::reason_of(check_store(*snapshot)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
