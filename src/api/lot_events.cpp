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

constexpr std::size_t places_looked_at_max = 500;

Result<std::optional<std::string>> find_place(
    store::Reader const& reader, Principal const& who, std::string const& text
) {
    auto const by_id = registry::find_for<registry::Place>(reader, who, text);
    if (!by_id) {
        return by_id.error();
    }
    if (*by_id) {
        return std::optional((*by_id)->id);
    }
    auto const page = registry::list<registry::Place>(reader, who, {}, places_looked_at_max);
    if (!page) {
        return page.error();
    }
    std::optional<std::string> found;
    auto const name = fold_case(text);
    for (auto const& place : page->records) {
        if (fold_case(place.name.vi) != name && fold_case(place.name.en.value_or("")) != name) {
            continue;
        }
        if (found) {
            return std::optional<std::string>();
        }
        found = place.id;
    }
    return found;
}

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
    auto const names = resolve(*snapshot, who, form);
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
        return events::in_form_terms(
            at_files(tx, call.who, event, std::move(error)), telling.built
        );
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
        return queue_write(services, request, [shared](store::Transaction& tx, Call const& call) {
            return tell_one(tx, call, *shared);
        });
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

Result<events::Resolved> resolve(
    store::Reader const& reader, Principal const& who, ShortEvent const& form
) {
    events::Resolved out;
    if (form.place) {
        auto place = find_place(reader, who, *form.place);
        if (!place) {
            return place.error();
        }
        out.place = std::move(*place);
    }
    auto to = find_party(reader, form.to);
    auto from = find_party(reader, form.from);
    if (!to || !from) {
        return to ? from.error() : to.error();
    }
    out.to = std::move(*to);
    out.from = std::move(*from);
    return out;
}

Error at_files(
    store::Reader const& reader, Principal const& who, epcis::Event const& event, Error error
) {
    if (error.slug != "blob_not_found") {
        return error;
    }
    error.faults.clear();
    for (std::string const local : {"photos", "documents"}) {
        auto const files = events::extension_hashes(event, local);
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!blobs::load_for(reader, who.producer, files[i])) {
                auto const list = "/" + std::string(events::extension_prefix) + ":" + local;
                error.faults.push_back({list + "/" + std::to_string(i), "was not uploaded by you"});
            }
        }
    }
    return error;
}

std::vector<http::Route> lot_event_routes(Services& services) {
    return {post("/api/v1/lots/{gtin}/{lot}/events", tell_event(services))};
}

}  // namespace ocop::api
