#include "api/photos.hpp"

namespace ocop::api {

Result<http::Response> send_photo(Services& services, blobs::BlobName const& name) {
    auto bytes = services.blobs.get(name);
    if (!bytes && bytes.error().code == Errc::not_found) {
        return Error(Errc::not_found, "blob_not_found");
    }
    if (!bytes) {
        return bytes.error();
    }
    return http::text_response(200, "image/jpeg", std::move(*bytes))
        .with("Cache-Control", "no-store");
}

}  // namespace ocop::api
