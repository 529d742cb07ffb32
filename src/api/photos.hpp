#pragma once

#include "api/services.hpp"

namespace ocop::api {

// A photo that is evidence, for those who may see what it belongs to. Not to be kept by caches.
// not_found "blob_not_found" when it, or its owner's key, is gone; errors of BlobStore::get().
Result<http::Response> send_photo(Services& services, blobs::BlobName const& name);

}  // namespace ocop::api
