#include "api/caller.hpp"
#include "api/epcis.hpp"
#include "api/routes.hpp"
#include "events/values.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/epcis/identifier.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <array>
#include <optional>

// The top-level resources: what this repository knows by EPC, place, step, …
namespace ocop::api {

namespace {

using events::List;

struct Resource {
    std::string_view name;
    List list;
    std::string_view parameter;  // what a value in the path stands for
    // The standard's words, which are there whether an event uses them or not.
    std::optional<epcis::Vocabulary> vocabulary;
};

constexpr std::array<Resource, 6> resources{{
    {"eventTypes", List::event_type, "eventType", {}},
    {"epcs", List::item, "MATCH_anyEPC", {}},
    {"bizSteps", List::biz_step, "EQ_bizStep", epcis::Vocabulary::biz_step},
    {"bizLocations", List::biz_location, "EQ_bizLocation", {}},
    {"readPoints", List::read_point, "EQ_readPoint", {}},
    {"dispositions", List::disposition, "EQ_disposition", epcis::Vocabulary::disposition},
}};

constexpr std::array<std::string_view, 5> event_types{
    "AggregationEvent",
    "AssociationEvent",
    "ObjectEvent",
    "TransactionEvent",
    "TransformationEvent",
};

Result<Resource> find_resource(http::Request const& request) {
    auto const name = request.capture("resource");
    for (auto const& resource : resources) {
        if (resource.name == name) {
            return resource;
        }
    }
    return Error(Errc::not_found, "route_not_found");
}

std::span<std::string_view const> standard_words(Resource const& resource) {
    if (resource.list == List::event_type) {
        return event_types;
    }
    return resource.vocabulary ? epcis::words(*resource.vocabulary)
                               : std::span<std::string_view const>();
}

bool is_standard(Resource const& resource, std::string_view value) {
    auto const words = standard_words(resource);
    return std::find(words.begin(), words.end(), value) != words.end();
}

// A value as the index has it: the path's is a URI in any form.
std::string canonical_of(Resource const& resource, std::string_view value) {
    if (resource.vocabulary) {
        return epcis::bare_word(*resource.vocabulary, value);
    }
    if (resource.list == List::event_type) {
        return std::string(value);
    }
    auto const identifier = epcis::read_identifier(value);
    return identifier ? epcis::finest_key(identifier->canonical) : std::string(value);
}

// The standard's words come first and are few: they are on the first page whatever its size.
json::array first_words(Resource const& resource, std::string_view token) {
    json::array out;
    if (token.empty()) {
        for (auto const word : standard_words(resource)) {
            out.emplace_back(std::string(word));
        }
    }
    return out;
}

http::Answer list_resource(Services& services, http::Request const& request) {
    auto const resource = find_resource(request);
    auto const parameters = read_epcis_parameters(request);
    if (!resource || !parameters) {
        return problem(resource ? parameters.error() : resource.error(), request);
    }
    if (auto const ok = check_page_only(*parameters); !ok) {
        return problem(ok.error(), request);
    }
    auto const after = from_base64url(parameters->token);
    if (!after) {
        return problem(
            Error(Errc::malformed, "page_token_invalid", "nextPageToken", "is none of ours"),
            request
        );
    }
    auto members = first_words(*resource, parameters->token);
    auto const page = events::list_values(
        *services.store.snapshot(),
        who_of(request),
        resource->list,
        as_text(*after),
        parameters->per_page
    );
    if (!page) {
        return problem(page.error(), request);
    }
    for (auto const& value : page->values) {
        if (!is_standard(*resource, value)) {
            members.emplace_back(value);
        }
    }
    return answer_collection(
        request,
        std::move(members),
        page->next ? to_base64url(as_bytes(*page->next)) : std::string()
    );
}

// A class among the EPCs is one of quantities.
bool is_class(Resource const& resource, std::string_view canonical) {
    if (resource.list != List::item) {
        return false;
    }
    auto const identifier = epcis::read_identifier(canonical);
    return identifier && identifier->kind == epcis::IdentifierKind::klass;
}

// The query that a value in the path stands for.
Result<epcis::Query> query_of(Resource const& resource, std::string_view value) {
    auto canonical = canonical_of(resource, value);
    auto const parameter =
        is_class(resource, canonical) ? std::string_view("MATCH_anyEPCClass") : resource.parameter;
    return epcis::read_query(epcis::QueryParameters{{std::string(parameter), std::move(canonical)}}
    );
}

// Of a class, whose knowers are in no list: whether they see an event of it. A page may end where
// its budget does, with nothing found so far. too_large "query_too_complex" after pages_max.
Result<bool> sees_event(
    store::Reader const& reader, accounts::Principal const& who, epcis::Query const& query
) {
    constexpr int pages_max = 8;
    events::PageRequest page;
    page.per_page = 1;
    for (int i = 0; i < pages_max; ++i) {
        auto found = events::find_events(reader, who, query, page);
        if (!found) {
            return found.error();
        }
        if (!found->events.empty() || !found->next) {
            return !found->events.empty();
        }
        page.token = std::move(*found->next);
    }
    return Error(Errc::too_large, "query_too_complex");
}

Result<bool> is_known(
    store::Reader const& reader,
    accounts::Principal const& who,
    Resource const& resource,
    std::string_view value
) {
    auto const query = query_of(resource, value);
    if (!query) {
        return query.error();
    }
    auto const canonical = canonical_of(resource, value);
    if (is_standard(resource, canonical)) {
        return true;
    }
    return is_class(resource, canonical)
               ? sees_event(reader, who, *query)
               : events::knows_value(reader, who, resource.list, canonical);
}

http::Answer show_value(Services& services, http::Request const& request) {
    if (auto const parameters = read_query(request, {}); !parameters) {
        return problem(parameters.error(), request);
    }
    auto const resource = find_resource(request);
    if (!resource) {
        return problem(resource.error(), request);
    }
    auto const snapshot = services.store.snapshot();
    auto const known = is_known(*snapshot, who_of(request), *resource, request.capture("value"));
    if (!known) {
        return problem(known.error(), request);
    }
    if (!*known) {
        return problem(Error(Errc::not_found, "value_not_found"), request);
    }
    return answer_collection(request, {"events"}, {});
}

http::Answer find_of_value(Services& services, http::Request const& request) {
    auto const resource = find_resource(request);
    auto const asked = read_epcis_headers(request);
    auto const parameters = read_epcis_parameters(request);
    if (!resource || !asked || !parameters) {
        auto const& error = !resource ? resource.error()
                            : !asked  ? asked.error()
                                      : parameters.error();
        return problem(error, request);
    }
    auto query = epcis::read_query(parameters->rest, asked->extensions);
    auto of_value = query_of(*resource, request.capture("value"));
    if (!query || !of_value) {
        return problem(query ? of_value.error() : query.error(), request);
    }
    std::move(
        of_value->conditions.begin(),
        of_value->conditions.end(),
        std::back_inserter(query->conditions)
    );
    auto const text = request.path + "?" + text_of_parameters(parameters->rest);
    return answer_events(services, request, *parameters, *query, text);
}

using Answerer = http::Answer (*)(Services&, http::Request const&);

http::Handler with(Services& services, Answerer answerer) {
    return
        [&services, answerer](http::Request const& request) { return answerer(services, request); };
}

// OPTIONS of what is there.
http::Route resource_options(std::string_view pattern) {
    auto route = epcis_options(pattern, "OPTIONS, GET, HEAD");
    route.handler = [options = route.handler](http::Request const& request) -> http::Answer {
        auto const resource = find_resource(request);
        return resource ? options(request) : problem(resource.error(), request);
    };
    return route;
}

http::Answer release_token(http::Request const& request) {
    auto const query = read_query(request, {});
    auto const body = read_body<Nothing>(request);
    if (!query || !body) {
        return problem(query ? body.error() : query.error(), request);
    }
    return http::Response{204, {}, std::string()};  // a token holds nothing here
}

}  // namespace

std::vector<http::Route> epcis_resource_routes(Services& services) {
    return {
        resource_options("/epcis/v2/{resource}"),
        get("/epcis/v2/{resource}", with(services, list_resource)),
        resource_options("/epcis/v2/{resource}/{value}"),
        get("/epcis/v2/{resource}/{value}", with(services, show_value)),
        resource_options("/epcis/v2/{resource}/{value}/events"),
        get("/epcis/v2/{resource}/{value}/events", with(services, find_of_value)),
        epcis_options("/epcis/v2/nextPageToken/{token}", "OPTIONS, DELETE"),
        erase("/epcis/v2/nextPageToken/{token}", release_token),
    };
}

}  // namespace ocop::api
