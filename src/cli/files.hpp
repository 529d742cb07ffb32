#pragma once

#include "api/services.hpp"

#include <ocop/base/result.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ocop::cli {

// not_found "file_unreadable", naming the file.
Result<std::string> read_file(std::filesystem::path const& file);
// The same for a secret; forbidden "key_file_open" when its mode has a bit of `refused`.
Result<std::string> read_secret_file(
    std::filesystem::path const& file, std::filesystem::perms refused
);
// Replaces the file, mode 0600, making its folder (0700). unavailable "file_unwritable".
Result<void> write_private_file(std::filesystem::path const& file, std::string_view text);

// Tells the room of the folder's disk, each time it is asked; nothing when the disk does not say.
std::function<std::optional<api::DiskRoom>()> disk_room_of(std::filesystem::path const& folder);

}  // namespace ocop::cli
