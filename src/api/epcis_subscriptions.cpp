#include "api/caller.hpp"
#include "api/epcis.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "events/dead_letter.hpp"
#include "events/named_query.hpp"
#include "events/subscription.hpp"
#include "webhooks/destination.hpp"

#include <memory>

namespace ocop::api {

namespace {

using events::Subscription;

constexpr std::string_view pattern = "/epcis/v2/queries/{queryName}/subscriptions/{subscriptionID}";

// As the standard spells it, without the token; and how it fares.
json::object show(Subscription const& record) {
    json::object out{
        {"subscriptionID", record.id},
        {"queryName", record.query},
        {"dest", record.dest},
        {"createdAt", to_text(record.created_at)},
        {"minRecordTime", to_text(record.min_record_time)},
        {"epcFormat", record.epc_format}};
    auto const put = [&out](char const* name, std::optional<Instant> const& at) {
        if (at) {
            out[name] = to_text(*at);
        }
    };
    put("initialRecordTime", record.initial_record_time);
    put("lastNotifiedAt", record.last_notified_at);
    if (record.schedule) {
        out["schedule"] = json::write(*record.schedule);
        out["reportIfEmpty"] = record.report_if_empty;
        put("nextRun", record.next_run);
    } else {
        out["stream"] = true;
    }
    out["state"] = json::write(record.state);
    out["deadLetters"] = record.dead_letters;
    out["failedAttempts"] = record.attempts;
    put("nextTry", record.next_try);
    if (record.last_error) {
        out["lastError"] = json::write(*record.last_error);
    }
    return out;
}

std::string location_of(Subscription const& record) {
    return query_location(record.query) + "/subscriptions/" + record.id;
}

// Whoever subscribes reads, and from any time on: an API key that may only write must not. The gate
// asks a key for one scope; this is the other.
Result<void> check_may_read(
    store::Reader const& reader, http::Request const& request, Instant now
) {
    auto const& caller = caller_of(request);
    if (caller.api_key.empty()) {
        return {};
    }
    auto const key = accounts::find_live_key(reader, caller.who.account, caller.api_key, now);
    if (!key) {
        return key.error();
    }
    if (!*key) {
        return Error(Errc::unauthenticated, "session_over");
    }
    if (!accounts::has_scope(**key, accounts::Scope::read)) {
        return Error(
            Errc::forbidden,
            "scope_missing",
            "Authorization",
            "needs an API key of scope read beside events"
        );
    }
    return {};
}

// Body, destination and where it begins: all that needs no transaction.
Result<Subscription> prepare(Services& services, http::Request const& request) {
    auto const snapshot = services.store.snapshot();
    auto const now = services.clock.now();
    if (auto const ok = check_may_read(*snapshot, request, now); !ok) {
        return ok.error();
    }
    auto const asked = read_epcis_headers(request);
    if (!asked) {
        return asked.error();
    }
    auto const body = read_epcis_body(request);
    if (!body) {
        return body.error();
    }
    auto wanted = events::read_subscription(*body);
    if (!wanted) {
        return wanted.error();
    }
    if (auto const ok = webhooks::check_destination(wanted->dest, services.destinations); !ok) {
        return ok.error();
    }
    if (asked->format == epcis::EpcFormat::never_translates) {
        wanted->epc_format = "Never_Translates";
    }
    auto const& from = wanted->initial_record_time;
    auto const cursor =
        from ? events::last_event_before(*snapshot, *from) : events::last_event(*snapshot);
    if (!cursor) {
        return cursor.error();
    }
    auto out = events::prepare_subscription(*wanted, services.random, services.vault, now, *cursor);
    out.api_key = caller_of(request).api_key;
    return out;
}

Result<Written> add(store::Transaction& tx, Call const& call, Subscription const& prepared) {
    auto const record =
        events::add_subscription(tx, call.who, call.request.capture("queryName"), prepared);
    if (!record) {
        return record.error();
    }
    Written out;
    out.status = 201;
    out.location = location_of(*record);
    out.body = show(*record);
    return out;
}

http::Handler subscribe(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto prepared = prepare(services, request);
        if (!prepared) {
            return problem(prepared.error(), request);
        }
        auto const step = [prepared = std::move(*prepared)](auto& tx, Call const& call) {
            return add(tx, call, prepared);
        };
        return then_deliver(services, queue_write(services, request, step));
    };
}

Result<std::vector<Subscription>> load_all(
    store::Reader const& reader, http::Request const& request
) {
    auto const unit = events::unit_of(reader, who_of(request));
    if (!unit) {
        return unit.error();
    }
    auto const named = events::load_query(reader, *unit, request.capture("queryName"));
    if (!named) {
        return named.error();
    }
    return events::subscriptions_of(reader, *unit, named->name);
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, EpcisParameters const& parameters
) {
    auto const all = load_all(reader, request);
    if (!all) {
        return all.error();
    }
    Listed page;
    std::string_view last;
    for (auto const& each : *all) {
        if (each.id <= parameters.token) {
            continue;
        }
        if (page.items.size() == parameters.per_page) {
            page.next = last;
            break;
        }
        page.items.push_back(show(each));
        last = each.id;
    }
    return page;
}

// The subscription that the path names, of the caller's unit.
Result<Subscription> load_one(
    store::Reader const& reader, accounts::Principal const& who, http::Request const& request
) {
    auto const unit = events::unit_of(reader, who);
    if (!unit) {
        return unit.error();
    }
    return events::load_subscription(
        reader, *unit, request.capture("queryName"), request.capture("subscriptionID")
    );
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
        auto const record = load_one(*services.store.snapshot(), who_of(request), request);
        if (!record) {
            return problem(record.error(), request);
        }
        return http::text_response(200, asked->media_type, json::serialize(show(*record)));
    };
}

Result<Written> end(store::Transaction& tx, Call const& call) {
    auto const record = load_one(tx, call.who, call.request);
    if (!record) {
        return record.error();
    }
    if (auto const erased = events::erase_subscription(tx, *record); !erased) {
        return erased.error();
    }
    Written out;
    out.status = 204;
    return out;
}

}  // namespace

std::vector<http::Route> epcis_subscription_routes(Services& services) {
    constexpr std::string_view all = "/epcis/v2/queries/{queryName}/subscriptions";
    return {
        epcis_options(all, "OPTIONS, GET, HEAD, POST"),
        get(all, epcis_lists(services, list_page)),
        post(all, subscribe(services)),
        epcis_options(pattern, "OPTIONS, GET, HEAD, DELETE"),
        get(pattern, show_one(services)),
        erase(pattern, epcis_drops(services, end)),
    };
}

}  // namespace ocop::api
