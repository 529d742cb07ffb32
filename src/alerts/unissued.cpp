#include "alerts/unissued.hpp"

namespace ocop::alerts {

namespace {

std::int64_t figure_of(std::optional<Alert> const& alert, std::string_view name) {
    if (alert) {
        for (auto const& figure : alert->figures) {
            if (figure.name == name) {
                return figure.value;
            }
        }
    }
    return 0;
}

Result<void> raise_one(
    store::Transaction& tx, std::string const& kid, checks::UnissuedOfKey const& of_key
) {
    NewAlert alert;
    alert.rule = Rule::key_compromise;
    alert.subject = "key:" + kid;
    auto const before = find_open(tx, alert.rule, alert.subject);
    if (!before) {
        return before.error();
    }
    auto const add = [&](std::string const& name, std::uint64_t more) {
        alert.figures.push_back({name, figure_of(*before, name) + static_cast<std::int64_t>(more)});
    };
    add("scans", of_key.met);
    add("scans_in_other_orders", of_key.in_order);
    for (auto const& stamp : of_key.stamps) {
        alert.stamps.push_back(stamp.gtin + ':' + stamp.lot + ':' + stamp.serial);
    }
    auto const raised = raise(tx, std::move(alert));
    return raised ? Result<void>() : raised.error();
}

}  // namespace

Result<void> raise_unissued(
    store::Transaction& tx, std::map<std::string, checks::UnissuedOfKey> const& keys
) {
    for (auto const& [kid, of_key] : keys) {
        if (auto ok = raise_one(tx, kid, of_key); !ok) {
            return ok;
        }
    }
    return {};
}

}  // namespace ocop::alerts
