#include "accounts/entries.hpp"

#include <utility>

namespace ocop::accounts {

store::EntryDraft draft_by(
    Principal const& who, std::string kind, std::string subject, json::object clear
) {
    clear["unit"] = who.unit;
    return {std::move(kind), who.account, std::move(subject), std::move(clear)};
}

json::array clear_of(std::span<Confirmation const> confirmations) {
    json::array out;
    out.reserve(confirmations.size());
    for (auto const& each : confirmations) {
        out.push_back(json::object{{"actor", each.account}, {"unit", each.unit}});
    }
    return out;
}

}  // namespace ocop::accounts
