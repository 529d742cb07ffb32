#include "api/gate.hpp"

#include "accounts/api_keys.hpp"
#include "api/caller.hpp"
#include "http/cross_site.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <map>
#include <mutex>

namespace ocop::api {

namespace {

using accounts::Reach;

bool changes_something(http::Method method) {
    return method != http::Method::get && method != http::Method::head &&
           method != http::Method::options;
}

// By what its header block says, which is all that there is yet.
bool brings_large_body(http::Request const& request) {
    auto const length = parse_decimal(request.header("Content-Length"), UINT64_MAX);
    return length && *length > LargeBodies::large_bytes;
}

// A producer may have any number of accounts and keys: it is one among the others all the same.
std::string group_of(accounts::Principal const& who) {
    return who.producer.empty() ? std::string() : "producer " + who.producer;
}

// An API key and its account as the store holds them.
struct KeyHolder {
    accounts::ApiKey key;
    std::optional<accounts::Account> account;
};

// Those that the gate met since space accounts last changed. Any thread.
class KeyHolders {
  public:
    // Null: look into the store.
    std::shared_ptr<KeyHolder const> find(Hash const& token, std::uint64_t revision) {
        std::lock_guard const lock(mutex_);
        auto const at = revision == revision_ ? known_.find(token) : known_.end();
        return at == known_.end() ? nullptr : at->second;
    }

    void add(Hash const& token, std::uint64_t revision, std::shared_ptr<KeyHolder const> holder) {
        std::lock_guard const lock(mutex_);
        if (revision != revision_ || known_.size() >= holders_max) {
            known_.clear();
        }
        revision_ = revision;
        known_.emplace(token, std::move(holder));
    }

  private:
    static constexpr std::size_t holders_max = 1024;

    std::mutex mutex_;
    std::uint64_t revision_ = 0;                              // guarded by mutex_
    std::map<Hash, std::shared_ptr<KeyHolder const>> known_;  // guarded by mutex_
};

class Gatekeeper {
  public:
    explicit Gatekeeper(Services& services)
        : services_(services), holders_(std::make_shared<KeyHolders>()) {}

    Result<void> operator()(http::Request& request, http::Route const& route) const {
        Caller caller;
        caller.row = row_of(route);
        OCOP_ASSERT(caller.row != nullptr);
        auto const snapshot = services_.store.snapshot();
        auto const authorization = request.header("Authorization");
        auto admitted = authorization.empty()
                            ? admit_session(*snapshot, request, caller)
                            : admit_key(*snapshot, accounts::bearer_token(authorization), caller);
        if (!admitted) {
            return admitted;
        }
        // Before the body is read, after it is known whose it is.
        if (route.body_bytes_max > LargeBodies::large_bytes && brings_large_body(request)) {
            caller.large_body = services_.large_bodies.try_hold(caller.who.account);
            if (!caller.large_body) {
                return Error(Errc::unavailable, "uploads_busy");
            }
        }
        request.account = caller.who.account;
        request.group = group_of(caller.who);
        request.caller = std::move(caller);
        return {};
    }

  private:
    Result<void> admit_key(store::Reader const& reader, std::string_view text, Caller& caller)
        const {
        auto const now = services_.clock.now();
        auto const holder = find_holder(reader, text, now);
        if (!holder) {
            return holder.error();
        }
        auto const* const key = &(*holder)->key;
        auto const& account = (*holder)->account;
        if (auto ok = admit_account(account, caller); !ok) {
            return ok;
        }
        caller.revision = reader.revision(store::Space::accounts);
        caller.good_until =
            std::min(key->expires_at, account->expires_at.value_or(key->expires_at));
        auto const& demand = caller.row->demand;
        if (!demand.scope || !accounts::has_scope(*key, *demand.scope)) {
            return Error(
                Errc::forbidden,
                "scope_missing",
                "Authorization",
                demand.scope ? std::string("needs an API key of scope ") +
                                   boost::describe::enum_to_string(*demand.scope, "?")
                             : std::string("is for people, not for API keys")
            );
        }
        caller.api_key = key->id;
        if (!key->last_used_at || now.ms - key->last_used_at->ms >= accounts::api_key_used_ms) {
            note([id = key->id, now](store::Transaction& tx) {
                return accounts::touch_api_key(tx, id, now);
            });
        }
        return {};
    }

    Result<std::shared_ptr<KeyHolder const>> find_holder(
        store::Reader const& reader, std::string_view text, Instant now
    ) const {
        auto const revision = reader.revision(store::Space::accounts);
        auto const token = crypto::sha256(as_bytes(text));
        if (auto known = revision == 0 ? nullptr : holders_->find(token, revision);
            known && now < known->key.expires_at) {
            return known;
        }
        auto key = accounts::find_api_key(reader, text, now);
        if (!key) {
            return key.error();
        }
        auto account = accounts::find_account(reader, key->account);
        if (!account) {
            return account.error();
        }
        auto holder =
            std::make_shared<KeyHolder const>(KeyHolder{std::move(*key), std::move(*account)});
        if (revision != 0) {
            holders_->add(token, revision, holder);
        }
        return holder;
    }

    Result<void> admit_session(
        store::Reader const& reader, http::Request const& request, Caller& caller
    ) const {
        auto const token = http::find_cookie(request, session_cookie);
        if (token.empty()) {
            return Error(Errc::unauthenticated, "token_missing");
        }
        auto const now = services_.clock.now();
        auto const hash = accounts::session_hash(token);
        auto session = accounts::find_session(reader, hash, now);
        if (!session) {
            return session.error();
        }
        if (!*session) {
            return Error(Errc::unauthenticated, "token_unknown");
        }
        if (changes_something(request.method) && !is_own_write(request, **session)) {
            return Error(
                Errc::forbidden, "cross_site", "X-CSRF-Token", "must be this session's own"
            );
        }
        auto const account = accounts::find_account(reader, (*session)->account);
        if (!account) {
            return account.error();
        }
        if (auto ok = admit_account(*account, caller); !ok) {
            return ok;
        }
        if (auto ok = check_demand(**session, caller, now); !ok) {
            return ok;
        }
        if (now.ms - (*session)->seen_at.ms >= accounts::session_seen_ms) {
            note([hash, now](store::Transaction& tx) {
                return accounts::touch_session(tx, hash, now);
            });
        }
        caller.session = hash;
        caller.session_record = std::move(**session);
        return {};
    }

    Result<void> admit_account(std::optional<accounts::Account> const& account, Caller& caller)
        const {
        if (!account || !accounts::is_usable(*account, services_.clock.now())) {
            return Error(Errc::unauthenticated, "token_unknown");
        }
        auto const reach = accounts::reach_of(*caller.row, account->role);
        if (reach == Reach::none) {
            return Error(
                Errc::forbidden,
                "role_forbidden",
                "",
                std::string("is not for the role ") +
                    boost::describe::enum_to_string(account->role, "?")
            );
        }
        caller.who = accounts::principal_of(*account, reach);
        return {};
    }

    static Result<void> check_demand(
        accounts::Session const& session, Caller const& caller, Instant now
    ) {
        auto const& demand = caller.row->demand;
        if (accounts::needs_second_factor(caller.who.role) && !session.second_factor &&
            !demand.unenrolled) {
            return Error(
                Errc::forbidden,
                "second_factor_required",
                "",
                "give a code (POST /api/v1/sessions/current/step-up) or set a second factor up "
                "(POST /api/v1/account/totp, then /confirm)"
            );
        }
        if (demand.step_up && !accounts::is_stepped_up(session, now)) {
            return Error(
                Errc::unauthenticated,
                "step_up_required",
                "",
                "give a fresh code: POST /api/v1/sessions/current/step-up; without a second "
                "factor, "
                "sign in again"
            );
        }
        return {};
    }

    // Both are asked: a browser sends the origin that it saw, and a page elsewhere does not know
    // the token.
    static bool is_own_write(http::Request const& request, accounts::Session const& session) {
        auto const said = request.header("X-CSRF-Token");
        return !http::is_cross_site(request) &&
               crypto::equal_secret(as_bytes(said), as_bytes(session.csrf));
    }

    // When it was last seen is worth no wait and no failure.
    void note(store::Work work) const {
        services_.store.transact(std::move(work), [](Result<store::Commit> const&) {});
    }

    Services& services_;
    std::shared_ptr<KeyHolders> holders_;  // of all copies
};

}  // namespace

http::Gate gate(Services& services) {
    return Gatekeeper(services);
}

}  // namespace ocop::api
