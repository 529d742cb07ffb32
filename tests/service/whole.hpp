#pragma once

#include "pages/services.hpp"
#include "unit/api/paths.hpp"
#include "unit/http/served.hpp"

#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// API and pages together behind the real server, as `ocoptrace serve` builds them, over a register
// with two producers and a person of every kind.
namespace ocop::test {

inline std::vector<http::Route> all_routes(api::Services& api, pages::Services& pages) {
    auto out = api::routes(api);
    auto more = pages::routes(pages);
    std::move(more.begin(), more.end(), std::back_inserter(out));
    return out;
}

inline http::ServerOptions options_with(http::RateLimits rates) {
    auto out = http::test::server_options();
    out.hosts = {std::string(host)};
    out.limits.rates = std::move(rates);
    return out;
}

class Whole : public TwoProducers {
  public:
    pages::Services pages_over() {
        return {
            *disk.store,
            *verdicts,
            *catalogue,
            *signer,
            disk.clock,
            disk.random,
            std::string(host),
            {}};
    }

    explicit Whole(http::RateLimits rates = {{}, {}, {}, {}})
        : page_services(pages_over()),
          routes(all_routes(*services, page_services)),
          server(
              options_with(std::move(rates)),
              http::Router(routes),
              api::gate(*services),
              {clock, disk.random, log}
          ) {
        server.start();
    }

    // A request of this person's browser; "" is a stranger's.
    std::string bytes(
        std::string const& method,
        std::string const& target,
        std::string const& who = {},
        std::string const& body = {},
        std::string const& more = {}
    ) const {
        auto out =
            method + " " + target + " HTTP/1.1\r\nHost: " + std::string(host) + "\r\n" + more;
        if (!who.empty()) {
            for (auto const& header : people.at(who).headers()) {
                out += header.name + ": " + header.value + "\r\n";
            }
        }
        if (!body.empty()) {
            out += "Content-Type: application/json\r\n";
        }
        if (method != "GET" && method != "HEAD") {
            out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        }
        return out + "\r\n" + body;
    }

    // Over a connection of its own.
    http::test::Reply ask(std::string const& request, bool head = false) const {
        http::test::Client client(server.port());
        return client.ask(request, head);
    }

    // The link of the first stamp of an order, without its host.
    std::string link_of(std::string const& order) {
        return text_of(stamps_of(order).front(), "url").substr(8 + host.size());
    }

    SystemClock clock;
    http::test::MemoryLog log;
    pages::Services page_services;
    std::vector<http::Route> routes;
    http::Server server;  // last: its handlers use all of the above
};

}  // namespace ocop::test
