#pragma once

#include "accounts/two_persons.hpp"
#include "registry/register.hpp"

#include <ocop/stamp/certificate.hpp>

namespace ocop::registry {

// A decision that changed a certificate: number and day, as printed on it.
struct Act {
    std::string decision;  // "1234/QĐ-UBND"
    Day decided_on;
};
BOOST_DESCRIBE_STRUCT(Act, (), (decision, decided_on))

BOOST_DEFINE_ENUM_CLASS(ActKind, extend, withdraw, reinstate)

// An act that one person proposed and another has to confirm (certificate_acts.hpp).
struct PendingAct {
    ActKind kind = ActKind::withdraw;
    std::string decision;
    Day decided_on;
    std::optional<std::int64_t> ground = {};  // of a withdrawal, as is effective_on
    std::optional<Day> effective_on = {};
    std::optional<Day> until = {};  // of an extension
    std::vector<accounts::Confirmation> confirmations = {};
};
BOOST_DESCRIBE_STRUCT(
    PendingAct, (), (kind, decision, decided_on, ground, effective_on, until, confirmations)
)

// A certificate of stars (giấy chứng nhận). 3 and 4 stars are the province's, 5 the ministry's
// (QĐ 26/2026 art. 4). Its dates are judged by stamp::state_on alone.
struct Certificate : Stored {
    static constexpr char tag = 'c';
    static constexpr std::string_view noun = "certificate";
    static constexpr std::string_view exists = "certificate_exists";
    static constexpr std::string_view absent = "certificate_not_found";

    std::string id;  // product code, '.', two-digit ordinal: "25-08620-01-2026.01"
    std::string product;
    std::string producer;  // the product's
    std::string authority;
    std::int64_t stars = 0;  // 3 to 5
    Act recognised;          // the decision it rests on
    stamp::CertificateTerm term;
    std::optional<Act> extended;
    std::optional<Act> withdrawn;
    std::optional<Act> reinstated;
    std::optional<PendingAct> pending = {};                      // changes nothing yet
    std::vector<accounts::Confirmation> act_confirmations = {};  // of the latest act, if two did it
    // Of the scanned decision, lower-case hex: what both who confirmed it had before them.
    std::optional<std::string> decision_sha256;
    std::vector<accounts::Confirmation> confirmations;  // before two it bears no stamp orders
};
BOOST_DESCRIBE_STRUCT(
    Certificate,
    (Stored),
    (id,
     product,
     producer,
     authority,
     stars,
     recognised,
     term,
     extended,
     withdrawn,
     reinstated,
     pending,
     act_confirmations,
     decision_sha256,
     confirmations)
)

struct NewCertificate {
    std::string product;
    std::string authority;
    std::int64_t stars = 0;
    std::string decision;
    Day decided_on;
    Day issued_on;
};
BOOST_DESCRIBE_STRUCT(
    NewCertificate, (), (product, authority, stars, decision, decided_on, issued_on)
)

std::string key_of(Certificate const& certificate);

inline std::string_view producer_of(Certificate const& certificate) {
    return certificate.producer;
}

json::object clear_of(Certificate const& certificate);

// malformed "request_invalid"; refused "product_unknown", "authority_unknown", "level_wrong" (3 or
// 4 stars by a ministry, 5 by a province), "authority_wrong" (another province's product),
// "issued_on_future", "certificates_full" (99 of one product).
Result<Certificate> register_certificate(
    store::Transaction& tx, Principal const& who, NewCertificate request
);

struct Extension {
    std::string decision;
    Day decided_on;
    Day until;  // after the 36 months, at most 180 days (QĐ 26/2026 art. 12.3)
};
BOOST_DESCRIBE_STRUCT(Extension, (), (decision, decided_on, until))

// What an act makes of a certificate, and why it may not be; each clears what was pending.
// malformed "request_invalid"; the errors of the functions below.
Result<Certificate> with_extension(Certificate record, Extension request);

// At once, by one person: for whoever confirmed it before, and for the operator at the machine.
// refused "extension_invalid" outside those days, "certificate_withdrawn".
Result<Certificate> extend_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, Extension request
);

struct WithdrawalRequest {
    std::string decision;
    Day decided_on;
    std::int64_t ground = 0;  // 1 to 6 (QĐ 26/2026 art. 8)
    Day effective_on;
};
BOOST_DESCRIBE_STRUCT(WithdrawalRequest, (), (decision, decided_on, ground, effective_on))

Result<Certificate> with_withdrawal(Certificate record, WithdrawalRequest request);

// conflict "certificate_withdrawn" when it already is.
Result<Certificate> withdraw_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, WithdrawalRequest request
);

struct Reinstatement {
    std::string decision;
    Day decided_on;
};
BOOST_DESCRIBE_STRUCT(Reinstatement, (), (decision, decided_on))

Result<Certificate> with_reinstatement(Certificate record, Reinstatement request, Day today);

// conflict "certificate_not_withdrawn".
Result<Certificate> reinstate_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, Reinstatement request
);

// Certificates of a product, oldest first.
Result<std::vector<Certificate>> certificates_of(
    store::Reader const& reader, std::string_view product
);

// The one that governs on `day`: of those in force the latest, else the latest of all; none when
// the product has none.
Result<std::optional<Certificate>> certificate_on(
    store::Reader const& reader, std::string_view product, Day day
);

}  // namespace ocop::registry
