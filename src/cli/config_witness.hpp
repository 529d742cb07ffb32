#pragma once

#include "cli/config.hpp"

#include <toml++/toml.h>

#include <vector>

// The part of the configuration that names witnesses: [[witness]] and [witnesses].
namespace ocop::cli {

// Reads the array of tables [[witness]]; false for what is none, and for members unknown, missing
// or not text.
bool set_witnesses(toml::node const& value, Config& config);

void check_witnesses(Config const& config, std::vector<Fault>& faults);

void show_witnesses(Config const& config, toml::table& out);

}  // namespace ocop::cli
