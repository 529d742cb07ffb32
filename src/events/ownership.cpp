#include "events/ownership.hpp"

#include "events/handovers.hpp"
#include "events/names.hpp"
#include "events/once.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/epcis/identifier.hpp>

namespace ocop::events {

namespace {

using store::Space;

constexpr std::size_t thing_bytes_max = 128;

std::string claim_key(std::string_view thing) {
    return ByteWriter().u8('k').text(thing_key(thing)).take();
}

// By the register; empty: it does not know.
Result<std::string> owner_of_item(store::Reader const& reader, std::string const& gtin) {
    auto const item = registry::find<registry::TradeItem>(reader, gtin);
    if (!item) {
        return item.error();
    }
    return *item ? (*item)->producer : std::string();
}

// Who named it first; empty: nobody did.
Result<std::string> claimant_of(store::Reader const& reader, std::string_view thing) {
    auto claimed = reader.get(Space::events, claim_key(thing));
    if (!claimed) {
        return claimed.error();
    }
    return claimed->value_or(std::string());
}

}  // namespace

std::string thing_key(std::string_view thing) {
    if (thing.size() <= thing_bytes_max) {
        return std::string(thing);
    }
    return "#" + std::string(as_text(crypto::sha256(as_bytes(thing))));
}

Result<std::string> owner_of_class(store::Reader const& reader, std::string_view klass) {
    auto const thing = described_thing(klass, {});
    auto owner =
        thing.gtin.empty() ? Result<std::string>(std::string()) : owner_of_item(reader, thing.gtin);
    return owner && owner->empty() ? claimant_of(reader, thing.claimed_as) : owner;
}

// Empty: nobody's yet.
Result<std::string> Rights::owner_of(NamedThing const& thing) {
    if (auto const known = owners_.find(thing.claimed_as); known != owners_.end()) {
        return known->second;
    }
    if (auto taken = effort_.take(); !taken) {
        return taken.error();
    }
    std::string owner;
    if (!thing.gtin.empty()) {
        auto of_item = owner_of_item(tx_, thing.gtin);
        if (!of_item) {
            return of_item;
        }
        owner = std::move(*of_item);
    } else if (!thing.place.empty()) {
        auto const place = registry::find<registry::Place>(tx_, thing.place);
        if (!place) {
            return place.error();
        }
        owner = *place ? (*place)->producer : std::string();
        if (*place) {
            places_.insert(thing.place);
        }
    }
    if (owner.empty()) {
        auto claimant = claimant_of(tx_, thing.claimed_as);
        if (!claimant) {
            return claimant;
        }
        owner = std::move(*claimant);
    }
    owners_.emplace(thing.claimed_as, owner);
    return owner;
}

// A place of the register, looked up before.
bool Rights::is_registered(NamedThing const& thing) const {
    return !thing.place.empty() && places_.count(thing.place) != 0;
}

Result<bool> Rights::was_handed(NamedThing const& thing, std::string const& owner) {
    auto key = thing.claimed_as;
    for (auto const& way : thing.ways) {
        key.append(1, '\n').append(way);  // in no identifier
    }
    if (auto const known = handed_.find(key); known != handed_.end()) {
        return known->second;
    }
    auto found = Chain(tx_, effort_, thing, owner).leads_to(who_.producer);
    if (found) {
        handed_.emplace(std::move(key), *found);
    }
    return found;
}

// As a handover names who made it.
std::string Rights::giver() const {
    return who_.reach == accounts::Reach::all ? std::string() : who_.producer;
}

Result<bool> Rights::may_name(NamedThing const& thing) {
    auto const owner = owner_of(thing);
    if (!owner) {
        return owner.error();
    }
    // A name of our register that it does not know is nobody's to claim.
    if (owner->empty() && thing.is_ours) {
        return false;
    }
    // Plots of a grower: the register's places are told apart within a producer too.
    if (!thing.place.empty() && *owner == who_.producer) {
        return registry::reaches_producer(tx_, who_, *owner, thing.place);
    }
    if (owner->empty() || *owner == who_.producer) {
        return true;
    }
    return thing.place.empty() ? was_handed(thing, *owner) : Result<bool>(false);
}

Result<void> Rights::check(NamedThings const& named) {
    if (who_.reach == accounts::Reach::all) {
        return {};
    }
    std::vector<Fault> faults;
    bool on_plot = false;
    for (auto const& thing : named.things) {
        auto const may = may_name(thing);
        if (!may) {
            return may.error();
        }
        on_plot = on_plot || (*may && is_registered(thing));
        if (!*may && faults.size() < json::faults_max) {
            faults.push_back({thing.pointer, "belongs to another and was not handed to you"});
        }
    }
    if (who_.role == accounts::Role::grower && !on_plot) {
        faults.push_back({"/readPoint", "must be one of your own plots"});
    }
    if (faults.empty() && !who_.producer.empty()) {
        return {};
    }
    return Error(Errc::forbidden, "thing_of_another", std::move(faults));
}

Result<std::string> Rights::producer_of_party(std::string const& id) {
    if (auto const known = parties_.find(id); known != parties_.end()) {
        return known->second;
    }
    if (auto taken = effort_.take(); !taken) {
        return taken.error();
    }
    std::string producer;
    if (auto const name = parse_name(id); name && name->kind == NameKind::producer) {
        auto const found = registry::find<registry::Producer>(tx_, name->id);
        if (!found) {
            return found.error();
        }
        producer = *found ? name->id : std::string();
    } else if (name && name->kind == NameKind::place) {
        auto const found = registry::find<registry::Place>(tx_, name->id);
        if (!found) {
            return found.error();
        }
        producer = *found ? (*found)->producer : std::string();
    }
    parties_.emplace(id, producer);
    return producer;
}

Result<std::vector<std::string>> Rights::parties_of(NamedThings const& named) {
    std::vector<std::string> out;
    Once once(out);
    once.add(who_.producer);
    for (auto const& party : named.parties) {
        auto producer = producer_of_party(party);
        if (!producer) {
            return producer.error();
        }
        once.add(std::move(*producer));
    }
    for (auto const& thing : named.things) {
        if (thing.is_input && !who_.producer.empty()) {
            continue;  // what is made of it is the maker's own business
        }
        auto owner = owner_of(thing);
        if (!owner) {
            return owner.error();
        }
        once.add(std::move(*owner));
    }
    return out;
}

Result<std::vector<std::string>> Rights::receivers_of(NamedThings const& named) {
    std::vector<std::string> out;
    Once once(out);
    for (auto const& destination : named.destinations) {
        auto producer = producer_of_party(destination);
        if (!producer) {
            return producer.error();
        }
        if (*producer != who_.producer) {
            once.add(std::move(*producer));
        }
    }
    return out;
}

Result<void> Rights::keep(NamedThings const& named, EventNumber number) {
    for (auto const& thing : named.things) {
        auto const owner = owner_of(thing);
        if (!owner) {
            return owner.error();
        }
        if (owner->empty() && !who_.producer.empty()) {
            if (auto taken = effort_.take(); !taken) {
                return taken;
            }
            tx_.put(Space::events, claim_key(thing.claimed_as), who_.producer);
            owners_[thing.claimed_as] = who_.producer;
        }
    }
    if (named.handed.empty()) {
        return {};
    }
    auto const receivers = receivers_of(named);
    if (!receivers) {
        return receivers.error();
    }
    if (auto taken = effort_.take(receivers->size() * named.handed.size()); !taken) {
        return taken;
    }
    handed_.clear();
    for (auto const& receiver : *receivers) {
        for (auto const& handed : named.handed) {
            tx_.put(
                Space::events,
                handover_key(handed.thing, receiver, number),
                handover_value({giver(), owners_[handed.claimed_as], handed.lot_suffix})
            );
        }
    }
    return {};
}

Result<void> Rights::take_back(
    NamedThings const& named, std::vector<EventNumber> const& originals
) {
    auto const receivers = receivers_of(named);
    if (!receivers) {
        return receivers.error();
    }
    handed_.clear();
    for (auto const original : originals) {
        if (auto taken = effort_.take(receivers->size() * named.handed.size()); !taken) {
            return taken;
        }
        for (auto const& receiver : *receivers) {
            for (auto const& handed : named.handed) {
                tx_.erase(Space::events, handover_key(handed.thing, receiver, original));
            }
        }
    }
    return {};
}

}  // namespace ocop::events
