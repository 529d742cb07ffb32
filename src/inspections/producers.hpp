#pragma once

#include "accounts/notices.hpp"
#include "accounts/principal.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>

#include <string>
#include <string_view>

// Whom an act of an authority concerns, and who it was.
namespace ocop::inspections {

using accounts::Principal;

// Why an act is ended: a line of 1 to 500 characters.
struct ReasonGiven {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonGiven, (), (reason))

// Cleans it. malformed "request_invalid".
Result<void> check_reason(ReasonGiven& request);

// Tells the producer's active owners. Errors of the read.
Result<void> tell_owners(
    store::Transaction& tx,
    Random& random,
    Principal const& who,
    std::string_view producer,
    accounts::Notice notice
);

// Id of the authority that `who` acts for; of a person of none (an API key's too), the one that
// answers for the product of this trade item. Errors of the read; not_found
// "trade_item_not_found".
Result<std::string> authority_of(
    store::Reader const& reader, Principal const& who, std::string_view gtin
);

}  // namespace ocop::inspections
