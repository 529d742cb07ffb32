#pragma once

#include <ocop/base/time.hpp>

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>

// The dates of a certificate of stars (QĐ 26/2026/QĐ-TTg, articles 4.3, 8 and 12.3). Days are legal
// days. Pure functions; any thread.
namespace ocop::stamp {

inline constexpr int certificate_months = 36;
inline constexpr int extension_days_max = 180;  // article 12.3

// Article 8: 1 false dossier, 2 criteria no longer met, 3 breach of quality, safety, environment,
// property or label law, 4 misuse of the OCOP mark, 5 production stopped, 6 other findings.
struct Withdrawal {
    int ground = 0;  // 1 to 6
    Day effective;   // the first day without the certificate
    // From this day the certificate stands again as if it had not been withdrawn.
    std::optional<Day> reinstated;

    friend bool operator==(Withdrawal const&, Withdrawal const&) = default;
};

BOOST_DESCRIBE_STRUCT(Withdrawal, (), (ground, effective, reinstated))

struct CertificateTerm {
    Day issued;
    std::optional<Day> extended_until;  // inclusive; while a re-evaluation is decided
    std::optional<Withdrawal> withdrawal;

    friend bool operator==(CertificateTerm const&, CertificateTerm const&) = default;
};

BOOST_DESCRIBE_STRUCT(CertificateTerm, (), (issued, extended_until, withdrawal))

enum class CertificateState : std::uint8_t {
    not_yet,     // before its day of issue
    valid,       // within its 36 months
    extended,    // past them, within an extension
    lapsed,      // past its last day
    withdrawn,   // by decision, whatever its dates
    reinstated,  // withdrawn once, and standing again within its dates
};

BOOST_DESCRIBE_ENUM(CertificateState, not_yet, valid, extended, lapsed, withdrawn, reinstated)

// The last day of the 36 months, inclusive: the same day of the month three years on, or the last
// of a month that lacks it.
Day certificate_end(Day issued);
// The last day including an extension.
Day last_day(CertificateTerm const& term);
// After the end and at most extension_days_max later.
bool is_extension(Day issued, Day until);

CertificateState state_on(CertificateTerm const& term, Day day);
// valid, extended or reinstated.
bool is_in_force(CertificateTerm const& term, Day day);

}  // namespace ocop::stamp
