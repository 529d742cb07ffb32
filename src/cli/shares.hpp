#pragma once

#include "api/imaging.hpp"
#include "pages/services.hpp"

#include <cstddef>

// What of the process's means who may have.
namespace ocop::cli {

// Sockets and the store share the process's descriptors: when sockets take the last one, the store
// cannot open its next file, and the process ends. Raises the soft limit, and gives what is left
// for connections.
std::size_t connections_max(std::size_t wanted);

// Strangers' photos wait in half of the queue alone, so that producers' uploads find room. Both
// must outlive it.
pages::PhotoDesk make_photo_desk(blobs::BlobStore& blobs, api::Imaging& imaging);

}  // namespace ocop::cli
