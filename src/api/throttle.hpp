#pragma once

#include "accounts/credentials.hpp"
#include "http/limits.hpp"

#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>

// How often passwords and codes may be tried. Nobody is locked out for good: buckets refill, and a
// client that signed in to an account before (it holds a device cookie that we made) has a bucket
// of its own there, which strangers' tries do not empty. Kept in memory: a restart forgives.
//
// Tries a minute, after a first burst: 10 for one account from one client (burst 50), 100 for one
// client over all accounts (burst 100: behind a carrier's NAT many share an address), 50 for one
// account from all clients together (burst 100), 2 codes of a second factor for one account
// (burst 10), 100 sign-ins at the provider for one client. Whether an account exists changes
// nothing.
namespace ocop::api {

inline constexpr std::string_view device_cookie = "__Host-device";

class Throttle {
  public:
    Throttle(accounts::VaultKey const& vault, Random& random);

    struct Try {
        std::string_view login;   // as parsed
        std::string_view client;  // address, or IPv6 /64
        std::string_view device;  // the device cookie; empty: none
    };

    // What refuses, for http::rate_limited(); nothing when the try may be made.
    std::optional<http::Quota> try_password(Try const& attempt);

    struct CodeTry {
        std::string_view account;
        std::string_view login;
        std::string_view device;
    };

    std::optional<http::Quota> try_code(CodeTry const& attempt);
    // A sign-in at the provider of others, which costs it a request.
    std::optional<http::Quota> try_provider(std::string_view client);

    // The device cookie of a client that has signed in. Good as long as the vault key is.
    std::string device_for(std::string_view login, Random& random) const;

  private:
    bool is_known(std::string_view login, std::string_view device) const;
    std::string mark(std::string_view login, std::string_view id) const;

    Hash const secret_;
    http::Buckets pairs_;
    http::Buckets clients_;
    http::Buckets accounts_;
    http::Buckets codes_;
    http::Buckets providers_;
};

}  // namespace ocop::api
