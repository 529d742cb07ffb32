#pragma once

#include "registry/certificate.hpp"

// What is decided on a certificate takes two persons of different units: one proposes it, on the
// day's rules, and it changes nothing; another confirms it, naming its decision, on the rules of
// that moment. A newer proposal takes the place of one that nobody confirmed.
namespace ocop::registry {

// The certificate with its pending act. Errors as of the act itself (certificate.hpp).
Result<Certificate> propose_extension(
    store::Transaction& tx, Principal const& who, std::string_view id, Extension request
);
Result<Certificate> propose_withdrawal(
    store::Transaction& tx, Principal const& who, std::string_view id, WithdrawalRequest request
);
Result<Certificate> propose_reinstatement(
    store::Transaction& tx, Principal const& who, std::string_view id, Reinstatement request
);

// What is confirmed, so that nobody confirms a proposal that they did not read.
struct ActConfirmation {
    std::string decision;
};
BOOST_DESCRIBE_STRUCT(ActConfirmation, (), (decision))

// Makes the pending act effective. conflict "act_not_pending" when there is none of that kind,
// "act_changed" when its decision is another; refused "own_request", "same_unit"; errors of the
// act itself.
Result<Certificate> confirm_extension(
    store::Transaction& tx, Principal const& who, std::string_view id, ActConfirmation request
);
Result<Certificate> confirm_withdrawal(
    store::Transaction& tx, Principal const& who, std::string_view id, ActConfirmation request
);
Result<Certificate> confirm_reinstatement(
    store::Transaction& tx, Principal const& who, std::string_view id, ActConfirmation request
);

}  // namespace ocop::registry
