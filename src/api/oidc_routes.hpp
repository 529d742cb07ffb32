#pragma once

#include "api/oidc.hpp"
#include "http/pool.hpp"

// Sign-in of officials at the OpenID provider that the operator named. The provider vouches for the
// person in place of the password; the second factor stays ours: the session that is opened can do
// nothing but set it up or give it (POST /api/v1/sessions/current/step-up).
namespace ocop::api {

inline constexpr std::string_view oidc_start_path = "/sign-in/oidc";

// What the two routes need beside Services. The provider is waited for on threads of its own, with
// a short queue: a slow provider takes nothing from anyone else. Outlives the server.
class OidcDesk {
  public:
    explicit OidcDesk(
        OidcOptions options, http::Resolver& resolver, Clock const& clock, Random& random
    )
        : sign_in(std::move(options), resolver, clock, random) {}

    OidcSignIn sign_in;

    bool try_post(std::function<void()> task) { return pool_.try_post(std::move(task)); }

    // As Hashing::stop().
    void stop() { pool_.stop(); }

  private:
    http::Pool pool_{2, 16};
};

}  // namespace ocop::api
