#pragma once

#include "registry/certificate.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <set>
#include <string>
#include <string_view>

// Undoing a registration: the record goes, with every index that leads to it, as if it had not
// come. Its entries stay in the ledger, and one more says that it was dropped. What it was called
// is free again: the same code or GTIN can be registered anew.
//
// What rests on a record within the register is asked here; what does elsewhere (people, quotas,
// events, files), by whoever drops it.
namespace ocop::registry {

// In words, as "has products"; empty: nothing. Errors of the reads.
Result<std::string_view> resting_on(store::Reader const& reader, Producer const& producer);
Result<std::string_view> resting_on(store::Reader const& reader, Product const& product);
// But for gift sets: gtins_in_sets().
Result<std::string_view> resting_on(store::Reader const& reader, TradeItem const& item);
// A later certificate of the product: the numbers of a product's certificates have no gaps.
Result<std::string_view> resting_on(store::Reader const& reader, Certificate const& certificate);

// The GTINs that are members of a trade item. Reads all trade items.
Result<std::set<std::string>> gtins_in_sets(store::Reader const& reader);

// Nothing rests on the record, which is the one in the register: the caller saw to both.
Result<void> drop_record(store::Transaction& tx, Principal const& who, Producer const& producer);
Result<void> drop_record(store::Transaction& tx, Principal const& who, Product const& product);
Result<void> drop_record(store::Transaction& tx, Principal const& who, TradeItem const& item);
Result<void> drop_record(
    store::Transaction& tx, Principal const& who, Certificate const& certificate
);

}  // namespace ocop::registry
