#include "accounts/two_persons.hpp"

#include "accounts.hpp"

#include <boost/test/unit_test.hpp>

namespace ocop {

namespace {

using accounts::confirm;
using accounts::Confirmation;
using accounts::is_confirmed;

accounts::Principal person(std::string account, std::string unit) {
    accounts::Principal out;
    out.account = std::move(account);
    out.unit = std::move(unit);
    return out;
}

// Principal of an account of an authority in that office.
std::string unit_in(std::optional<std::string> office) {
    accounts::Account account;
    account.role = accounts::Role::approver;
    account.authority = "phu-tho";
    account.office = std::move(office);
    return accounts::principal_of(account, accounts::Reach::all).unit;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(two_persons)

BOOST_AUTO_TEST_CASE(asvs_2_3_5_one_person_is_not_two_however_often_they_confirm) {
    std::vector<Confirmation> given;
    BOOST_TEST(!is_confirmed(given));
    BOOST_TEST(test::reason_of(confirm(given, person("a", "u"), {1})) == "");
    BOOST_TEST(!is_confirmed(given));
    BOOST_TEST(confirm(given, person("a", "u"), {2}).error().slug == "own_request");
    BOOST_TEST(confirm(given, person("a", "v"), {2}).error().slug == "own_request");
    BOOST_TEST(given.size() == 1);
}

BOOST_AUTO_TEST_CASE(asvs_2_3_5_two_persons_of_one_unit_are_not_enough) {
    std::vector<Confirmation> given;
    BOOST_TEST_REQUIRE(test::reason_of(confirm(given, person("a", "u"), {1})) == "");
    BOOST_TEST(confirm(given, person("b", "u"), {2}).error().slug == "same_unit");
    BOOST_TEST(!is_confirmed(given));
}

BOOST_AUTO_TEST_CASE(two_persons_of_two_units_are_and_a_third_is_not_asked) {
    std::vector<Confirmation> given;
    BOOST_TEST_REQUIRE(test::reason_of(confirm(given, person("a", "u"), {1})) == "");
    BOOST_TEST_REQUIRE(test::reason_of(confirm(given, person("b", "v"), {2})) == "");
    BOOST_TEST(is_confirmed(given));
    BOOST_TEST(given.back().at.ms == 2);
    BOOST_TEST(confirm(given, person("c", "w"), {3}).error().slug == "confirmed_already");
}

BOOST_AUTO_TEST_CASE(offices_are_two_units_only_when_both_are_named_and_look_different) {
    using accounts::is_same_unit;
    BOOST_TEST(!is_same_unit(unit_in("Chi cục PTNT"), unit_in("Sở Công Thương")));
    BOOST_TEST(is_same_unit(unit_in("Chi cục PTNT"), unit_in({})));
    BOOST_TEST(is_same_unit(unit_in({}), unit_in("Chi cục PTNT")));
    BOOST_TEST(!is_same_unit("authority:a", "authority:b/Chi cục"));
    BOOST_TEST(is_same_unit(unit_in("Chi cục PTNT"), unit_in("CHI CỤC  PTNT.")));
    BOOST_TEST(!is_same_unit("authority:a/Chi cục", "authority:b/Chi cục"));
    BOOST_TEST(!is_same_unit("producer:1l", "producer:11"));
    BOOST_TEST(unit_in({}) == "authority:phu-tho");
    BOOST_TEST(unit_in("Chi cục PTNT") == "authority:phu-tho/Chi cục PTNT");
}

BOOST_AUTO_TEST_CASE(only_people_of_an_authority_have_an_office) {
    test::ServiceFixture fixture;
    auto request = test::new_account("lan", accounts::Role::commune_officer, "08620");
    request.office = "Phòng Kinh tế";
    auto const made = fixture.run([&](store::Transaction& tx) {
        return accounts::add_account(tx, fixture.who, fixture.random, request);
    });
    BOOST_TEST(test::pointers_of(made) == std::vector<std::string>{"/office"});
    request = test::new_account("lan", accounts::Role::approver, "phu-tho");
    request.office = "  Chi cục PTNT ";
    BOOST_TEST(test::add_invited(fixture, request).office.value() == "Chi cục PTNT");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop
