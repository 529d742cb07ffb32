#include "registry/lot.hpp"

#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/gs1/check_digit.hpp>
#include <ocop/stamp/payload.hpp>

namespace ocop::registry {

namespace {

Result<void> check(NewLot& request) {
    Checks checks;
    if (auto lot = parse_lot(request.lot)) {
        request.lot = std::move(*lot);
    } else {
        checks.fault("/lot", lot.error().faults.front().reason);
    }
    if (request.best_before && *request.best_before < request.made_on) {
        checks.fault("/best_before", "must not be before made_on");
    }
    checks.quantity("/quantity", request.quantity);
    return checks.result();
}

}  // namespace

Result<std::string> parse_lot(std::string_view text) {
    std::string lot(text);
    for (auto& c : lot) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (!stamp::is_lot(lot)) {
        return Error(Errc::malformed, "lot_malformed", "/lot", "must be 1 to 20 of 0-9, A-Z and -");
    }
    return lot;
}

std::string lot_key(std::string_view gtin, std::string_view lot) {
    return std::string(gtin) + ":" + std::string(lot);
}

std::string key_of(Lot const& lot) {
    return lot_key(lot.gtin, lot.lot);
}

json::object clear_of(Lot const& lot) {
    json::object clear{
        {"gtin", lot.gtin},
        {"lot", lot.lot},
        {"producer", lot.producer},
        {"made_on", to_text(lot.made_on)},
    };
    if (lot.closed_on) {
        clear["closed_on"] = to_text(*lot.closed_on);
    }
    return clear;
}

Result<Lot> open_lot(store::Transaction& tx, Principal const& who, NewLot request) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const gtin = gs1::parse_gtin(request.gtin);
    if (!gtin) {
        return Error(Errc::malformed, gtin.error().slug, "/gtin", "is not a GTIN");
    }
    auto const item = find_for<TradeItem>(tx, who, *gtin);
    if (!item) {
        return item.error();
    }
    if (!*item) {
        return Error(Errc::refused, "trade_item_unknown", "/gtin", "is not in the register");
    }
    if (request.place) {
        auto const place = find_for<Place>(tx, who, *request.place);
        if (!place) {
            return place.error();
        }
        if (!*place) {
            return Error(Errc::refused, "place_unknown", "/place", "is not in the register");
        }
    }
    if (request.made_on > legal_day(tx.now())) {
        return Error(Errc::refused, "made_on_future", "/made_on", "is in the future");
    }
    Lot record;
    record.gtin = *gtin;
    record.lot = std::move(request.lot);
    record.producer = (*item)->producer;
    record.made_on = request.made_on;
    record.best_before = request.best_before;
    record.quantity = request.quantity;
    record.place = std::move(request.place);
    return create(tx, who, std::move(record));
}

Result<Lot> close_lot(store::Transaction& tx, Principal const& who, std::string_view key) {
    auto record = load_for<Lot>(tx, who, key);
    if (!record) {
        return record;
    }
    if (record->closed_on) {
        return Error(
            Errc::conflict, "lot_closed", "", "was closed on " + to_text(*record->closed_on)
        );
    }
    record->closed_on = legal_day(tx.now());
    return change(tx, who, "closed", {}, std::move(*record));
}

}  // namespace ocop::registry
