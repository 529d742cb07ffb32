#include "api/oidc_routes.hpp"

#include "accounts/oidc_link.hpp"
#include "api/people.hpp"
#include "api/routes.hpp"
#include "http/addresses.hpp"

namespace ocop::api {

namespace {

using Complete = std::function<void(http::Response)>;

// Lax: the way back from the provider is a navigation from another site.
std::string oidc_cookie_text(std::string_view value, std::int64_t max_age_s) {
    return std::string(oidc_cookie) + '=' + std::string(value) +
           "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(max_age_s);
}

http::Response go_to(std::string url) {
    http::Response out;
    out.status = 303;
    return std::move(out).with("Location", std::move(url)).with("Cache-Control", "no-store");
}

// The slug of a problem document of ours.
std::string slug_of(http::Response const& reply) {
    constexpr std::string_view mark = "\"urn:ocop:problem:";
    std::string_view const body = std::get<std::string>(reply.body);
    auto const start = body.find(mark);
    if (start == std::string_view::npos) {
        return "internal";
    }
    auto const rest = body.substr(start + mark.size());
    return std::string(rest.substr(0, rest.find('"')));
}

bool is_browser(http::Request const& request) {
    return request.header("Accept").find("text/html") != std::string_view::npos;
}

// A person is shown the sign-in again, which says a problem in words.
Complete back_to_sign_in(Complete complete) {
    return [complete = std::move(complete)](http::Response reply) {
        if (reply.status >= 400) {
            auto detail = std::move(reply.log_detail);
            reply = go_to("/console/?problem=" + slug_of(reply));
            reply.log_detail = std::move(detail);
        }
        complete(std::move(reply));
    };
}

http::Answer waits_for_provider(OidcDesk& desk, http::Request const& request, Work work) {
    auto post = [&desk](std::function<void()> task) { return desk.try_post(std::move(task)); };
    auto told = [work = std::move(work), by_browser = is_browser(request)](Complete complete) {
        work(by_browser ? back_to_sign_in(std::move(complete)) : std::move(complete));
    };
    return elsewhere(
        std::move(post), request.id, std::move(told), Error(Errc::unavailable, "sign_in_busy")
    );
}

void begin(OidcDesk& desk, std::string const& request_id, Complete const& complete) {
    auto begun = desk.sign_in.start();
    if (!begun) {
        complete(http::problem_response(begun.error(), request_id));
        return;
    }
    auto const lasts = std::chrono::duration_cast<std::chrono::seconds>(oidc_login_time).count();
    complete(go_to(std::move(begun->url)).with("Set-Cookie", oidc_cookie_text(begun->cookie, lasts))
    );
}

http::Handler start(Services& services, OidcDesk& desk) {
    return [&services, &desk](http::Request const& request) -> http::Answer {
        auto const client = http::client_of(request.peer);
        if (auto const refused = services.throttle.try_provider(client)) {
            return too_many_tries(*refused, request);
        }
        return waits_for_provider(
            desk,
            request,
            [&desk, id = request.id](Complete const& complete) { begin(desk, id, complete); }
        );
    };
}

// The session of who the provider says it is; without a second factor given.
Result<http::Response> open_for(
    store::Transaction& tx,
    Services& services,
    http::Request const& request,
    accounts::OidcIdentity const& identity
) {
    auto const account = accounts::account_of(
        tx,
        {identity.issuer,
         identity.subject,
         identity.email_verified ? identity.email : std::optional<std::string>()}
    );
    if (!account) {
        return account.error();
    }
    SessionFor const opened{*account, false, std::nullopt};
    if (auto ok = audit_sign_in(tx, request, opened); !ok) {
        return ok.error();
    }
    auto written = open_session(tx, services, request, opened);
    if (!written) {
        return written.error();
    }
    auto response = go_to("/console/");
    for (auto& header : written->headers) {
        response.with(std::move(header.name), std::move(header.value));
    }
    response.with("Set-Cookie", oidc_cookie_text("", 0));
    return response;
}

void end(Services& services, http::Request const& request, Complete const& complete) {
    auto const cookie = http::find_cookie(request, oidc_cookie);
    auto const identity = services.oidc->sign_in.finish(request.query, cookie);
    if (!identity) {
        complete(problem(identity.error(), request));
        return;
    }
    auto decide = [&services, request, identity = *identity](store::Transaction& tx) {
        return open_for(tx, services, request, identity);
    };
    commit(services.store, request.id, std::move(decide)).start(complete);
}

http::Handler finish(Services& services, OidcDesk& desk) {
    return [&services, &desk](http::Request const& request) -> http::Answer {
        auto const client = http::client_of(request.peer);
        if (auto const refused = services.throttle.try_provider(client)) {
            return too_many_tries(*refused, request);
        }
        return waits_for_provider(desk, request, [&services, request](Complete const& complete) {
            end(services, request, complete);
        });
    };
}

}  // namespace

std::vector<http::Route> oidc_routes(Services& s) {
    if (s.oidc == nullptr) {
        return {};
    }
    return {
        open(get(oidc_start_path, start(s, *s.oidc))),
        open(get(oidc_callback_path, finish(s, *s.oidc))),
    };
}

}  // namespace ocop::api
