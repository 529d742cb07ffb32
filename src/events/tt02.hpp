#pragma once

#include "events/story.hpp"
#include "registry/lot.hpp"

#include <ocop/base/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The ten items that Circular 02/2024/TT-BKHCN art. 6.3 wants of a traced product, for one lot,
// each from the record that says it.
namespace ocop::events {

struct Tt02Item {
    std::int64_t number = 0;  // 1 to 10
    registry::Name name;
    bool for_consumers = false;             // shown on the national portal: items 1 to 4, 6, 8, 9
    json::value value;                      // null: missing
    std::vector<std::string> sources;       // "product:25-08620-01-2026", "event:17", …
    std::optional<registry::Name> missing;  // why, exactly when the value is null
};
BOOST_DESCRIBE_STRUCT(Tt02Item, (), (number, name, for_consumers, value, sources, missing))

struct Tt02 {
    std::string basis;  // the circular
    std::string gtin;
    std::string lot;
    std::vector<Tt02Item> items;  // ten, by number
    bool complete = false;        // none is missing but those that the circular asks "if any"
    bool cut = false;             // see story_events_max
};
BOOST_DESCRIBE_STRUCT(Tt02, (), (basis, gtin, lot, items, complete, cut))

// By what `who` may know of the lot's events, and the register as it is. Items 8 and 9 are asked
// only where there is such a thing. Errors of the reads; corrupt "store_corrupt" when the lot's
// trade item, product or producer is not there.
Result<Tt02> tt02_of(
    store::Reader const& reader, Principal const& who, registry::Lot const& lot, Day today
);

}  // namespace ocop::events
