#include "api/read.hpp"

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

http::Handler lists_by(Services& services, Lister lister) {
    return [&services, lister = std::move(lister)](http::Request const& request) -> http::Answer {
        auto const query = read_query(request, {"limit", "after"});
        if (!query) {
            return problem(query.error(), request);
        }
        auto const limit = read_number(*query, {"limit", 1, page_limit_max, page_limit_default});
        if (!limit) {
            return problem(limit.error(), request);
        }
        auto const after = http::find_parameter(*query, "after").value_or("");
        PageRequest const page{std::string(after), static_cast<std::size_t>(*limit)};
        auto listed = lister(*services.store.snapshot(), request, page);
        if (!listed) {
            return problem(listed.error(), request);
        }
        json::object body;
        body["items"] = std::move(listed->items);
        auto response = http::json_response(200, json::serialize(body));
        if (listed->next) {
            response.with(
                "Link",
                "<" + request.path + "?limit=" + std::to_string(*limit) +
                    "&after=" + *listed->next + ">; rel=\"next\""
            );
        }
        return response;
    };
}

}  // namespace ocop::api
