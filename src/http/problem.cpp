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
        case Errc::unacceptable:
            return 406;
        case Errc::refused:
            return 422;
        case Errc::too_many:
            return 429;
        case Errc::unavailable:
        case Errc::unknown_outcome:
            return 503;
        case Errc::storage_full:
            return 507;
        case Errc::corrupt:
        case Errc::internal:
            return 500;
    }
    return 500;
}

json::object problem_document(int status, Error const& error, std::string_view request_id) {
    json::object document;
    document["type"] = "urn:ocop:problem:" + std::string(error.slug);
    document["title"] = title_of(error.slug);
    document["status"] = status;
    if (status < 500 && !error.faults.empty()) {
        json::array errors;
        for (auto const& fault : error.faults) {
            errors.push_back(json::object{{"pointer", fault.pointer}, {"detail", fault.reason}});
        }
        document["errors"] = std::move(errors);
    }
    document["instance"] = "urn:ocop:request:" + std::string(request_id);
    return document;
}

Response problem_with_status(int status, Error const& error, std::string_view request_id) {
    auto const document = problem_document(status, error, request_id);
    auto out = text_response(status, "application/problem+json", json::serialize(document));
    if (status >= 500) out.log_detail = describe(error);
    return out;
}

Response problem_response(Error const& error, std::string_view request_id) {
    auto const status = status_of(error.code);
    // Even the slug of what went wrong inside is for our logs: to a stranger it is a map.
    auto out = problem_with_status(status, status == 500 ? Error() : error, request_id);
    if (status == 500) out.log_detail = describe(error);
    if (status == 401) out.with("WWW-Authenticate", "Bearer");
    if (error.code == Errc::unavailable) out.with("Retry-After", "1");
    return out;
}

}  // namespace ocop::http
