#include "events/story.hpp"

#include "events/capture.hpp"
#include "events/find.hpp"
#include "events/index.hpp"
#include "events/names.hpp"
#include "events/short_form.hpp"
#include "events/templates.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <map>

namespace ocop::events {

namespace {

std::string_view view_of(json::value const* v) {
    auto const* const text = v == nullptr ? nullptr : v->if_string();
    return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

std::string_view member(json::object const& o, std::string_view name) {
    return view_of(o.if_contains(name));
}

std::optional<std::string> optional_text(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(std::string(text));
}

registry::Name name_of(Words const& words) {
    return {std::string(words.vi), std::string(words.en)};
}

// What the register calls things now, each looked up once.
class Register {
  public:
    explicit Register(store::Reader const& reader) : reader_(reader) {}

    Result<NamedRef> refer(std::string_view uri) {
        NamedRef ref{std::string(uri), {}, {}};
        auto const name = parse_name(uri);
        if (!name) {
            return ref;
        }
        auto const known = name->kind == NameKind::place      ? find<registry::Place>(name->id)
                           : name->kind == NameKind::producer ? find<registry::Producer>(name->id)
                                                              : Found();
        if (!known) {
            return known.error();
        }
        if (*known) {
            ref.id = name->id;
            ref.name = **known;
        }
        return ref;
    }

    Result<std::optional<registry::Name>> item_name(std::string const& gtin) {
        return find<registry::TradeItem>(gtin);
    }

  private:
    using Found = Result<std::optional<registry::Name>>;

    template <class R>
    Found find(std::string const& key) {
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

    store::Reader const& reader_;
    std::map<std::string, std::optional<registry::Name>> known_;
};

class Teller {
  public:
    explicit Teller(store::Reader const& reader) : register_(reader) {}

    Result<StoryEvent> tell(EventRecord const& record) {
        auto const& event = record.event;
        StoryEvent out;
        out.number = record.number;
        out.event_id = epcis::event_id(event);
        out.type = epcis::type_name(event);
        out.step = step_of(event);
        out.action = optional_text(epcis::action_of(event));
        out.disposition = optional_text(epcis::disposition(event));
        out.happened = epcis::event_time(event);
        out.time_zone = member(event.body, "eventTimeZoneOffset");
        out.recorded = record.recorded;
        out.apart_minutes = (record.recorded.ms - out.happened.ms) / 60'000;
        out.late = is_late(record);
        out.after_order = record.after_order;
        out.material = optional_text(extension_text(event, "material"));
        out.phi_days = extension_number(event, "phiDays");
        out.notes = optional_text(extension_text(event, "notes"));
        for (auto& hash : extension_list(event, "photos")) {
            auto url = photo_path(hash);
            out.photos.push_back({std::move(hash), std::move(url)});
        }
        for (auto& hash : extension_list(event, "documents")) {
            out.documents.push_back({std::move(hash), std::nullopt});
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

    Result<Correction> correct(EventRecord const& record) {
        Correction out;
        auto const* const declared = record.event.body.if_contains("errorDeclaration");
        auto const& declaration = declared->get_object();
        out.number = record.number;
        out.declared_at = member(declaration, "declarationTime");
        out.recorded = record.recorded;
        out.reason = optional_text(member(declaration, "reason"));
        auto const* const ids = declaration.if_contains("correctiveEventIDs");
        if (ids != nullptr && ids->is_array()) {
            for (auto const& id : ids->get_array()) {
                out.corrective_events.emplace_back(view_of(&id));
            }
        }
        auto who = writer(record);
        if (!who) {
            return who.error();
        }
        out.producer = std::move(*who);
        return out;
    }

  private:
    static StoryStep step_of(epcis::Event const& event) {
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

    static void measurements(epcis::Event const& event, StoryEvent& out) {
        auto const* const elements = event.body.if_contains("sensorElementList");
        if (elements == nullptr || !elements->is_array()) {
            return;
        }
        for (auto const& element : elements->get_array()) {
            auto const* const reports = element.get_object().if_contains("sensorReport");
            if (reports == nullptr || !reports->is_array()) {
                continue;
            }
            for (auto const& report : reports->get_array()) {
                auto const& o = report.get_object();
                auto const* const value = o.if_contains("value");
                out.measurements.push_back(
                    {std::string(member(o, "type")),
                     value == nullptr ? json::value(nullptr) : *value,
                     optional_text(member(o, "uom"))}
                );
            }
        }
    }

    Result<std::optional<NamedRef>> writer(EventRecord const& record) {
        if (record.producer.empty()) {
            return std::optional<NamedRef>();
        }
        return store::optional_of(register_.refer(producer_uri(record.producer)));
    }

    Result<void> references(EventRecord const& record, StoryEvent& out) {
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

    // Each party once: who owns and who holds is mostly the same one.
    Result<void> parties(
        epcis::Event const& event, char const* list, char const* key, std::vector<NamedRef>& out
    ) {
        auto const* const all = event.body.if_contains(list);
        if (all == nullptr || !all->is_array()) {
            return {};
        }
        for (auto const& element : all->get_array()) {
            auto const uri = member(element.get_object(), key);
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

    Result<void> items(epcis::Event const& event, StoryEvent& out) {
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
                auto const whole = static_cast<std::int64_t>(*item.quantity);
                bool const is_whole = static_cast<double>(whole) == *item.quantity;
                told.quantity = is_whole ? json::value(whole) : json::value(*item.quantity);
                told.unit = unit_of(item.uom);
            }
            auto& list = item.role == epcis::ItemRole::input    ? out.inputs
                         : item.role == epcis::ItemRole::output ? out.outputs
                                                                : out.items;
            list.push_back(std::move(told));
        }
        return {};
    }

    Register register_;
};

// Declarations that events were wrong, by eventID, of those whose event is there too.
using Declarations = std::map<std::string_view, std::vector<EventRecord const*>>;

Declarations declarations_of(std::vector<EventRecord> const& records) {
    Declarations out;
    for (auto const& record : records) {
        if (!epcis::has_error_declaration(record.event)) {
            out[epcis::event_id(record.event)];
        }
    }
    for (auto const& record : records) {
        auto const found = out.find(epcis::event_id(record.event));
        if (found != out.end() && epcis::has_error_declaration(record.event)) {
            found->second.push_back(&record);
        }
    }
    return out;
}

// Whether it stands in a story by itself: an event, or a declaration whose event is not there.
bool stands_alone(EventRecord const& record, Declarations const& declarations) {
    return !epcis::has_error_declaration(record.event) ||
           declarations.count(epcis::event_id(record.event)) == 0;
}

Result<StoryEvent> tell_whole(
    Teller& teller, EventRecord const& record, Declarations const& declarations
) {
    auto told = teller.tell(record);
    if (!told) {
        return told;
    }
    std::vector<EventRecord const*> corrections;
    if (epcis::has_error_declaration(record.event)) {
        corrections.push_back(&record);
    } else if (auto const found = declarations.find(epcis::event_id(record.event));
               found != declarations.end()) {
        corrections = found->second;
    }
    for (auto const* correction : corrections) {
        auto said = teller.correct(*correction);
        if (!said) {
            return said.error();
        }
        told->corrections.push_back(std::move(*said));
    }
    told->declared_wrong = !told->corrections.empty();
    return told;
}

}  // namespace

std::string photo_path(std::string_view sha256) {
    return "/api/v1/photos/" + std::string(sha256);
}

Result<LotEvents> events_of_lot(
    store::Reader const& reader, Principal const& who, std::string_view lot
) {
    auto const numbers = numbers_under_class(reader, lot, UINT64_MAX, story_events_max + 1);
    if (!numbers) {
        return numbers.error();
    }
    LotEvents out;
    out.cut = numbers->size() > story_events_max;
    Visibility visibility(reader, who);
    for (std::size_t i = 0; i < std::min(numbers->size(), story_events_max); ++i) {
        auto record = find_event(reader, (*numbers)[i]);
        if (!record) {
            return record.error();
        }
        if (!*record) {
            return Error(Errc::corrupt, "store_corrupt");
        }
        auto const reached = visibility.reaches(**record);
        if (!reached) {
            return reached.error();
        }
        if (*reached) {
            out.records.push_back(std::move(**record));
        }
    }
    std::reverse(out.records.begin(), out.records.end());
    std::stable_sort(
        out.records.begin(),
        out.records.end(),
        [](EventRecord const& a, EventRecord const& b) {
            return epcis::event_time(a.event) < epcis::event_time(b.event);
        }
    );
    return out;
}

Result<StoryPage> lot_story(
    store::Reader const& reader, Principal const& who, StoryRequest const& request
) {
    auto const all = events_of_lot(reader, who, request.lot);
    if (!all) {
        return all.error();
    }
    auto const declarations = declarations_of(all->records);
    auto at = all->records.begin();
    if (request.after != 0) {
        at = std::find_if(at, all->records.end(), [&](EventRecord const& record) {
            return record.number == request.after;
        });
        if (at == all->records.end()) {
            return Error(
                Errc::malformed, "story_page_invalid", "after", "is no event of this lot's story"
            );
        }
        ++at;
    }
    StoryPage page;
    page.cut = all->cut;
    Teller teller(reader);
    for (; at != all->records.end(); ++at) {
        if (!stands_alone(*at, declarations)) {
            continue;
        }
        if (page.events.size() == request.limit) {
            page.next = page.events.back().number;
            break;
        }
        auto told = tell_whole(teller, *at, declarations);
        if (!told) {
            return told.error();
        }
        page.events.push_back(std::move(*told));
    }
    return page;
}

Result<StoryEvent> tell(store::Reader const& reader, EventRecord const& record) {
    return Teller(reader).tell(record);
}

}  // namespace ocop::events
