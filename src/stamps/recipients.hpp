#pragma once

#include "registry/producer.hpp"
#include "stamps/reconciliation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The public list of who received how many stamps: made once a day from the books, for anyone to
// read.
//
// At rest, space stamps: 'P' ‖ producer id → the row (JSON); a copy, no ledger leaf
namespace ocop::stamps {

struct StampRecipient {
    std::int64_t v = 1;
    std::string producer;  // id
    registry::Name name;
    std::string commune_code;
    std::int64_t issued = 0;
    std::int64_t printed = 0;
    std::int64_t received = 0;
    std::int64_t activated = 0;
    Day as_of;
};
BOOST_DESCRIBE_STRUCT(
    StampRecipient,
    (),
    (v, producer, name, commune_code, issued, printed, received, activated, as_of)
)

// What the books of a producer say on that day.
Result<StampRecipient> recipient_of(
    store::Reader const& reader, registry::Producer const& producer, Day today
);
// One that was issued none is not in the list.
void put_recipient(store::Transaction& tx, StampRecipient const& row);

struct RecipientPage {
    std::vector<StampRecipient> rows;
    std::optional<std::string> next;
};

// By producer's id, after `after`, at most `limit`.
Result<RecipientPage> list_recipients(
    store::Reader const& reader, std::string_view after, std::size_t limit
);

}  // namespace ocop::stamps
