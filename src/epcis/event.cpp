#include "epcis/members.hpp"
#include "epcis/times.hpp"

#include <ocop/epcis/event.hpp>

#include <algorithm>

namespace ocop::epcis {

namespace {

std::string_view id_in(json::object const& o, std::string_view name) {
    auto const* place = object_in(o, name);
    return place != nullptr ? text_in(*place, "id") : std::string_view();
}

std::optional<double> number_in(json::object const& o, std::string_view name) {
    auto const* found = o.if_contains(name);
    if (found == nullptr || !found->is_number()) {
        return std::nullopt;
    }
    return found->to_number<double>();
}

struct Place {
    std::string_view member;
    ItemRole role;
    bool is_class;
};

// In the order that items_of() promises; parentID stands between the second and the third.
constexpr Place places[] = {
    {"epcList", ItemRole::epc, false},
    {"quantityList", ItemRole::epc, true},
    {"childEPCs", ItemRole::child, false},
    {"childQuantityList", ItemRole::child, true},
    {"inputEPCList", ItemRole::input, false},
    {"inputQuantityList", ItemRole::input, true},
    {"outputEPCList", ItemRole::output, false},
    {"outputQuantityList", ItemRole::output, true},
};

void add_items(json::array const& list, Place const& place, std::vector<Item>& out) {
    for (auto const& entry : list) {
        Item item{place.role, place.is_class, {}, {}, {}};
        if (auto const* element = entry.if_object(); element != nullptr && place.is_class) {
            item.id = text_in(*element, "epcClass");
            item.quantity = number_in(*element, "quantity");
            item.uom = text_in(*element, "uom");
        } else {
            item.id = view_of(entry);
        }
        out.push_back(item);
    }
}

// A key's namespace ends where its local name begins, as in the splitting of RDF names.
ExpandedName split_uri(std::string_view uri) {
    auto const end = uri.find_last_of("/#:");
    auto const cut = end == std::string_view::npos ? 0 : end + 1;
    return {std::string(uri.substr(0, cut)), std::string(uri.substr(cut))};
}

}  // namespace

std::vector<Item> items_of(Event const& event) {
    std::vector<Item> out;
    for (auto const& place : places) {
        if (place.member == "childEPCs") {
            if (auto const parent = parent_id(event); !parent.empty()) {
                out.push_back({ItemRole::parent, false, parent, {}, {}});
            }
        }
        if (auto const* list = list_in(event.body, place.member)) {
            out.reserve(out.size() + list->size() + 1);
            add_items(*list, place, out);
        }
    }
    return out;
}

std::string_view event_id(Event const& event) {
    return text_in(event.body, "eventID");
}

std::string_view action_of(Event const& event) {
    return text_in(event.body, "action");
}

std::string_view biz_step(Event const& event) {
    return text_in(event.body, "bizStep");
}

std::string_view disposition(Event const& event) {
    return text_in(event.body, "disposition");
}

std::string_view read_point(Event const& event) {
    return id_in(event.body, "readPoint");
}

std::string_view biz_location(Event const& event) {
    return id_in(event.body, "bizLocation");
}

std::string_view parent_id(Event const& event) {
    return text_in(event.body, "parentID");
}

bool has_error_declaration(Event const& event) {
    return event.body.contains("errorDeclaration");
}

Instant event_time(Event const& event) {
    return read_time(text_in(event.body, "eventTime")).value_or(Instant{});
}

std::string_view type_name(Event const& event) {
    return text_in(event.body, "type");
}

ExpandedName expand_name(Event const& event, std::string_view key) {
    auto const colon = key.find(':');
    if (colon == std::string_view::npos) {
        return {{}, std::string(key)};
    }
    auto const ns = namespace_in(event.context, key.substr(0, colon));
    if (ns.empty()) {
        return split_uri(key);
    }
    return {std::string(ns), std::string(key.substr(colon + 1))};
}

}  // namespace ocop::epcis
