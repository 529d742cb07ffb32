#include "stamps/orders.hpp"

#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"

namespace ocop::api {

namespace {

using namespace ocop::stamps;

Result<Written> approve(store::Transaction& tx, Call const& call, Nothing) {
    return changed(approve_order(tx, call.who, call.services.stamp_policy, call.subject()));
}

Result<Written> issue(store::Transaction& tx, Call const& call, Nothing) {
    return changed(issue_order(tx, call.who, call.subject(), call.services.epoch));
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const found = list_orders(reader, who_of(request), page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->orders, found->next);
}

}  // namespace

std::vector<http::Route> order_routes(Services& s) {
    return {
        post("/api/v1/stamp-orders", creates(s, request_order, &StampOrder::id)),
        get("/api/v1/stamp-orders", lists_by(s, list_page)),
        get("/api/v1/stamp-orders/{id}", shows(s, load_order_for)),
        post("/api/v1/stamp-orders/{id}/approve", writes<Nothing>(s, approve)),
        post("/api/v1/stamp-orders/{id}/issue", writes<Nothing>(s, issue)),
        post("/api/v1/stamp-orders/{id}/cancel", changes(s, cancel_order)),
    };
}

}  // namespace ocop::api
