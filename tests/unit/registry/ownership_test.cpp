#include "accounts.hpp"
#include "register.hpp"

#include <algorithm>
#include <map>
#include <random>

// Whose records are whose: find_for(), load_for() and list() of register.hpp against a naive filter
// over the whole register.
namespace ocop::registry {

namespace {

using accounts::Reach;
using accounts::Role;
using store::Transaction;

struct Belonging {
    std::string key;
    std::string producer;
};

// Several producers in a few communes, each with a random number of plots, products, trade items,
// certificates and lots. What belongs to whom is noted as it is made.
struct Fixture : test::ServiceFixture {
    Fixture() {
        must([&](Transaction& tx) { return register_authority(tx, who, test::province()); });
        for (std::string const name : {"An Bình", "Cao Sơn", "Đồi Sương", "Long Cốc", "Tân Sơn"}) {
            add_producer(name);
        }
    }

    void add_producer(std::string const& name) {
        auto request = test::new_producer();
        request.name = {name, {}};
        request.commune_code = communes[dice() % 3];
        auto const made =
            must([&](Transaction& tx) { return register_producer(tx, who, random, request); });
        commune_of[made.id] = made.commune_code;
        producers.push_back({made.id, made.id});
        for (auto left = dice() % 6; left > 0; --left) {
            NewPlace place;
            place.name = {"Đồi", {}};
            place.producer = made.id;
            place.commune_code = "00001";  // where a plot lies says nothing of whose it is
            places.push_back(
                {must([&](Transaction& tx) { return register_place(tx, who, random, place); }).id,
                 made.id}
            );
        }
        for (auto left = dice() % 4; left > 0; --left) {
            add_product(made);
        }
    }

    void add_product(Producer const& owner) {
        auto const number = std::to_string(products.size() + 10);
        auto request = test::new_product(owner.id);
        request.code = "25-" + owner.commune_code + "-" + number + "-2026";
        request.name = {"Chè " + number, {}};
        must([&](Transaction& tx) { return register_product(tx, who, request); });
        products.push_back({request.code, owner.id});
        auto item = test::new_item();
        item.product = request.code;
        item.gtin = test::gtin_of("09520001100" + number);
        item.name = request.name;
        must([&](Transaction& tx) { return register_trade_item(tx, who, item); });
        items.push_back({*item.gtin, owner.id});
        auto certificate = test::new_certificate(4, "2026-06-01");
        certificate.product = request.code;
        certificates.push_back(
            {must([&](Transaction& tx) { return register_certificate(tx, who, certificate); }).id,
             owner.id}
        );
        auto lot = test::new_lot();
        lot.gtin = *item.gtin;
        lots.push_back(
            {key_of(must([&](Transaction& tx) { return open_lot(tx, who, lot); })), owner.id}
        );
    }

    // Everyone whom a list could be for.
    std::vector<Principal> principals() {
        std::vector<Principal> out;
        for (auto const reach : {Reach::none, Reach::own, Reach::commune, Reach::all}) {
            for (auto const& producer : producers) {
                out.push_back(principal(Role::producer_staff, reach, producer.key));
                out.push_back(principal(Role::grower, reach, producer.key));
                for (std::size_t i = 0; i < places.size(); i += 2) {
                    out.back().places.push_back(places[i].key);
                }
            }
            out.push_back(principal(Role::producer_owner, reach, ""));
            out.push_back(principal(Role::producer_owner, reach, "nobody"));
            for (std::string const commune : {"", "08620", "07900", "00001", "99999"}) {
                out.push_back(principal(Role::commune_officer, reach, ""));
                out.back().commune = commune;
            }
        }
        return out;
    }

    static Principal principal(Role role, Reach reach, std::string producer) {
        Principal out;
        out.account = "someone";
        out.role = role;
        out.reach = reach;
        out.producer = std::move(producer);
        return out;
    }

    bool is_for(Principal const& principal, Belonging const& record, bool is_place) {
        switch (principal.reach) {
            case Reach::none:
                return false;
            case Reach::commune:
                return commune_of[record.producer] == principal.commune;
            case Reach::all:
                return true;
            case Reach::own:
                break;
        }
        auto const& plots = principal.places;
        return record.producer == principal.producer &&
               (principal.role != Role::grower ||
                (is_place && std::count(plots.begin(), plots.end(), record.key) != 0));
    }

    template <class R>
    std::vector<std::string> listed(Principal const& principal, std::size_t limit) {
        std::vector<std::string> out;
        std::optional<std::string> after("");
        while (after) {
            auto const page = list<R>(*store().snapshot(), principal, *after, limit);
            BOOST_TEST_REQUIRE(test::reason_of(page) == "");
            BOOST_TEST(page->records.size() <= limit);
            BOOST_TEST((!page->next || page->records.size() == limit));
            for (auto const& record : page->records) {
                out.push_back(key_of(record));
            }
            after = page->next;
            BOOST_TEST_REQUIRE(out.size() <= 100u);
        }
        return out;
    }

    template <class R>
    void check(std::vector<Belonging> all) {
        BOOST_TEST_REQUIRE(!all.empty());
        std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
            return a.key < b.key;
        });
        auto const snapshot = store().snapshot();
        for (auto const& principal : principals()) {
            std::vector<std::string> expected;
            for (auto const& record : all) {
                bool const mine = is_for(principal, record, R::noun == "place");
                auto const found = find_for<R>(*snapshot, principal, record.key);
                BOOST_TEST_REQUIRE(test::reason_of(found) == "");
                BOOST_TEST(found->has_value() == mine);
                auto const loaded = load_for<R>(*snapshot, principal, record.key);
                BOOST_TEST(test::slug_of(loaded) == (mine ? "" : R::absent));
                if (mine) {
                    expected.push_back(record.key);
                    BOOST_TEST(key_of(*loaded) == record.key);
                }
            }
            for (auto const limit : {std::size_t{1}, std::size_t{2}, std::size_t{3}, all.size()}) {
                BOOST_TEST(
                    listed<R>(principal, limit) == expected, boost::test_tools::per_element()
                );
            }
            BOOST_TEST(test::slug_of(load_for<R>(*snapshot, principal, "nothing")) == R::absent);
        }
    }

    std::mt19937 dice{5};
    std::vector<std::string> const communes{"08620", "07900", "08621"};
    std::map<std::string, std::string> commune_of;
    std::vector<Belonging> producers;
    std::vector<Belonging> places;
    std::vector<Belonging> products;
    std::vector<Belonging> items;
    std::vector<Belonging> certificates;
    std::vector<Belonging> lots;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ownership)

BOOST_FIXTURE_TEST_CASE(asvs_8_2_2_every_kind_of_record_is_there_for_whose_it_is_alone, Fixture) {
    check<Producer>(producers);
    check<Place>(places);
    check<Product>(products);
    check<TradeItem>(items);
    check<Certificate>(certificates);
    check<Lot>(lots);
}

BOOST_FIXTURE_TEST_CASE(what_belongs_to_nobody_is_there_for_all_whom_the_route_lets_in, Fixture) {
    for (auto const& principal : principals()) {
        auto const seen = listed<Authority>(principal, 10);
        BOOST_TEST(seen.size() == (principal.reach == Reach::none ? 0u : 1u));
    }
}

BOOST_FIXTURE_TEST_CASE(a_page_begins_behind_a_key_that_may_be_gone_or_not_ones_own, Fixture) {
    auto const mine = principal(Role::producer_staff, Reach::own, places.front().producer);
    auto const all = listed<Place>(mine, 100);
    for (auto const& after : places) {
        std::vector<std::string> expected;
        for (auto const& key : all) {
            if (key > after.key) {
                expected.push_back(key);
            }
        }
        auto const page = list<Place>(*store().snapshot(), mine, after.key, 100).value();
        std::vector<std::string> seen;
        for (auto const& record : page.records) {
            seen.push_back(record.id);
        }
        BOOST_TEST(seen == expected, boost::test_tools::per_element());
    }
}

BOOST_FIXTURE_TEST_CASE(an_index_that_names_what_is_not_there_is_told, Fixture) {
    auto const mine = principal(Role::producer_staff, Reach::own, producers.front().key);
    auto const key = owned_key<Place>(producers.front().key, "gone");
    test::write_one(store(), store::Space::registry, key, "");
    BOOST_TEST(test::slug_of(list<Place>(*store().snapshot(), mine, "", 100)) == "place_not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
