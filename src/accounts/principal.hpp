#pragma once

#include <string>

namespace ocop::accounts {

// Who acts. Services receive it with each call; the accounts issue adds roles and ownership.
struct Principal {
    std::string account;  // random pseudonym; the `actor` of ledger entries
};

}  // namespace ocop::accounts
