#include "inspections/producers.hpp"

#include "accounts/account.hpp"
#include "registry/product.hpp"

#include <vector>

namespace ocop::inspections {

Result<void> check_reason(ReasonGiven& request) {
    registry::Checks checks;
    checks.line("/reason", request.reason, registry::text_chars_max);
    return checks.result();
}

Result<void> tell_owners(
    store::Transaction& tx,
    Random& random,
    Principal const& who,
    std::string_view producer,
    accounts::Notice notice
) {
    notice.actor = who.account;
    notice.at = tx.now();
    std::vector<std::string> owners;
    auto const unit = "producer:" + std::string(producer);
    auto visited = accounts::visit_unit(tx, unit, [&](accounts::Account const& account) {
        bool const owner = account.role == accounts::Role::producer_owner &&
                           account.state == accounts::AccountState::active;
        if (owner) {
            owners.push_back(account.id);
        }
        return true;
    });
    for (auto const& owner : owners) {
        accounts::put_notice(tx, random, owner, notice);
    }
    return visited;
}

Result<std::string> authority_of(
    store::Reader const& reader, Principal const& who, std::string_view gtin
) {
    auto const account = accounts::find_account(reader, who.account);
    if (!account) {
        return account.error();
    }
    if (*account && (*account)->authority) {
        return *(*account)->authority;
    }
    auto const item = registry::load<registry::TradeItem>(reader, gtin);
    if (!item) {
        return item.error();
    }
    auto const product = registry::load<registry::Product>(reader, item->product);
    return product ? Result<std::string>(product->authority) : product.error();
}

}  // namespace ocop::inspections
