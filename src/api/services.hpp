#pragma once

#include "accounts/credentials.hpp"
#include "api/hashing.hpp"
#include "api/imaging.hpp"
#include "api/throttle.hpp"
#include "blobs/record.hpp"
#include "bundles/publisher.hpp"
#include "catalogue/catalogue.hpp"
#include "checks/unissued.hpp"
#include "http/address.hpp"
#include "http/route.hpp"
#include "prints/words.hpp"
#include "signer/signer.hpp"
#include "stamps/policy.hpp"
#include "store/store.hpp"
#include "tlog/prover.hpp"
#include "verdicts/trust.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ocop::webhooks {
class Deliverer;
}

namespace ocop::api {

class OidcDesk;

struct DiskRoom {
    std::int64_t free_bytes = 0;  // for us
    std::int64_t total_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(DiskRoom, (), (free_bytes, total_bytes))

// What the handlers work on; all of it outlives the server.
struct Services {
    store::Store& store;
    signer::Signer& signer;
    stamp::SerialKeys const& serials;
    verdicts::Verdicts const& verdicts;
    catalogue::Catalogue const& catalogue;
    verdicts::TrustPublisher& trust;
    tlog::Publisher& log;
    tlog::Prover& prover;
    Clock const& clock;
    Random& random;
    Hashing& hashing;
    Throttle& throttle;
    blobs::BlobStore& blobs;
    Imaging& imaging;
    LargeBodies& large_bodies;
    bundles::Publisher& bundle;
    accounts::VaultKey vault;
    std::string host;          // printed in stamps: "host" or "host:port"
    std::uint8_t epoch = 0;    // new orders take counters here
    OidcDesk* oidc = nullptr;  // none: officials sign in with their password
    std::uint64_t blob_quota_bytes = blobs::default_quota_bytes;  // of each producer
    webhooks::Deliverer* webhooks = nullptr;  // told of what it may have to deliver; may be none
    http::AddressPolicy destinations = {};    // of webhooks: the same as its client's
    prints::Desk const* desk = nullptr;       // none: nothing is printed here
    std::function<void()> wake_jobs = {};     // told of a job that was started; may be empty
    stamps::Policy stamp_policy = {};
    std::function<std::optional<DiskRoom>()> disk_room = {};  // of the data; may be empty
    checks::Unissued* unissued = nullptr;  // none: well signed stamps of no order are not told of
    std::string root_key = {};  // the root's point in base64url, for devices; empty: not told
};

// Every route under /api/v1, /.well-known, /healthz and /readyz. `services` must outlive them.
std::vector<http::Route> routes(Services& services);

}  // namespace ocop::api
