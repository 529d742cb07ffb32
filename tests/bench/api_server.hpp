#pragma once

#include "http/server.hpp"
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

class NoLog final : public http::Log {
  public:
    void write(http::LogLevel, std::string_view, std::span<http::LogField const>) override {}
};

// A certificate of its own, and no limit of rates.
http::ServerOptions options_for(std::string_view host);

void wait_for_end_of_input();

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
