#pragma once

#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <cstdint>
#include <string_view>

// What became of a lot's stamps, as everyone is told. Numbers for people to look at: no fact of a
// verdict, since a stranger can raise some of them.
namespace ocop::verdicts {

struct LotLine {
    std::uint64_t made = 0;     // stamps issued
    std::uint64_t applied = 0;  // stamps reported as applied to goods
    std::uint64_t checked = 0;  // stamps that somebody checked
    std::uint64_t checks = 0;   // how often
    std::uint64_t opened = 0;   // clients that looked at a page of them, each once a day
};
BOOST_DESCRIBE_STRUCT(LotLine, (), (made, applied, checked, checks, opened))

// Errors of the reads; corrupt "store_corrupt".
Result<LotLine> lot_line(store::Reader const& reader, std::string_view gtin, std::string_view lot);

}  // namespace ocop::verdicts
