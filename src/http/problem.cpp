#include "http/problem.hpp"

#include <ocop/base/json.hpp>

#include <algorithm>

namespace ocop::http {

namespace {

std::string title_of(std::string_view slug) {
    std::string out(slug);
    std::replace(out.begin(), out.end(), '_', ' ');
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
    return out;
}

}  // namespace

int status_of(Errc code) {
    switch (code) {
        case Errc::malformed:
            return 400;
        case Errc::unauthenticated:
            return 401;
        case Errc::forbidden:
            return 403;
        case Errc::not_found:
            return 404;
        case Errc::conflict:
            return 409;
        case Errc::precondition:
            return 412;
        case Errc::too_large:
            return 413;
        case Errc::unsupported:
            return 415;
        case Errc::refused:
            return 422;
        case Errc::too_many:
            return 429;
        case Errc::unavailable:
            return 503;
        case Errc::unknown_outcome:
            return 503;
        case Errc::storage_full:
            return 507;
        case Errc::corrupt:
            return 500;
        case Errc::internal:
            return 500;
    }
    return 500;
}

Response problem_with_status(int status, Error const& error, std::string_view request_id) {
    json::object document;
    document["type"] = "urn:ocop:problem:" + std::string(error.slug);
    document["title"] = title_of(error.slug);
    document["status"] = status;
    if (!error.faults.empty()) {
        json::array errors;
        for (auto const& fault : error.faults) {
            errors.push_back(json::object{{"pointer", fault.pointer}, {"detail", fault.reason}});
        }
        document["errors"] = std::move(errors);
    }
    document["instance"] = "urn:ocop:request:" + std::string(request_id);
    return text_response(status, "application/problem+json", json::serialize(document));
}

Response problem_response(Error const& error, std::string_view request_id) {
    auto const status = status_of(error.code);
    // What went wrong inside is for our logs: to a stranger it is a map of the machine.
    auto out = status == 500
                   ? problem_with_status(500, Error(Errc::internal, "internal"), request_id)
                   : problem_with_status(status, error, request_id);
    if (status == 401) out.with("WWW-Authenticate", "Bearer");
    if (status == 429) out.with("Retry-After", "30");
    if (status == 503) out.with("Retry-After", "1");
    return out;
}

}  // namespace ocop::http
