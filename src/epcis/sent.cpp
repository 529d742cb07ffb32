#include "epcis/sent.hpp"

#include "epcis/check.hpp"
#include "epcis/members.hpp"

#include <algorithm>
#include <unordered_map>

namespace ocop::epcis {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Places = std::vector<std::pair<json::value const*, std::string_view>>;  // and form; sorted

// Appends the pointer and the form of each place that lies in `v`.
void add_pointers(json::Reading& at, json::value const& v, Places const& places, Pairs& out) {
    if (auto const* list = v.if_array()) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            Step step(at, std::to_string(i));
            add_pointers(at, (*list)[i], places, out);
        }
    } else if (auto const* o = v.if_object()) {
        for (auto const& member : *o) {
            Step step(at, member.key());
            add_pointers(at, member.value(), places, out);
        }
    }
    auto const found = std::lower_bound(
        places.begin(),
        places.end(),
        &v,
        [](auto const& place, json::value const* wanted) { return place.first < wanted; }
    );
    if (found != places.end() && found->first == &v) {
        out.emplace_back(at.pointer(), found->second);
    }
}

using SentForms = std::unordered_map<std::string_view, std::string_view>;

// A text, or each text of a list.
void send_back(json::value& v, SentForms const& sent) {
    if (auto* list = v.if_array()) {
        for (auto& entry : *list) {
            send_back(entry, sent);
        }
    } else if (auto const found = sent.find(view_of(v)); found != sent.end() && v.is_string()) {
        v.get_string().assign(found->second);
    }
}

// A member of an object, or of each object of a list.
void send_back_member(json::value& v, std::string_view name, SentForms const& sent) {
    if (auto* list = v.if_array()) {
        for (auto& entry : *list) {
            send_back_member(entry, name, sent);
        }
    } else if (auto* o = v.if_object()) {
        if (auto* found = o->if_contains(name)) {
            send_back(*found, sent);
        }
    }
}

// What was made canonical: members, and members of the objects in them.
constexpr std::string_view translated[] = {
    "epcList",
    "parentID",
    "childEPCs",
    "inputEPCList",
    "outputEPCList",
    "transformationID",
    "bizStep",
    "disposition"};

struct Inner {
    std::string_view member;
    std::string_view name;
};

constexpr Inner translated_inside[] = {
    {"quantityList", "epcClass"},
    {"childQuantityList", "epcClass"},
    {"inputQuantityList", "epcClass"},
    {"outputQuantityList", "epcClass"},
    {"readPoint", "id"},
    {"bizLocation", "id"},
    {"bizTransactionList", "type"},
    {"bizTransactionList", "bizTransaction"},
    {"sourceList", "type"},
    {"sourceList", "source"},
    {"destinationList", "type"},
    {"destinationList", "destination"},
    {"persistentDisposition", "set"},
    {"persistentDisposition", "unset"},
    {"errorDeclaration", "reason"},
};

void send_reports_back(json::value& elements, SentForms const& sent) {
    auto* list = elements.if_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        auto* element = (*list)[i].if_object();
        auto* reports = element != nullptr ? element->if_contains("sensorReport") : nullptr;
        if (reports != nullptr) {
            send_back_member(*reports, "type", sent);
            send_back_member(*reports, "exception", sent);
            send_back_member(*reports, "component", sent);
        }
    }
}

// RFC 6901; nullptr where there is nothing.
json::value* at_pointer(json::object& body, std::string_view pointer) {
    boost::json::error_code ec;
    json::value whole(std::move(body));
    auto* found = whole.find_pointer(pointer, ec);
    body = std::move(whole.get_object());
    return ec ? nullptr : found;
}

}  // namespace

Pairs to_sent(json::object const& body, Changes const& changes) {
    if (changes.changed.empty()) {
        return {};
    }
    std::unordered_map<std::string_view, std::string_view> first;
    Places others;
    for (auto const& change : changes.changed) {
        auto const known = first.emplace(view_of(*change.at), change.form);
        if (known.first->second != change.form) {
            others.emplace_back(change.at, change.form);
        }
    }
    for (auto const* kept : changes.kept) {
        if (first.contains(view_of(*kept))) {
            others.emplace_back(kept, view_of(*kept));
        }
    }
    Pairs out;
    out.reserve(first.size() + others.size());
    for (auto const& [canonical, form] : first) {
        out.emplace_back(canonical, form);
    }
    if (!others.empty()) {
        std::sort(others.begin(), others.end());
        json::Reading at(json::Mode::strict);
        for (auto const& member : body) {
            Step step(at, member.key());
            add_pointers(at, member.value(), others, out);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

void never_translate(json::object& body, Event const& event) {
    SentForms sent;
    sent.reserve(event.sent.size());
    for (auto const& [canonical, form] : event.sent) {
        sent.emplace(canonical, form);
    }
    for (auto const name : translated) {
        if (auto* found = body.if_contains(name)) {
            send_back(*found, sent);
        }
    }
    for (auto const& inner : translated_inside) {
        if (auto* found = body.if_contains(inner.member)) {
            send_back_member(*found, inner.name, sent);
        }
    }
    if (auto* found = body.if_contains("sensorElementList")) {
        send_reports_back(*found, sent);
    }
    for (auto const& [pointer, form] : event.sent) {
        auto* place = pointer.starts_with('/') ? at_pointer(body, pointer) : nullptr;
        if (place != nullptr && place->is_string()) {
            place->get_string().assign(form);
        }
    }
}

}  // namespace ocop::epcis
