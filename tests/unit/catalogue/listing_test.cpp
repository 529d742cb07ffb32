#include "catalogue/listing.hpp"

#include "unit/catalogue/world.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <map>

using namespace ocop;
using namespace ocop::catalogue;
using namespace ocop::catalogue::test;
using ocop::test::day;

namespace {

using Codes = std::vector<std::string>;

Day const today = day("2026-11-22");

struct Shelf : CatalogueFixture {
    Shelf() {
        auto const tea = add_producer("HTX Chè Đồi Sương Mới", "08620", "Khu 4, xã Long Cốc");
        auto const noodles = add_producer("Mì gạo Bến Gót", "07918", "Khu 2, phường Vân Phú");
        add_product(tea, {"25-08620-01-2025", "Chè Đinh", 11, 4});
        add_product(tea, {"25-08620-02-2025", "Chè xanh đặc sản", 11, 3});
        add_product(tea, {"25-08620-03-2025", "Rượu ngô men lá", 14, 3});
        add_product(noodles, {"25-07918-01-2025", "Mì gạo Hùng Lô", 6, 5});
        add_product(noodles, {"25-07918-02-2025", "Bánh đa", 6, 0});
        add_product(noodles, {"25-07918-03-2025", "Bún khô", 6, -4});
    }

    Codes find(Query const& query, Day on = today) {
        auto const found = read().find(query, on);
        BOOST_TEST_REQUIRE(ocop::test::reason_of(found) == "");
        BOOST_TEST(found->total >= found->items.size());
        return codes_of(*found);
    }

    Codes search(std::string text) {
        Query query;
        query.text = std::move(text);
        return find(query);
    }
};

// What a search means, written without the listing: every word of the text begins a word there.
bool is_found(std::string const& in, std::string const& text) {
    auto const words = bare_words(in);
    for (auto const& wanted : bare_words(text)) {
        bool const begins = std::any_of(words.begin(), words.end(), [&](auto const& word) {
            return word.substr(0, wanted.size()) == wanted;
        });
        if (!begins) return false;
    }
    return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(listing)

BOOST_FIXTURE_TEST_CASE(products_with_a_certificate_in_force_are_listed_by_name, Shelf) {
    Codes const wanted{
        "25-08620-01-2025", "25-08620-02-2025", "25-07918-01-2025", "25-08620-03-2025"};
    BOOST_TEST(find({}) == wanted, boost::test_tools::per_element());
    auto const first = read().find({}, today)->items.front();
    BOOST_TEST(first.stars == 4);
    BOOST_TEST(first.certificate == "25-08620-01-2025.01");
    BOOST_TEST(to_text(first.last_day) == "2029-01-15");
    BOOST_TEST(first.producer_name.vi == "HTX Chè Đồi Sương Mới");
    BOOST_TEST(first.commune == "xã Long Cốc");
}

BOOST_FIXTURE_TEST_CASE(a_search_needs_no_accents_and_reads_names_producers_and_communes, Shelf) {
    Codes const teas{"25-08620-01-2025", "25-08620-02-2025"};
    Codes const all_of_tea{"25-08620-01-2025", "25-08620-02-2025", "25-08620-03-2025"};
    for (auto const* text : {"chè đinh", "CHE DINH", "dinh che", "che\u0300 đi", "  Đinh!"}) {
        BOOST_TEST(search(text) == Codes{"25-08620-01-2025"}, text);
    }
    BOOST_TEST(search("dac san") == Codes{"25-08620-02-2025"});
    BOOST_TEST(search("doi suong") == all_of_tea, boost::test_tools::per_element());
    BOOST_TEST(search("long coc") == all_of_tea, boost::test_tools::per_element());
    BOOST_TEST(search("van phu") == Codes{"25-07918-01-2025"});
    BOOST_TEST(search("25-08620-03") == Codes{"25-08620-03-2025"});
    BOOST_TEST(search("che xanh hung lo").empty());
    BOOST_TEST(search("inh").empty());
    BOOST_TEST(search("...").size() == 4U);
    BOOST_TEST(search(std::string("che\0dinh", 8)) == Codes{"25-08620-01-2025"});
    BOOST_TEST(search("\xFF\xFE che dinh") == Codes{"25-08620-01-2025"});
}

BOOST_FIXTURE_TEST_CASE(commune_group_and_stars_narrow_the_search, Shelf) {
    Query query;
    query.commune = "08620";
    BOOST_TEST(find(query).size() == 3U);
    query.group = 2;
    BOOST_TEST(find(query) == Codes{"25-08620-03-2025"});
    query.stars = 4;
    BOOST_TEST(find(query).empty());
    query = {};
    query.stars = 5;
    BOOST_TEST(find(query) == Codes{"25-07918-01-2025"});
    query.text = "che";
    BOOST_TEST(find(query).empty());
}

BOOST_FIXTURE_TEST_CASE(what_nobody_confirmed_has_ended_or_was_withdrawn_is_not_there, Shelf) {
    BOOST_TEST(search("bun kho").empty());
    BOOST_TEST(search("banh da").empty());
    // The last day is one of the certificate's, the next is not.
    Query query;
    query.text = "dinh";
    BOOST_TEST(find(query, day("2029-01-15")).size() == 1U);
    BOOST_TEST(find(query, day("2029-01-16")).empty());
    BOOST_TEST(find(query, day("2026-01-14")).empty());
    withdraw("25-08620-01-2025.01", "2026-11-20");
    BOOST_TEST(find(query).empty());
}

BOOST_FIXTURE_TEST_CASE(the_latest_confirmed_certificate_gives_the_stars, Shelf) {
    certify_product("25-08620-01-2025", 3, "2026-06-01");
    certify_product("25-08620-01-2025", -4, "2026-07-01");
    auto const found = read().find({}, today);
    BOOST_TEST(found->items.front().stars == 3);
    BOOST_TEST(found->items.front().certificate == "25-08620-01-2025.02");
    BOOST_TEST(read().find({}, day("2026-05-01"))->items.front().stars == 4);
}

BOOST_FIXTURE_TEST_CASE(pages_of_any_size_hold_everything_once, Shelf) {
    auto const listing = read();
    auto const all = codes_of(*listing.find({}, today));
    for (std::size_t limit = 1; limit <= all.size() + 1; ++limit) {
        Codes seen;
        Query query;
        query.limit = limit;
        for (std::optional<std::string> next = ""; next;) {
            query.after = *next;
            auto const page = listing.find(query, today);
            BOOST_TEST_REQUIRE(ocop::test::reason_of(page) == "");
            BOOST_TEST(page->total == all.size());
            for (auto const& code : codes_of(*page))
                seen.push_back(code);
            next = page->next;
        }
        BOOST_TEST(seen == all, boost::test_tools::per_element());
        query.after.clear();
        query.skip = limit;
        auto const rest = codes_of(*listing.find(query, today));
        BOOST_TEST(rest.size() == std::min(limit, all.size() - std::min(limit, all.size())));
        if (!rest.empty()) BOOST_TEST(rest.front() == all[limit]);
    }
}

BOOST_FIXTURE_TEST_CASE(a_page_may_begin_after_a_product_that_is_no_longer_found, Shelf) {
    auto const listing = read();
    Query query;
    query.after = "25-07918-02-2025";  // Bánh đa, with no certificate: first by name
    BOOST_TEST(codes_of(*listing.find(query, today)).size() == 4U);
    query.after = "25-08620-02-2025";
    BOOST_TEST(codes_of(*listing.find(query, today)).size() == 2U);
    query.after = "nowhere";
    auto const found = listing.find(query, today);
    BOOST_TEST_REQUIRE(!found.has_value());
    BOOST_TEST(found.error().slug == "query_invalid");
}

BOOST_FIXTURE_TEST_CASE(communes_are_those_with_something_to_find, Shelf) {
    auto const communes = read().communes(today);
    BOOST_TEST_REQUIRE(communes.size() == 2U);
    BOOST_TEST(communes[0].name == "phường Vân Phú");
    BOOST_TEST(communes[1].code == "08620");
    BOOST_TEST(read().communes(day("2035-01-01")).empty());
}

BOOST_FIXTURE_TEST_CASE(any_search_finds_what_a_plain_reading_of_it_finds, CatalogueFixture) {
    std::vector<std::string> const firsts{"Chè", "Mì", "Rượu", "Hồng", "Đậu", "Bưởi"};
    std::vector<std::string> const seconds{"đỏ", "xanh", "Đồi", "ngô", "Hạ Sơn"};
    auto const by = add_producer("Cơ sở Nắng", "08542", "xã Thanh Sơn");
    std::map<std::string, std::string> texts;
    int ordinal = 10;
    for (auto const& first : firsts) {
        for (auto const& second : seconds) {
            auto const code = "25-08542-" + std::to_string(ordinal++) + "-2025";
            auto const name = first + " " + second;
            add_product(by, {code, name, 1, 3});
            texts[code] = name + " Cơ sở Nắng " + code + " xã Thanh Sơn";
        }
    }
    auto const listing = read();
    for (auto const* text :
         {"che", "d", "do", "doi nang", "Hồng ha son", "x", "25", "bưởi do thanh", "zz", "so co"}) {
        Query query;
        query.text = text;
        query.limit = 100;
        Codes wanted;
        for (auto const& [code, all] : texts) {
            if (is_found(all, text)) wanted.push_back(code);
        }
        auto found = codes_of(*listing.find(query, today));
        std::sort(found.begin(), found.end());
        BOOST_TEST(found == wanted, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()
