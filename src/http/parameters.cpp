#include "http/ascii.hpp"
#include "http/message.hpp"

namespace ocop::http {

namespace {

constexpr std::size_t parameters_max = 100;

Error query_malformed(std::string pointer, std::string reason) {
    return {Errc::malformed, "query_malformed", std::move(pointer), std::move(reason)};
}

std::optional<std::string> decode_form(std::string_view text) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return percent_decode(spaced);
}

}  // namespace

Result<Parameters> parse_parameters(std::string_view query) {
    Parameters out;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const piece = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (piece.empty()) continue;
        if (out.size() == parameters_max) return query_malformed("", "has too many parameters");

        auto const equals = std::min(piece.find('='), piece.size());
        auto name = decode_form(piece.substr(0, equals));
        auto value = decode_form(piece.substr(std::min(equals + 1, piece.size())));
        if (!name) return query_malformed("", "a name is not percent-encoded UTF-8");
        if (!value) return query_malformed(*name, "is not percent-encoded UTF-8");
        if (find_parameter(out, *name)) return query_malformed(*name, "is given twice");
        out.emplace_back(std::move(*name), std::move(*value));
    }
    return out;
}

std::optional<std::string_view> find_parameter(
    Parameters const& parameters, std::string_view name
) {
    for (auto const& [key, value] : parameters) {
        if (key == name) return value;
    }
    return std::nullopt;
}

}  // namespace ocop::http
