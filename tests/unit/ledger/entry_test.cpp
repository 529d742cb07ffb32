#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/entry.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <limits>

using namespace ocop;
using namespace ocop::ledger;

namespace {

Entry example() {
    Entry entry;
    entry.kind = "lot.registered";
    entry.id = "000102030405060708090a0b0c0d0e0f";
    entry.at = {1'795'316'645'678};
    entry.actor = "4n7q2c8d1v5x9z3k";
    entry.subject = "lot:09520000100018:L2611A";
    entry.prev = -1;
    entry.state = record_state(Salt{1, 2, 3}, {{"v", 1}, {"lot", "L2611A"}});
    entry.clear = {
        {"gtin", "09520000100018"},
        {"lot", "L2611A"},
        {"quantity", 12000},
        {"unit", "g"},
        {"items", json::array{1, "hai", json::object{{"x", -1}}}},
    };
    return entry;
}

std::string vector_file() {
    std::ifstream file(std::string(OCOP_TESTS_DIR) + "/vectors/ledger-entry-v1.json");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string slug_of(Result<void> const& result) {
    return result ? std::string() : std::string(result.error().slug);
}

// What check_entry says of the example with one thing changed.
template <class Change>
std::string after(Change const& change) {
    auto entry = example();
    change(entry);
    return slug_of(check_entry(entry));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(entry)

BOOST_AUTO_TEST_CASE(the_example_of_the_format_is_encoded_byte_for_byte) {
    BOOST_TEST(encode_entry(example()) + "\n" == vector_file());
}

BOOST_AUTO_TEST_CASE(what_is_encoded_is_read_back) {
    auto const read = parse_entry(encode_entry(example()));
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((*read == example()));
}

BOOST_AUTO_TEST_CASE(every_text_cut_short_is_refused) {
    auto const bytes = encode_entry(example());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        BOOST_TEST(!parse_entry(bytes.substr(0, length)).has_value());
    }
}

BOOST_AUTO_TEST_CASE(every_changed_bit_is_refused_or_is_another_entry) {
    auto const bytes = encode_entry(example());
    auto const entry = example();
    for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
        auto changed = bytes;
        changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
        auto const read = parse_entry(changed);
        BOOST_TEST((!read || (*read != entry && encode_entry(*read) == changed)));
    }
}

BOOST_AUTO_TEST_CASE(another_spelling_of_the_same_entry_is_refused) {
    auto const bytes = encode_entry(example());
    auto refused = [&bytes](std::string const& from, std::string const& to) {
        auto const at = bytes.find(from);
        BOOST_TEST_REQUIRE(at != std::string::npos);
        auto changed = bytes;
        changed.replace(at, from.size(), to);
        auto const read = parse_entry(changed);
        return !read && read.error().slug == "entry_malformed";
    };
    BOOST_TEST(refused(R"("v":1)", R"("v": 1)"));
    BOOST_TEST(refused(R"("v":1)", R"("v":2)"));
    BOOST_TEST(refused(R"("v":1)", R"("v":1.0)"));
    BOOST_TEST(refused(R"("v":1)", R"("v":1,"w":1)"));
    BOOST_TEST(refused(R"(,"v":1)", ""));
    BOOST_TEST(refused(R"("prev":-1)", R"("prev":-1e0)"));
    BOOST_TEST(refused(R"("prev":-1)", R"("prev":"-1")"));
    BOOST_TEST(refused(R"("prev":-1)", R"("prev":-2)"));
    BOOST_TEST(refused(R"("prev":-1)", R"("prev":-0)"));
    BOOST_TEST(refused("12000", "12000.0"));
    BOOST_TEST(refused("12000", "9007199254740992"));
    BOOST_TEST(refused("12000", "true"));
    BOOST_TEST(refused("12000", "null"));
    BOOST_TEST(refused("hai", "\\u0068ai"));
    BOOST_TEST(refused(R"("kind")", R"("kinds":1,"kind")"));
    BOOST_TEST(refused("lot.registered", "Lot.registered"));
    BOOST_TEST(refused("0a0b0c", "0A0b0c"));
    BOOST_TEST(refused(".678Z", ".678+00:00"));
    BOOST_TEST(refused(".678Z", ".6780Z"));
    BOOST_TEST(refused("}", "},"));
    BOOST_TEST(!parse_entry(bytes + " ").has_value());
    BOOST_TEST(!parse_entry(bytes + "\n").has_value());
    BOOST_TEST(!parse_entry("[]").has_value());
    BOOST_TEST(!parse_entry("{}").has_value());
    BOOST_TEST(!parse_entry(std::string(100'000, '[')).has_value());
}

BOOST_AUTO_TEST_CASE(each_member_is_held_to_its_rule) {
    BOOST_TEST(after([](Entry&) {}) == "");
    BOOST_TEST(after([](Entry& e) { e.kind = ""; }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.kind = std::string(65, 'a'); }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.kind = "a b"; }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.id = "00"; }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.at = {-1}; }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.at = {253'402'300'799'999}; }) == "");
    BOOST_TEST(after([](Entry& e) { e.at = {253'402'300'800'000}; }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.actor = ""; }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.subject = "\xFF"; }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.subject = std::string(256, 'x'); }) == "");
    BOOST_TEST(after([](Entry& e) { e.subject = std::string(257, 'x'); }) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.prev = -2; }) == "entry_malformed");
}

BOOST_AUTO_TEST_CASE(clear_holds_integers_strings_and_their_nests_only) {
    auto with = [](json::value v) {
        return after([&v](Entry& e) { e.clear = {{"a", std::move(v)}}; });
    };
    BOOST_TEST(with(9007199254740991) == "");
    BOOST_TEST(with(9007199254740991U) == "");
    BOOST_TEST(with(-9007199254740991) == "");
    BOOST_TEST(with(9007199254740992) == "entry_malformed");
    BOOST_TEST(with(18446744073709551615U) == "entry_malformed");
    BOOST_TEST(with("Mật ong bạc hà 🍯") == "");
    BOOST_TEST(with("\xED\xA0\x80") == "entry_malformed");
    BOOST_TEST(with(nullptr) == "entry_malformed");
    BOOST_TEST(with(true) == "entry_malformed");
    BOOST_TEST(with(1.0) == "entry_malformed");
    BOOST_TEST(with(json::array{1, json::array{2.5}}) == "entry_malformed");
    json::value deep = 1;
    for (int depth = 2; depth <= 8; ++depth) {
        deep = json::array{deep};
        BOOST_TEST(with(deep) == "");
    }
    BOOST_TEST(with(json::array{deep}) == "entry_malformed");
    BOOST_TEST(after([](Entry& e) { e.clear = {{"", 1}}; }) == "entry_malformed");
}

BOOST_AUTO_TEST_CASE(the_deepest_and_the_longest_entry_are_read_back) {
    auto entry = example();
    json::value deep = 1;
    for (int depth = 2; depth <= 8; ++depth) {
        deep = json::array{deep};
    }
    entry.clear = {{"deep", deep}, {"pad", ""}};
    auto const room = entry_bytes_max - encode_entry(entry).size();
    entry.clear["pad"] = std::string(room, 'x');
    BOOST_TEST(encode_entry(entry).size() == entry_bytes_max);
    BOOST_TEST_REQUIRE(parse_entry(encode_entry(entry)).has_value());
    entry.clear["pad"] = std::string(room + 1, 'x');
    BOOST_TEST(slug_of(check_entry(entry)) == "entry_too_large");
}

BOOST_AUTO_TEST_CASE(a_state_hangs_on_the_salt_and_on_the_record_but_not_on_its_order) {
    json::value const record = {{"a", 1}, {"b", "x"}};
    Salt const salt{7};
    auto const state = record_state(salt, record);
    BOOST_TEST((state == record_state(salt, {{"b", "x"}, {"a", 1}})));
    BOOST_TEST((state != record_state(Salt{8}, record)));
    BOOST_TEST((state != record_state(salt, {{"a", 2}, {"b", "x"}})));
    auto const bytes = std::string(as_text(salt)) + R"({"a":1,"b":"x"})";
    BOOST_TEST((state == crypto::sha256(as_bytes(bytes))));
}

BOOST_AUTO_TEST_CASE(a_number_that_is_not_finite_has_no_canonical_form) {
    BOOST_TEST(has_canonical_form({{"a", json::array{1, "x", nullptr, true}}}));
    BOOST_TEST(has_canonical_form({{"a", json::array{1, 0.5}}}));
    auto const infinite = std::numeric_limits<double>::infinity();
    BOOST_TEST(!has_canonical_form({{"a", json::array{1, infinite}}}));
    BOOST_TEST(!has_canonical_form(-infinite));
}

BOOST_AUTO_TEST_SUITE_END()
