#include "accounts/two_persons.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/text.hpp>

#include <algorithm>

namespace ocop::accounts {

bool is_same_unit(std::string_view a, std::string_view b) {
    auto const head = [](std::string_view unit) { return unit.substr(0, unit.find('/')); };
    auto const office = [&](std::string_view unit) { return unit.substr(head(unit).size()); };
    return head(a) == head(b) && (office(a).empty() || office(b).empty() ||
                                  confusable_skeleton(office(a)) == confusable_skeleton(office(b)));
}

bool is_confirmed(std::span<Confirmation const> confirmations) {
    return std::any_of(confirmations.begin(), confirmations.end(), [&](Confirmation const& other) {
        return !is_same_unit(other.unit, confirmations.front().unit) &&
               other.account != confirmations.front().account;
    });
}

Result<void> confirm(std::vector<Confirmation>& confirmations, Principal const& who, Instant now) {
    OCOP_ASSERT(!who.unit.empty());
    if (is_confirmed(confirmations)) {
        return Error(Errc::conflict, "confirmed_already");
    }
    for (auto const& other : confirmations) {
        if (other.account == who.account) {
            return Error(
                Errc::refused, "own_request", "", "takes another person than who asked for it"
            );
        }
        if (is_same_unit(other.unit, who.unit)) {
            return Error(
                Errc::refused, "same_unit", "", "takes a person of another unit than who asked"
            );
        }
    }
    confirmations.push_back({who.account, who.unit, now});
    return {};
}

}  // namespace ocop::accounts
