#include "pages/question.hpp"

#include <algorithm>

namespace ocop::pages {

namespace {

using Kind = verdicts::Question::Kind;

constexpr std::string_view page_prefix = "/v";
constexpr std::string_view check_suffix = "/check";

verdicts::Question typed_question(std::string_view text) {
    return {Kind::typed_serial, std::string(text), {}, {}};
}

verdicts::Question link_question(std::string_view text) {
    std::string uri(text);
    if (uri.find("://") == std::string::npos) uri.insert(0, "https://");
    return {Kind::uri, uri, {}, {}};
}

}  // namespace

std::string_view trim_pasted(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto const first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

Enquiry read_link_enquiry(http::Request const& request) {
    std::string_view path = request.path;
    if (path.starts_with(page_prefix)) path.remove_prefix(page_prefix.size());
    // A link is pairs of segments: only an odd last one can be the form's, and not a lot "check".
    bool const odd = std::count(path.begin(), path.end(), '/') % 2 == 1;
    if (odd && path.ends_with(check_suffix)) path.remove_suffix(check_suffix.size());
    Enquiry out;
    out.question = {
        Kind::target, std::string(path), request.query, std::string(request.header("Host"))};
    out.path = std::string(page_prefix) + std::string(path);
    out.query = request.query;
    return out;
}

std::optional<Enquiry> read_typed_enquiry(http::Request const& request) {
    Enquiry out;
    out.path = page_prefix;
    out.query = request.query;
    auto const parameters = http::parse_parameters(request.query);
    if (!parameters) {
        out.question = typed_question("");
        return out;
    }
    auto const uri = http::find_parameter(*parameters, "uri");
    auto const serial = http::find_parameter(*parameters, "serial");
    if (!uri && !serial) return std::nullopt;
    auto const text = trim_pasted(uri ? *uri : *serial);
    out.typed = text;
    bool const link = uri || text.find_first_of("/:.") != std::string_view::npos;
    out.question = link ? link_question(text) : typed_question(text);
    return out;
}

}  // namespace ocop::pages
