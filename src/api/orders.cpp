#include "stamps/orders.hpp"

#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "stamps/activation.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::api {

namespace {

using namespace ocop::stamps;

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

// By position; `after` is the last position of the page before.
Result<Listed> list_activations(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const after = parse_decimal(page.after.empty() ? "0" : page.after, order_count_max);
    if (!after) {
        return query_invalid("after", "must be a position");
    }
    auto const order = load_order_for(reader, who_of(request), request.capture("id"));
    if (!order) {
        return order.error();
    }
    auto all = activations_of(reader, *order);
    if (!all) {
        return all.error();
    }
    auto const first = std::find_if(all->begin(), all->end(), [&](Activation const& activation) {
        return activation.last > static_cast<std::int64_t>(*after);
    });
    all->erase(all->begin(), first);
    std::optional<std::string> next;
    if (all->size() > page.limit) {
        all->resize(page.limit);
        next = std::to_string(all->back().last);
    }
    return listed(*all, std::move(next));
}

}  // namespace

std::vector<http::Route> order_routes(Services& s) {
    return {
        post("/api/v1/stamp-orders", creates(s, request_order, &StampOrder::id)),
        get("/api/v1/stamp-orders", lists_by(s, list_page)),
        get("/api/v1/stamp-orders/{id}", shows(s, load_order_for)),
        post("/api/v1/stamp-orders/{id}/approve", changes(s, approve_order)),
        post("/api/v1/stamp-orders/{id}/issue", writes<Nothing>(s, issue)),
        post("/api/v1/stamp-orders/{id}/cancel", changes(s, cancel_order)),
        post("/api/v1/stamp-orders/{id}/activate", changes(s, activate)),
        get("/api/v1/stamp-orders/{id}/activations", lists_by(s, list_activations)),
    };
}

}  // namespace ocop::api
