#include "ledger/rule_world.hpp"

// Undoing a registration: the record goes as if it had not come, which it may only while nobody
// built on it. What entries do not tell (a file of the producer's, a gift set that the item is in)
// is the service's to ask.
namespace ocop::ledger::rule {

namespace {

// What is dropped as the replay knows it; none after a breach of "register".
template <class T>
std::optional<T> taken_out(
    World& world, std::unordered_map<Name, T>& map, std::string_view what, std::string_view key
) {
    auto const* const there = known(world, map, what, key);
    if (there == nullptr) {
        return {};
    }
    auto const name = world.names.of(key);
    auto words = std::string(what) + " " + std::string(key);
    if (world.changed.erase(name) > 0) {
        world.breaks("dropped", words + " was changed since it was registered");
    }
    if (auto const rests = world.resting.find(name);
        rests != world.resting.end() && rests->second > 0) {
        world.breaks("dropped", words + " bears " + std::to_string(rests->second) + " more");
    }
    world.resting.erase(name);
    std::optional<T> out(std::move(map.at(name)));
    map.erase(name);
    return out;
}

void rest_no_more(World& world, Name name) {
    auto const found = world.resting.find(name);
    if (found != world.resting.end() && found->second > 0) {
        --found->second;
    }
}

void need_same(World& world, bool same, std::string_view what) {
    if (!same) {
        world.breaks("dropped", std::string(what) + " is another than was registered");
    }
}

void drop_product(World& world, Step const& step) {
    auto const product = taken_out(world, world.products, "product", step.text("product"));
    if (!product) {
        return;
    }
    need_owner(world, step, product->producer, "the product");
    need_same(world, world.names.text(product->authority) == step.text("authority"), "the product");
    need_authority(world, step, product->authority, "the product");
    rest_no_more(world, product->producer);
}

void drop_item(World& world, Step const& step) {
    auto const item = taken_out(world, world.items, "trade item", step.text("gtin"));
    if (!item) {
        return;
    }
    need_owner(world, step, item->producer, "the trade item");
    need_same(world, world.names.text(item->product) == step.text("product"), "the trade item");
    rest_no_more(world, item->product);
}

void drop_certificate(World& world, Step const& step) {
    auto const certificate =
        taken_out(world, world.certificates, "certificate", step.text("certificate"));
    if (!certificate) {
        return;
    }
    bool const same = step.number("stars") == certificate->stars &&
                      step.text("decision") == certificate->decision &&
                      step.day_of("issued_on") == certificate->issued &&
                      step.day_of("last_day") == certificate->last &&
                      step.text("product") == world.names.text(certificate->product) &&
                      step.text("authority") == world.names.text(certificate->authority);
    need_same(world, same, "the certificate");
    auto& all = world.certificates_of[certificate->product];
    if (all.empty() || all.back() != world.names.of(step.text("certificate"))) {
        world.breaks("dropped", "the product has a later certificate");
    }
    std::erase(all, world.names.of(step.text("certificate")));
    rest_no_more(world, certificate->product);
}

}  // namespace

void judge_dropped(World& world, Step const& step) {
    if (step.noun == "producer") {
        auto const commune = taken_out(world, world.producers, "producer", step.text("producer"));
        if (commune) {
            need_same(world, world.names.text(*commune) == step.text("commune"), "the producer");
        }
    } else if (step.noun == "product") {
        drop_product(world, step);
    } else if (step.noun == "trade_item") {
        drop_item(world, step);
    } else {
        drop_certificate(world, step);
    }
}

}  // namespace ocop::ledger::rule
