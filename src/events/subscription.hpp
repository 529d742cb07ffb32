#pragma once

#include "accounts/api_keys.hpp"
#include "accounts/credentials.hpp"
#include "accounts/principal.hpp"
#include "events/record.hpp"
#include "events/schedule.hpp"
#include "store/record.hpp"

#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Subscriptions to named queries by webhook (EPCIS 2.0, /queries/{name}/subscriptions), and how far
// each has got. What is sent, when and how often: webhooks/courier.hpp.
//
// A subscription belongs to the unit of its query, and sees with the eyes of the account that made
// it as they are at each delivery.
//
// At rest, space events (no leaves):
//   's' ‖ subscription id                     → the subscription (JSON)
//   'S' ‖ unit ‖ 00 ‖ name ‖ 00 ‖ subscription id → empty: subscriptions of a query
namespace ocop::events {

inline constexpr std::size_t subscriptions_max = 20;  // of one unit
inline constexpr std::size_t token_bytes_max = 256;   // of a signatureToken
inline constexpr std::uint32_t batch_events_max = 500;

// On disk by name.
BOOST_DEFINE_ENUM_CLASS(
    SubscriptionState,
    active,
    paused,  // too many dead letters: goes on once one of them is delivered on request
    ended    // the receiver answered 410, or the API key that made it is over
)

// Why the last attempt failed.
struct DeliveryError {
    Instant at;
    std::int64_t status = 0;  // the receiver's; 0: there was no answer
    std::string reason;       // "http_500", "peer_too_slow", "address_refused", …
};
BOOST_DESCRIBE_STRUCT(DeliveryError, (), (at, status, reason))

struct Subscription {
    std::int64_t v = 1;
    std::string id;
    std::string unit;
    std::string query;    // its name
    std::string account;  // who made it, and whose eyes it has
    std::string api_key;  // id of the key they used, without which it ends; empty: none
    std::string dest;
    std::string token;       // signatureToken: base64url of the box around it; empty: none
    std::string epc_format;  // GS1-EPC-Format: "Always_GS1_Digital_Link" or "Never_Translates"
    std::optional<Instant> initial_record_time;
    std::optional<ScheduleText> schedule;  // none: a stream
    bool report_if_empty = false;
    Instant created_at;

    SubscriptionState state = SubscriptionState::active;
    // All events up to this one were delivered, are in a dead letter, or are none of its.
    EventNumber cursor = 0;
    Instant min_record_time;  // no event to come was recorded before
    std::optional<Instant> last_notified_at;
    std::optional<Instant> next_run;  // of a schedule
    std::optional<Instant> run_at;    // a run is under way, for events recorded up to then
    bool run_reported = false;        // … and has sent something
    std::uint32_t batch_max = batch_events_max;
    // Of the batch that does not get through; none when all is well.
    std::uint32_t attempts = 0;
    std::optional<Instant> failing_since;
    std::optional<Instant> next_try;
    std::optional<DeliveryError> last_error;
    std::uint32_t dead_letters = 0;
    std::uint32_t dead_in_a_row = 0;
    bool retry_asked = false;  // of dead letters
};
BOOST_DESCRIBE_STRUCT(
    Subscription,
    (),
    (v,
     id,
     unit,
     query,
     account,
     api_key,
     dest,
     token,
     epc_format,
     initial_record_time,
     schedule,
     report_if_empty,
     created_at,
     state,
     cursor,
     min_record_time,
     last_notified_at,
     next_run,
     run_at,
     run_reported,
     batch_max,
     attempts,
     failing_since,
     next_try,
     last_error,
     dead_letters,
     dead_in_a_row,
     retry_asked)
)

// What a subscriber says. `dest` was checked by who knows URLs (webhooks::check_destination).
struct NewSubscription {
    std::string dest;
    std::optional<std::string> signature_token;
    std::optional<Instant> initial_record_time;
    bool stream = false;
    std::optional<ScheduleText> schedule;
    bool report_if_empty = false;
    std::string epc_format = "Always_GS1_Digital_Link";
};

// The body of POST …/subscriptions: {dest, signatureToken?, initialRecordTime?, stream: true or
// schedule: {…}, reportIfEmpty?}. The standard's schema lists signatureToken and demands "secret":
// either name is taken, not both. Errors, each with its pointer: malformed "subscription_invalid":
// both of stream and schedule, none, "stream": false, reportIfEmpty of a stream, and those of
// parse_schedule(); malformed "subscription_malformed": all else, up to all faults at once.
Result<NewSubscription> read_subscription(json::value const& body);

// The record as it will be, but for unit, query, account, API key and time, which its transaction
// knows: with an id, the token sealed, and the first run of its schedule after `now`. It begins
// with the event after `cursor`.
Subscription prepare_subscription(
    NewSubscription const& request,
    Random& random,
    accounts::VaultKey const& vault,
    Instant now,
    EventNumber cursor
);

// Writes what was prepared, for a query of the caller's unit. not_found "query_not_found"; refused
// "subscriptions_full".
Result<Subscription> add_subscription(
    store::Transaction& tx,
    accounts::Principal const& who,
    std::string_view query,
    Subscription prepared
);

// The token in clear; empty when it has none. corrupt "vault_key_wrong".
Result<std::string> open_token(Subscription const& record, accounts::VaultKey const& vault);

Result<std::optional<Subscription>> find_subscription(
    store::Reader const& reader, std::string_view id
);
// Of that query; not_found "query_not_found" and "subscription_not_found".
Result<Subscription> load_subscription(
    store::Reader const& reader, std::string_view unit, std::string_view query, std::string_view id
);
void put_subscription(store::Transaction& tx, Subscription const& record);

// In the order of their ids.
Result<std::vector<Subscription>> subscriptions_of(
    store::Reader const& reader, std::string_view unit, std::string_view query
);
// Everybody's, for the deliverer.
Result<std::vector<Subscription>> all_subscriptions(store::Reader const& reader);

// Whether the API key that the subscription was made with may still be used; true when it was made
// without one.
Result<bool> is_key_good(store::Reader const& reader, Subscription const& record, Instant now);

// With its dead letters.
Result<void> erase_subscription(store::Transaction& tx, Subscription const& record);

}  // namespace ocop::events
