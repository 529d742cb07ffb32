#pragma once

#include "events/postings.hpp"

// Page tokens of find_events() as text: base64url of
//   u8 1 ‖ u64 as_of ‖ u64 given ‖ u64 after.number ‖ i64 after.time ‖ 8 bytes
// where the last are the first of SHA-256(binding ‖ what is before them). They tell a token of
// another query and a mistyped one; they are no secret.
namespace ocop::events {

struct PageToken {
    EventNumber as_of = 0;    // the newest event at the first page
    std::uint64_t given = 0;  // events on the pages so far
    Posting after;            // the last one looked at
};

// SHA-256 of all that makes a query another one.
Hash query_binding(epcis::Query const& query, std::string_view query_text);

std::string write_token(PageToken const& token, Hash const& binding);
// malformed "page_token_invalid".
Result<PageToken> read_token(std::string_view text, Hash const& binding);

Error bad_token();

}  // namespace ocop::events
