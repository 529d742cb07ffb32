#include "events/ownership.hpp"

#include "events/names.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <array>

namespace ocop::events {

namespace {

using store::Space;

constexpr std::size_t thing_bytes_max = 128;

std::string thing_key(std::string_view thing) {
    if (thing.size() <= thing_bytes_max) {
        return std::string(thing);
    }
    return "#" + std::string(as_text(crypto::sha256(as_bytes(thing))));
}

std::string claim_key(std::string_view thing) {
    return ByteWriter().u8('k').text(thing_key(thing)).take();
}

std::string handover_key(std::string_view thing, std::string_view producer) {
    return ByteWriter().u8('h').text(thing_key(thing)).u8(0).text(producer).take();
}

void add_once(std::vector<std::string>& list, std::string text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) {
        list.push_back(std::move(text));
    }
}

// The name of a member and the number in it, for each of what items_of() gives.
class ItemPointers {
  public:
    std::string next(epcis::Item const& item) {
        auto const list = list_of(item);
        if (list != list_) {
            list_ = list;
            index_ = 0;
        }
        if (item.role == epcis::ItemRole::parent) {
            return "/parentID";
        }
        auto out = "/" + std::string(list) + "/" + std::to_string(index_++);
        return item.is_class ? out + "/epcClass" : out;
    }

  private:
    static std::string_view list_of(epcis::Item const& item) {
        static constexpr std::array<std::array<std::string_view, 2>, 5> names{{
            {"epcList", "quantityList"},
            {"parentID", "parentID"},
            {"childEPCs", "childQuantityList"},
            {"inputEPCList", "inputQuantityList"},
            {"outputEPCList", "outputQuantityList"},
        }};
        return names[static_cast<std::size_t>(item.role)][item.is_class ? 1 : 0];
    }

    std::string_view list_;
    std::size_t index_ = 0;
};

NamedThing thing_of(std::string_view id) {
    NamedThing out;
    auto finest = epcis::finest_key(id);
    if (auto const parts = epcis::trade_item_parts(id)) {
        out.gtin = parts->gtin;
        out.claimed_as = "https://id.gs1.org/01/" + parts->gtin;
        if (!parts->lot.empty()) {
            add_once(out.ways, epcis::lot_identifier(parts->gtin, parts->lot));
        }
        if (!parts->serial.empty()) {
            add_once(out.ways, std::move(finest));
        }
        return out;
    }
    out.is_ours = id.starts_with("urn:ocop:");
    out.claimed_as = finest;
    out.ways.push_back(std::move(finest));
    return out;
}

// Items of a document are mostly of few products: a thing of the same product and the same ways
// is asked for once.
void add_thing(std::vector<NamedThing>& things, NamedThing thing) {
    auto const same = [&](NamedThing const& other) {
        return other.claimed_as == thing.claimed_as && other.ways == thing.ways;
    };
    if (std::none_of(things.begin(), things.end(), same)) {
        things.push_back(std::move(thing));
    }
}

void add_items(NamedThings& out, epcis::Event const& event) {
    ItemPointers pointers;
    for (auto const& item : epcis::items_of(event)) {
        auto thing = thing_of(item.id);
        thing.pointer = pointers.next(item);
        add_once(out.gtins, thing.gtin);
        if (auto const parts = epcis::trade_item_parts(item.id); parts && !parts->lot.empty()) {
            add_once(out.lots, registry::lot_key(parts->gtin, parts->lot));
        }
        if (item.role != epcis::ItemRole::input) {
            for (auto const& way : thing.ways) {
                add_once(out.handed, way);
            }
        }
        add_thing(out.things, std::move(thing));
    }
}

void add_place(NamedThings& out, std::string_view id, char const* pointer) {
    if (id.empty()) {
        return;
    }
    NamedThing thing;
    thing.pointer = pointer;
    if (auto name = parse_name(id)) {
        thing.is_ours = id.starts_with("urn:ocop:");
        thing.place = name->kind == NameKind::place ? std::move(name->id) : std::string();
    }
    thing.claimed_as = epcis::finest_key(id);
    thing.ways.push_back(thing.claimed_as);
    add_thing(out.things, std::move(thing));
}

void add_parties(std::vector<std::string>& out, epcis::Event const& event, bool destinations) {
    auto const* list = event.body.if_contains(destinations ? "destinationList" : "sourceList");
    if (list == nullptr || !list->is_array()) {
        return;
    }
    for (auto const& element : list->get_array()) {
        auto const& id = element.as_object().at(destinations ? "destination" : "source");
        add_once(out, std::string(id.as_string()));
    }
}

}  // namespace

NamedThings named_things(epcis::Event const& event) {
    NamedThings out;
    add_items(out, event);
    add_place(out, epcis::read_point(event), "/readPoint/id");
    add_place(out, epcis::biz_location(event), "/bizLocation/id");
    add_parties(out.destinations, event, true);
    out.parties = out.destinations;
    add_parties(out.parties, event, false);
    // What did not happen, or is taken apart, hands nothing over.
    if (out.destinations.empty() || epcis::has_error_declaration(event) ||
        epcis::action_of(event) == "DELETE") {
        out.handed.clear();
    }
    return out;
}

// Empty: nobody's yet.
Result<std::string> Rights::owner_of(NamedThing const& thing) {
    if (auto const known = owners_.find(thing.claimed_as); known != owners_.end()) {
        return known->second;
    }
    std::string owner;
    if (!thing.gtin.empty()) {
        auto const item = registry::find<registry::TradeItem>(tx_, thing.gtin);
        if (!item) {
            return item.error();
        }
        owner = *item ? (*item)->producer : std::string();
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
        auto claimed = tx_.get(Space::events, claim_key(thing.claimed_as));
        if (!claimed) {
            return claimed.error();
        }
        owner = claimed->value_or(std::string());
    }
    owners_.emplace(thing.claimed_as, owner);
    return owner;
}

// A place of the register, looked up before.
bool Rights::is_registered(NamedThing const& thing) const {
    return !thing.place.empty() && places_.count(thing.place) != 0;
}

Result<bool> Rights::was_handed(NamedThing const& thing) const {
    for (auto const& way : thing.ways) {
        auto const found = tx_.get(Space::events, handover_key(way, who_.producer));
        if (!found) {
            return found.error();
        }
        if (*found) {
            return true;
        }
    }
    return false;
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
    return thing.place.empty() ? was_handed(thing) : Result<bool>(false);
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
    add_once(out, who_.producer);
    for (auto const& party : named.parties) {
        auto producer = producer_of_party(party);
        if (!producer) {
            return producer.error();
        }
        add_once(out, std::move(*producer));
    }
    if (who_.producer.empty()) {
        for (auto const& thing : named.things) {
            auto owner = owner_of(thing);
            if (!owner) {
                return owner.error();
            }
            add_once(out, std::move(*owner));
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
            tx_.put(Space::events, claim_key(thing.claimed_as), who_.producer);
            owners_[thing.claimed_as] = who_.producer;
        }
    }
    if (named.handed.empty()) {
        return {};
    }
    std::vector<std::string> receivers;
    for (auto const& destination : named.destinations) {
        auto producer = producer_of_party(destination);
        if (!producer) {
            return producer.error();
        }
        if (*producer != who_.producer) {
            add_once(receivers, std::move(*producer));
        }
    }
    for (auto const& receiver : receivers) {
        for (auto const& thing : named.handed) {
            tx_.put(Space::events, handover_key(thing, receiver), ByteWriter().u64(number).take());
        }
    }
    return {};
}

}  // namespace ocop::events
