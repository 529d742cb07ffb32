#include "api/epcis.hpp"

#include "api/caller.hpp"
#include "api/routes.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace ocop::api {

namespace {

constexpr std::string_view vendor_version = "ocop-trace-1";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

// Calls `visit` with each part between separators until it says false.
template <class Visit>
void split(std::string_view text, char separator, Visit visit) {
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        if (!visit(trimmed(text.substr(0, end)))) {
            return;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool equal_without_case(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : static_cast<int>(c); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) {
        return lower(x) == lower(y);
    });
}

// "2.0.1" → {2, 0, 1}; empty when it is not ^\d+(\.\d+)*$.
std::vector<unsigned> parse_version(std::string_view text) {
    std::vector<unsigned> out;
    while (!text.empty()) {
        unsigned number = 0;
        auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
        auto const length = static_cast<std::size_t>(read.ptr - text.data());
        if (read.ec != std::errc() || (length < text.size() && text[length] != '.') ||
            length + 1 == text.size()) {
            return {};
        }
        out.push_back(number);
        text.remove_prefix(std::min(length + 1, text.size()));
    }
    return out;
}

Error not_acceptable(std::string header, std::string reason) {
    return {Errc::unacceptable, "not_acceptable", std::move(header), std::move(reason)};
}

// Of EPCIS or of the CBV: what is spoken is 2.0, and 2.0.x is the same.
Result<void> check_versions(http::Request const& request, std::string const& stem) {
    struct Bound {
        char const* name;
        bool (*holds)(std::vector<unsigned> const&);
    };

    static constexpr std::array<Bound, 3> bounds{{
        {"-Version",
         [](std::vector<unsigned> const& v) { return v[0] == 2 && (v.size() == 1 || v[1] == 0); }},
        {"-Min",
         [](std::vector<unsigned> const& v) {
             return v <= std::vector<unsigned>{2, 0, 1};
         }},
        {"-Max", [](std::vector<unsigned> const& v) { return v >= std::vector<unsigned>{2}; }},
    }};
    for (auto const& bound : bounds) {
        auto const name = stem + bound.name;
        auto const value = request.header(name);
        if (value.empty()) {
            continue;
        }
        auto const version = parse_version(value);
        if (version.empty()) {
            return Error(Errc::malformed, "header_malformed", name, "must be like 2.0");
        }
        if (!bound.holds(version)) {
            return not_acceptable(name, "version 2.0 is spoken here");
        }
    }
    return {};
}

Result<epcis::EpcFormat> read_format(http::Request const& request) {
    auto const value = request.header("GS1-EPC-Format");
    if (value.empty() || value == "No_Preference" || value == "Always_GS1_Digital_Link") {
        return epcis::EpcFormat::digital_link;
    }
    if (value == "Never_Translates") {
        return epcis::EpcFormat::never_translates;
    }
    return not_acceptable(
        "GS1-EPC-Format",
        value == "Always_EPC_URN"
            ? "EPC URNs need the length of every company prefix, which a Digital Link does not "
              "tell: ask for Always_GS1_Digital_Link or Never_Translates"
            : "must be No_Preference, Always_GS1_Digital_Link or Never_Translates"
    );
}

// Whether a media range has the weight 0 (RFC 9110 §12.4.2: "not acceptable").
bool is_refused(std::string_view range) {
    bool out = false;
    split(range, ';', [&](std::string_view parameter) {
        bool const weighs = parameter.starts_with("q=") || parameter.starts_with("Q=");
        out = out || (weighs && parameter.find_first_not_of("0.", 2) == std::string_view::npos);
        return !out;
    });
    return out;
}

// The first type of ours in Accept that is not refused by q=0; no quality is weighed, since the
// answers differ in their names only.
Result<std::string> read_accept(http::Request const& request) {
    auto const accept = request.header("Accept");
    if (accept.empty()) {
        return std::string("application/json");
    }
    std::string out;
    split(accept, ',', [&](std::string_view range) {
        auto const type = trimmed(range.substr(0, range.find(';')));
        if (is_refused(range)) {
            return true;
        }
        if (equal_without_case(type, "application/ld+json")) {
            out = "application/ld+json";
        } else if (equal_without_case(type, "application/json") || type == "*/*" ||
                   equal_without_case(type, "application/*")) {
            out = "application/json";
        }
        return out.empty();
    });
    if (out.empty()) {
        return not_acceptable("Accept", "answers are application/json or application/ld+json");
    }
    return out;
}

Result<epcis::QueryParameters> read_extensions(http::Request const& request) {
    epcis::QueryParameters out;
    bool good = true;
    split(request.header("GS1-Extensions"), ',', [&](std::string_view pair) {
        auto const equals = pair.find('=');
        good = equals != std::string_view::npos && equals > 0 && equals + 1 < pair.size();
        if (good) {
            out.emplace_back(trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1)));
        }
        return good;
    });
    if (!good) {
        return Error(
            Errc::malformed, "header_malformed", "GS1-Extensions", "must be like ex=https://…"
        );
    }
    return out;
}

std::string detail_of(json::object const& problem) {
    auto const* errors = problem.if_contains("errors");
    if (errors == nullptr || errors->get_array().empty()) {
        return {};
    }
    auto const& first = errors->get_array().front().get_object();
    std::string out(first.at("pointer").as_string());
    out += out.empty() ? "" : " ";
    return out + std::string(first.at("detail").as_string());
}

void put_capture_limits(http::Response& response) {
    response.with("GS1-EPCIS-Capture-Limit", std::to_string(capture_events_max))
        .with("GS1-EPCIS-Capture-File-Size-Limit", std::to_string(capture_bytes_max));
}

void put_epcis_type(http::Response& response) {
    constexpr std::string_view ours = "urn:ocop:problem:";
    auto* text = std::get_if<std::string>(&response.body);
    auto parsed = text != nullptr ? json::parse(*text, {.bytes_max = text->size()}) : Error();
    if (!parsed || !parsed->is_object()) {
        return;
    }
    auto& problem = parsed->get_object();
    auto slug = std::string(problem.at("type").as_string());
    if (!slug.starts_with(ours)) {
        return;
    }
    slug.erase(0, ours.size());
    auto const type = epcis_exception(response.status, slug);
    if (type.empty()) {
        return;
    }
    problem["type"] = "epcisException:" + std::string(type);
    if (auto detail = detail_of(problem); !detail.empty()) {
        problem["detail"] = detail;
    }
    problem["slug"] = slug;
    *text = json::serialize(problem);
    // Here, since a body over the route's limit never comes to its handler.
    if (type == "CaptureLimitExceededException") {
        put_capture_limits(response);
    }
}

}  // namespace

std::string_view epcis_exception(int status, std::string_view slug) {
    struct Row {
        std::string_view slug;
        std::string_view type;
    };

    static constexpr std::array<Row, 8> by_slug{{
        {"query_parameter_invalid", "QueryParameterException"},
        {"query_malformed", "QueryParameterException"},
        {"page_token_invalid", "QueryParameterException"},
        {"query_definition_invalid", "QueryValidationException"},
        {"subscription_invalid", "SubscriptionControlsException"},
        {"query_not_found", "NoSuchNameException"},
        {"query_too_large", "QueryTooLargeException"},
        {"query_too_complex", "QueryTooComplexException"},
    }};
    for (auto const& row : by_slug) {
        if (row.slug == slug) {
            return row.type;
        }
    }
    switch (status) {
        case 400:
            return "ValidationException";
        case 401:
        case 403:
            return "SecurityException";
        case 404:
            return "NoSuchResourceException";
        case 406:
            return "NotAcceptableException";
        case 409:
            return "ResourceAlreadyExistsException";
        case 413:
            return "CaptureLimitExceededException";
        case 414:
            return "URITooLongException";
        case 415:
            return "UnsupportedMediaTypeException";
        default:
            return status >= 500 ? "ImplementationException" : std::string_view();
    }
}

void finish_epcis(std::string_view target, http::Response& response) {
    auto const path = target.substr(0, target.find('?'));
    if (!path.starts_with(epcis_root) ||
        (path.size() > epcis_root.size() && path[epcis_root.size()] != '/')) {
        return;
    }
    response.with("GS1-EPCIS-Version", std::string(epcis_versions))
        .with("GS1-CBV-Version", std::string(epcis_versions))
        .with("GS1-Vendor-Version", std::string(vendor_version));
    if (response.header("Content-Type") == "application/problem+json") {
        put_epcis_type(response);
    }
}

Result<EpcisAsked> read_epcis_headers(http::Request const& request) {
    for (std::string const stem : {"GS1-EPCIS", "GS1-CBV"}) {
        if (auto const ok = check_versions(request, stem); !ok) {
            return ok.error();
        }
    }
    auto const format = read_format(request);
    if (!format) {
        return format.error();
    }
    auto media_type = read_accept(request);
    if (!media_type) {
        return media_type.error();
    }
    auto extensions = read_extensions(request);
    if (!extensions) {
        return extensions.error();
    }
    return EpcisAsked{*format, std::move(*media_type), std::move(*extensions)};
}

Result<json::value> read_epcis_body(http::Request const& request) {
    auto const header = request.header("Content-Type");
    auto const type = trimmed(header.substr(0, header.find(';')));
    if (!equal_without_case(type, "application/json") &&
        !equal_without_case(type, "application/ld+json")) {
        return Error(
            Errc::unsupported,
            "unsupported_media_type",
            "Content-Type",
            "must be application/json or application/ld+json"
        );
    }
    return json::parse(
        request.body,
        {.bytes_max = capture_bytes_max,
         .depth_max = epcis::depth_max,
         .values_max = epcis::values_max}
    );
}

http::Route epcis_options(std::string_view pattern, std::string_view allow) {
    auto handler = [allow = std::string(allow)](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        http::Response response{204, {}, std::string()};
        for (std::string const stem : {"GS1-EPCIS", "GS1-CBV"}) {
            response.with(stem + "-Min", std::string(epcis_versions))
                .with(stem + "-Max", std::string(epcis_versions));
        }
        response.with("Allow", allow)
            .with("GS1-EPC-Format", "No_Preference, Always_GS1_Digital_Link, Never_Translates")
            .with("GS1-CBV-XML-Format", "Never_Translates")
            .with("GS1-Extensions", "");
        if (request.path == std::string(epcis_root) + "/capture") {
            put_capture_limits(response);
            response.with("GS1-Capture-Error-Behaviour", "all");
        }
        return response;
    };
    return open({http::Method::options, pattern, std::move(handler)});
}

std::vector<http::Route> epcis_routes(Services& services) {
    std::vector<http::Route> all;
    for (auto* const table :
         {epcis_capture_routes,
          epcis_event_routes,
          epcis_resource_routes,
          epcis_query_routes,
          epcis_subscription_routes}) {
        auto part = table(services);
        std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace ocop::api
