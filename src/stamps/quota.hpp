#pragma once

#include "accounts/two_persons.hpp"
#include "registry/register.hpp"
#include "stamps/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Quotas (hạn mức): how much of a product may carry stamps in a season, in net content. It comes
// from the declared output: in full once a commune officer attested it, before that a share; two
// persons may raise it. An order takes its content when it is requested and gives it back only by
// being cancelled: stamps that were spoiled or returned do not make more tea.
//
// At rest, space stamps:
//   'q' ‖ product code ‖ ':' ‖ season → the quota (logged)
//   'Q' ‖ product code ‖ ':' ‖ season → u64 taken: what the orders of the quota sum to
namespace ocop::stamps {

using accounts::Principal;

inline constexpr std::size_t season_chars_max = 12;
inline constexpr int season_days_max = 400;

// What a commune officer saw that speaks for the declared output.
struct Attestation {
    std::string account;
    std::int64_t area_m2 = 0;         // of what it grows on; 0: made without land
    registry::Quantity yield_per_ha;  // 0: the same
    std::string basis;                // measured on the spot, contract, accounts, …
    Instant at;
};
BOOST_DESCRIBE_STRUCT(Attestation, (), (account, area_m2, yield_per_ha, basis, at))

// A higher limit that somebody asked for.
struct Raise {
    std::int64_t limit = 0;
    std::string reason;
    std::optional<std::string> evidence;  // SHA-256, lower-case hex
    std::vector<accounts::Confirmation> confirmations;
};
BOOST_DESCRIBE_STRUCT(Raise, (), (limit, reason, evidence, confirmations))

struct Quota : registry::Stored {
    std::string id;  // product code, ':', season
    std::string product;
    std::string producer;  // the product's
    std::string season;    // [0-9A-Z-], up to season_chars_max: "2026", "2026-XUAN"
    Day from;              // lots made from this day to `to`, inclusive, take from it
    Day to;
    registry::Unit unit = registry::Unit::g;  // g, ml or piece; of all numbers below
    std::int64_t declared = 0;
    std::int64_t limit = 0;
    std::string declared_by;  // account
    std::optional<Attestation> attestation;
    std::optional<Raise> raise;  // the last, and whether two persons confirmed it
};
BOOST_DESCRIBE_STRUCT(
    Quota,
    (registry::Stored),
    (id, product, producer, season, from, to, unit, declared, limit, declared_by, attestation, raise
    )
)

// A quota and what is left of it; `left` may be below nothing, when a limit fell under what was
// taken.
struct QuotaView : Quota {
    std::int64_t taken = 0;
    std::int64_t left = 0;
};
BOOST_DESCRIBE_STRUCT(QuotaView, (Quota), (taken, left))

struct NewQuota {
    std::string product;
    std::string season;
    Day from;
    Day to;
    registry::Quantity declared;
};
BOOST_DESCRIBE_STRUCT(NewQuota, (), (product, season, from, to, declared))

// malformed "request_invalid"; refused "product_unknown"; conflict "quota_exists", "quota_overlaps"
// when another season of the product holds one of its days.
Result<Quota> declare_quota(
    store::Transaction& tx, Principal const& who, Policy const& policy, NewQuota request
);

struct NewAttestation {
    std::int64_t area_m2 = 0;
    registry::Quantity yield_per_ha;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(NewAttestation, (), (area_m2, yield_per_ha, basis))

// not_found "quota_not_found", here and below also for one out of reach; malformed
// "request_invalid"; refused "own_request" of who declared it; conflict "quota_attested".
Result<Quota> attest_quota(
    store::Transaction& tx, Principal const& who, std::string_view id, NewAttestation request
);

struct NewRaise {
    registry::Quantity limit;
    std::string reason;
    std::optional<std::string> evidence;
};
BOOST_DESCRIBE_STRUCT(NewRaise, (), (limit, reason, evidence))

// Asks for a higher limit, in place of a raise that waits. malformed "request_invalid"; refused
// "quota_unit", "raise_not_higher".
Result<Quota> raise_quota(
    store::Transaction& tx, Principal const& who, std::string_view id, NewRaise request
);

// The second person. conflict "raise_missing"; refused as accounts::confirm(), "raise_not_higher"
// when an attestation overtook it.
Result<Quota> confirm_raise(store::Transaction& tx, Principal const& who, std::string_view id);

Result<QuotaView> load_quota_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

struct QuotaPage {
    std::vector<QuotaView> quotas;
    std::optional<std::string> next;
};

// By id, after `after`, at most `limit`, of those that `who` reaches.
Result<QuotaPage> list_quotas(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
);

// A quantity in the base unit of its dimension: kg in g, l in ml. nullopt when that is more than a
// quota can hold.
std::optional<registry::Quantity> in_base_unit(registry::Quantity quantity);

// What an order took, and what it left: its ledger entry says so.
struct Taken {
    std::string quota;
    std::int64_t content = 0;
    std::int64_t left = 0;
};

// Takes `count` stamps' worth for a lot of the product made on `made_on`. refused "quota_missing",
// "quota_unit" when the trade item is measured in another dimension, "quota_exceeded".
Result<Taken> take_quota(
    store::Transaction& tx,
    std::string_view product,
    Day made_on,
    registry::Quantity const& net_content,
    std::int64_t count
);

// Gives back what an order took; gives what is left then.
Result<std::int64_t> return_quota(
    store::Transaction& tx, std::string_view quota, std::int64_t content
);

}  // namespace ocop::stamps
