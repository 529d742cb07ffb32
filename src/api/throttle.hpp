#pragma once

#include "http/buckets.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>

#include <array>
#include <string>
#include <string_view>

// How often passwords and codes may be tried. Nobody is ever locked out: buckets refill, and a
// client that signed in to an account before (it holds a device cookie that we made) has a bucket
// of its own there, which strangers' tries do not empty. Kept in memory: a restart forgives.
//
// Tries a minute, after a first burst: 10 for one account from one client (burst 50), 100 for one
// client over all accounts (burst 100: behind a carrier's NAT many share an address), 50 for one
// account from all clients together (burst 100), 2 codes of a second factor for one account
// (burst 10). Whether an account exists changes nothing.
namespace ocop::api {

inline constexpr std::string_view device_cookie = "__Host-device";

class Throttle {
  public:
    explicit Throttle(Random& random);

    struct Try {
        std::string_view login;   // as parsed
        std::string_view client;  // address, or IPv6 /64
        std::string_view device;  // the device cookie; empty: none
    };

    // too_many "rate_limited", with the seconds to wait as the fault's reason.
    Result<void> try_password(Try const& attempt);
    Result<void> try_code(std::string_view account);

    // The device cookie of a client that has signed in. Good until the service restarts.
    std::string device_for(std::string_view login, Random& random) const;

  private:
    bool is_known(std::string_view login, std::string_view device) const;
    std::string mark(std::string_view login, std::string_view id) const;

    std::array<std::uint8_t, 32> secret_{};
    http::Buckets pairs_;
    http::Buckets clients_;
    http::Buckets accounts_;
    http::Buckets codes_;
};

}  // namespace ocop::api
