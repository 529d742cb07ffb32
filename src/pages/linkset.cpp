#include "pages/linkset.hpp"

#include "pages/accept.hpp"

#include <ocop/base/json.hpp>

#include <algorithm>
#include <array>

namespace ocop::pages {

namespace {

constexpr std::string_view vocabulary = "https://ref.gs1.org/voc/";
constexpr std::string_view context_link =
    "<https://ref.gs1.org/standards/resolver/linkset-context>; "
    "rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"";

// "pip" of "gs1:pip", "https://gs1.org/voc/pip" and "https://ref.gs1.org/voc/pip"; as it is of what
// is none, which no link is.
std::string_view type_name(std::string_view text) {
    for (auto const* prefix : {"gs1:", "https://gs1.org/voc/", "https://ref.gs1.org/voc/"}) {
        if (text.starts_with(prefix)) return text.substr(std::string_view(prefix).size());
    }
    return text;
}

// What the link itself shows: its own type.
std::string_view own_type(stamp::StampLink const& link) {
    if (link.serial) return "verificationService";
    return link.lot ? "traceability" : "pip";
}

json::object describe(ResolverLink const& link) {
    json::object out{{"href", link.href}, {"title", link.title}};
    if (link.type != "defaultLink") {
        out["type"] = "text/html";
        out["hreflang"] = json::array{"vi", "en"};
    }
    return out;
}

}  // namespace

LinkWish read_link_wish(http::Request const& request) {
    auto const query = http::parse_parameters(request.query);
    auto const asked = query ? http::find_parameter(*query, "linkType") : std::nullopt;
    if (asked && (*asked == "linkset" || *asked == "all")) return {true, {}};
    auto const ranges = read_accept(request.header("Accept"));
    int liked = 0;
    for (auto const* type : {"application/linkset+json", "application/json", "application/ld+json"})
        liked = std::max(liked, weight_of(ranges, type));
    bool const linkset = liked > 0 && liked >= weight_of(ranges, "text/html");
    if (asked) return {false, std::string(type_name(*asked))};
    return {linkset, {}};
}

std::vector<ResolverLink> links_of(Linked const& linked) {
    auto const root = "https://" + linked.host;
    auto const& link = linked.link;
    auto const item = root + "/v/01/" + link.gtin;
    auto const own = root + "/v" + linked.path;
    std::vector<ResolverLink> out{{"defaultLink", own, linked.title}};
    bool const bare = !link.lot && !link.serial;
    out.push_back({"pip", bare ? own : item, linked.title});
    if (link.lot) {
        out.push_back(
            {"traceability",
             link.serial ? item + "/10/" + *link.lot : own,
             linked.title + " · " + *link.lot}
        );
    }
    if (link.serial) out.push_back({own_type(link), own, linked.title});
    out.push_back(
        {"certificationInfo", root + "/products/" + linked.product + "#certificate", linked.title}
    );
    return out;
}

http::Response linkset_response(Linked const& linked) {
    json::object set{
        {"anchor", "https://" + linked.host + linked.path}, {"itemDescription", linked.title}};
    for (auto const& link : links_of(linked)) {
        set[std::string(vocabulary) + std::string(link.type)] = json::array{describe(link)};
    }
    json::object const body{{"linkset", json::array{std::move(set)}}};
    return http::text_response(200, "application/linkset+json", json::serialize(body))
        .with("Link", std::string(context_link))
        .with("Vary", "Accept, Accept-Language")
        .with("Access-Control-Allow-Origin", "*")
        .with("Cache-Control", "no-store");
}

std::optional<std::string> find_link(Linked const& linked, std::string_view type) {
    for (auto const& link : links_of(linked)) {
        if (link.type == type) return link.href;
    }
    return std::nullopt;
}

}  // namespace ocop::pages
