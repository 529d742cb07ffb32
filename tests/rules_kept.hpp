#pragma once

#include "store/layout.hpp"
#include "store/store.hpp"

#include <ocop/ledger/rules.hpp>

#include <string>

// What an auditor says of a store that a test has filled.
namespace ocop::test {

// The rules that its log breaks, a line each; "" when it keeps them all. What tests do as the
// service itself, which it never does, is not held against it.
inline std::string broken_rules(store::Store const& store) {
    std::string out;
    std::string actor;
    ledger::RuleReplay rules([&](ledger::Violation const& each) {
        if (actor == "system" || actor.starts_with("system.")) {
            return;
        }
        out += std::string(each.rule) + " entry " + std::to_string(each.entry) + ": " + each.words +
               "\n";
    });
    auto const snapshot = store.snapshot();
    for (std::uint64_t i = 0; i < snapshot->ledger_size(); ++i) {
        auto const entry = snapshot->get(store::Space::ledger, store::entry_key(i));
        auto const bytes = entry && *entry ? **entry : std::string();
        auto const parsed = ledger::parse_entry(bytes);
        actor = parsed ? parsed->actor : std::string();
        rules.add(bytes);
    }
    rules.finish();
    return out;
}

}  // namespace ocop::test
