#include "api/epcis.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "events/named_query.hpp"
#include "http/problem.hpp"
#include "webhooks/deliverer.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace ocop::api {

namespace {

using events::NamedQuery;

// Of GET …/events in the standard: what asks for a WebSocket.
constexpr std::array<std::string_view, 9> socket_parameters{
    "stream",
    "second",
    "minute",
    "hour",
    "dayOfMonth",
    "month",
    "dayOfWeek",
    "reportIfEmpty",
    "initialRecordTime",
};

json::object show(NamedQuery const& record) {
    return {{"name", record.name}, {"query", record.query}};
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, EpcisParameters const& parameters
) {
    auto const unit = events::unit_of(reader, who_of(request));
    if (!unit) {
        return unit.error();
    }
    auto const page = events::list_queries(reader, *unit, parameters.token, parameters.per_page);
    if (!page) {
        return page.error();
    }
    Listed out;
    for (auto const& each : page->queries) {
        out.items.push_back(show(each));
    }
    if (page->more) {
        out.next = page->queries.back().name;
    }
    return out;
}

// Read and checked: all that needs no transaction.
Result<events::NewQuery> read_new_query(http::Request const& request) {
    if (auto const asked = read_epcis_headers(request); !asked) {
        return asked.error();
    }
    auto const body = read_epcis_body(request);
    if (!body) {
        return body.error();
    }
    auto wanted = json::read<events::NewQuery>(*body, json::Mode::strict);
    if (!wanted) {
        return wanted;
    }
    if (auto const ok = events::check_query(*wanted); !ok) {
        return ok.error();
    }
    return wanted;
}

Result<Written> add(store::Transaction& tx, Call const& call, events::NewQuery const& wanted) {
    auto const record = events::add_query(tx, call.who, wanted);
    if (!record) {
        return record.error();
    }
    Written out;
    out.status = 201;
    out.location = query_location(record->name);
    out.body = show(*record);
    return out;
}

http::Handler make(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto wanted = read_new_query(request);
        if (!wanted) {
            return problem(wanted.error(), request);
        }
        auto const step = [wanted = std::move(*wanted)](auto& tx, Call const& call) {
            return add(tx, call, wanted);
        };
        return queue_write(services, request, step);
    };
}

// The query that the path names, of the caller's unit.
Result<NamedQuery> load_named(store::Reader const& reader, http::Request const& request) {
    auto const unit = events::unit_of(reader, who_of(request));
    if (!unit) {
        return unit.error();
    }
    return events::load_query(reader, *unit, request.capture("queryName"));
}

http::Handler show_one(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_epcis_headers(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const record = load_named(*services.store.snapshot(), request);
        if (!record) {
            return problem(record.error(), request);
        }
        return http::text_response(200, asked->media_type, json::serialize(show(*record)));
    };
}

Result<Written> drop_named(store::Transaction& tx, Call const& call) {
    auto const unit = events::unit_of(tx, call.who);
    if (!unit) {
        return unit.error();
    }
    auto const dropped = events::drop_query(tx, *unit, call.request.capture("queryName"));
    if (!dropped) {
        return dropped.error();
    }
    Written out;
    out.status = 204;
    return out;
}

bool asks_for_socket(EpcisParameters const& parameters) {
    return std::any_of(parameters.rest.begin(), parameters.rest.end(), [](auto const& each) {
        auto const* const end = socket_parameters.end();
        return std::find(socket_parameters.begin(), end, each.first) != end;
    });
}

http::Response no_sockets(http::Request const& request) {
    auto response = http::problem_with_status(
        501, Error(Errc::unsupported, "websocket_unsupported"), request.id
    );
    auto document = *json::parse(std::get<std::string>(response.body));
    document.get_object()["detail"] =
        "events are not sent over WebSockets here: subscribe a webhook with POST " +
        query_location(request.capture("queryName")) + "/subscriptions";
    response.body = json::serialize(document);
    return response;
}

http::Handler find_events(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto parameters = read_epcis_parameters(request);
        if (!parameters) {
            return problem(parameters.error(), request);
        }
        auto const record = load_named(*services.store.snapshot(), request);
        if (!record) {
            return problem(record.error(), request);
        }
        if (asks_for_socket(*parameters)) {
            return no_sockets(request);
        }
        if (auto const ok = check_page_only(*parameters); !ok) {
            return problem(ok.error(), request);
        }
        auto const query = events::query_of(*record);
        if (!query) {
            return problem(query.error(), request);
        }
        parameters->query_name = record->name;
        auto text =
            "query:" + record->unit + '\n' + record->name + '\n' + to_text(record->created_at);
        return answer_events(services, request, *parameters, *query, std::move(text));
    };
}

}  // namespace

std::string query_location(std::string_view name) {
    auto out = std::string(epcis_root) + "/queries/";
    append_percent_encoded(out, name);
    return out;
}

http::Answer then_deliver(Services& services, http::Answer answer) {
    auto* const pending = std::get_if<http::Pending>(&answer);
    if (pending == nullptr || services.webhooks == nullptr) {
        return answer;
    }
    auto& deliverer = *services.webhooks;
    return http::Pending{[&deliverer, start = std::move(pending->start)](auto complete) {
        start([&deliverer, complete = std::move(complete)](http::Response response) {
            deliverer.wake();
            complete(std::move(response));
        });
    }};
}

std::vector<http::Route> epcis_query_routes(Services& services) {
    return {
        epcis_options("/epcis/v2/queries", "OPTIONS, GET, HEAD, POST"),
        get("/epcis/v2/queries", epcis_lists(services, list_page)),
        post("/epcis/v2/queries", make(services)),
        epcis_options("/epcis/v2/queries/{queryName}", "OPTIONS, GET, HEAD, DELETE"),
        get("/epcis/v2/queries/{queryName}", show_one(services)),
        erase("/epcis/v2/queries/{queryName}", epcis_drops(services, drop_named)),
        epcis_options("/epcis/v2/queries/{queryName}/events", "OPTIONS, GET, HEAD"),
        get("/epcis/v2/queries/{queryName}/events", find_events(services)),
    };
}

}  // namespace ocop::api
