#pragma once

#include "http/message.hpp"

#include <ocop/base/json.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// What a request says, read strictly: nothing unknown is passed over in silence. Any thread.
namespace ocop::api {

inline constexpr std::size_t body_bytes_max = std::size_t{256} * 1024;

http::Response problem(Error const& error, http::Request const& request);

// The query's parameters, of which only `known` ones may be there. malformed "query_unknown" or
// "query_malformed", the pointer being the parameter's name.
Result<http::Parameters> read_query(
    http::Request const& request, std::initializer_list<std::string_view> known
);

// A whole number that a parameter may give.
struct NumberRule {
    std::string_view name;
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::int64_t fallback = 0;  // when the parameter is not there
};

// malformed "query_invalid".
Result<std::int64_t> read_number(http::Parameters const& query, NumberRule const& rule);
Error query_invalid(std::string_view name, std::string reason);

// One of an enumeration's words, or nothing when the parameter is not there; query_invalid().
template <class E>
Result<std::optional<E>> read_word(http::Parameters const& query, std::string_view name) {
    auto const word = http::find_parameter(query, name);
    if (!word) {
        return std::optional<E>();
    }
    std::optional<E> out;
    std::string words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        words += words.empty() ? d.name : std::string(", ") + d.name;
        if (*word == d.name) {
            out = d.value;
        }
    });
    return out ? Result<std::optional<E>>(out) : query_invalid(name, "must be one of: " + words);
}

// The body as JSON. unsupported "unsupported_media_type" when it is not said to be
// application/json; the errors of json::parse.
Result<json::value> read_json(http::Request const& request);

// For a request that says all in its path: no body, or {}.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

// Errors of read_json(), and malformed "json_invalid" with all faults.
template <class Body>
Result<Body> read_body(http::Request const& request) {
    if (std::is_empty_v<Body> && request.body.empty()) {
        return Body{};
    }
    auto const value = read_json(request);
    if (!value) {
        return value.error();
    }
    return json::read<Body>(*value, json::Mode::strict);
}

// The entity tag of a record: its revision in quotes (RFC 9110 §8.8.3).
std::string entity_tag(std::int64_t revision);

// The tags of If-Match or If-None-Match. What has not the form of a tag of ours names no revision.
struct TagList {
    bool given = false;
    bool any = false;  // "*"
    std::vector<std::int64_t> revisions;

    bool matches(std::int64_t revision) const;
};

enum class Comparison : std::uint8_t { strong, weak };  // RFC 9110 §8.8.3.2

TagList read_tags(std::string_view header, Comparison comparison);

}  // namespace ocop::api
