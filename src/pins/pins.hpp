#pragma once

#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/stamp/serial.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Scratch PINs: how often one may be tried, when the right one was first used, and what the buyer
// who used it said afterwards. What a stamp's PIN is, only the signer knows; no PIN is kept here.
//
// A try is a PIN whose check digit is right. Its answer is there at once, until the day has seen
// tries_of_client wrong ones of the client or tries_of_stamp of the stamp: from then on there is a
// *ticket*, whose answer is there once it has matured. Nobody is ever locked out: a ticket costs
// its holder half a minute (a minute and a half where a stamp is under heavy guessing), and half
// of a stamp's tickets are for networks that guessed nothing that day. Guessing all numbers of one
// stamp would take years (guesses_a_day). A right PIN takes nothing from anyone's tries.
//
// The signer is asked when the try comes in, not when the ticket matures, so that no PIN lies in a
// ticket; what it said is kept, and told only when the ticket has matured. Whether a try is
// answered, gets a ticket or finds none free is decided before anyone looks at what it said.
//
// All of it is in the store and not in memory: a restart gives nobody new tries and loses nobody's
// ticket, the counts are exact (a transaction each), and an attack takes disk, not memory: of two
// days at most, since a day's tries go in the minutes after the next one ends (sweep_days()).
//
// At rest, space stamps (numbers big-endian, `day` = days since 1970 in Vietnam, client and network
// = 16 bytes of an HMAC under the day's own random key, which goes with the day):
//   'u' 'f' ‖ epoch ‖ counter  → u64 ms: first right PIN ‖ client (first_use_bytes)
//   'u' 'o' ‖ epoch ‖ counter  → u64 ms: the buyer opened the pack
//   'u' 'r' ‖ SHA-256(token)   → PinReceipt (JSON), beside the receipt of the check
//   'u' 'd' ‖ u32 day ‖ 'k'    → 32 bytes: the day's key
//     … ‖ 's' ‖ epoch ‖ counter; 'c' ‖ client; 'n' ‖ network → u32: wrong tries
//     … ‖ 'q' ‖ epoch ‖ counter ‖ u64 ripe ms ‖ 16 bytes; 'Q' ‖ client ‖ … → empty: tickets
//     … ‖ 'a' ‖ epoch ‖ counter → empty: more than tries_of_stamp wrong ones that day
namespace ocop::pins {

inline constexpr std::uint32_t tries_of_client = 5;  // wrong ones, a day
inline constexpr std::uint32_t tries_of_stamp = 50;
inline constexpr std::uint32_t tries_before_long_wait = 500;
inline constexpr std::int64_t wait_ms = 30'000;
inline constexpr std::int64_t long_wait_ms = 90'000;
inline constexpr std::size_t tickets_of_stamp = 64;  // open at a time
inline constexpr std::size_t tickets_of_client = 5;
// Of the stamp's, as many are for networks without a wrong try that day.
inline constexpr std::size_t tickets_kept_free = 32;
// Who used a PIN first may enter it again so long after, when the answer was lost on its way.
inline constexpr std::int64_t same_use_ms = 600'000;

// No more wrong PINs are answered for one stamp on one day, whoever asks.
constexpr std::uint64_t guesses_a_day() {
    constexpr std::int64_t day_ms = 86'400'000;
    return tries_before_long_wait + tickets_of_stamp * (day_ms / long_wait_ms + 1);
}

BOOST_DEFINE_ENUM_CLASS(Outcome, wrong, first_use, used_before)

// Who tries, as far as it can be told. Kept nowhere.
struct Client {
    std::string network;  // http::client_of: an IPv4 address or an IPv6 /64
    std::string agent;
};

struct NewTry {
    stamp::Position position;
    bool right = false;  // what the signer said
    std::string token;   // new; the holder finds the answer under it
    Client client;
    // Becomes the day's key when the day has none yet: fresh random bytes.
    std::array<std::uint8_t, 32> fresh_key{};
    // For the receipt.
    std::string gtin;
    std::string lot;
    std::string serial;  // ten characters
    std::string digits;  // of the signed link
};

// A try, under a token that only its holder knows. `outcome` may not be told before `ripe_at`.
struct PinReceipt {
    std::int64_t v = 1;
    std::uint8_t epoch = 0;
    std::uint64_t counter = 0;
    std::string gtin;
    std::string lot;
    std::string serial;
    std::string digits;  // so that the link can be judged again
    Outcome outcome = Outcome::wrong;
    Instant at;
    Instant ripe_at;                 // = at: there was no ticket
    std::optional<Instant> used_at;  // of a right PIN: when it was first used
};
BOOST_DESCRIBE_STRUCT(
    PinReceipt, (), (v, epoch, counter, gtin, lot, serial, digits, outcome, at, ripe_at, used_at)
)

// Counts the try and keeps its outcome. too_many "pin_busy": a ticket was due and none is free;
// nothing was counted, and half a minute later there may be one.
Result<PinReceipt> record_try(store::Transaction& tx, NewTry const& request);

bool is_ripe(PinReceipt const& receipt, Instant now);

Result<std::optional<PinReceipt>> find_receipt(store::Reader const& reader, std::string_view token);
// The receipts of checks that are erased (keys of checks::old_receipts) take theirs along.
void erase_receipts(store::Transaction& tx, std::vector<std::string> const& check_keys);

// The holder of a first use says that the pack is open now; gives when that was said first.
// not_found "receipt_not_found"; conflict "pin_not_confirmed": the receipt is of no first use, or
// its ticket has not matured.
Result<Instant> record_opened(store::Transaction& tx, std::string_view token);
// When the buyer said so, or nothing.
Result<std::optional<Instant>> opened_at(store::Reader const& reader, stamp::Position position);

// Wrong tries of the stamp on the legal day of `at`.
Result<std::uint32_t> wrong_tries(
    store::Reader const& reader, stamp::Position position, Instant at
);

// Erases what is kept of days before yesterday, the day's key with it; a bounded number of keys at
// a time, and gives how many. For each minute, until there are none.
Result<std::size_t> sweep_days(store::Transaction& tx);

// The stamps with more than tries_of_stamp wrong tries on a legal day: what an alert is raised for.
// Today's and yesterday's are known. At most `limit`, after `after` if given.
Result<std::vector<stamp::Position>> guessed_stamps(
    store::Reader const& reader, Day day, std::optional<stamp::Position> after, std::size_t limit
);

}  // namespace ocop::pins
