#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// The states of stamps and the ways between them, as stamps/states.hpp has them: said again here so
// that who checks a log needs nothing of the service. A test compares the two.
namespace ocop::ledger::rule {

inline constexpr std::size_t stamp_state_count = 13;
inline constexpr std::uint8_t issued_state = 0;

inline constexpr std::array<std::string_view, stamp_state_count> stamp_states = {
    "issued",
    "printed",
    "received",
    "activated",
    "opened",
    "spoiled",
    "returned",
    "damaged",
    "lost",
    "destroyed",
    "seized",
    "voided",
    "lapsed",
};

// By state: those to which a way leads.
inline constexpr std::array<std::string_view, stamp_state_count> stamp_ways = {
    /* issued    */ "printed voided lapsed",
    /* printed   */
    "received activated spoiled returned damaged lost destroyed seized voided lapsed",
    /* received  */ "activated returned damaged lost destroyed seized voided lapsed",
    /* activated */ "opened returned damaged lost destroyed seized voided",
    /* opened    */ "seized voided",
    /* spoiled   */ "seized destroyed",
    /* returned  */ "seized destroyed",
    /* damaged   */ "seized destroyed",
    /* lost      */ "seized",
    /* destroyed */ "",
    /* seized    */ "destroyed",
    /* voided    */ "seized destroyed",
    /* lapsed    */ "seized destroyed",
};

inline std::optional<std::uint8_t> find_stamp_state(std::string_view name) {
    for (std::uint8_t i = 0; i < stamp_state_count; ++i) {
        if (stamp_states[i] == name) {
            return i;
        }
    }
    return {};
}

// No state's name is part of another's.
inline bool is_way(std::uint8_t from, std::uint8_t to) {
    return stamp_ways[from].find(stamp_states[to]) != std::string_view::npos;
}

}  // namespace ocop::ledger::rule
