#include "stamps/keys.hpp"

#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"

namespace ocop::api {

namespace {

using namespace ocop::stamps;

// Public halves stand in the trust list: they are for whom the route lets in.
Result<IssuingKey> load_key(
    store::Reader const& reader, accounts::Principal const&, std::string_view text
) {
    auto const kid = stamp::parse_kid(text);
    if (!kid) {
        return Error(Errc::not_found, "key_not_found");
    }
    auto found = find_key(reader, *kid);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "key_not_found");
    }
    return std::move(**found);
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const&, PageRequest const& page
) {
    auto const all = list_keys(reader);
    if (!all) {
        return all.error();
    }
    std::vector<IssuingKey> keys;
    std::optional<std::string> next;
    for (auto const& key : *all) {
        if (stamp::to_text(key.kid) <= page.after) {
            continue;
        }
        if (keys.size() == page.limit) {
            next = stamp::to_text(keys.back().kid);
            break;
        }
        keys.push_back(key);
    }
    return listed(keys, std::move(next));
}

Result<Written> revoke(store::Transaction& tx, Call const& call, Revocation body) {
    auto const key = load_key(tx, call.who, call.subject());
    if (!key) {
        return key.error();
    }
    return changed(revoke_key(tx, call.who, key->kid, std::move(body)));
}

}  // namespace

std::vector<http::Route> key_routes(Services& s) {
    return {
        get("/api/v1/keys", lists_by(s, list_page)),
        get("/api/v1/keys/{kid}", shows(s, load_key)),
        post("/api/v1/keys/{kid}/revoke", writes<Revocation>(s, revoke)),
    };
}

}  // namespace ocop::api
