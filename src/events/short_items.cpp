#include "events/short_items.hpp"

#include "events/short_words.hpp"

#include <ocop/epcis/identifier.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <algorithm>

namespace ocop::events {

namespace {

constexpr double amount_max = 1e12;

// An item that an event names.
struct Thing {
    std::string id;
    bool instance = false;
};

std::string why_not(Error const& error) {
    return error.faults.empty() ? std::string(error.slug) : error.faults.front().reason;
}

std::optional<Thing> read_thing(std::string const& uri, std::string const& at, BuildResult& out) {
    auto const read = epcis::read_identifier(uri);
    if (!read) {
        auto const why = why_not(read.error());
        out.faults.push_back({at, "Mã không hợp lệ: " + why, why});
        return std::nullopt;
    }
    return Thing{read->canonical, read->kind == epcis::IdentifierKind::instance};
}

std::optional<Thing> thing_of(ShortItem const& item, std::string const& at, BuildResult& out) {
    bool const is_lot = item.gtin && item.lot && !item.id;
    if (!is_lot && !(item.id && !item.gtin && !item.lot)) {
        add_fault(out, at, said::item_form);
        return std::nullopt;
    }
    if (!is_lot) {
        return read_thing(*item.id, at + "/id", out);
    }
    auto const gtin = gs1::parse_gtin(*item.gtin);
    if (!gtin) {
        auto const why = why_not(gtin.error());
        out.faults.push_back({at + "/gtin", "GTIN không hợp lệ: " + why, why});
        return std::nullopt;
    }
    return read_thing(epcis::lot_identifier(*gtin, *item.lot), at + "/lot", out);
}

}  // namespace

void add_fault(BuildResult& out, std::string pointer, Words const& reason) {
    out.faults.push_back({std::move(pointer), std::string(reason.vi), std::string(reason.en)});
}

json::object quantity_element(
    std::string const& id,
    std::optional<Amount> const& amount,
    std::string const& at,
    BuildResult& out
) {
    json::object element{{"epcClass", id}};
    if (!amount) {
        return element;
    }
    auto const value = amount->value.as_double();
    if (!(value > 0 && value <= amount_max)) {
        add_fault(out, at + "/value", said::amount_wrong);
    }
    auto const uom = uom_of(amount->unit);
    if (!uom) {
        add_fault(out, at + "/unit", said::unit_wrong);
        return element;
    }
    element["quantity"] = amount->value.value;
    if (!uom->empty()) {
        element["uom"] = *uom;
    }
    return element;
}

Side read_side(
    std::vector<ShortItem> const& items,
    std::string const& pointer,
    std::string const& stem,
    BuildResult& out
) {
    Side side;
    if (items.empty() || items.size() > short_items_max) {
        add_fault(out, pointer, said::too_many);
        return side;
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const at = pointer + "/" + std::to_string(i);
        auto const what = thing_of(items[i], at, out);
        if (!what) {
            continue;
        }
        if (!side.ids.insert(what->id).second) {
            add_fault(out, at, said::item_twice);
        }
        auto& list = what->instance ? side.instances : side.classes;
        auto const* const name = what->instance ? "EPCList/" : "QuantityList/";
        out.built.origins.emplace_back(stem + name + std::to_string(list.size()), at);
        if (!what->instance) {
            list.emplace_back(quantity_element(what->id, items[i].quantity, at + "/quantity", out));
            continue;
        }
        if (items[i].quantity) {
            add_fault(out, at + "/quantity", said::one_thing);
        }
        list.emplace_back(what->id);
    }
    return side;
}

}  // namespace ocop::events
