#include "http/message.hpp"

#include "http/ascii.hpp"

namespace ocop::http {

std::string_view find_header(std::vector<Header> const& headers, std::string_view name) {
    for (auto const& header : headers) {
        if (equal_without_case(header.name, name)) return header.value;
    }
    return {};
}

std::string_view method_name(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::erase:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "";
}

std::string_view Request::header(std::string_view name) const {
    return find_header(headers, name);
}

std::string_view Request::capture(std::string_view name) const {
    for (auto const& [key, value] : captures) {
        if (key == name) return value;
    }
    return {};
}

std::string_view Response::header(std::string_view name) const {
    return find_header(headers, name);
}

Response text_response(int status, std::string type, std::string body) {
    Response out;
    out.status = status;
    out.headers.push_back({"Content-Type", std::move(type)});
    out.body = std::move(body);
    return out;
}

Response json_response(int status, std::string body) {
    return text_response(status, "application/json", std::move(body));
}

}  // namespace ocop::http
