#pragma once

#include "prints/print_run.hpp"

#include <ocop/base/bytes.hpp>

// The way to a run's file: a link that opens once, for 24 hours, without an account, since a print
// shop has none. Its token is shown to who made it and kept nowhere: the store has its SHA-256.
//
// A link is used up when the download begins, in the transaction that says so. Two copies cannot
// leave unlogged, and a broken download does not lock anybody out:
//   nothing was ever fetched         a new link takes the place of the one before, freely
//   it was fetched once              one link more, with a reason; that and its fetching are logged
//   it was fetched twice             no link more: a reprint, with its second person
// `deliveries` in the run and its ledger entries count each beginning, and the page of a run shows
// them: a file fetched twice is two sheets of the same labels, whatever the reason said.
namespace ocop::prints {

inline constexpr std::int64_t link_ms = 24LL * 3'600'000;
inline constexpr std::int64_t deliveries_max = 2;
// A file stays so long for a link more, then it is dropped.
inline constexpr std::int64_t file_ms = 7 * link_ms;
inline constexpr std::size_t token_bytes = 32;

struct Link {
    std::int64_t v = 1;
    std::string run;
    std::int64_t number = 0;  // of the run's links, from 1
    Instant made_at;
    Instant expires_at;
    std::optional<Instant> used_at;
    bool replaced = false;  // by the next link
};
BOOST_DESCRIBE_STRUCT(Link, (), (v, run, number, made_at, expires_at, used_at, replaced))

struct LinkRequest {
    std::optional<std::string> reason;  // once the file was fetched
};
BOOST_DESCRIBE_STRUCT(LinkRequest, (), (reason))

struct MadeLink {
    Link link;
    PrintRun run;
};

// `token` is the SHA-256 of a fresh token. not_found "print_run_not_found"; conflict
// "print_run_state" (not made), "print_run_delivered" (fetched twice), "print_file_gone" (made too
// long ago); refused "orders_frozen"; malformed "request_invalid" without a reason where one is
// needed.
Result<MadeLink> make_link(
    store::Transaction& tx,
    Principal const& who,
    std::string_view id,
    Hash const& token,
    LinkRequest const& request
);

// The run that a link is of, used up or not; nothing for a token that is none of ours.
Result<std::optional<std::string>> run_of_link(store::Reader const& reader, Hash const& token);

// Uses the link up: what may be streamed now, once. not_found "link_not_found" to who holds no
// token of ours; to who does, "link_used", "link_expired" or "link_replaced"; "print_file_gone";
// refused "orders_frozen".
Result<PrintRun> use_link(store::Transaction& tx, Hash const& token);

}  // namespace ocop::prints
