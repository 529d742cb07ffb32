#include "api/read.hpp"

#include "registry/lot.hpp"

namespace ocop::api {

http::Response show(http::Request const& request, json::value const& record) {
    auto const* revision = record.get_object().if_contains("revision");
    if (revision == nullptr) {
        return http::json_response(200, json::serialize(record));
    }
    auto const tags = read_tags(request.header("If-None-Match"), Comparison::weak);
    auto const now = revision->get_int64();
    auto response = tags.matches(now) ? http::Response{304, {}, {}}
                                      : http::json_response(200, json::serialize(record));
    response.with("ETag", entity_tag(now));
    return response;
}

Result<PageRequest> read_page(http::Request const& request) {
    auto const query = read_query(request, {"limit", "after"});
    return query ? read_page(*query) : query.error();
}

Result<PageRequest> read_page(http::Parameters const& query) {
    auto const limit = read_number(query, {"limit", 1, page_limit_max, page_limit_default});
    if (!limit) {
        return limit.error();
    }
    auto const after = http::find_parameter(query, "after").value_or("");
    return PageRequest{std::string(after), static_cast<std::size_t>(*limit)};
}

void PageRequest::keep(std::string_view name, std::string_view value) {
    if (!value.empty()) {
        filter.append(name).append("=").append(value).append("&");
    }
}

Result<LotAsked> read_lot_asked(http::Parameters const& query) {
    LotAsked out;
    if (auto const gtin = http::find_parameter(query, "gtin")) {
        auto const digits = gtin->find_first_not_of("0123456789") == std::string_view::npos;
        if (!digits || gtin->empty()) {
            return query_invalid("gtin", "must be digits");
        }
        out.gtin = std::string(*gtin);
    }
    if (auto const text = http::find_parameter(query, "lot")) {
        auto lot = registry::parse_lot(*text);
        if (!lot) {
            return query_invalid("lot", "must be a lot number");
        }
        out.lot = std::move(*lot);
    }
    return out;
}

http::Response respond_page(http::Request const& request, PageRequest const& page, Listed found) {
    json::object body;
    body["items"] = std::move(found.items);
    auto response = http::json_response(200, json::serialize(body));
    if (found.next) {
        response.with(
            "Link",
            "<" + request.path + "?" + page.filter + "limit=" + std::to_string(page.limit) +
                "&after=" + *found.next + ">; rel=\"next\""
        );
    }
    return response;
}

http::Handler lists_by(Services& services, Lister lister) {
    return [&services, lister = std::move(lister)](http::Request const& request) -> http::Answer {
        auto const page = read_page(request);
        if (!page) {
            return problem(page.error(), request);
        }
        auto found = lister(*services.store.snapshot(), request, *page);
        return found ? respond_page(request, *page, std::move(*found))
                     : problem(found.error(), request);
    };
}

}  // namespace ocop::api
