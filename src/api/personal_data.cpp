#include "api/personal_data.hpp"

#include "accounts/api_keys.hpp"
#include "accounts/audit.hpp"
#include "accounts/credentials.hpp"
#include "accounts/notices.hpp"
#include "api/people.hpp"
#include "inspections/devices.hpp"

#include <cstdint>

namespace ocop::api {

namespace {

// All that is kept of the person behind an account (Law 91/2025/QH15 art. 4: right to access).
Result<http::Response> export_own(store::Reader const& reader, Call const& call) {
    auto const& id = call.who.account;
    auto const account = accounts::load_account(reader, id);
    auto const sessions = accounts::sessions_of(reader, id);
    auto keys = accounts::api_keys_of(reader, id);
    auto const notices = accounts::notices_of(reader, id, SIZE_MAX);
    auto const devices = inspections::devices_of(reader, id);
    if (!account || !sessions || !keys || !notices || !devices) {
        return Error(Errc::unavailable, "register_unreadable");
    }
    json::array acts;
    accounts::AuditQuery own;
    own.actor = id;
    auto const searched =
        accounts::search_audit(reader, own, [&](accounts::AuditEntry const& entry) {
            acts.push_back(json::write(entry));
            return true;
        });
    if (!searched) {
        return searched.error();
    }
    json::array keys_shown;
    for (auto& key : *keys) {
        key.hash.clear();
        keys_shown.push_back(json::write(key));
    }
    json::array sessions_shown;
    for (auto const& session : *sessions) {
        sessions_shown.push_back(json::object{
            {"created_at", to_text(session.created_at)},
            {"seen_at", to_text(session.seen_at)},
            {"second_factor", session.second_factor},
            {"client", session.client}});
    }
    json::object body{
        {"account", json::write(*account)},
        {"sessions", std::move(sessions_shown)},
        {"api_keys", std::move(keys_shown)},
        {"notices", json::write(*notices)},
        {"devices", json::write(*devices)},
        {"audit", std::move(acts)}};
    return respond_private({200, std::move(body), {}, {}, {}}
    ).with("Content-Disposition", "attachment; filename=\"personal-data.json\"");
}

}  // namespace

http::Handler exports_own(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        return queue_read(services, request, export_own);
    };
}

}  // namespace ocop::api
