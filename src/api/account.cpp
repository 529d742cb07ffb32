#include "accounts/api_keys.hpp"
#include "accounts/audit.hpp"
#include "accounts/credentials.hpp"
#include "accounts/notices.hpp"
#include "accounts/password.hpp"
#include "api/people.hpp"
#include "api/personal_data.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "http/addresses.hpp"
#include "qr/symbol.hpp"
#include "registry/membership.hpp"

#include <ocop/base/encoding.hpp>

#include <memory>

namespace ocop::api {

namespace {

using accounts::Account;

constexpr std::size_t notices_shown = 100;

Result<Account> own_account(store::Reader const& reader, Call const& call) {
    return accounts::load_account(reader, call.who.account);
}

http::Header ended_cookie() {
    return {
        "Set-Cookie",
        std::string(session_cookie) + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"};
}

// The account and, for a person, the session: what a page of ours needs to know who it works for.
Result<json::value> show_own(store::Reader const& reader, http::Request const& request) {
    auto const& caller = caller_of(request);
    auto const account = accounts::load_account(reader, caller.who.account);
    if (!account) {
        return account.error();
    }
    auto const credentials = accounts::load_credentials(reader, account->id);
    if (!credentials) {
        return credentials.error();
    }
    json::object out{
        {"account", json::write(*account)},
        {"second_factor", accounts::has_second_factor(*credentials)},
        {"recovery_codes_left", credentials->recovery.size()}};
    if (caller.session) {
        out["session"] = json::write(describe_session(*account, caller.session_record));
    }
    return json::value(std::move(out));
}

http::Handler shows_own(
    Services& services, Result<json::value> (*load)(store::Reader const&, http::Request const&)
) {
    return [&services, load](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const value = load(*services.store.snapshot(), request);
        return value ? respond_private({200, *value, {}, {}, {}}) : problem(value.error(), request);
    };
}

template <class Records>
json::value as_items(Records const& records) {
    return json::object{{"items", json::write(records)}};
}

Result<json::value> list_notices(store::Reader const& reader, http::Request const& request) {
    auto const found = accounts::notices_of(reader, who_of(request).account, notices_shown);
    return found ? as_items(*found) : Result<json::value>(found.error());
}

struct SessionLine {
    Instant created_at;
    Instant seen_at;
    bool second_factor = false;
    std::string client;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionLine, (), (created_at, seen_at, second_factor, client, current))

Result<json::value> list_sessions(store::Reader const& reader, http::Request const& request) {
    auto const& caller = caller_of(request);
    auto const found = accounts::sessions_of(reader, caller.who.account);
    if (!found) {
        return found.error();
    }
    std::vector<SessionLine> lines;
    for (auto const& session : *found) {
        lines.push_back(
            {session.created_at,
             session.seen_at,
             session.second_factor,
             session.client,
             session.csrf == caller.session_record.csrf}
        );
    }
    return as_items(lines);
}

Result<Written> sign_out(store::Transaction& tx, Call const& call, Nothing) {
    auto const& caller = caller_of(call.request);
    if (caller.session) {
        accounts::end_session(tx, call.who.account, *caller.session);
    }
    return Written{200, json::object{}, {}, {ended_cookie()}, {}};
}

Result<Written> sign_out_everywhere(store::Transaction& tx, Call const& call, Nothing) {
    if (auto ok = accounts::end_sessions(tx, call.who.account); !ok) {
        return ok.error();
    }
    return Written{200, json::object{}, {}, {ended_cookie()}, {}};
}

// A new session in place of the present one, which knows what that knew; `given`: and that the
// second factor was given just now.
Result<Written> raise_session(
    store::Transaction& tx, Call const& call, Account const& account, bool given
) {
    auto const& before = caller_of(call.request).session_record;
    auto const stepped_up_at = given ? std::optional(tx.now()) : before.stepped_up_at;
    auto written = open_session(
        tx, call.services, call.request, {account, given || before.second_factor, stepped_up_at}
    );
    if (written) {
        written->status = 200;
    }
    return written;
}

struct StepUp {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(StepUp, (), (code))

Result<Written> step_up(store::Transaction& tx, Call const& call, StepUp const& body) {
    auto const account = own_account(tx, call);
    if (!account) {
        return account.error();
    }
    auto const used = accounts::use_second_factor(tx, call.services.vault, account->id, body.code);
    if (!used) {
        return used.error();
    }
    return raise_session(tx, call, *account, true);
}

// Codes are tried at a bounded rate, whoever holds the session.
http::Handler throttled(Services& services, http::Handler handler) {
    return [&services, handler = std::move(handler)](http::Request const& request) -> http::Answer {
        auto const& account = who_of(request).account;
        auto const found = accounts::find_account(*services.store.snapshot(), account);
        if (!found) {
            return problem(found.error(), request);
        }
        auto const login = *found ? (*found)->login : std::string();
        auto const device = http::find_cookie(request, device_cookie);
        auto const refused = services.throttle.try_code({account, login, device});
        return refused ? too_many_tries(*refused, request) : handler(request);
    };
}

// A stolen session must not swap the factor for its own.
Result<void> may_change_factor(store::Transaction& tx, Call const& call, std::string_view account) {
    auto const credentials = accounts::load_credentials(tx, account);
    if (!credentials) {
        return credentials.error();
    }
    auto const& session = caller_of(call.request).session_record;
    if (accounts::has_second_factor(*credentials) && !accounts::is_stepped_up(session, tx.now())) {
        return Error(Errc::unauthenticated, "step_up_required");
    }
    return {};
}

void tell_own(store::Transaction& tx, Call const& call, accounts::NoticeKind kind) {
    accounts::Notice notice;
    notice.kind = kind;
    notice.subject = call.who.account;
    notice.actor = call.who.account;
    accounts::put_notice(tx, call.services.random, call.who.account, std::move(notice));
}

// Rows of a QR symbol for an authenticator's camera, "1" a dark module; none for a login that is
// too long for one.
json::array rows_of_symbol(std::string_view text) {
    json::array out;
    auto const symbol = qr::encode(text);
    for (int row = 0; symbol && row < symbol->size(); ++row) {
        std::string line;
        for (int col = 0; col < symbol->size(); ++col) {
            line += symbol->dark(row, col) ? '1' : '0';
        }
        out.emplace_back(line);
    }
    return out;
}

Result<Written> begin_totp(store::Transaction& tx, Call const& call, Nothing) {
    auto const account = own_account(tx, call);
    if (!account) {
        return account.error();
    }
    if (auto ok = may_change_factor(tx, call, account->id); !ok) {
        return ok.error();
    }
    auto const secret =
        accounts::begin_totp(tx, call.services.random, call.services.vault, account->id);
    if (!secret) {
        return secret.error();
    }
    auto const uri = accounts::totp_uri(accounts::totp_issuer, *secret, account->login);
    json::object body{
        {"secret", to_base32(*secret)}, {"uri", uri}, {"symbol", rows_of_symbol(uri)}};
    return Written{200, std::move(body), {}, {}, {}};
}

Result<Written> confirm_totp(store::Transaction& tx, Call const& call, StepUp const& body) {
    auto const account = own_account(tx, call);
    if (!account) {
        return account.error();
    }
    if (auto ok = may_change_factor(tx, call, account->id); !ok) {
        return ok.error();
    }
    auto const codes = accounts::confirm_totp(
        tx, call.services.random, call.services.vault, account->id, body.code
    );
    if (!codes) {
        return codes.error();
    }
    tell_own(tx, call, accounts::NoticeKind::second_factor_changed);
    // Sessions that knew the old factor, or none, are over.
    if (auto ok = accounts::end_sessions(tx, account->id, caller_of(call.request).session); !ok) {
        return ok.error();
    }
    auto written = raise_session(tx, call, *account, true);
    if (written) {
        written->body = json::object{
            {"recovery_codes", json::write(*codes)}, {"session", std::move(written->body)}};
    }
    return written;
}

struct PasswordChange {
    std::string current;
    std::string next;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current, next))

// On the commit thread; `verified` is the hash that the present password was held against.
struct NewPassword {
    std::string verified;
    std::string hash;
};

Result<Written> set_password(
    store::Transaction& tx, Call const& call, NewPassword const& password
) {
    auto const account = own_account(tx, call);
    if (!account) {
        return account.error();
    }
    auto credentials = accounts::load_credentials(tx, account->id);
    if (!credentials) {
        return credentials.error();
    }
    if (credentials->password != password.verified) {
        return Error(Errc::unauthenticated, "credentials_wrong", "/current", "is not right");
    }
    credentials->password = password.hash;
    credentials->password_at = tx.now();
    credentials->totp_pending.clear();  // begun by whoever knew the old one
    accounts::put_credentials(tx, account->id, *credentials);
    auto const& caller = caller_of(call.request);
    if (auto ok = accounts::end_sessions(tx, account->id, caller.session); !ok) {
        return ok.error();
    }
    tell_own(tx, call, accounts::NoticeKind::password_changed);
    return raise_session(tx, call, *account, false);
}

http::Answer change_password(
    Services& services, http::Request const& request, PasswordChange asked
) {
    auto const& who = who_of(request);
    auto const snapshot = services.store.snapshot();
    auto const account = accounts::load_account(*snapshot, who.account);
    if (!account) {
        return problem(account.error(), request);
    }
    auto const refused = services.throttle.try_password(
        {account->login, http::client_of(request.peer), http::find_cookie(request, device_cookie)}
    );
    if (refused) {
        return too_many_tries(*refused, request);
    }
    if (auto ok = accounts::check_password(asked.next, account->login); !ok) {
        auto error = ok.error();
        for (auto& fault : error.faults) {
            fault.pointer = "/next";
        }
        return problem(error, request);
    }
    auto const credentials = accounts::load_credentials(*snapshot, account->id);
    if (!credentials) {
        return problem(credentials.error(), request);
    }
    return hashed(
        services,
        request,
        [&services,
         request = without_body(request),
         asked = std::move(asked),
         verified = credentials->password](auto complete) {
            if (!accounts::verify_password(verified, asked.current)) {
                complete(problem(
                    {Errc::unauthenticated, "credentials_wrong", "/current", "is not right"},
                    request
                ));
                return;
            }
            NewPassword next{verified, accounts::hash_password(asked.next, services.random)};
            auto answer = queue_write(
                services,
                request,
                [next = std::move(next)](store::Transaction& tx, Call const& call) {
                    return set_password(tx, call, next);
                },
                Memory::forgets
            );
            std::get<http::Pending>(answer).start(std::move(complete));
        }
    );
}

http::Handler changes_password(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto body = read_body<PasswordChange>(request);
        return body ? change_password(services, request, std::move(*body))
                    : problem(body.error(), request);
    };
}

Result<Written> leave(store::Transaction& tx, Call const& call, Nothing) {
    auto const account = registry::leave(tx, call.who);
    if (!account) {
        return account.error();
    }
    return Written{200, json::write(*account), {}, {ended_cookie()}, {}};
}

Result<Written> erase_own(store::Transaction& tx, Call const& call, Nothing) {
    auto const account = erase_person(tx, call.who, call.who.account);
    if (!account) {
        return account.error();
    }
    return Written{200, json::write(*account), {}, {ended_cookie()}, {}};
}

}  // namespace

std::vector<http::Route> account_routes(Services& s) {
    return {
        get("/api/v1/account", shows_own(s, show_own)),
        post("/api/v1/account/password", changes_password(s)),
        post("/api/v1/account/totp", writes<Nothing>(s, begin_totp, Memory::forgets)),
        post(
            "/api/v1/account/totp/confirm",
            throttled(s, writes<StepUp>(s, confirm_totp, Memory::forgets))
        ),
        get("/api/v1/account/notices", shows_own(s, list_notices)),
        get("/api/v1/account/personal-data", exports_own(s)),
        post("/api/v1/account/leave", writes<Nothing>(s, leave, Memory::forgets)),
        post("/api/v1/account/erase", writes<Nothing>(s, erase_own, Memory::forgets)),
        get("/api/v1/sessions", shows_own(s, list_sessions)),
        erase("/api/v1/sessions/current", writes<Nothing>(s, sign_out, Memory::forgets)),
        erase("/api/v1/sessions", writes<Nothing>(s, sign_out_everywhere, Memory::forgets)),
        post(
            "/api/v1/sessions/current/step-up",
            throttled(s, writes<StepUp>(s, step_up, Memory::forgets))
        ),
    };
}

}  // namespace ocop::api
