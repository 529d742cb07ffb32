#include "api/caller.hpp"
#include "api/epcis.hpp"
#include "events/master_data.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::api {

namespace {

Error parameter_invalid(std::string_view name, std::string reason) {
    return {Errc::malformed, "query_parameter_invalid", std::string(name), std::move(reason)};
}

// A '+' that nobody escaped is a space in a query (HTML), and a time has no space.
std::string unspaced_time(std::string_view name, std::string value) {
    bool const is_time = name.find("ime") != std::string_view::npos &&
                         (name.starts_with("GE_") || name.starts_with("LT_"));
    if (auto const space = value.find(' '); is_time && space != std::string::npos) {
        value[space] = '+';
    }
    return value;
}

Result<void> read_per_page(std::string_view value, EpcisParameters& out) {
    auto const number = parse_decimal(value, UINT32_MAX);
    if (!number || *number == 0) {
        return parameter_invalid("perPage", "must be a number from 1");
    }
    out.per_page = std::min<std::size_t>(*number, epcis_per_page_max);
    return {};
}

}  // namespace

Result<EpcisParameters> read_epcis_parameters(http::Request const& request) {
    auto all = http::parse_parameters(request.query);
    if (!all) {
        return all.error();
    }
    EpcisParameters out;
    Result<void> per_page;
    for (auto& [name, value] : *all) {
        if (name == "perPage") {
            per_page = read_per_page(value, out);
        } else if (name == "nextPageToken") {
            out.token = std::move(value);
        } else if (name == "explain") {
            out.explain = true;
        } else {
            auto unspaced = unspaced_time(name, std::move(value));
            out.rest.emplace_back(std::move(name), std::move(unspaced));
        }
    }
    return per_page ? Result<EpcisParameters>(std::move(out)) : per_page.error();
}

std::string text_of_parameters(epcis::QueryParameters const& parameters) {
    auto sorted = parameters;
    std::sort(sorted.begin(), sorted.end());
    std::string out;
    for (auto const& [name, value] : sorted) {
        append_percent_encoded(out, name);
        out += '=';
        append_percent_encoded(out, value);
        out += '&';
    }
    return out;
}

http::Handler epcis_lists(Services& services, EpcisLister lister) {
    return [&services, lister = std::move(lister)](http::Request const& request) -> http::Answer {
        auto const asked = read_epcis_headers(request);
        auto const parameters = read_epcis_parameters(request);
        if (!asked || !parameters) {
            return problem(asked ? parameters.error() : asked.error(), request);
        }
        if (auto const ok = check_page_only(*parameters); !ok) {
            return problem(ok.error(), request);
        }
        auto const found = lister(*services.store.snapshot(), request, *parameters);
        if (!found) {
            return problem(found.error(), request);
        }
        auto response = http::text_response(200, asked->media_type, json::serialize(found->items));
        if (found->next) {
            response.with("Link", link_to_next(request, *found->next));
        }
        return response;
    };
}

http::Handler epcis_drops(Services& services, Step step) {
    return [&services, step = std::move(step)](http::Request const& request) -> http::Answer {
        auto const asked = read_epcis_headers(request);
        auto const body = read_body<Nothing>(request);
        if (!asked || !body) {
            return problem(asked ? body.error() : asked.error(), request);
        }
        return queue_write(services, request, step);
    };
}

Result<void> check_page_only(EpcisParameters const& parameters) {
    if (parameters.rest.empty()) {
        return {};
    }
    return parameter_invalid(parameters.rest.front().first, "is not known here");
}

std::string uri_of(http::Request const& request, std::string_view path) {
    return "https://" + std::string(request.header("Host")) + std::string(path);
}

std::string link_to_next(http::Request const& request, std::string_view token) {
    auto uri = uri_of(request, request.path) + "?";
    auto const parameters = http::parse_parameters(request.query);
    for (auto const& [name, value] : *parameters) {
        if (name != "nextPageToken") {
            append_percent_encoded(uri, name);
            uri += '=';
            append_percent_encoded(uri, value);
            uri += '&';
        }
    }
    uri += "nextPageToken=";
    append_percent_encoded(uri, token);
    return "<" + uri + ">; rel=\"next\"";
}

std::string event_location(std::string_view event_id) {
    auto out = std::string(epcis_root) + "/events/";
    append_percent_encoded(out, event_id);
    return out;
}

http::Response answer_events(
    Services& services,
    http::Request const& request,
    EpcisParameters const& parameters,
    epcis::Query const& query,
    std::string query_text
) {
    auto const asked = read_epcis_headers(request);
    if (!asked) {
        return problem(asked.error(), request);
    }
    auto const& who = who_of(request);
    // It counts events that others alone may see.
    if (parameters.explain && who.reach != accounts::Reach::all) {
        return problem(Error(Errc::forbidden, "explain_forbidden"), request);
    }
    events::PageRequest page;
    page.per_page = parameters.per_page;
    page.token = parameters.token;
    page.query_text = std::move(query_text);
    auto const snapshot = services.store.snapshot();
    events::StoredMasterData const master_data(*snapshot, who);
    auto const found = events::find_events(*snapshot, who, query, page, master_data);
    if (!found || !master_data.outcome()) {
        return problem(found ? master_data.outcome().error() : found.error(), request);
    }
    if (parameters.explain) {
        return http::json_response(200, json::serialize(json::write(found->explain)));
    }
    std::vector<epcis::Out> out;
    for (auto const& record : found->events) {
        out.push_back({&record.event, record.recorded});
    }
    auto const document =
        epcis::query_document(out, asked->format, services.clock.now(), parameters.query_name);
    auto response = http::text_response(200, asked->media_type, json::serialize(document));
    if (found->next) {
        // Tokens hold no state here; the time is told because the standard asks for one.
        auto const year = Instant{services.clock.now().ms + 365LL * 86'400'000};
        response.with("Link", link_to_next(request, *found->next))
            .with("GS1-Next-Page-Token-Expires", to_text(year));
    }
    return response;
}

http::Response answer_collection(
    http::Request const& request, json::array members, std::string const& next
) {
    auto const asked = read_epcis_headers(request);
    if (!asked) {
        return problem(asked.error(), request);
    }
    json::object body;
    body["@context"] = json::array{json::value(epcis::epcis_context)};
    body["type"] = "Collection";
    body["member"] = std::move(members);
    auto response = http::text_response(200, asked->media_type, json::serialize(body));
    if (!next.empty()) {
        response.with("Link", link_to_next(request, next));
    }
    return response;
}

}  // namespace ocop::api
