#pragma once

#include "http/address.hpp"
#include "http/message.hpp"
#include "http/resolver.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The only outbound code of the service.
namespace ocop::http {

struct ClientOptions {
    AddressPolicy policy;
    std::string trusted_pem;                     // whom to believe; empty: the system's store
    std::chrono::milliseconds connect{5'000};    // TCP, one address
    std::chrono::milliseconds handshake{5'000};  // TLS
    std::chrono::milliseconds total{20'000};     // the whole call, from the lookup of the name on
    std::size_t head_bytes_max = 16 * 1024;      // of the response: status line and fields
};

struct ClientRequest {
    Method method = Method::get;
    std::string url;
    std::vector<Header> headers;
    std::string body;
    std::size_t body_bytes_max = 64 * 1024;  // of the response
};

struct ClientResponse {
    int status = 0;  // 200 to 599: any answer is a success here, and a redirect is not followed
    std::vector<Header> headers;
    std::string body;

    // The first header of that name, without case; empty when absent.
    std::string_view header(std::string_view name) const;
};

// Sends one request over one connection of its own, made so that no URL can steer it to where the
// policy forbids: the URL is read strictly (parse_url), its host is looked up once, every address
// must be allowed or none is tried, and the connection goes to an address that was checked, so that
// a name which changes its answer gains nothing. Over TLS 1.2 or 1.3 the peer must prove the URL's
// host (make_client_tls_context). No redirect is followed, no proxy is asked, no cookie is kept, no
// connection is used twice.
class Client {
  public:
    // `resolver` must outlive it. Throws std::runtime_error when trusted_pem does not load.
    Client(ClientOptions options, Resolver& resolver);
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    // Any thread. Blocks for up to `total`: call it from a job or a pool of its own, never from a
    // thread that answers requests of others or moves their bytes.
    //
    // Host, Connection, Content-Length and Accept-Encoding are set here. Errors:
    //   malformed "url_malformed" · malformed "header_malformed": a header that is not one, or one
    //       of those above
    //   refused "url_refused": its scheme or port · refused "address_refused": an address of its
    //       host. Which one is not said: it may be a secret of our network.
    // All others say that the peer or the way to it is at fault and may be better later:
    //   unavailable "host_unknown", "resolver_busy" · "peer_unreachable": no connection, or one
    //       that ended early · "peer_untrusted": the certificate, with the reason · "peer_too_slow"
    //   unavailable "response_too_large": head, body, or padding around it · "response_malformed":
    //       no HTTP/1.1 response, or one whose end is not certain
    Result<ClientResponse> send(ClientRequest const& request) const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ocop::http
