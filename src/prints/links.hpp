#pragma once

#include "prints/print_run.hpp"

#include <ocop/base/bytes.hpp>

// The way to a run's file: a link that opens once, for 24 hours, without an account, since a print
// shop has none. Its token is shown to who made it and kept nowhere: the store has its SHA-256.
//
// Looking at a link (see_link()) changes nothing, so that previews and prefetches cost nobody a
// file. It is used up when the download begins, in the transaction that says so. A link that was
// not used is replaced by the next, freely. Once the file was fetched it leaves no more: that takes
// a reprint, with its reason, its second person and its copy mark. One thing is no fetch: a
// download of which this service never gave the last piece to the connection. It is known by
// note_broken(), and for 10 minutes after the first use the same link opens the file again. Whether
// a piece that was given arrived nobody here can tell; nor can a service that was killed meanwhile.
namespace ocop::prints {

inline constexpr std::int64_t link_ms = 24LL * 3'600'000;
// A file that nobody fetched is dropped so long after it was made.
inline constexpr std::int64_t file_ms = 7 * link_ms;
// So long after its first use a link may open once more what broke.
inline constexpr std::int64_t repeat_ms = 600'000;
inline constexpr std::size_t token_bytes = 32;

struct Link {
    std::int64_t v = 1;
    std::string run;
    std::int64_t number = 0;  // of the run's links, from 1
    Instant made_at;
    Instant expires_at;
    std::optional<Instant> used_at;    // first
    std::optional<Instant> broken_at;  // the last download, for certain; until the next begins
    bool replaced = false;             // by the next link
};
BOOST_DESCRIBE_STRUCT(Link, (), (v, run, number, made_at, expires_at, used_at, broken_at, replaced))

struct LinkedRun {
    Link link;
    PrintRun run;

    // When the link ends: earlier once it was used.
    Instant open_until() const;
};

// `token` is the SHA-256 of a fresh token. not_found "print_run_not_found"; conflict
// "print_run_state" (not made), "print_run_delivered" (fetched), "print_file_gone" (kept_until()),
// "stamp_state" (check_in_force()); refused "orders_frozen".
Result<LinkedRun> make_link(
    store::Transaction& tx, Principal const& who, std::string_view id, Hash const& token
);

// Until when the file of a run that is made is kept: 10 minutes from the first use of its link
// (repeat_ms), else 7 days from when it was made (file_ms). A file with PINs, sooner: until its
// link expires, or a day from when it was made while it has none. Errors of the reads.
Result<Instant> kept_until(store::Reader const& reader, PrintRun const& run);

// What the link opens at `now`; uses nothing up. not_found "link_not_found" to who holds no token
// of ours; to who does, "link_used", "link_expired" or "link_replaced"; "print_file_gone"; conflict
// "stamp_state"; refused "orders_frozen".
Result<LinkedRun> see_link(store::Reader const& reader, Hash const& token, Instant now);

// Uses the link up: what may be streamed now, once. Errors of see_link().
Result<PrintRun> use_link(store::Transaction& tx, Hash const& token);

// The download that use_link() began ended before its last piece was given to the connection.
// Nothing for a link that was not used. Errors of the reads.
Result<void> note_broken(store::Transaction& tx, Hash const& token);

}  // namespace ocop::prints
