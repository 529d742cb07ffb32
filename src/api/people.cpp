#include "api/people.hpp"

#include "accounts/audit.hpp"

#include <exception>

namespace ocop::api {

namespace {

constexpr std::string_view session_attributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";
constexpr std::string_view device_attributes =
    "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=31536000";

http::Header cookie(std::string_view name, std::string_view value, std::string_view attributes) {
    std::string text(name);
    text.append("=").append(value).append(attributes);
    return {"Set-Cookie", std::move(text)};
}

}  // namespace

OwnSession describe_session(accounts::Account const& account, accounts::Session const& session) {
    OwnSession out;
    out.account = account.id;
    out.login = account.login;
    out.name = account.name;
    out.role = account.role;
    out.csrf = session.csrf;
    out.second_factor = session.second_factor;
    out.second_factor_needed =
        accounts::needs_second_factor(account.role) && !session.second_factor;
    if (session.stepped_up_at) {
        out.stepped_up_until = Instant{session.stepped_up_at->ms + accounts::step_up_ms};
    }
    out.expires_at = {session.created_at.ms + accounts::session_ms};
    return out;
}

Result<Written> open_session(
    store::Transaction& tx, Services& services, http::Request const& request, SessionFor opened
) {
    auto const& account = opened.account;
    if (auto const held = http::find_cookie(request, session_cookie); !held.empty()) {
        auto const hash = accounts::session_hash(held);
        auto const before = accounts::find_session(tx, hash, tx.now());
        if (!before) {
            return before.error();
        }
        if (*before) {
            accounts::end_session(tx, (*before)->account, hash);
        }
    }
    auto const session = accounts::make_session(
        services.random,
        {account.id, opened.second_factor, std::string(request.header("User-Agent"))},
        tx.now()
    );
    if (auto ok = accounts::put_session(tx, session); !ok) {
        return ok.error();
    }
    auto const audited = accounts::audit(
        tx,
        accounts::principal_of(account, accounts::Reach::own),
        {.act = std::string(http::method_name(request.method)) + ' ' + request.path,
         .subject = account.id,
         .detail = opened.second_factor ? "with second factor" : "",
         .request = request.id}
    );
    if (!audited) {
        return audited.error();
    }
    auto const device = services.throttle.device_for(account.login, services.random);
    return Written{
        201,
        json::write(describe_session(account, session.session)),
        {},
        {cookie(session_cookie, session.token, session_attributes),
         cookie(device_cookie, device, device_attributes)},
        {}};
}

http::Request without_body(http::Request const& request) {
    auto out = request;
    out.body.clear();
    return out;
}

http::Response respond_private(Written written) {
    auto response = http::json_response(written.status, json::serialize(written.body));
    response.with("Cache-Control", "no-store");
    if (!written.location.empty()) {
        response.with("Location", std::move(written.location));
    }
    for (auto& header : written.headers) {
        response.with(std::move(header.name), std::move(header.value));
    }
    return response;
}

http::Answer hashed(
    Services& services,
    http::Request const& request,
    std::function<void(std::function<void(http::Response)>)> work
) {
    return http::Pending{[&services, id = request.id, work = std::move(work)](auto complete) {
        auto const guarded = [work, complete, id] {
            try {
                work(complete);
            } catch (std::exception const& e) {
                complete(http::problem_response({Errc::internal, "internal", "", e.what()}, id));
            }
        };
        if (!services.hashing.try_post(guarded)) {
            complete(http::problem_response(Error(Errc::unavailable, "sign_in_busy"), id));
        }
    }};
}

}  // namespace ocop::api
