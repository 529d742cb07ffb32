#include "store/record.hpp"
#include "store/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace ocop;
using namespace ocop::store;

namespace {

std::string value_of(Reader const& reader, Space space, std::string_view key) {
    auto const found = reader.get(space, key);
    BOOST_REQUIRE(found.has_value());
    return *found ? **found : "(absent)";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transaction)

BOOST_AUTO_TEST_CASE(what_was_committed_is_there_after_a_reopen) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    auto const commit = transact_now(store, [](Transaction& tx) {
        tx.put(Space::registry, "a", "1");
        tx.put(Space::stamps, "a", "2");
        tx.append(test::draft("s"), {{"x", 1}}, -1);
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::slug_of(commit) == "");
    BOOST_TEST(commit->ledger_size == 1);
    auto const& again = temporary.open();
    auto const snapshot = again.snapshot();
    BOOST_TEST(value_of(*snapshot, Space::registry, "a") == "1");
    BOOST_TEST(value_of(*snapshot, Space::stamps, "a") == "2");
    BOOST_TEST(snapshot->ledger_size() == 1);
}

BOOST_AUTO_TEST_CASE(a_refused_and_a_throwing_transaction_leave_nothing) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    auto const refused = transact_now(store, [](Transaction& tx) -> Result<void> {
        tx.put(Space::registry, "a", "1");
        tx.append(test::draft("s"), {{"x", 1}}, -1);
        return Error(Errc::conflict, "no_quota");
    });
    BOOST_TEST(test::slug_of(refused) == "no_quota");
    auto const thrown = transact_now(store, [](Transaction& tx) -> Result<void> {
        tx.put(Space::registry, "a", "1");
        throw std::runtime_error("bug");
    });
    BOOST_TEST(test::slug_of(thrown) == "internal");
    auto const snapshot = store.snapshot();
    BOOST_TEST(value_of(*snapshot, Space::registry, "a") == "(absent)");
    BOOST_TEST(snapshot->ledger_size() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
