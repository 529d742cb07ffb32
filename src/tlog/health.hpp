#pragma once

#include "tlog/log.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// How the public log stands, for those who answer for it. Any thread.
namespace ocop::tlog {

// A witness that a round was ever kept of: also one that is asked no more.
struct WitnessHealth {
    std::string name;
    std::string key;                     // vkey
    std::int64_t size = 0;               // entries that it has cosigned, as far as we know
    std::int64_t behind = 0;             // entries that it has not
    std::optional<Instant> cosigned_at;  // by its own word; none since the start
};
BOOST_DESCRIBE_STRUCT(WitnessHealth, (), (name, key, size, behind, cosigned_at))

struct Health {
    std::string origin;
    std::int64_t size = 0;
    std::string root;       // base64
    Instant checkpoint_at;  // the last batch that was written
    std::vector<WitnessHealth> witnesses;
};
BOOST_DESCRIBE_STRUCT(Health, (), (origin, size, root, checkpoint_at, witnesses))

// Of one reader; `witnessed` is the last checkpoint that was cosigned (Publisher::witnessed()), or
// null. Errors as log.hpp; corrupt "store_corrupt".
Result<Health> load_health(store::Reader const& reader, Head const* witnessed);

}  // namespace ocop::tlog
