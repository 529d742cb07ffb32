#include "registry/product.hpp"

#include "register.hpp"

#include <set>

namespace ocop::registry {

namespace {

using store::Transaction;

struct Fixture : test::RegisterFixture {
    template <class Change>
    std::string refused(Change const& change) {
        auto request = test::new_product(producer);
        request.code = "25-08620-02-2026";
        change(request);
        return refusal([&](Transaction& tx) { return register_product(tx, who, request); });
    }

    template <class Change>
    std::string item_refused(Change const& change) {
        auto request = test::new_item();
        request.gtin = test::gtin_of("0952000110002");
        change(request);
        return refusal([&](Transaction& tx) { return register_trade_item(tx, who, request); });
    }

    // A product of an authority with this prefix.
    std::string product_under(std::string authority, std::optional<std::string> prefix) {
        auto request = test::province(authority);
        request.gs1_prefix = std::move(prefix);
        must([&](Transaction& tx) { return register_authority(tx, who, request); });
        auto product = test::new_product(producer);
        product.code = "25-08620-" + std::to_string(10 + next_++) + "-2026";
        product.authority = std::move(authority);
        return must([&](Transaction& tx) { return register_product(tx, who, product); }).code;
    }

    Result<TradeItem> allocate(std::string const& product) {
        auto request = test::new_item();
        request.gtin.reset();
        request.product = product;
        return run([&](Transaction& tx) { return register_trade_item(tx, who, request); });
    }

    int next_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(product)

BOOST_FIXTURE_TEST_CASE(a_criteria_set_belongs_to_exactly_one_group, Fixture) {
    // QĐ 26/2026 annex I: sets of groups I to VI.
    std::vector<std::set<std::int64_t>> const annex{
        {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13},
        {14, 15, 16, 17},
        {18, 19, 20},
        {21, 22},
        {23, 24, 25},
        {26}};
    for (std::int64_t set = -1; set <= 28; ++set) {
        for (std::int64_t group = 0; group <= 7; ++group) {
            bool const right = group >= 1 && group <= 6 &&
                               annex[static_cast<std::size_t>(group - 1)].contains(set);
            BOOST_TEST((right == (group != 0 && group_of(set) == group)), set << " " << group);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_product_is_refused_with_a_group_that_is_not_its_sets, Fixture) {
    for (std::int64_t set = 1; set <= 26; ++set) {
        auto const wrong = group_of(set) % 6 + 1;
        auto const fault = refused([&](auto& r) {
            r.criteria_set = set;
            r.group = wrong;
        });
        BOOST_TEST(fault == "malformed request_invalid /group", set);
    }
    for (std::int64_t const set : {0, 27, -1}) {
        auto const fault = refused([&](auto& r) { r.criteria_set = set; });
        BOOST_TEST(fault == "malformed request_invalid /criteria_set", set);
    }
}

BOOST_AUTO_TEST_CASE(product_codes_have_the_form_of_the_decision) {
    for (auto const* code :
         {"25-08620-01-2026", "04-01321-1-2018", "25-08620-999-2100", "00-00000-0-2026"}) {
        BOOST_TEST(is_product_code(code), code);
    }
    for (auto const* code :
         {"",
          "25-08620-01",
          "25-08620-2026",
          "25-08620--2026",
          "25-08620-01-2017",
          "25-08620-01-2101",
          "25-08620-01-26",
          "25-8620-01-2026",
          "5-08620-01-2026",
          "25-08620-1234-2026",
          "25-08620-01-2026 ",
          "25-08620-01-20x6",
          "25-08620-0x-2026",
          "25_08620-01-2026",
          "25-08620_01-2026",
          "83-829-28780-3-2022",
          "25-08620-1-1-2026"}) {
        BOOST_TEST(!is_product_code(code), code);
    }
}

BOOST_AUTO_TEST_CASE(any_one_character_of_a_code_that_is_no_digit_spoils_it) {
    std::string const good = "25-08620-01-2026";
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (char const c : {'x', ' ', '/', ':', '_'}) {
            auto code = good;
            code[i] = c;
            BOOST_TEST(!is_product_code(code), code);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_request_is_told_and_stores_nothing, Fixture) {
    BOOST_TEST(refused([](auto& r) { r.code = "25"; }) == "malformed request_invalid /code");
    BOOST_TEST(refused([](auto& r) { r.name.vi = " "; }) == "malformed request_invalid /name/vi");
    BOOST_TEST(refused([](auto& r) { r.story = ""; }) == "malformed request_invalid /story");
    BOOST_TEST(refused([](auto& r) {
                   r.producer = "nobody";
               }) == "refused producer_unknown /producer");
    BOOST_TEST(refused([](auto& r) {
                   r.authority = "nobody";
               }) == "refused authority_unknown /authority");
    BOOST_TEST(refused([](auto& r) {
                   r.code = std::string(test::product_code);
               }) == "conflict product_exists");
}

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_trade_item_is_told_and_stores_nothing, Fixture) {
    auto const gtin = [&](std::string text) {
        return item_refused([&](auto& r) { r.gtin = text; });
    };
    BOOST_TEST(gtin("x") == "malformed gtin_malformed /gtin");
    BOOST_TEST(gtin(std::string(20, '0')) == "malformed gtin_malformed /gtin");
    BOOST_TEST(gtin(test::item_gtin) == "conflict trade_item_exists");
    BOOST_TEST(gtin(test::item_gtin.substr(1)) == "conflict trade_item_exists");
    for (char digit = '0'; digit <= '9'; ++digit) {
        auto const wrong = "0952000110002" + std::string(1, digit);
        if (wrong != test::gtin_of("0952000110002")) {
            BOOST_TEST(gtin(wrong) == "malformed check_digit_wrong /gtin");
        }
    }
    BOOST_TEST(item_refused([](auto& r) {
                   r.product = "25-08620-77-2026";
               }) == "refused product_unknown /product");
    for (std::int64_t const value : {std::int64_t{0}, std::int64_t{-1}, quantity_max + 1}) {
        BOOST_TEST(item_refused([&](auto& r) {
                       r.net_content.value = value;
                   }) == "malformed request_invalid /net_content/value");
    }
}

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_gift_sets_members_is_told_and_stores_nothing, Fixture) {
    auto const members = [&](std::vector<Member> list) {
        return item_refused([&](auto& r) { r.members = list; });
    };
    Member const good{test::item_gtin, 1};
    auto const count_fault = "malformed request_invalid /members/1/count";
    BOOST_TEST(members({good, {test::item_gtin, 0}}) == count_fault);
    BOOST_TEST(members({good, {test::item_gtin, 1001}}) == count_fault);
    BOOST_TEST(members(std::vector<Member>(51, good)) == "malformed request_invalid /members");
    BOOST_TEST(members({good, {"1", 1}}) == "malformed gtin_malformed /members/1/gtin");
    BOOST_TEST(
        members({good, {test::gtin_of("0952000110009"), 1}}) ==
        "refused member_unknown /members/1/gtin"
    );
    auto request = test::new_item();
    request.gtin = test::gtin_of("0952000110002");
    request.members = {{test::item_gtin.substr(1), 2}};
    auto const gift = must([&](Transaction& tx) { return register_trade_item(tx, who, request); });
    BOOST_TEST(gift.members.at(0).gtin == test::item_gtin);
}

BOOST_FIXTURE_TEST_CASE(a_prefix_gives_each_of_its_gtins_once_until_it_is_full, Fixture) {
    auto const product = product_under("small", "95200000001");  // eleven digits: ten items
    std::set<std::string> seen;
    for (int i = 0; i < 10; ++i) {
        auto const item = allocate(product);
        BOOST_TEST_REQUIRE(test::reason_of(item) == "");
        BOOST_TEST(item->gtin.substr(0, 12) == "095200000001");
        BOOST_TEST(gs1::has_check_digit(item->gtin));
        BOOST_TEST(seen.insert(item->gtin).second);
    }
    auto const before = contents();
    BOOST_TEST(test::slug_of(allocate(product)) == "gtin_prefix_full");
    BOOST_TEST((contents() == before));
    auto const items = trade_items_of(*store().snapshot(), product);
    BOOST_TEST_REQUIRE(test::reason_of(items) == "");
    BOOST_TEST(items->size() == 10u);
}

BOOST_FIXTURE_TEST_CASE(allocation_passes_over_gtins_that_were_given, Fixture) {
    auto const product = product_under("other", "95200000002");
    auto request = test::new_item();
    for (char digit : {'0', '1', '3'}) {
        request.gtin = test::gtin_of(std::string("095200000002") + digit);
        must([&](Transaction& tx) { return register_trade_item(tx, who, request); });
    }
    BOOST_TEST(allocate(product)->gtin.substr(12, 1) == "2");
    BOOST_TEST(allocate(product)->gtin.substr(12, 1) == "4");
}

BOOST_FIXTURE_TEST_CASE(an_authority_without_a_prefix_allocates_nothing, Fixture) {
    auto const product = product_under("none", {});
    auto const before = contents();
    BOOST_TEST(test::slug_of(allocate(product)) == "gtin_prefix_missing");
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(two_authorities_of_one_prefix_share_its_numbers, Fixture) {
    auto const one = product_under("one", "95200000003");
    auto const two = product_under("two", "95200000003");
    BOOST_TEST(allocate(one)->gtin != allocate(two)->gtin);
}

BOOST_FIXTURE_TEST_CASE(trade_items_of_a_product_are_its_own, Fixture) {
    auto const other = product_under("else", "952000000");
    BOOST_TEST_REQUIRE(test::reason_of(allocate(other)) == "");
    auto const own = trade_items_of(*store().snapshot(), test::product_code);
    BOOST_TEST_REQUIRE(test::reason_of(own) == "");
    BOOST_TEST_REQUIRE(own->size() == 1u);
    BOOST_TEST(own->front().gtin == test::item_gtin);
    BOOST_TEST(trade_items_of(*store().snapshot(), "25-08620-0")->empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
