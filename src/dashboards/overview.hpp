#pragma once

#include "alerts/alert.hpp"
#include "checks/day_tallies.hpp"
#include "stamps/reconciliation.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

// How the province stands, for its own people: stamps by state, checks by day and by province,
// certificates that end soon, open alerts. Nothing of it is kept: it is summed up from orders and
// their segments (never stamp by stamp), day tallies, certificates and open alerts.
namespace ocop::dashboards {

inline constexpr int days_max = 90;
inline constexpr std::int64_t reading_age_ms_max = 60'000;

// What a reading looks at, at most: some microseconds each. Of more it says that it is not whole.
inline constexpr std::size_t orders_max = 50'000;
inline constexpr std::size_t certificates_max = 50'000;
inline constexpr std::size_t alerts_max = 10'000;

struct DayChecks {
    Day day;
    std::int64_t checks = 0;
};
BOOST_DESCRIBE_STRUCT(DayChecks, (), (day, checks))

// Of checks whose buyer chose to say where they stood.
struct ProvinceChecks {
    std::string code;  // two digits
    std::string name;  // Vietnamese
    std::int64_t checks = 0;
};
BOOST_DESCRIBE_STRUCT(ProvinceChecks, (), (code, name, checks))

// Products whose longest certificate in force today ends today or at most so many days from it.
struct Expiring {
    std::int64_t days = 0;
    std::int64_t certificates = 0;
};
BOOST_DESCRIBE_STRUCT(Expiring, (), (days, certificates))

struct RuleAlerts {
    alerts::Rule rule = alerts::Rule::many_phones;
    std::int64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(RuleAlerts, (), (rule, open))

struct Overview {
    Instant as_of;      // when it was summed up
    bool whole = true;  // false: there is more than a reading looks at
    std::int64_t days = 0;
    stamps::Reconciliation stamps;
    std::vector<DayChecks> checks;          // `days` of them, the last is today
    std::vector<ProvinceChecks> provinces;  // all 34, by code; of those days
    std::int64_t checks_unplaced = 0;       // of those days, without a province
    std::int64_t certificates_in_force = 0;
    std::vector<Expiring> expiring;  // within 30, 90 and 180 days, each holding the one before
    std::vector<RuleAlerts> alerts;  // every rule, in its order
};
BOOST_DESCRIBE_STRUCT(
    Overview,
    (),
    (as_of,
     whole,
     days,
     stamps,
     checks,
     provinces,
     checks_unplaced,
     certificates_in_force,
     expiring,
     alerts)
)

// What an overview of any number of days is made of.
struct Reading {
    Instant at;
    Day today;
    bool whole = true;
    stamps::Reconciliation stamps;
    std::vector<checks::DayTally> tallies;  // of days_max days
    std::int64_t certificates_in_force = 0;
    std::vector<Expiring> expiring;
    std::vector<RuleAlerts> alerts;
};

// Errors of the reads.
Result<Reading> read_all(store::Reader const& reader, Instant now);

// Of the last `days` (1 to days_max) of a reading. A pure function.
Overview overview_of(Reading const& reading, int days);

}  // namespace ocop::dashboards
