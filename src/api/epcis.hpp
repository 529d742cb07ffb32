#pragma once

#include "api/read.hpp"
#include "api/request.hpp"
#include "api/services.hpp"
#include "api/write.hpp"
#include "events/find.hpp"
#include "http/route.hpp"

#include <ocop/epcis/document.hpp>
#include <ocop/epcis/query.hpp>

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// What the routes of EPCIS 2.0 (§12, the REST bindings) have in common.
namespace ocop::api {

inline constexpr std::string_view epcis_root = "/epcis/v2";
inline constexpr std::string_view epcis_versions = "2.0";  // of EPCIS and of the CBV
inline constexpr std::size_t capture_events_max = 500;
inline constexpr std::size_t capture_bytes_max = std::size_t{2} * 1024 * 1024;
inline constexpr std::size_t epcis_per_page_default = 30;
inline constexpr std::size_t epcis_per_page_max = 200;

std::vector<http::Route> epcis_routes(Services& services);

// The last word on an answer under /epcis/v2 (ServerOptions::finish): version headers, and the
// problem types of the standard ("epcisException:…") in place of ours, which become "slug". A
// capture's 413 says its limits. Other targets are left alone.
void finish_epcis(std::string_view target, http::Response& response);

// The type of a problem by the standard, without "epcisException:"; empty where it has none.
std::string_view epcis_exception(int status, std::string_view slug);

// What a request's headers ask for.
struct EpcisAsked {
    epcis::EpcFormat format = epcis::EpcFormat::digital_link;
    std::string media_type;             // of the answer
    epcis::QueryParameters extensions;  // GS1-Extensions: prefix → namespace
};

// unacceptable "not_acceptable" with the header as pointer: a version that is not spoken (Version,
// Min and Max of EPCIS and CBV), Always_EPC_URN (the length of a company prefix is not in a Digital
// Link, and guessing would make identifiers that name nothing), a media type other than JSON.
// malformed "header_malformed".
Result<EpcisAsked> read_epcis_headers(http::Request const& request);

// The body as JSON, up to capture_bytes_max. unsupported "unsupported_media_type" unless it is
// application/json or application/ld+json; the errors of json::parse.
Result<json::value> read_epcis_body(http::Request const& request);

// perPage and nextPageToken taken out of the query; what is left is the standard's.
struct EpcisParameters {
    epcis::QueryParameters rest;
    std::size_t per_page = epcis_per_page_default;
    std::string token;
    bool explain = false;                         // "explain", for developers
    std::string query_name = "SimpleEventQuery";  // of the answer
};

// malformed "query_parameter_invalid".
Result<EpcisParameters> read_epcis_parameters(http::Request const& request);

// For a route with no parameters but these: malformed "query_parameter_invalid" for any other.
Result<void> check_page_only(EpcisParameters const& parameters);

// The caller's events for a query as an EPCISQueryDocument with its Link; with `explain`, how they
// were found instead. `query_text` tells this query from others (PageRequest).
http::Response answer_events(
    Services& services,
    http::Request const& request,
    EpcisParameters const& parameters,
    epcis::Query const& query,
    std::string query_text
);

// `parameters`, in one order, as a page's query_text.
std::string text_of_parameters(epcis::QueryParameters const& parameters);

// {"@context", "type": "Collection", "member"}; with `next`, the Link to the page after.
http::Response answer_collection(
    http::Request const& request, json::array members, std::string const& next
);

// A handler of a list that takes no parameters but those of paging. `next` of what `lister` finds
// is the token of the page after.
using EpcisLister = std::function<
    Result<Listed>(store::Reader const&, http::Request const&, EpcisParameters const&)>;
http::Handler epcis_lists(Services& services, EpcisLister lister);

// A handler of DELETE, which says all in its path.
http::Handler epcis_drops(Services& services, Step step);

// This request's URI with another page token, as a Link (RFC 8288).
std::string link_to_next(http::Request const& request, std::string_view token);

// Whole URI of a path of ours, under the host that the request named.
std::string uri_of(http::Request const& request, std::string_view path);

// What it is called by here: "/epcis/v2/events/" ‖ id, escaped.
std::string event_location(std::string_view event_id);

std::string query_location(std::string_view name);  // "/epcis/v2/queries/" ‖ name, escaped

// The answer to a write that subscribers may have to hear of: once it is committed, the deliverer
// is woken.
http::Answer then_deliver(Services& services, http::Answer answer);

// OPTIONS of one path: 204 with Allow and what is spoken. Open to anyone.
http::Route epcis_options(std::string_view pattern, std::string_view allow);

// The tables that epcis_routes() is put together from.
std::vector<http::Route> epcis_capture_routes(Services& services);
std::vector<http::Route> epcis_event_routes(Services& services);
std::vector<http::Route> epcis_resource_routes(Services& services);
std::vector<http::Route> epcis_query_routes(Services& services);
std::vector<http::Route> epcis_subscription_routes(Services& services);

}  // namespace ocop::api
