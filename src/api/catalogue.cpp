#include "api/read.hpp"
#include "api/routes.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>

// The catalogue of products that bear stars today, for anyone.
namespace ocop::api {

namespace {

constexpr std::size_t text_chars_max = 200;
constexpr std::int64_t catalogue_limit_default = 50;

Result<std::optional<std::int64_t>> read_choice(
    http::Parameters const& query, NumberRule const& rule
) {
    if (!http::find_parameter(query, rule.name)) {
        return std::optional<std::int64_t>();
    }
    auto const number = read_number(query, rule);
    return number ? Result<std::optional<std::int64_t>>(std::optional(*number)) : number.error();
}

Result<catalogue::Query> read_catalogue_query(http::Request const& request) {
    auto const query = read_query(request, {"q", "commune", "group", "stars", "limit", "after"});
    if (!query) {
        return query.error();
    }
    auto const group = read_choice(*query, {"group", 1, catalogue::group_count, 0});
    if (!group) {
        return group.error();
    }
    auto const stars = read_choice(*query, {"stars", 3, 5, 0});
    if (!stars) {
        return stars.error();
    }
    auto const limit = read_number(*query, {"limit", 1, page_limit_max, catalogue_limit_default});
    if (!limit) {
        return limit.error();
    }
    auto const text = [&](std::string_view name) {
        return std::string(http::find_parameter(*query, name).value_or(""));
    };
    catalogue::Query out{text("q"), {}, *group, *stars, text("after"), 0, 0};
    out.limit = static_cast<std::size_t>(*limit);
    if (code_points(out.text).size() > text_chars_max) {
        return query_invalid("q", "must have at most 200 characters");
    }
    if (auto const commune = http::find_parameter(*query, "commune")) {
        out.commune = *commune;
    }
    if (out.commune && !registry::is_digits(*out.commune, 5)) {
        return query_invalid("commune", "must be five digits");
    }
    return out;
}

// The same search from the product after `after`.
std::string link_of(catalogue::Query const& query, std::string const& after) {
    std::string out = "</api/v1/catalogue?limit=" + std::to_string(query.limit);
    auto const add = [&](std::string_view name, std::string_view value) {
        out += '&';
        out += name;
        out += '=';
        append_percent_encoded(out, value);
    };
    if (!query.text.empty()) {
        add("q", query.text);
    }
    if (query.commune) {
        add("commune", *query.commune);
    }
    if (query.group) {
        add("group", std::to_string(*query.group));
    }
    if (query.stars) {
        add("stars", std::to_string(*query.stars));
    }
    add("after", after);
    return out + ">; rel=\"next\"";
}

// With `max-age` and the age of the listing together a change is seen within 60 s.
constexpr std::string_view kept_for = "public, max-age=30";

http::Handler search(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const query = read_catalogue_query(request);
        if (!query) {
            return problem(query.error(), request);
        }
        auto const listing = services.catalogue.listing();
        if (!listing) {
            return problem(listing.error(), request);
        }
        auto const found = (*listing)->find(*query, legal_day(services.clock.now()));
        if (!found) {
            return problem(found.error(), request);
        }
        json::object const body{
            {"items", json::write(found->items)},
            {"total", static_cast<std::int64_t>(found->total)}};
        auto response = http::json_response(200, json::serialize(body));
        response.with("Cache-Control", std::string(kept_for));
        if (found->next) {
            response.with("Link", link_of(*query, *found->next));
        }
        return response;
    };
}

}  // namespace

std::vector<http::Route> catalogue_routes(Services& s) {
    return {open(get("/api/v1/catalogue", search(s)))};
}

}  // namespace ocop::api
