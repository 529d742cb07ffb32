#include "api/caller.hpp"
#include "api/epcis.hpp"
#include "api/routes.hpp"

namespace ocop::api {

namespace {

http::Handler find_all(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_epcis_headers(request);
        auto const parameters = read_epcis_parameters(request);
        if (!asked || !parameters) {
            return problem(asked ? parameters.error() : asked.error(), request);
        }
        auto const query = epcis::read_query(parameters->rest, asked->extensions);
        if (!query) {
            return problem(query.error(), request);
        }
        return answer_events(
            services, request, *parameters, *query, text_of_parameters(parameters->rest)
        );
    };
}

// The event and what declares it an error, unpaged.
http::Handler show_event(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_epcis_headers(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const found = events::events_of_id_for(
            *services.store.snapshot(), who_of(request), request.capture("eventID")
        );
        if (!found) {
            return problem(found.error(), request);
        }
        if (found->empty()) {
            return problem(Error(Errc::not_found, "event_not_found"), request);
        }
        std::vector<epcis::Out> out;
        for (auto const& record : *found) {
            out.push_back({&record.event, record.recorded});
        }
        auto const document =
            epcis::query_document(out, asked->format, services.clock.now(), "SimpleEventQuery");
        return http::text_response(200, asked->media_type, json::serialize(document));
    };
}

http::Answer list_root(http::Request const& request) {
    if (auto const query = read_query(request, {}); !query) {
        return problem(query.error(), request);
    }
    return answer_collection(
        request,
        {"queries",
         "capture",
         "events",
         "eventTypes",
         "epcs",
         "readPoints",
         "bizLocations",
         "dispositions",
         "bizSteps"},
        {}
    );
}

}  // namespace

std::vector<http::Route> epcis_event_routes(Services& services) {
    return {
        epcis_options("/epcis/v2", "OPTIONS, GET, HEAD"),
        open(get("/epcis/v2", list_root)),
        epcis_options("/epcis/v2/", "OPTIONS, GET, HEAD"),
        open(get("/epcis/v2/", list_root)),
        epcis_options("/epcis/v2/events", "OPTIONS, GET, HEAD, POST"),
        get("/epcis/v2/events", find_all(services)),
        epcis_options("/epcis/v2/events/{eventID}", "OPTIONS, GET, HEAD"),
        get("/epcis/v2/events/{eventID}", show_event(services)),
    };
}

}  // namespace ocop::api
