#include "accounts/principal.hpp"

#include "accounts.hpp"

#include <set>

namespace ocop::accounts {

namespace {

using Places = std::vector<std::string>;

// The rule as its sentences read, one after another.
bool may_reach_naive(Principal const& who, Owner const& owner) {
    if (who.reach == Reach::all) {
        return true;
    }
    if (who.reach == Reach::commune) {
        return who.commune != "" && who.commune == owner.commune;
    }
    if (who.reach != Reach::own || who.producer == "" || who.producer != owner.producer) {
        return false;
    }
    if (who.role != Role::grower) {
        return true;
    }
    bool own_plot = false;
    for (auto const& place : who.places) {
        own_plot = own_plot || place == owner.place;
    }
    return own_plot;
}

// Calls `each` with every principal over small domains; the empty text is in all of them.
template <class Each>
void with_principals(Each const& each) {
    Principal who;
    for (auto const role : test::all_of<Role>()) {
        for (auto const reach : {Reach::none, Reach::own, Reach::commune, Reach::all}) {
            for (auto const* producer : {"", "p", "q"}) {
                for (auto const* commune : {"", "1", "2"}) {
                    for (auto const& places : {Places{}, Places{"x"}, Places{"x", "y"}}) {
                        who.role = role;
                        who.reach = reach;
                        who.producer = producer;
                        who.commune = commune;
                        who.places = places;
                        each(who);
                    }
                }
            }
        }
    }
}

std::vector<Owner> all_owners() {
    std::vector<Owner> out;
    for (auto const* producer : {"", "p", "q", "pq"}) {
        for (auto const* commune : {"", "1", "12"}) {
            for (auto const* place : {"", "x", "y", "z"}) {
                out.push_back({producer, commune, place});
            }
        }
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(principal)

BOOST_AUTO_TEST_CASE(ownership_is_that_of_a_naive_rule_for_every_small_case) {
    auto const owners = all_owners();
    std::size_t reached = 0;
    std::size_t wrong = 0;
    with_principals([&](Principal const& who) {
        for (auto const& owner : owners) {
            bool const expected = may_reach_naive(who, owner);
            reached += expected ? 1 : 0;
            wrong += may_reach(who, owner) == expected ? 0 : 1;
        }
    });
    BOOST_TEST(wrong == 0u);
    BOOST_TEST(reached > 0u);
}

BOOST_AUTO_TEST_CASE(a_record_of_nobody_is_reached_by_those_who_reach_all_alone) {
    with_principals([](Principal const& who) {
        if (may_reach(who, {}) != (who.reach == Reach::all)) {
            BOOST_ERROR("a record of nobody was reached, or was not");
        }
    });
}

BOOST_AUTO_TEST_CASE(every_role_belongs_to_its_unit) {
    std::set<Role> const producers{
        Role::producer_owner, Role::producer_staff, Role::grower, Role::partner};
    for (auto const role : test::all_of<Role>()) {
        auto expected = Unit::authority;
        if (producers.count(role) != 0) {
            expected = Unit::producer;
        } else if (role == Role::commune_officer) {
            expected = Unit::commune;
        } else if (role == Role::auditor) {
            expected = Unit::none;
        }
        BOOST_TEST((unit_of(role) == expected), static_cast<int>(role));
    }
}

BOOST_AUTO_TEST_CASE(asvs_6_3_3_only_growers_and_partners_do_without_a_second_factor) {
    for (auto const role : test::all_of<Role>()) {
        bool const without = role == Role::grower || role == Role::partner;
        BOOST_TEST(needs_second_factor(role) == !without, static_cast<int>(role));
    }
}

BOOST_AUTO_TEST_CASE(the_service_itself_reaches_everything_under_its_own_name) {
    auto const system = system_principal();
    BOOST_TEST(system.account == "system");
    BOOST_TEST(system_principal("operator").account == "operator");
    for (auto const& owner : all_owners()) {
        BOOST_TEST(may_reach(system, owner));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
