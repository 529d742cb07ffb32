#pragma once

#include <ocop/ledger/entry.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What entries of each kind say in clear: the table in FORMAT.md, "Kinds". Every kind that a
// service writes stands there, with every member. Pure; any thread.
namespace ocop::ledger {

enum class MemberType : std::uint8_t {
    text,
    integer,        // 0 or more
    day,            // "2026-11-22"
    instant,        // RFC 3339 in UTC with milliseconds
    texts,          // [text, …]
    positions,      // [[first, last], …]: ascending, apart, from 1
    spans,          // [[order, first, last], …]
    confirmations,  // [{"actor": text, "unit": text}, …], one or more
    proposal,       // {"act": text, "confirmations": confirmations, "decision": text}
};

struct Member {
    std::string name;
    MemberType type = MemberType::text;
    bool required = true;

    friend bool operator==(Member const&, Member const&) = default;
};

struct Kind {
    std::string name;
    // The entry's subject is noun ‖ ":" ‖ the texts of these members, joined by ":".
    std::string noun;
    std::vector<std::string> subject;
    // Each entry is a record of its own, so that none has one before it; else entries on one
    // subject follow each other.
    bool single = false;
    // The record is gone after it, and the chain of its subject ends: what is registered under the
    // same name later begins another.
    bool drops = false;
    std::vector<Member> members;  // by name
};

// By name.
std::span<Kind const> kinds();
Kind const* find_kind(std::string_view name);  // null: unknown

// What is wrong with `clear` for its kind: "lot is missing"; empty: nothing.
std::string fault_in_clear(Kind const& kind, json::object const& clear);
// What the subject of such an entry is; `clear` has no fault. An event's is its number, which no
// member holds: empty.
std::string subject_of(Kind const& kind, json::object const& clear);

}  // namespace ocop::ledger
