#pragma once

#include <boost/describe/enum.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Who acts, and how far their right goes. Pure values; any thread.
namespace ocop::accounts {

// On disk and in the ledger by name: never rename. The order is that of the columns of the access
// table (access.cpp).
BOOST_DEFINE_ENUM_CLASS(
    Role,
    producer_owner,   // answers for a producer (chủ thể)
    producer_staff,   // works for it
    grower,           // member of a cooperative: own plots only
    partner,          // collector, carrier, shop: receives and hands on lots
    inspector,        // of this province
    guest_inspector,  // of another province: verifies, reports sightings
    commune_officer,  // of one commune: knows its producers by face
    officer,          // of the province: registers
    approver,         // of the province: decides
    administrator,    // accounts and keys; may do what the province's people may
    auditor           // reads all, writes nothing
)
inline constexpr std::size_t role_count = 11;

// What a role belongs to.
enum class Unit : std::uint8_t { producer, commune, authority, none };

Unit unit_of(Role role);

// Whether the role may act only with a second factor: all that approve, sign, inspect or
// administer. Growers and partners may do without.
bool needs_second_factor(Role role);

// How far a right goes: over no record, those of one's own producer (a grower: own plots) or
// account, those of producers of one's commune, all.
enum class Reach : std::uint8_t { none, own, commune, all };

// Services receive it with each call. `reach` is that of the route being served, so a Principal
// made for one act is no right to another.
struct Principal {
    std::string account;  // random pseudonym; the `actor` of ledger and audit entries
    Role role = Role::auditor;
    Reach reach = Reach::none;
    std::string producer;             // id, of producers' roles
    std::string commune;              // five digits, of a commune officer
    std::vector<std::string> places;  // ids, of a grower
    // Whom the person answers to: "producer:ID", "commune:CODE", "authority:ID" or, with an office
    // there, "authority:ID/OFFICE". Two persons of one unit are not two for what takes two
    // (two_persons.hpp).
    std::string unit;
};

// The service itself, or the operator at the machine: reaches everything. Its unit is its account.
Principal system_principal(std::string account = "system");

// Whose a record is. Views into the record.
struct Owner {
    std::string_view producer;  // empty: nobody's
    std::string_view commune;   // of that producer
    std::string_view place;     // when the record is a place
};

// The one question of ownership: whether `who` may know of a record of `owner`. What says no
// answers as if the record were not there.
bool may_reach(Principal const& who, Owner const& owner);

}  // namespace ocop::accounts
