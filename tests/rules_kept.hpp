#pragma once

#include "store/layout.hpp"
#include "store/store.hpp"

#include <ocop/ledger/rules.hpp>

#include <string>

// What an auditor says of a store that a test has filled.
namespace ocop::test {

// The rules that its log breaks, a line each; "" when it keeps them all.
inline std::string broken_rules(store::Store const& store) {
    std::string out;
    ledger::RuleReplay rules([&out](ledger::Violation const& each) {
        out += std::string(each.rule) + " entry " + std::to_string(each.entry) + ": " + each.words +
               "\n";
    });
    auto const snapshot = store.snapshot();
    for (std::uint64_t i = 0; i < snapshot->ledger_size(); ++i) {
        auto const entry = snapshot->get(store::Space::ledger, store::entry_key(i));
        rules.add(entry && *entry ? std::string_view(**entry) : std::string_view());
    }
    rules.finish();
    return out;
}

}  // namespace ocop::test
