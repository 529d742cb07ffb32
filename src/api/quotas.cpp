#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "stamps/quota.hpp"

namespace ocop::api {

namespace {

using namespace ocop::stamps;

Result<Written> declare(store::Transaction& tx, Call const& call, NewQuota body) {
    auto const& policy = call.services.stamp_policy;
    return created(call, declare_quota(tx, call.who, policy, std::move(body)), &Quota::id);
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const found = list_quotas(reader, who_of(request), page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->quotas, found->next);
}

}  // namespace

std::vector<http::Route> quota_routes(Services& s) {
    return {
        post("/api/v1/quotas", writes<NewQuota>(s, declare)),
        get("/api/v1/quotas", lists_by(s, list_page)),
        get("/api/v1/quotas/{id}", shows(s, load_quota_for)),
        post("/api/v1/quotas/{id}/attest", changes(s, attest_quota)),
        post("/api/v1/quotas/{id}/raise", changes(s, raise_quota)),
        post("/api/v1/quotas/{id}/raise/confirm", changes(s, confirm_raise, Match::must)),
    };
}

}  // namespace ocop::api
