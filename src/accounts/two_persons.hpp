#pragma once

#include "accounts/principal.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

// What takes two persons of different units: a certificate before it bears orders, a raised quota,
// large orders, destruction, reprints, withdrawals, recalls and their lifting. Each such record
// carries the confirmations it has; who proposes the act gives the first. Pure; any thread.
namespace ocop::accounts {

struct Confirmation {
    std::string account;
    std::string unit;  // Principal::unit
    Instant at;
};
BOOST_DESCRIBE_STRUCT(Confirmation, (), (account, unit, at))

// Whether two values of Principal::unit name one unit: offices of one authority by how their names
// look, so that another spelling makes no second office; who has no office there is of each.
bool is_same_unit(std::string_view a, std::string_view b);

// Two persons of different units have confirmed.
bool is_confirmed(std::span<Confirmation const> confirmations);

// Adds the confirmation of `who`. refused "own_request" when the same account confirmed before,
// "same_unit" when all who confirmed before are of its unit; conflict "confirmed_already" when
// is_confirmed(). A Principal without unit (OCOP_ASSERT) comes from no account.
Result<void> confirm(std::vector<Confirmation>& confirmations, Principal const& who, Instant now);

}  // namespace ocop::accounts
