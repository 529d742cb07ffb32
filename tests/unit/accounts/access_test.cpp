#include "accounts/access.hpp"

#include "accounts.hpp"

#include <algorithm>
#include <set>

namespace ocop::accounts {

namespace {

std::string_view method_of(std::string_view route) {
    return route.substr(0, route.find(' '));
}

std::string_view path_of(std::string_view route) {
    return route.substr(route.find(' ') + 1);
}

// "{id}", or plain letters as our paths and those of EPCIS have them.
bool is_segment(std::string_view segment) {
    bool const value = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
    auto const letters = value ? segment.substr(1, segment.size() - 2) : segment;
    return !letters.empty() && std::all_of(letters.begin(), letters.end(), [&](char c) {
        bool const digit = c >= '0' && c <= '9';
        bool const upper = c >= 'A' && c <= 'Z';
        return (c >= 'a' && c <= 'z') || digit || upper || (!value && (c == '-' || c == '.'));
    });
}

bool is_well_formed(std::string_view route) {
    static std::set<std::string_view> const methods{"GET", "POST", "PUT", "DELETE"};
    auto path = path_of(route);
    if (methods.count(method_of(route)) == 0 ||
        (!path.starts_with("/api/v1/") && !path.starts_with("/epcis/v2/"))) {
        return false;
    }
    while (!path.empty()) {
        auto const end = std::min(path.find('/', 1), path.size());
        if (path.front() != '/' || !is_segment(path.substr(1, end - 1))) {
            return false;
        }
        path.remove_prefix(end);
    }
    return true;
}

// One's own account and sessions: open to everyone who is signed in.
bool is_own(std::string_view route) {
    auto const path = path_of(route);
    return path == "/api/v1/account" || path.starts_with("/api/v1/account/") ||
           path.starts_with("/api/v1/sessions");
}

// What everyone may read, since it is of nobody: who decides stars, the keys of stamps, and what
// steps are called.
bool is_common(std::string_view route) {
    return route.starts_with("GET /api/v1/authorities") || route.starts_with("GET /api/v1/keys") ||
           route == "GET /api/v1/step-templates" || route == "GET /api/v1/sheets/presets";
}

// What inspectors do: record what they found and counted, be the second at a destruction, and close
// what they looked into.
bool is_inspectors(std::string_view route) {
    static std::set<std::string_view> const all{
        "POST /api/v1/inspections",
        "POST /api/v1/devices",
        "POST /api/v1/devices/{id}/revoke",
        "POST /api/v1/blobs",
        "POST /api/v1/lots/{gtin}/{lot}/recall/drop",
        "POST /api/v1/stamp-orders/{id}/stocktakes",
        "POST /api/v1/destructions/{id}/confirm",
        "POST /api/v1/alerts/{id}/close",
        "POST /api/v1/reports/{id}/close",
        "POST /api/v1/reports/{id}/erase-contact"};
    return all.count(route) == 1;
}

// What is one kind of person's alone, an administrator's neither: a commune officer attests what
// they saw, an inspector signs what they found, a producer answers for itself.
bool is_in_person(std::string_view route) {
    return route == "POST /api/v1/quotas/{id}/attest" || route == "POST /api/v1/inspections" ||
           route == "POST /api/v1/lots/{gtin}/{lot}/recall/reply";
}

// What devices in the field work with: each is its person's, and the bundle tells covert features.
bool is_field(std::string_view route) {
    auto const path = path_of(route);
    return path.starts_with("/api/v1/devices") || path.starts_with("/api/v1/bundle");
}

// A buyer's report may say how to reach them.
bool is_personal(std::string_view route) {
    return route == "GET /api/v1/reports/{id}" ||
           route == "GET /api/v1/reports/{id}/photos/{sha256}";
}

// Where one's own unit asks to be told of events: its named queries, subscriptions and what could
// not be delivered. Whoever may read events may be told of them.
bool is_watch(std::string_view route) {
    auto const path = path_of(route);
    return path.starts_with("/epcis/v2/queries") || path.starts_with("/api/v1/dead-letters");
}

// A photo with all that its camera says: for those it is of, and inspectors.
bool is_original(std::string_view route) {
    return route == "GET /api/v1/blobs/{sha256}/original";
}

bool changes_something(std::string_view route) {
    // A page token holds nothing, and so there is nothing to release.
    return method_of(route) != "GET" && route != "DELETE /epcis/v2/nextPageToken/{token}";
}

Reach widest(AccessRow const& row) {
    return *std::max_element(row.reach.begin(), row.reach.end());
}

struct Managed {
    Role who;
    std::set<Role> whose;
    Reach reach;
};

// The second table as it was agreed on: owners their own people, a commune officer the producers'
// people of the commune, the province's officer those everywhere and the commune officers, an
// administrator everyone.
std::vector<Managed> const managed{
    {Role::producer_owner,
     {Role::producer_owner, Role::producer_staff, Role::grower, Role::partner},
     Reach::own},
    {Role::commune_officer,
     {Role::producer_owner, Role::producer_staff, Role::grower, Role::partner},
     Reach::commune},
    {Role::officer,
     {Role::producer_owner,
      Role::producer_staff,
      Role::grower,
      Role::partner,
      Role::commune_officer},
     Reach::all},
    {Role::administrator,
     {Role::producer_owner,
      Role::producer_staff,
      Role::grower,
      Role::partner,
      Role::inspector,
      Role::guest_inspector,
      Role::commune_officer,
      Role::officer,
      Role::approver,
      Role::administrator,
      Role::auditor},
     Reach::all},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(access)

BOOST_AUTO_TEST_CASE(every_route_is_well_formed_and_named_once) {
    std::set<std::string_view> seen;
    for (auto const& row : access_table()) {
        BOOST_TEST(is_well_formed(row.route), row.route);
        BOOST_TEST(seen.insert(row.route).second, row.route);
        BOOST_TEST(find_access(row.route) == &row, row.route);
    }
    BOOST_TEST(seen.size() > 50u);
}

BOOST_AUTO_TEST_CASE(what_is_no_row_is_not_found) {
    for (auto const& row : access_table()) {
        auto const route = std::string(row.route);
        BOOST_TEST((find_access(route + "/") == nullptr));
        BOOST_TEST((find_access(" " + route) == nullptr));
        BOOST_TEST((find_access(std::string(path_of(route))) == nullptr));
        BOOST_TEST((find_access("HEAD " + std::string(path_of(route))) == nullptr));
    }
    BOOST_TEST((find_access("") == nullptr));
    BOOST_TEST((find_access("GET /api/v1/") == nullptr));
}

BOOST_AUTO_TEST_CASE(reach_is_read_by_the_column_of_the_role) {
    // One row of which each kind of column is known.
    auto const* const row = find_access("GET /api/v1/places");
    BOOST_TEST_REQUIRE((row != nullptr));
    std::vector<Reach> const letters{
        Reach::own,
        Reach::own,
        Reach::own,
        Reach::none,
        Reach::all,
        Reach::none,
        Reach::commune,
        Reach::all,
        Reach::all,
        Reach::all,
        Reach::all};
    auto const roles = test::all_of<Role>();
    BOOST_TEST_REQUIRE(roles.size() == role_count);
    for (std::size_t i = 0; i < role_count; ++i) {
        BOOST_TEST((reach_of(*row, roles[i]) == letters[i]), i);
    }
}

BOOST_AUTO_TEST_CASE(no_role_reaches_further_than_what_it_belongs_to) {
    for (auto const& row : access_table()) {
        if (is_own(row.route)) {
            for (auto const role : test::all_of<Role>()) {
                BOOST_TEST((reach_of(row, role) == Reach::own), row.route);
            }
            continue;
        }
        for (auto const role : test::all_of<Role>()) {
            auto const reach = reach_of(row, role);
            auto const unit = unit_of(role);
            bool const fits =
                reach == Reach::none || is_common(row.route) ||
                (role == Role::inspector && reach == Reach::own && is_field(row.route)) ||
                (unit == Unit::producer && reach == Reach::own) ||
                (unit == Unit::commune && reach == Reach::commune) ||
                ((unit == Unit::authority || unit == Unit::none) && reach == Reach::all);
            BOOST_TEST(fits, row.route);
        }
        // Somebody may, and an administrator is one of them.
        BOOST_TEST((widest(row) != Reach::none), row.route);
        BOOST_TEST(
            (reach_of(row, Role::administrator) == Reach::all || is_original(row.route) ||
             is_in_person(row.route)),
            row.route
        );
    }
}

BOOST_AUTO_TEST_CASE(auditors_inspectors_and_guests_write_nothing_but_their_own_access) {
    for (auto const& row : access_table()) {
        if (!changes_something(row.route) || is_own(row.route)) {
            continue;
        }
        for (auto const role : {Role::auditor, Role::inspector, Role::guest_inspector}) {
            bool const told =
                role == Role::inspector && (is_watch(row.route) || is_inspectors(row.route));
            BOOST_TEST((reach_of(row, role) == Reach::none || told), row.route);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_auditor_reads_all_that_is_no_stamp_and_no_ones_own) {
    for (auto const& row : access_table()) {
        bool const stamps = row.demand.scope == Scope::print;
        bool const keys = row.route.starts_with("GET /api/v1/api-keys");
        bool const told = is_watch(row.route) || is_original(row.route) || is_personal(row.route) ||
                          is_field(row.route);
        if (!changes_something(row.route) && !is_own(row.route) && !stamps && !keys && !told) {
            BOOST_TEST((reach_of(row, Role::auditor) == Reach::all), row.route);
        }
    }
}

BOOST_AUTO_TEST_CASE(decisions_ask_for_the_second_factor_again_and_reads_never_do) {
    for (auto const& row : access_table()) {
        auto const& demand = row.demand;
        BOOST_TEST((!demand.step_up || changes_something(row.route)), row.route);
        BOOST_TEST((!demand.audited || !changes_something(row.route)), row.route);
        BOOST_TEST((demand.scope != Scope::approve || demand.step_up), row.route);
        // What is open before the second factor is set up is for people, and one's own.
        BOOST_TEST((!demand.unenrolled || (!demand.scope && is_own(row.route))), row.route);
        BOOST_TEST(((demand.scope == Scope::read) <= !changes_something(row.route)), row.route);
    }
    for (std::string const act :
         {"invitations",
          "api-keys",
          "accounts/{id}/disable",
          "accounts/{id}/enable",
          "accounts/{id}/role",
          "accounts/{id}/recover",
          "accounts/{id}/erase",
          "account/leave",
          "account/erase",
          "stamp-orders/{id}/approve",
          "stamp-orders/{id}/issue",
          "certificates/{id}/withdraw",
          "certificates/{id}/withdraw/confirm",
          "holds/{id}/confirm",
          "lots/{gtin}/{lot}/recall",
          "lots/{gtin}/{lot}/recall/confirm",
          "lots/{gtin}/{lot}/recall/lift/confirm",
          "keys/{kid}/revoke"}) {
        auto const* const row = find_access("POST /api/v1/" + act);
        BOOST_TEST_REQUIRE((row != nullptr), act);
        BOOST_TEST(row->demand.step_up, act);
    }
}

BOOST_AUTO_TEST_CASE(who_manages_whom_is_as_it_was_agreed_on_for_every_pair) {
    for (auto const who : test::all_of<Role>()) {
        for (auto const whose : test::all_of<Role>()) {
            auto expected = Reach::none;
            for (auto const& row : managed) {
                if (row.who == who && row.whose.count(whose) != 0) {
                    expected = row.reach;
                }
            }
            BOOST_TEST(
                (manages(who, whose) == expected),
                static_cast<int>(who) << " over " << static_cast<int>(whose)
            );
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
