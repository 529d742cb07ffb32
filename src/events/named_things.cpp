#include "events/names.hpp"
#include "events/once.hpp"
#include "events/ownership.hpp"
#include "registry/lot.hpp"

#include <ocop/epcis/identifier.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <array>
#include <optional>

namespace ocop::events {

namespace {

constexpr std::string_view links = "https://id.gs1.org/";

// Whether the text is a private URI of the form that our register's names have, in any spelling.
bool looks_like_ours(std::string_view id) {
    constexpr std::string_view ours = "urn:ocop:";
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return id.size() >= ours.size() &&
           std::equal(ours.begin(), ours.end(), id.begin(), [&](char a, char b) {
               return a == lower(b);
           });
}

// The GLN of a place or party by any of the keys that hold one: 410 to 417.
std::optional<std::string> gln_of(std::string_view id) {
    constexpr std::size_t digits = 13;
    if (!id.starts_with(links)) {
        return std::nullopt;
    }
    id.remove_prefix(links.size());
    if (id.size() < 4 + digits || id.substr(0, 2) != "41" || id[2] < '0' || id[2] > '7' ||
        id[3] != '/') {
        return std::nullopt;
    }
    auto const gln = id.substr(4, digits);
    return gs1::is_gln(gln) ? std::optional(std::string(gln)) : std::nullopt;
}

// The trade item that a piece of it is of: an ITIP begins with its GTIN (GS1 AI 8006).
std::string gtin_of_piece(std::string_view id) {
    constexpr std::string_view piece = "8006/";
    constexpr std::size_t digits = 14;
    if (!id.starts_with(links) || !id.substr(links.size()).starts_with(piece)) {
        return {};
    }
    auto const gtin = id.substr(links.size() + piece.size(), digits);
    return gtin.size() == digits ? std::string(gtin) : std::string();
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

// A unit of a lot goes with its lot, or by itself; a unit whose lot is not told by itself alone.
NamedThing thing_of(std::string_view id, std::optional<epcis::TradeItemParts> const& parts) {
    NamedThing out;
    if (parts) {
        out.gtin = parts->gtin;
        out.claimed_as = std::string(links) + "01/" + parts->gtin;
        auto lot =
            parts->lot.empty() ? std::string() : epcis::lot_identifier(parts->gtin, parts->lot);
        if (!lot.empty()) {
            out.ways.push_back(lot);
        }
        if (!parts->serial.empty()) {
            out.ways.push_back(lot.empty() ? epcis::finest_key(id) : lot + "/21/" + parts->serial);
        }
        return out;
    }
    out.gtin = gtin_of_piece(id);
    out.is_ours = looks_like_ours(id);
    out.place = gln_of(id).value_or(std::string());
    auto finest = epcis::finest_key(id);
    out.claimed_as = out.gtin.empty() ? finest : std::string(links) + "01/" + out.gtin;
    out.ways.push_back(std::move(finest));
    return out;
}

NamedThing place_of(std::string_view id) {
    NamedThing thing;
    thing.is_ours = looks_like_ours(id);
    if (auto name = parse_name(id)) {
        thing.place = name->kind == NameKind::place ? std::move(name->id) : std::string();
    } else {
        thing.place = gln_of(id).value_or(std::string());
    }
    thing.claimed_as = epcis::finest_key(id);
    thing.ways.push_back(thing.claimed_as);
    return thing;
}

// Gathers what one event names.
class Gathering {
  public:
    explicit Gathering(NamedThings& out)
        : out_(out),
          things_(thing_keys_),
          handed_(handed_keys_),
          parties_(out.parties),
          destinations_(out.destinations),
          gtins_(out.gtins),
          lots_(out.lots) {}

    // `hands`: whether the event hands its things over.
    void add_items(epcis::Event const& event, bool hands) {
        ItemPointers pointers;
        for (auto const& item : epcis::items_of(event)) {
            auto const parts = epcis::trade_item_parts(item.id);
            auto thing = thing_of(item.id, parts);
            thing.pointer = pointers.next(item);
            thing.is_input = item.role == epcis::ItemRole::input;
            gtins_.add(thing.gtin);
            if (parts && !parts->lot.empty()) {
                lots_.add(registry::lot_key(parts->gtin, parts->lot));
            }
            if (hands && !thing.is_input) {
                add_handed(thing, parts, item.id);
            }
            add_thing(std::move(thing));
        }
    }

    void add_place(std::string_view id, char const* pointer) {
        if (id.empty()) {
            return;
        }
        auto thing = place_of(id);
        thing.pointer = pointer;
        add_thing(std::move(thing));
    }

    void add_destinations(epcis::Event const& event) {
        for_each_party(event, "destinationList", "destination", [this](std::string id) {
            parties_.add(id);
            destinations_.add(std::move(id));
        });
    }

    void add_sources(epcis::Event const& event) {
        for_each_party(event, "sourceList", "source", [this](std::string id) {
            parties_.add(std::move(id));
        });
    }

  private:
    // A unit, by itself and not with its lot; whoever is asked for it may not know the lot.
    void add_handed(
        NamedThing const& thing,
        std::optional<epcis::TradeItemParts> const& parts,
        std::string_view id
    ) {
        if (thing.ways.empty()) {
            return;
        }
        hand({thing.ways.back(), thing.claimed_as, {}});
        if (parts && !parts->serial.empty()) {
            auto const& lot = thing.ways.front();
            bool const has_lot = !parts->lot.empty() && lot.starts_with(thing.claimed_as);
            auto suffix = has_lot ? lot.substr(thing.claimed_as.size()) : std::string();
            hand({epcis::finest_key(id), thing.claimed_as, std::move(suffix)});
        }
    }

    void hand(Handed handed) {
        if (handed_.add(handed.thing)) {
            out_.handed.push_back(std::move(handed));
        }
    }

    template <class Visit>
    static void for_each_party(
        epcis::Event const& event, std::string_view list, std::string_view name, Visit visit
    ) {
        auto const* found = event.body.if_contains(list);
        if (found == nullptr || !found->is_array()) {
            return;
        }
        for (auto const& element : found->get_array()) {
            visit(std::string(element.as_object().at(name).as_string()));
        }
    }

    // Items of a document are mostly of few products: a thing of the same product and the same
    // ways is asked for once.
    void add_thing(NamedThing thing) {
        auto key = thing.claimed_as + (thing.is_input ? "\ni" : "\no");
        for (auto const& way : thing.ways) {
            key.append(1, '\n').append(way);  // in no identifier
        }
        if (things_.add(std::move(key))) {
            out_.things.push_back(std::move(thing));
        }
    }

    NamedThings& out_;
    std::vector<std::string> thing_keys_;
    Once things_;
    std::vector<std::string> handed_keys_;
    Once handed_;
    Once parties_;
    Once destinations_;
    Once gtins_;
    Once lots_;
};

}  // namespace

NamedThing described_thing(std::string_view id, std::string pointer) {
    auto const name = parse_name(id);
    auto out = name && name->kind == NameKind::place ? place_of(id)
                                                     : thing_of(id, epcis::trade_item_parts(id));
    out.pointer = std::move(pointer);
    out.ways.clear();
    return out;
}

NamedThings named_things(epcis::Event const& event) {
    NamedThings out;
    Gathering gathering(out);
    gathering.add_destinations(event);
    gathering.add_sources(event);
    // What is taken apart hands nothing over.
    bool const hands = !out.destinations.empty() && epcis::action_of(event) != "DELETE";
    gathering.add_items(event, hands);
    gathering.add_place(epcis::read_point(event), "/readPoint/id");
    gathering.add_place(epcis::biz_location(event), "/bizLocation/id");
    return out;
}

}  // namespace ocop::events
