#pragma once

#include "cli/config.hpp"
#include "prints/words.hpp"

// What labels are printed with, from the configuration.
namespace ocop::cli {

// Loads font and artwork, and makes the folder of files (prints in data, 0700). Errors of
// sheets::Font::load(), sheets::Artwork::parse() and read_file(); unavailable
// "print_folder_unreadable".
Result<prints::Desk> open_desk(Config const& config);

}  // namespace ocop::cli
