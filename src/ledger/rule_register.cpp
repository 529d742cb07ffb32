#include "ledger/rule_world.hpp"

namespace ocop::ledger::rule {

namespace {

constexpr std::int64_t thousand = 1'000;

// Of a content in kg or l, the same in g or ml.
void to_base(Item& item) {
    if (item.measure == "kg" || item.measure == "l") {
        item.content *= thousand;
        item.measure = item.measure == "kg" ? "g" : "ml";
    }
}

}  // namespace

void judge_authority(World& world, Step const& step) {
    if (step.act == "registered") {
        bool const demo = step.number("demo") == 1;
        if (world.demo.value_or(demo) != demo) {
            world.breaks("register", "sample data stand beside others");
        }
        world.demo = world.demo.value_or(demo);
        added(world, world.authorities, "authority", step.text("authority")).level =
            std::string(step.text("level"));
        return;
    }
    auto* const authority = known(world, world.authorities, "authority", step.text("authority"));
    if (known(world, world.authorities, "authority", step.text("successor")) != nullptr &&
        authority != nullptr) {
        authority->successor = world.names.of(step.text("successor"));
    }
}

void judge_producer(World& world, Step const& step) {
    if (step.act == "dropped") {
        judge_dropped(world, step);
        return;
    }
    if (step.act == "changed") {
        world.changed.insert(world.names.of(step.text("producer")));
    }
    auto const commune = world.names.of(step.text("commune"));
    auto* const producer = step.act == "registered"
                               ? &added(world, world.producers, "producer", step.text("producer"))
                               : known(world, world.producers, "producer", step.text("producer"));
    if (producer != nullptr) {
        *producer = commune;
    }
}

void judge_place(World& world, Step const& step) {
    known(world, world.producers, "producer", step.text("producer"));
    rest_on(world, step.text("producer"));
    added(world, world.places, "place", step.text("place")) = world.names.of(step.text("producer"));
}

void judge_product(World& world, Step const& step) {
    if (step.act == "dropped") {
        judge_dropped(world, step);
        return;
    }
    known(world, world.producers, "producer", step.text("producer"));
    rest_on(world, step.text("producer"));
    known(world, world.authorities, "authority", step.text("authority"));
    auto& product = added(world, world.products, "product", step.text("product"));
    product.producer = world.names.of(step.text("producer"));
    product.authority = world.names.of(step.text("authority"));
    need_authority(world, step, product.authority, "the product");
}

void judge_item(World& world, Step const& step) {
    if (step.act == "dropped") {
        judge_dropped(world, step);
        return;
    }
    if (auto const* const product = known(world, world.products, "product", step.text("product"))) {
        need_owner(world, step, product->producer, "the product");
    }
    if (step.act == "photo_changed") {
        auto const* const before = known(world, world.items, "trade item", step.text("gtin"));
        if (before != nullptr && world.names.text(before->product) != step.text("product")) {
            world.breaks("register", std::string(step.text("gtin")) + " changes its product");
        }
        world.changed.insert(world.names.of(step.text("gtin")));
        return;
    }
    rest_on(world, step.text("product"));
    auto& item = added(world, world.items, "trade item", step.text("gtin"));
    item.product = world.names.of(step.text("product"));
    item.producer = world.names.of(step.text("producer"));
    item.content = step.number("content");
    item.measure = std::string(step.text("measure"));
    to_base(item);
}

void judge_lot(World& world, Step const& step) {
    if (auto const* const item = known(world, world.items, "trade item", step.text("gtin"))) {
        need_owner(world, step, item->producer, "the trade item");
    }
    auto const key = std::string(step.text("gtin")) + ":" + std::string(step.text("lot"));
    if (step.act == "registered") {
        rest_on(world, step.text("gtin"));
        auto& lot = added(world, world.lots, "lot", key);
        lot.producer = world.names.of(step.text("producer"));
        lot.made = step.day_of("made_on");
        if (step.has("closed_on") || lot.made > step.day) {
            world.breaks("lot", key + " is closed, or not made yet");
        }
        return;
    }
    auto* const lot = known(world, world.lots, "lot", key);
    if (lot == nullptr) {
        return;
    }
    if (lot->closed || lot->made != step.day_of("made_on") ||
        step.day_of("closed_on") != step.day) {
        world.breaks("lot", key + " is closed already, or is another");
    }
    lot->closed = true;
}

void judge_key(World& world, Step const& step) {
    auto const kid = step.text("kid");
    if (step.act == "registered") {
        // Before its authority, which an administrator enters once the service runs.
        auto& key = added(world, world.keys, "key", kid);
        key.authority = world.names.of(step.text("authority"));
        key.point = std::string(step.text("key"));
        key.from = step.instant("from");
        key.until = step.instant("until");
        if (step.has("revoked_at_size") || key.until < key.from) {
            world.breaks("key", std::string(kid) + " is revoked, or has no window");
        }
        return;
    }
    auto* const key = known(world, world.keys, "key", kid);
    if (key == nullptr) {
        return;
    }
    bool const same = world.names.text(key->authority) == step.text("authority") &&
                      key->point == step.text("key") && key->from == step.instant("from") &&
                      key->until == step.instant("until");
    if (key->revoked_at_size || !same) {
        world.breaks("key", std::string(kid) + " is revoked already, or is another");
    }
    if (static_cast<std::uint64_t>(step.number("revoked_at_size")) > world.index) {
        world.breaks("key", std::string(kid) + " is revoked from a size that is not reached");
    }
    key->revoked_at_size = static_cast<std::uint64_t>(step.number("revoked_at_size"));
}

// Whose a product or lot is in the register: 0 when it is not there.
static Name owner_of(World& world, std::string_view gtin) {
    auto const item = world.items.find(world.names.of(gtin));
    return item == world.items.end() ? Name{0} : item->second.producer;
}

void judge_event(World& world, Step const& step) {
    auto const producer = world.names.of(step.text("producer"));
    if (producer != 0) {
        known(world, world.producers, "producer", step.text("producer"));
        rest_on(world, step.text("producer"));
    }
    for (auto const* const member : {"gtins", "lots"}) {
        for (auto const& each : step.entry.clear.at(member).get_array()) {
            std::string_view const thing = each.get_string();
            auto const gtin = thing.substr(0, thing.find(':'));
            auto const owner = owner_of(world, gtin);
            rest_on(world, gtin);
            auto const name = world.names.of(thing);
            if (owner == 0) {
                continue;  // of no register here
            }
            if (producer == 0 || owner == producer) {
                world.told.insert(name);
            } else if (world.told.count(name) == 0) {
                world.breaks(
                    "stranger",
                    std::string(step.text("producer")) + " names " + std::string(thing) + " of " +
                        world.names.text(owner)
                );
            }
        }
    }
}

}  // namespace ocop::ledger::rule
