#pragma once

#include "http/client.hpp"

#include <ocop/base/json.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A running service as a command talks to it: over HTTPS, with an API key.
namespace ocop::cli {

struct RemoteRequest {
    std::string url;                               // "https://host[:port]"
    std::filesystem::path key_file;                // the API key's text
    std::optional<std::filesystem::path> ca_file;  // whom to believe; none: the system's store
};

class Remote {
  public:
    // malformed "url_malformed" for what is no https origin; the errors of reading the files.
    static Result<Remote> connect(RemoteRequest const& request);

    // Asks again, a few times, when the service says that it is busy (429, 503) or cannot be
    // reached, which nothing here minds: reads, and captures whose repetition stores nothing twice.
    // Errors of http::Client::send(); refused "service_refused" for any other status of 300 and
    // more, with what its problem document says.
    Result<http::ClientResponse> get(std::string const& target) const;
    Result<http::ClientResponse> post(
        std::string const& target, std::string body, std::vector<http::Header> headers
    ) const;

  private:
    Remote(std::string origin, std::string key, std::string trusted);

    Result<http::ClientResponse> send(http::ClientRequest request) const;

    std::string origin_;
    std::string key_;
    // In this order: the client uses the resolver.
    std::shared_ptr<http::Resolver> resolver_;
    std::shared_ptr<http::Client> client_;
};

// The target of the page after, by its Link (RFC 8288): path and query. Nullopt: there is none.
std::optional<std::string> next_of(http::ClientResponse const& response);

}  // namespace ocop::cli
