#pragma once

#include <ocop/base/bytes.hpp>

#include <string>
#include <string_view>

// Keys in space events that more than one file here writes; their table is in record.hpp.
namespace ocop::blobs {

std::string blob_key(Hash const& hash, std::string_view producer);

}  // namespace ocop::blobs
