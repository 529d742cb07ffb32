#pragma once

#include "accounts/account.hpp"
#include "api/services.hpp"
#include "api/write.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// What the routes of people and their sessions share.
namespace ocop::api {

// A session as its person sees it: no secret but `csrf`, which a page of ours needs to write.
struct OwnSession {
    std::string account;
    std::string login;
    std::string name;
    accounts::Role role = accounts::Role::auditor;
    std::string csrf;
    bool second_factor = false;
    bool second_factor_needed = false;  // and not there yet: set it up first
    std::optional<Instant> stepped_up_until;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(
    OwnSession,
    (),
    (account,
     login,
     name,
     role,
     csrf,
     second_factor,
     second_factor_needed,
     stepped_up_until,
     expires_at)
)

// registry::erase(), and what the account called its devices.
Result<accounts::Account> erase_person(
    store::Transaction& tx, accounts::Principal const& who, std::string_view id
);

OwnSession describe_session(accounts::Account const& account, accounts::Session const& session);

struct SessionFor {
    accounts::Account const& account;
    bool second_factor = false;            // given, now or before
    std::optional<Instant> stepped_up_at;  // see accounts::NewSession
};

// Opens a session for the client of `request`, in place of the one it may have held (its token is
// never used on, ASVS 7.2.4): 201 with an OwnSession and the cookies.
Result<Written> open_session(
    store::Transaction& tx, Services& services, http::Request const& request, SessionFor opened
);

// The entry that tells of a sign-in, in its transaction.
Result<void> audit_sign_in(
    store::Transaction& tx, http::Request const& request, SessionFor const& opened
);

// The same request for a later thread: its body may hold a password.
http::Request without_body(http::Request const& request);

// 429 for a try that the throttle refuses, with its numbers.
http::Response too_many_tries(http::Quota const& quota, http::Request const& request);

// For answers that hold a secret: no cache keeps them.
http::Response respond_private(Written written);

// `work` runs where `try_post` puts it and completes; `busy` is the answer when that says no.
using Post = std::function<bool(std::function<void()>)>;
using Work = std::function<void(std::function<void(http::Response)>)>;
http::Answer elsewhere(Post try_post, std::string request_id, Work work, Error busy);

// The same on the hashing thread; unavailable "sign_in_busy".
http::Answer hashed(Services& services, http::Request const& request, Work work);

}  // namespace ocop::api
