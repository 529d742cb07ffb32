#pragma once

#include "accounts/credentials.hpp"
#include "blobs/blob_store.hpp"
#include "catalogue/catalogue.hpp"
#include "checks/openings.hpp"
#include "checks/unissued.hpp"
#include "http/route.hpp"
#include "prints/words.hpp"
#include "reports/photos.hpp"
#include "signer/signer.hpp"
#include "store/store.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ocop::pages {

// Where photos of reports are taken in.
struct PhotoDesk {
    blobs::BlobStore& blobs;
    // Runs a task of some hundred milliseconds elsewhere; false when there is no room for it.
    std::function<bool(std::function<void()>)> try_post;
    std::uint64_t quota_bytes = reports::default_photo_quota_bytes;
};

// What the pages work on; all of it outlives the server.
struct Services {
    store::Store& store;
    verdicts::Verdicts const& verdicts;
    catalogue::Catalogue const& catalogue;
    signer::Signer& signer;  // asked about PINs alone
    Clock const& clock;
    Random& random;
    std::string host;                           // ours, as shown for comparison
    checks::Openings* openings = nullptr;       // none: openings are not counted
    accounts::VaultKey const* vault = nullptr;  // none: reports take no contact
    // The folder web/: its pages/ is read at each request instead of the embedded files, and its
    // dist/ where there is one (`node build.ts --out dist`).
    std::optional<std::filesystem::path> web_dir = {};
    prints::Desk const* desk = nullptr;    // none: nothing is printed here
    PhotoDesk const* photos = nullptr;     // none: reports take no photo
    checks::Unissued* unissued = nullptr;  // none: well signed stamps of no order are not told of
};

// Every page for people: /, the Digital Link keys, /v, the catalogue, print links, and the web
// applications. `services` must outlive them. Throws std::runtime_error when a file of the pages is
// missing or malformed.
std::vector<http::Route> routes(Services& services);

}  // namespace ocop::pages
