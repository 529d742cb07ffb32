#include "accounts/audit.hpp"
#include "accounts/credentials.hpp"
#include "accounts/invitations.hpp"
#include "accounts/password.hpp"
#include "accounts/wipe.hpp"
#include "api/people.hpp"
#include "api/routes.hpp"
#include "http/addresses.hpp"
#include "http/cross_site.hpp"

#include <memory>

namespace ocop::api {

namespace {

using accounts::Account;

using Complete = std::function<void(http::Response)>;

// One answer for all that is wrong with a login and a password: which of the two is nobody's to
// learn.
Error credentials_wrong() {
    return {Errc::unauthenticated, "credentials_wrong", "", "login or password is not right"};
}

struct SignIn {
    std::string login;
    std::string password;
    std::optional<std::string> code;  // of the second factor, or a recovery code
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (login, password, code))

// A sign-in on its way: from the pool to the hashing thread to the commit thread.
struct SigningIn {
    Services& services;
    http::Request request;  // without its body
    SignIn asked;
    std::string password_hash;  // the one that was verified
    std::string account;
    Complete complete;
};

void answer(SigningIn& job, Error const& error) {
    job.complete(problem(error, job.request));
}

// In the transaction: everything the hashing thread saw is looked at again.
Result<Written> admit(store::Transaction& tx, SigningIn const& job) {
    auto const account = accounts::load_account(tx, job.account);
    if (!account) {
        return account.error();
    }
    auto const credentials = accounts::load_credentials(tx, job.account);
    if (!credentials) {
        return credentials.error();
    }
    if (!accounts::is_usable(*account, tx.now()) || credentials->password != job.password_hash) {
        return credentials_wrong();
    }
    bool const second = accounts::has_second_factor(*credentials);
    if (second && !job.asked.code) {
        return Error(Errc::unauthenticated, "code_missing", "/code", "is required of this account");
    }
    if (second) {
        auto const used =
            accounts::use_second_factor(tx, job.services.vault, job.account, *job.asked.code);
        if (!used) {
            return used.error();
        }
    }
    // Who has no second factor, and need not, has just given all there is: signing in again is how
    // they step up.
    bool const all_given = second || !accounts::needs_second_factor(account->role);
    SessionFor const opened{*account, second, all_given ? std::optional(tx.now()) : std::nullopt};
    if (auto ok = audit_sign_in(tx, job.request, opened); !ok) {
        return ok.error();
    }
    return open_session(tx, job.services, job.request, opened);
}

void commit_sign_in(std::shared_ptr<SigningIn> const& job) {
    auto decide = [job](store::Transaction& tx) -> Result<http::Response> {
        auto written = admit(tx, *job);
        return written ? respond_private(std::move(*written))
                       : Result<http::Response>(written.error());
    };
    commit(job->services.store, job->request.id, std::move(decide)).start(std::move(job->complete));
}

// On the hashing thread. An unknown login costs the same hash as a known one; what is read besides
// differs by microseconds.
void check_password_of(std::shared_ptr<SigningIn> const& job) {
    auto const snapshot = job->services.store.snapshot();
    auto const account = accounts::find_by_login(*snapshot, job->asked.login);
    if (!account) {
        return answer(*job, account.error());
    }
    auto const id = *account ? (*account)->id : std::string("-");
    auto const credentials = accounts::load_credentials(*snapshot, id);
    if (!credentials) {
        return answer(*job, credentials.error());
    }
    bool const known = *account && !credentials->password.empty() &&
                       accounts::is_usable(**account, job->services.clock.now());
    auto const& hash = known ? credentials->password : job->services.hashing.nobody();
    accounts::WipeAtEnd const wipe(job->asked.password);
    bool const right = accounts::verify_password(hash, job->asked.password);
    if (!right || !known) {
        return answer(*job, credentials_wrong());
    }
    if (job->asked.code) {
        auto const device = http::find_cookie(job->request, device_cookie);
        auto const refused = job->services.throttle.try_code({id, job->asked.login, device});
        if (refused) {
            job->complete(too_many_tries(*refused, job->request));
            return;
        }
    }
    job->account = id;
    job->password_hash = credentials->password;
    commit_sign_in(job);
}

http::Answer sign_in(Services& services, http::Request const& request, SignIn asked) {
    if (http::is_cross_site(request)) {
        return problem(Error(Errc::forbidden, "cross_site"), request);
    }
    auto login = accounts::parse_login(asked.login);
    asked.login = login ? std::move(*login) : std::string("-");  // nobody's, and as slow
    auto const refused = services.throttle.try_password(
        {asked.login, http::client_of(request.peer), http::find_cookie(request, device_cookie)}
    );
    if (refused) {
        return too_many_tries(*refused, request);
    }
    auto const job = std::make_shared<SigningIn>(SigningIn{
        services, without_body(request), std::move(asked), {}, {}, {}});
    return hashed(services, request, [job](Complete complete) {
        job->complete = std::move(complete);
        check_password_of(job);
    });
}

struct Acceptance {
    std::string token;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(Acceptance, (), (token, password))

Result<http::Response> take_up(
    store::Transaction& tx,
    std::string const& token,
    std::string const& password_hash,
    std::string const& request_id
) {
    auto const account = accounts::accept_invitation(tx, token, password_hash);
    if (!account) {
        return account.error();
    }
    auto const audited = accounts::audit(
        tx,
        accounts::principal_of(*account, accounts::Reach::own),
        {.act = "POST /api/v1/invitations/accept",
         .subject = account->id,
         .detail = {},
         .request = request_id}
    );
    if (!audited) {
        return audited.error();
    }
    return respond_private({200, json::write(*account), {}, {}, {}});
}

// The rules are asked before the cost of a hash is paid, and so is the token.
http::Answer accept(Services& services, http::Request const& request, Acceptance asked) {
    if (http::is_cross_site(request)) {
        return problem(Error(Errc::forbidden, "cross_site"), request);
    }
    auto const snapshot = services.store.snapshot();
    auto const invitation = accounts::find_invitation(*snapshot, asked.token, services.clock.now());
    if (!invitation) {
        return problem(invitation.error(), request);
    }
    auto const account = accounts::load_account(*snapshot, invitation->account);
    if (!account) {
        return problem(account.error(), request);
    }
    if (auto ok = accounts::check_password(asked.password, account->login); !ok) {
        return problem(ok.error(), request);
    }
    return hashed(
        services,
        request,
        [&services, id = request.id, asked = std::move(asked)](Complete complete) {
            auto hash = accounts::hash_password(asked.password, services.random);
            auto decide = [token = asked.token, hash = std::move(hash), id](store::Transaction& tx
                          ) { return take_up(tx, token, hash, id); };
            commit(services.store, id, std::move(decide)).start(std::move(complete));
        }
    );
}

template <class Body>
http::Handler asks(
    Services& services, http::Answer (*answer)(Services&, http::Request const&, Body)
) {
    return [&services, answer](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto body = read_body<Body>(request);
        return body ? answer(services, request, std::move(*body)) : problem(body.error(), request);
    };
}

struct SignInMethods {
    bool password = true;
    bool oidc = false;
};
BOOST_DESCRIBE_STRUCT(SignInMethods, (), (password, oidc))

http::Handler show_methods(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        SignInMethods const methods{true, services.oidc != nullptr};
        return http::json_response(200, json::serialize(json::write(methods)));
    };
}

}  // namespace

std::vector<http::Route> sign_in_routes(Services& s) {
    return {
        open(get("/api/v1/sign-in-methods", show_methods(s))),
        open(post("/api/v1/sessions", asks<SignIn>(s, sign_in))),
        open(post("/api/v1/invitations/accept", asks<Acceptance>(s, accept))),
    };
}

}  // namespace ocop::api
