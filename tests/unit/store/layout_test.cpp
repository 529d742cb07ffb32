#include "store/layout.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ocop;
using namespace ocop::store;

namespace {

Head example() {
    Head head{7, {1'795'316'645'678}, {}};
    for (int i = 0; i < 11; ++i) {
        head.frontier.append(as_bytes("leaf"));
    }
    return head;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layout)

BOOST_AUTO_TEST_CASE(every_space_has_a_name_of_its_own) {
    BOOST_TEST(std::set<std::string>(space_names.begin(), space_names.end()).size() == space_count);
    BOOST_TEST(space_names[static_cast<std::size_t>(Space::meta)] == "meta");
    BOOST_TEST(space_names[static_cast<std::size_t>(Space::event_index)] == "event_index");
    BOOST_TEST(space_names[static_cast<std::size_t>(Space::ledger)] == "ledger");
}

BOOST_AUTO_TEST_CASE(a_head_is_read_back) {
    for (auto const& head : {Head{}, example()}) {
        auto const read = parse_head(encode_head(head));
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST((*read == head));
    }
}

BOOST_AUTO_TEST_CASE(a_head_cut_short_or_changed_in_its_tree_is_corrupt) {
    auto const bytes = encode_head(example());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        BOOST_TEST(!parse_head(bytes.substr(0, length)).has_value());
    }
    BOOST_TEST(!parse_head(bytes + '\0').has_value());
    for (std::size_t at = 17; at < bytes.size(); ++at) {
        auto changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        BOOST_TEST(!parse_head(changed).has_value());
    }
    auto other_version = bytes;
    other_version[0] = 2;
    BOOST_TEST(!parse_head(other_version).has_value());
}

BOOST_AUTO_TEST_CASE(entry_keys_sort_as_their_indexes_and_are_read_back) {
    std::string before;
    for (std::uint64_t index : {0ULL, 1ULL, 255ULL, 256ULL, 65'535ULL, 1ULL << 32, ~0ULL}) {
        auto const key = entry_key(index);
        BOOST_TEST((before < key));
        auto const read = parse_entry_key(key);
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST(*read == index);
        before = key;
    }
    BOOST_TEST(!parse_entry_key("").has_value());
    BOOST_TEST(!parse_entry_key("f12345678").has_value());
    BOOST_TEST(!parse_entry_key("e1234567").has_value());
    BOOST_TEST(!parse_entry_key("e123456789").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
