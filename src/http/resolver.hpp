#pragma once

#include "http/address.hpp"

#include <ocop/base/result.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ocop::http {

// From a name to its addresses. Any thread.
class Resolver {
  public:
    using Until = std::chrono::steady_clock::time_point;

    virtual ~Resolver() = default;
    // Blocks, at most until `until`. All addresses, the preferred first; at least one. Unavailable
    // "host_unknown": none, or none can be learnt now; "peer_too_slow": `until` is over.
    virtual Result<std::vector<IpAddress>> resolve(std::string const& host, Until until) = 0;
};

// Makes a blocking lookup keep to a deadline. No lookup can be cancelled: one that is late is left
// to end by itself on a thread of its own, which owns all that it uses and may outlive the
// resolver. At most `lookups_max` run at a time; above: unavailable "resolver_busy".
class PatientResolver final : public Resolver {
  public:
    using Lookup = std::function<Result<std::vector<IpAddress>>(std::string const& host)>;

    explicit PatientResolver(Lookup lookup, std::size_t lookups_max = 32);
    ~PatientResolver() override;

    Result<std::vector<IpAddress>> resolve(std::string const& host, Until until) override;

  private:
    struct State;
    std::shared_ptr<State> const state_;
};

// As the system resolves names (getaddrinfo: hosts file, then DNS as resolv.conf says).
std::unique_ptr<Resolver> make_system_resolver();

}  // namespace ocop::http
