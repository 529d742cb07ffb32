#include "api/people.hpp"

#include "accounts/audit.hpp"
#include "inspections/devices.hpp"
#include "registry/membership.hpp"

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

// The threads elsewhere do not catch: a failure is an answer here.
void run_guarded(
    Work const& work, std::function<void(http::Response)> const& complete, std::string const& id
) {
    try {
        work(complete);
    } catch (std::exception const& e) {
        complete(http::problem_response({Errc::internal, "internal", "", e.what()}, id));
    }
}

}  // namespace

Result<accounts::Account> erase_person(
    store::Transaction& tx, accounts::Principal const& who, std::string_view id
) {
    if (auto ok = inspections::erase_device_names(tx, id); !ok) {
        return ok.error();
    }
    return registry::erase(tx, who, id);
}

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
        {account.id,
         opened.second_factor,
         std::string(request.header("User-Agent")),
         opened.stepped_up_at},
        tx.now()
    );
    if (auto ok = accounts::put_session(tx, session); !ok) {
        return ok.error();
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

Result<void> audit_sign_in(
    store::Transaction& tx, http::Request const& request, SessionFor const& opened
) {
    auto const number = accounts::audit(
        tx,
        accounts::principal_of(opened.account, accounts::Reach::own),
        {.act = std::string(http::method_name(request.method)) + ' ' + request.path,
         .subject = opened.account.id,
         .detail = opened.second_factor ? "with second factor" : "",
         .request = request.id}
    );
    return number ? Result<void>() : number.error();
}

http::Response too_many_tries(http::Quota const& quota, http::Request const& request) {
    auto response = http::rate_limited(quota, request.id);
    http::tell_quota(quota, response);
    return response;
}

http::Answer elsewhere(Post try_post, std::string request_id, Work work, Error busy) {
    return http::Pending{[try_post = std::move(try_post),
                          id = std::move(request_id),
                          work = std::move(work),
                          busy = std::move(busy)](auto const& complete) {
        if (!try_post([work, complete, id] { run_guarded(work, complete, id); })) {
            complete(http::problem_response(busy, id));
        }
    }};
}

http::Answer hashed(Services& services, http::Request const& request, Work work) {
    auto post = [&services](std::function<void()> task) {
        return services.hashing.try_post(std::move(task));
    };
    return elsewhere(
        std::move(post), request.id, std::move(work), Error(Errc::unavailable, "sign_in_busy")
    );
}

}  // namespace ocop::api
