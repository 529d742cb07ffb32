#pragma once

#include "accounts/account.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Sessions of people. A token is 43 characters (256 random bits); the store keeps its SHA-256
// alone. Every request looks its session and account up, so what is ended is over at once.
//
// At rest, space accounts:
//   's' ‖ SHA-256(token)                    → the session (JSON)
//   'S' ‖ account id ‖ 00 ‖ SHA-256(token)  → empty
namespace ocop::accounts {

inline constexpr std::int64_t session_ms = 12 * 3'600'000;      // from sign-in, whatever happens
inline constexpr std::int64_t session_idle_ms = 2 * 3'600'000;  // without a request
inline constexpr std::int64_t session_seen_ms = 5 * 60'000;     // how exactly `seen_at` is kept
inline constexpr std::int64_t step_up_ms = 10 * 60'000;         // how long a step-up holds
inline constexpr std::size_t sessions_max = 10;                 // of one account; the oldest goes

struct Session {
    std::int64_t v = 1;
    std::string account;
    std::string csrf;  // what a write in this session must say back (ASVS 3.5.1)
    Instant created_at;
    Instant seen_at;
    bool second_factor = false;
    std::optional<Instant> stepped_up_at;
    std::string client;  // for its owner's eyes: the start of the User-Agent
};
BOOST_DESCRIBE_STRUCT(
    Session, (), (v, account, csrf, created_at, seen_at, second_factor, stepped_up_at, client)
)

using SessionHash = Hash;
SessionHash session_hash(std::string_view token);

struct OpenedSession {
    std::string token;  // the only time it is known
    Session session;
};

struct NewSession {
    std::string account;
    bool second_factor = false;  // was given for it
    std::string client;
    std::optional<Instant> stepped_up_at = {};  // when the last proof the account has was given
};

OpenedSession make_session(Random& random, NewSession request, Instant now);

// Writes it; ends the account's oldest beyond sessions_max.
Result<void> put_session(store::Transaction& tx, OpenedSession const& opened);

// The session if it is not over at `now`.
Result<std::optional<Session>> find_session(
    store::Reader const& reader, SessionHash const& hash, Instant now
);

Result<std::vector<Session>> sessions_of(store::Reader const& reader, std::string_view account);

// Notes that it was used at `now`; nothing for one that is gone or over by then.
Result<void> touch_session(store::Transaction& tx, SessionHash const& hash, Instant now);

void end_session(store::Transaction& tx, std::string_view account, SessionHash const& hash);

// Ends all of an account's, but `except`.
Result<void> end_sessions(
    store::Transaction& tx,
    std::string_view account,
    std::optional<SessionHash> const& except = std::nullopt
);

inline bool is_stepped_up(Session const& session, Instant now) {
    return session.stepped_up_at && now.ms - session.stepped_up_at->ms < step_up_ms;
}

}  // namespace ocop::accounts
