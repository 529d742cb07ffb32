#include "api/lot_events.hpp"

#include "api/epcis.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "blobs/record.hpp"
#include "events/capture.hpp"
#include "events/names.hpp"
#include "events/story.hpp"
#include "registry/producer.hpp"

#include <ocop/base/text.hpp>
#include <ocop/epcis/identifier.hpp>

#include <memory>

namespace ocop::api {

namespace {

using accounts::Principal;
using events::Behaviour;
using events::Candidates;
using events::Party;
using events::ShortEvent;

constexpr std::size_t places_at_once = 500;

Result<std::optional<Party>> find_party(
    store::Reader const& reader, std::optional<std::string> const& id
) {
    if (!id) {
        return std::optional<Party>();
    }
    auto const place = registry::find<registry::Place>(reader, *id);
    if (!place) {
        return place.error();
    }
    if (*place) {
        return std::optional(Party{(*place)->producer, (*place)->id});
    }
    auto const producer = registry::find<registry::Producer>(reader, *id);
    if (!producer) {
        return producer.error();
    }
    return *producer ? std::optional(Party{(*producer)->id, {}}) : std::nullopt;
}

// Whether an event of theirs may name it: as the capture decides.
Result<bool> may_name(store::Reader const& reader, Principal const& who, Hash const& file) {
    if (!who.producer.empty()) {
        auto const own = blobs::find_blob(reader, who.producer, file);
        return own ? Result<bool>(own->has_value()) : own.error();
    }
    bool found = false;
    auto const scanned = blobs::scan_owners(reader, file, [&found](blobs::BlobRecord const&) {
        found = true;
        return false;
    });
    return scanned ? Result<bool>(found) : scanned.error();
}

std::string missing_file(Principal const& who) {
    return who.producer.empty() ? "was not uploaded" : "was not uploaded by you";
}

Result<void> point_at_list(
    store::Reader const& reader,
    Principal const& who,
    epcis::Event const& event,
    std::string_view list,
    Error& error
) {
    auto const pointer = "/" + std::string(events::extension_prefix) + ":" + std::string(list);
    auto const files = events::extension_hashes(event, list);
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const there = may_name(reader, who, files[i]);
        if (!there) {
            return there.error();
        }
        if (!*there) {
            error.faults.push_back({pointer + "/" + std::to_string(i), missing_file(who)});
        }
    }
    return {};
}

// One form on its way to the transaction.
struct Telling {
    Candidates candidates;
    events::Built built;
};

Result<Telling> prepare_form(
    Services& services, http::Request const& request, ShortEvent const& form
) {
    auto const snapshot = services.store.snapshot();
    auto const& who = who_of(request);
    auto const lot = load_told_lot(*snapshot, request);
    if (!lot) {
        return lot.error();
    }
    auto const names = FormNames(*snapshot, who).resolve(form);
    if (!names) {
        return names.error();
    }
    auto const now = services.clock.now();
    auto result = events::build_event(form, {lot->gtin, lot->lot}, *names, now);
    if (!result.faults.empty()) {
        return events::form_error(result.faults);
    }
    auto event = epcis::read_event(json::value(result.built.event), {.now = now});
    if (!event) {
        return events::in_form_terms(event.error(), result.built);
    }
    epcis::Document document;
    document.events.push_back(std::move(*event));
    document.pointers.emplace_back();
    auto candidates = events::prepare(std::move(document));
    if (!candidates) {
        return events::in_form_terms(candidates.error(), result.built);
    }
    return Telling{std::move(*candidates), std::move(result.built)};
}

Result<Written> tell_one(store::Transaction& tx, Call const& call, Telling& telling) {
    auto captured = events::capture(tx, call.who, telling.candidates, Behaviour::rollback);
    if (!captured) {
        return captured.error();
    }
    if (!captured->refusals.empty()) {
        auto& error = captured->refusals.front().error;
        auto const& event = telling.candidates.records.front().event;
        if (auto const pointed = point_at_files(tx, call.who, event, error); !pointed) {
            return pointed.error();
        }
        return events::in_form_terms(std::move(error), telling.built);
    }
    auto const told = events::tell(tx, telling.candidates.records.front());
    if (!told) {
        return told.error();
    }
    Written out;
    out.status = 201;
    out.body = json::write(*told);
    out.location = event_location(told->event_id);
    out.audited = told->event_id;
    out.subject =
        std::string(call.request.capture("gtin")) + ":" + std::string(call.request.capture("lot"));
    return out;
}

http::Handler tell_event(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const form = read_body<ShortEvent>(request);
        if (!form) {
            return problem(form.error(), request);
        }
        auto telling = prepare_form(services, request, *form);
        if (!telling) {
            return problem(telling.error(), request);
        }
        auto const shared = std::make_shared<Telling>(std::move(*telling));
        auto const step = [shared](store::Transaction& tx, Call const& call) {
            return tell_one(tx, call, *shared);
        };
        return then_deliver(services, queue_write(services, request, step));
    };
}

}  // namespace

Result<registry::Lot> load_told_lot(store::Reader const& reader, http::Request const& request) {
    auto const& who = who_of(request);
    auto lot = registry::load<registry::Lot>(
        reader, registry::lot_key(request.capture("gtin"), request.capture("lot"))
    );
    // A grower sees no lots of the register, and tells of those of its cooperative.
    if (!lot || (!who.producer.empty() && lot->producer == who.producer)) {
        return lot;
    }
    auto const reached = registry::reaches(reader, who, *lot);
    if (!reached) {
        return reached.error();
    }
    if (*reached) {
        return lot;
    }
    auto const seen =
        events::events_of_lot(reader, who, epcis::lot_identifier(lot->gtin, lot->lot));
    if (!seen) {
        return seen.error();
    }
    return seen->records.empty() ? Error(Errc::not_found, registry::Lot::absent)
                                 : Result<registry::Lot>(std::move(*lot));
}

Result<events::Resolved> FormNames::resolve(ShortEvent const& form) {
    events::Resolved out;
    if (form.place) {
        auto place = find_place(*form.place);
        if (!place) {
            return place.error();
        }
        out.place = std::move(*place);
    }
    auto to = find_party(reader_, form.to);
    auto from = find_party(reader_, form.from);
    if (!to || !from) {
        return to ? from.error() : to.error();
    }
    out.to = std::move(*to);
    out.from = std::move(*from);
    return out;
}

Result<std::optional<std::string>> FormNames::find_place(std::string const& text) {
    auto const by_id = registry::find_for<registry::Place>(reader_, who_, text);
    if (!by_id) {
        return by_id.error();
    }
    if (*by_id) {
        return std::optional((*by_id)->id);
    }
    if (!places_) {
        auto read = read_places();
        if (!read) {
            return read.error();
        }
        places_ = std::move(*read);
    }
    auto const found = places_->find(fold_case(text));
    return found == places_->end() ? std::nullopt : found->second;
}

void FormNames::add_name(std::string const& name, std::string const& id, Places& places) {
    auto const [at, is_new] = places.emplace(fold_case(name), id);
    if (!is_new && at->second != id) {
        at->second.reset();
    }
}

Result<FormNames::Places> FormNames::read_places() const {
    Places out;
    std::optional<std::string> next = std::string();
    while (next) {
        auto page = registry::list<registry::Place>(reader_, who_, *next, places_at_once);
        if (!page) {
            return page.error();
        }
        for (auto const& place : page->records) {
            add_name(place.name.vi, place.id, out);
            add_name(place.name.en.value_or(place.name.vi), place.id, out);
        }
        next = std::move(page->next);
    }
    return out;
}

Result<void> point_at_files(
    store::Reader const& reader, Principal const& who, epcis::Event const& event, Error& error
) {
    if (error.slug != "blob_not_found") {
        return {};
    }
    error.faults.clear();
    for (std::string_view const list : {"photos", "documents"}) {
        if (auto ok = point_at_list(reader, who, event, list, error); !ok) {
            return ok;
        }
    }
    return {};
}

std::vector<http::Route> lot_event_routes(Services& services) {
    return {post("/api/v1/lots/{gtin}/{lot}/events", tell_event(services))};
}

}  // namespace ocop::api
