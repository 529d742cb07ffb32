#pragma once

#include "accounts/principal.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

// Who may do what: two tables, and nothing else decides. The first is route × role × reach; the
// second who manages whose access. Deny is the default, and a route that has no row does not start.
namespace ocop::accounts {

// What an API key may be made for; each acts within its account's role. On disk by name.
BOOST_DEFINE_ENUM_CLASS(
    Scope,
    read,          // what the account may see
    lots,          // open lots, places and trade items
    orders,        // request and cancel stamp orders
    print,         // start print runs, fetch their files
    activate,      // report stamps as applied
    events,        // capture events, upload files, subscribe
    registration,  // producers, products, certificates
    inspect,       // what an inspector's device does: offline bundle, its enrolment
    approve        // approve, issue, withdraw, revoke: only made at the machine, never by the API
)

// What a route asks for besides the role.
struct Demand {
    std::optional<Scope> scope = {};  // nullopt: people only, no API key
    bool step_up = false;             // the second factor again, minutes ago
    bool unenrolled = false;          // also before the second factor is set up
    bool audited = false;             // its answer is sensitive: the read leaves an audit entry
};

struct AccessRow {
    std::string_view route;  // "POST /api/v1/lots"
    std::array<Reach, role_count> reach;
    Demand demand;
};

std::span<AccessRow const> access_table();

// The row of "METHOD pattern"; nullptr when there is none. Lives as long as the program.
AccessRow const* find_access(std::string_view route);

inline Reach reach_of(AccessRow const& row, Role role) {
    return row.reach[static_cast<std::size_t>(role)];
}

}  // namespace ocop::accounts
