#include "api/caller.hpp"

#include "accounts/api_keys.hpp"

#include <ocop/base/assert.hpp>

namespace ocop::api {

namespace {

Result<bool> is_proof_good(store::Reader const& reader, Caller const& caller, Instant now) {
    if (caller.session) {
        auto const session = accounts::find_session(reader, *caller.session, now);
        if (!session) {
            return session.error();
        }
        return session->has_value();
    }
    auto const key = accounts::find_live_key(reader, caller.who.account, caller.api_key, now);
    return key ? Result<bool>(key->has_value()) : Result<bool>(key.error());
}

}  // namespace

accounts::AccessRow const* row_of(http::Route const& route) {
    return accounts::find_access(
        std::string(http::method_name(route.method)) + ' ' + std::string(route.pattern)
    );
}

Caller const& caller_of(http::Request const& request) {
    auto const* const caller = std::any_cast<Caller>(&request.caller);
    OCOP_ASSERT(caller != nullptr);
    return *caller;
}

Result<void> check_still(store::Reader const& reader, Caller const& caller, Instant now) {
    Error const over(Errc::unauthenticated, "session_over");
    auto const seen = caller.revision;
    if (seen != 0 && seen == reader.revision(store::Space::accounts)) {
        return now < caller.good_until ? Result<void>() : over;
    }
    auto const account = accounts::find_account(reader, caller.who.account);
    if (!account) {
        return account.error();
    }
    bool const same = *account && accounts::is_usable(**account, now) &&
                      (*account)->role == caller.who.role &&
                      (*account)->producer.value_or("") == caller.who.producer &&
                      (*account)->places == caller.who.places;
    if (!same) {
        return over;
    }
    auto const good = is_proof_good(reader, caller, now);
    if (!good) {
        return good.error();
    }
    return *good ? Result<void>() : over;
}

}  // namespace ocop::api
