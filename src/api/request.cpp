#include "api/request.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::api {

namespace {

std::string_view trimmed(std::string_view text) {
    auto const blank = std::string_view(" \t");
    auto const first = std::min(text.find_first_not_of(blank), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

bool is_json_type(std::string_view type) {
    constexpr std::string_view json_type = "application/json";
    auto const name = trimmed(type.substr(0, type.find(';')));
    return std::equal(
        name.begin(),
        name.end(),
        json_type.begin(),
        json_type.end(),
        [](char given, char wanted) {
            return (given >= 'A' && given <= 'Z' ? given + 32 : given) == wanted;
        }
    );
}

}  // namespace

http::Response problem(Error const& error, http::Request const& request) {
    return http::problem_response(error, request.id);
}

Result<http::Parameters> read_query(
    http::Request const& request, std::initializer_list<std::string_view> known
) {
    auto query = http::parse_parameters(request.query);
    if (!query) {
        return query;
    }
    for (auto const& parameter : *query) {
        if (std::find(known.begin(), known.end(), parameter.first) == known.end()) {
            return Error(Errc::malformed, "query_unknown", parameter.first, "is not known here");
        }
    }
    return query;
}

Error query_invalid(std::string_view name, std::string reason) {
    return {Errc::malformed, "query_invalid", std::string(name), std::move(reason)};
}

Result<std::int64_t> read_number(http::Parameters const& query, NumberRule const& rule) {
    auto const text = http::find_parameter(query, rule.name);
    if (!text) {
        return rule.fallback;
    }
    auto const number = parse_decimal(*text, static_cast<std::uint64_t>(rule.max));
    if (!number || static_cast<std::int64_t>(*number) < rule.min) {
        return query_invalid(
            rule.name,
            "must be from " + std::to_string(rule.min) + " to " + std::to_string(rule.max)
        );
    }
    return static_cast<std::int64_t>(*number);
}

Result<json::value> read_json(http::Request const& request) {
    if (!is_json_type(request.header("Content-Type"))) {
        return Error(
            Errc::unsupported, "unsupported_media_type", "Content-Type", "must be application/json"
        );
    }
    return json::parse(request.body, {.bytes_max = body_bytes_max});
}

std::string entity_tag(std::int64_t revision) {
    return '"' + std::to_string(revision) + '"';
}

bool TagList::matches(std::int64_t revision) const {
    return any || std::find(revisions.begin(), revisions.end(), revision) != revisions.end();
}

TagList read_tags(std::string_view header, Comparison comparison) {
    TagList out;
    out.given = !header.empty();
    while (!header.empty()) {
        auto const end = std::min(header.find(','), header.size());
        auto tag = trimmed(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        out.any = out.any || tag == "*";
        if (comparison == Comparison::weak && tag.substr(0, 2) == "W/") {
            tag.remove_prefix(2);
        }
        if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') {
            continue;
        }
        auto const revision = parse_decimal(tag.substr(1, tag.size() - 2), INT64_MAX);
        if (revision) {
            out.revisions.push_back(static_cast<std::int64_t>(*revision));
        }
    }
    return out;
}

}  // namespace ocop::api
