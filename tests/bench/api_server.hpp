#pragma once

#include "signer/keyring.hpp"
#include "signer/signer.hpp"
#include "store/store.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <filesystem>
#include <string>
#include <string_view>

// The API behind the real HTTPS server, over a store that the caller has open.
namespace ocop::bench {

inline constexpr std::string_view api_host = "localhost";

struct Served {
    store::Store& store;
    signer::Signer& signer;
    signer::Keyring const& keyring;
    Clock const& clock;
    Random& random;
    std::filesystem::path folder;  // for files
};

// Says "port token" on standard output, and returns when standard input ends.
void serve_api(Served const& served, std::string const& token);

}  // namespace ocop::bench
