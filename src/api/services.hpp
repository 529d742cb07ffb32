#pragma once

#include "http/route.hpp"
#include "signer/signer.hpp"
#include "store/store.hpp"
#include "verdicts/trust.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ocop::api {

// What the handlers work on; all of it outlives the server.
struct Services {
    store::Store& store;
    signer::Signer& signer;
    stamp::SerialKeys const& serials;
    verdicts::Verdicts const& verdicts;
    verdicts::TrustPublisher& trust;
    Clock const& clock;
    Random& random;
    std::string host;        // printed in stamps: "host" or "host:port"
    std::uint8_t epoch = 0;  // new orders take counters here
};

// Every route under /api/v1, /.well-known, /healthz and /readyz. `services` must outlive them.
std::vector<http::Route> routes(Services& services);

// What the server asks before a route that is not open: the check of bearer tokens.
// unauthenticated "token_missing" / "token_unknown".
http::Gate gate(Services& services);

}  // namespace ocop::api
