#pragma once

#include "accounts/principal.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

// The audit: who decided what, and who read what is sensitive. An entry is written in the
// transaction of the act itself, so one cannot exist without the other. Entries form a hash chain
// of their own; they are no ledger leaves and not public. ASVS 5.0 16.3, 16.4.
//
// At rest, space audit (numbers big-endian):
//   'e' ‖ u64 number              → the entry (JSON)
//   'h'                           → u64 entries ‖ SHA-256 of the last one's bytes
//   'a' ‖ actor ‖ 00 ‖ u64 number → empty
//   's' ‖ subject ‖ 00 ‖ u64 number → empty
namespace ocop::accounts {

struct AuditEntry {
    std::int64_t v = 1;
    std::uint64_t number = 0;  // 0 is the first
    Instant at;
    std::string actor;     // account; "-" when nobody is signed in
    std::string role;      // at that time
    std::string act;       // "POST /api/v1/stamp-orders/{id}/approve", "sign-in"
    std::string subject;   // what it was done to: the path's values, or an account
    std::string detail;    // what neither says, as the evidence of a recovery
    std::string request;   // id of the request, as in the logs
    std::string previous;  // hex SHA-256 of the entry before; 64 zeros for the first
};
BOOST_DESCRIBE_STRUCT(
    AuditEntry, (), (v, number, at, actor, role, act, subject, detail, request, previous)
)

struct AuditDraft {
    std::string act;
    std::string subject;
    std::string detail;
    std::string request;
};

// Appends within `tx`; gives the entry's number. Errors of the reads; corrupt "store_corrupt".
Result<std::uint64_t> audit(store::Transaction& tx, Principal const& who, AuditDraft draft);

// What to look for; empty members match everything. `act` matches from the start.
struct AuditQuery {
    std::string actor;
    std::string subject;
    std::string act;
    std::optional<Instant> from;
    std::optional<Instant> until;        // exclusive
    std::optional<std::uint64_t> after;  // number of the last one seen
};

// Visits what matches, oldest first, until `visit` says false.
Result<void> search_audit(
    store::Reader const& reader,
    AuditQuery const& query,
    std::function<bool(AuditEntry const&)> const& visit
);

// Recomputes the whole chain. Corrupt "audit_broken", naming the first entry that does not follow
// from the one before, is missing, or lies behind the head.
Result<void> check_audit(store::Reader const& reader);

}  // namespace ocop::accounts
