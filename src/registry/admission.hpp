#pragma once

#include "registry/certificate.hpp"

// Before a certificate bears stamp orders, two persons of different units compare it with the
// scanned decision. The scan is known by its SHA-256, which the ledger holds.
namespace ocop::registry {

struct Admission {
    std::string decision_sha256;  // 64 lower-case hex digits
    // What was compared, when it is said. A registration can be undone and made anew under the
    // same id and revision: then these differ.
    std::optional<std::int64_t> stars = {};
    std::optional<std::string> decision = {};
};
BOOST_DESCRIBE_STRUCT(Admission, (), (decision_sha256, stars, decision))

// malformed "request_invalid"; not_found "certificate_not_found"; refused "decision_differs" when
// the first person had another file before them, and as accounts::confirm(); conflict
// "confirmed_already", "act_changed" when the certificate says other stars, or another decision.
Result<Certificate> confirm_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, Admission request
);

}  // namespace ocop::registry
