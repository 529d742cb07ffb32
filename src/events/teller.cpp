#include "events/teller.hpp"

#include "epcis/members.hpp"
#include "events/capture.hpp"
#include "events/names.hpp"
#include "events/short_form.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <cmath>

namespace ocop::events {

namespace {

using epcis::list_in;
using epcis::text_in;

std::optional<std::string> optional_text(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(std::string(text));
}

// Whole where a double tells each whole number from the next.
json::value number_of(double number) {
    bool const is_whole = std::abs(number) < 0x1p53 && std::trunc(number) == number;
    return is_whole ? json::value(static_cast<std::int64_t>(number)) : json::value(number);
}

void measurements(epcis::Event const& event, StoryEvent& out) {
    auto const* const elements = list_in(event.body, "sensorElementList");
    if (elements == nullptr) {
        return;
    }
    for (auto const& element : *elements) {
        auto const* const reports = list_in(element.get_object(), "sensorReport");
        if (reports == nullptr) {
            continue;
        }
        for (auto const& report : *reports) {
            auto const& o = report.get_object();
            auto const* const value = o.if_contains("value");
            out.measurements.push_back(
                {std::string(text_in(o, "type")),
                 value == nullptr ? json::value(nullptr) : *value,
                 optional_text(text_in(o, "uom"))}
            );
        }
    }
}

}  // namespace

registry::Name name_of(Words const& words) {
    return {std::string(words.vi), std::string(words.en)};
}

StoryStep step_of(epcis::Event const& event) {
    StoryStep out;
    out.biz_step = epcis::biz_step(event);
    auto const key = extension_text(event, "step");
    if (auto const known = find_step(key)) {
        out.key = key;
        out.name = name_of(known->step->name);
        return out;
    }
    out.name = name_of(biz_step_name(out.biz_step));
    if (out.biz_step.empty()) {
        out.name = {"Sự kiện", "Event"};
    }
    return out;
}

template <class R>
Result<std::optional<registry::Name>> RegisterNames::find(std::string const& key) {
    auto const cached = known_.find(registry::record_key<R>(key));
    if (cached != known_.end()) {
        return cached->second;
    }
    auto const record = registry::find<R>(reader_, key);
    if (!record) {
        return record.error();
    }
    auto name = *record ? std::optional((*record)->name) : std::nullopt;
    known_.emplace(registry::record_key<R>(key), name);
    return name;
}

Result<NamedRef> RegisterNames::refer(std::string_view uri) {
    NamedRef ref{std::string(uri), {}, {}};
    auto const name = parse_name(uri);
    if (!name) {
        return ref;
    }
    auto const known = name->kind == NameKind::place      ? find<registry::Place>(name->id)
                       : name->kind == NameKind::producer ? find<registry::Producer>(name->id)
                                                          : Result<std::optional<registry::Name>>();
    if (!known) {
        return known.error();
    }
    if (*known) {
        ref.id = name->id;
        ref.name = **known;
    }
    return ref;
}

Result<std::optional<registry::Name>> RegisterNames::item_name(std::string const& gtin) {
    return find<registry::TradeItem>(gtin);
}

Result<StoryEvent> Teller::tell(EventRecord const& record) {
    auto const& event = record.event;
    StoryEvent out;
    out.number = record.number;
    out.event_id = epcis::event_id(event);
    out.type = epcis::type_name(event);
    out.step = step_of(event);
    out.action = optional_text(epcis::action_of(event));
    out.disposition = optional_text(epcis::disposition(event));
    out.happened = epcis::event_time(event);
    out.time_zone = text_in(event.body, "eventTimeZoneOffset");
    out.recorded = record.recorded;
    out.apart_minutes = (record.recorded.ms - out.happened.ms) / 60'000;
    out.late = is_late(record);
    out.after_order = record.after_order;
    out.material = optional_text(extension_text(event, "material"));
    out.phi_days = extension_number(event, "phiDays");
    out.notes = optional_text(extension_text(event, "notes"));
    for (auto const& hash : extension_hashes(event, "photos")) {
        out.photos.push_back({to_hex(hash), photo_path(hash)});
    }
    for (auto const& hash : extension_hashes(event, "documents")) {
        out.documents.push_back({to_hex(hash), std::nullopt});
    }
    measurements(event, out);
    if (auto ok = references(record, out); !ok) {
        return ok.error();
    }
    if (auto ok = items(event, out); !ok) {
        return ok.error();
    }
    return out;
}

Result<Correction> Teller::correct(EventRecord const& record) {
    Correction out;
    auto const* const declared = record.event.body.if_contains("errorDeclaration");
    auto const& declaration = declared->get_object();
    out.number = record.number;
    out.declared_at = text_in(declaration, "declarationTime");
    out.recorded = record.recorded;
    out.reason = optional_text(text_in(declaration, "reason"));
    if (auto const* const ids = list_in(declaration, "correctiveEventIDs")) {
        for (auto const& id : *ids) {
            out.corrective_events.emplace_back(epcis::view_of(id));
        }
    }
    auto who = writer(record);
    if (!who) {
        return who.error();
    }
    out.producer = std::move(*who);
    return out;
}

Result<std::optional<NamedRef>> Teller::writer(EventRecord const& record) {
    if (record.producer.empty()) {
        return std::optional<NamedRef>();
    }
    return store::optional_of(register_.refer(producer_uri(record.producer)));
}

Result<void> Teller::references(EventRecord const& record, StoryEvent& out) {
    auto who = writer(record);
    if (!who) {
        return who.error();
    }
    out.producer = std::move(*who);
    if (auto const place = epcis::read_point(record.event); !place.empty()) {
        auto where = register_.refer(place);
        if (!where) {
            return where.error();
        }
        out.place = std::move(*where);
    }
    if (auto ok = parties(record.event, "sourceList", "source", out.from); !ok) {
        return ok;
    }
    return parties(record.event, "destinationList", "destination", out.to);
}

Result<void> Teller::parties(
    epcis::Event const& event, char const* list, char const* key, std::vector<NamedRef>& out
) {
    auto const* const all = list_in(event.body, list);
    if (all == nullptr) {
        return {};
    }
    for (auto const& element : *all) {
        auto const uri = text_in(element.get_object(), key);
        if (std::any_of(out.begin(), out.end(), [&](auto& ref) { return ref.uri == uri; })) {
            continue;
        }
        auto ref = register_.refer(uri);
        if (!ref) {
            return ref.error();
        }
        out.push_back(std::move(*ref));
    }
    return {};
}

Result<void> Teller::items(epcis::Event const& event, StoryEvent& out) {
    for (auto const& item : epcis::items_of(event)) {
        StoryItem told;
        told.id = item.id;
        if (auto const parts = epcis::trade_item_parts(item.id)) {
            told.gtin = parts->gtin;
            told.lot = optional_text(parts->lot);
            told.serial = optional_text(parts->serial);
            auto name = register_.item_name(parts->gtin);
            if (!name) {
                return name.error();
            }
            told.name = std::move(*name);
        }
        if (item.quantity) {
            told.quantity = number_of(*item.quantity);
            told.unit = unit_of(item.uom);
        }
        auto& list = item.role == epcis::ItemRole::input    ? out.inputs
                     : item.role == epcis::ItemRole::output ? out.outputs
                                                            : out.items;
        list.push_back(std::move(told));
    }
    return {};
}

}  // namespace ocop::events
