#pragma once

#include <filesystem>

// Stamp orders over HTTPS, with the public log and without it.
namespace ocop::bench {

int compare_orders();
// Modes "orders-server" and "orders-server-unlogged" of the program.
int serve_orders(std::filesystem::path const& folder, bool logged);

}  // namespace ocop::bench
