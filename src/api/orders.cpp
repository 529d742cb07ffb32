#include "api/orders.hpp"

#include "accounts/audit.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "http/problem.hpp"
#include "registry/lot.hpp"
#include "stamps/find_orders.hpp"

namespace ocop::api {

namespace {

using namespace ocop::stamps;

Result<Written> approve(store::Transaction& tx, Call const& call, Nothing) {
    return changed(approve_order(tx, call.who, call.services.stamp_policy, call.subject()));
}

// What is wrong with the one order, and not with the service or the caller.
bool is_refusal(Error const& error) {
    return error.code == Errc::not_found || error.code == Errc::conflict ||
           error.code == Errc::refused || error.code == Errc::precondition;
}

Result<void> check_tag(store::Reader const& reader, Call const& call, OrderToApprove const& asked) {
    if (!asked.etag) {
        return {};
    }
    auto const order = load_order_for(reader, call.who, asked.id);
    if (!order) {
        return order.error();
    }
    if (read_tags(*asked.etag, Comparison::strong).matches(order->revision)) {
        return {};
    }
    return Error(
        Errc::precondition,
        "revision_stale",
        "/etag",
        "the record is at revision " + std::to_string(order->revision)
    );
}

// approve_order() writes nothing when it refuses, so the transaction goes on.
Result<void> approve_in(store::Transaction& tx, Call const& call, OrderToApprove const& asked) {
    if (auto ok = check_tag(tx, call, asked); !ok) {
        return ok;
    }
    auto const order = approve_order(tx, call.who, call.services.stamp_policy, asked.id);
    if (!order) {
        return order.error();
    }
    auto const audited = accounts::audit(
        tx,
        call.who,
        {.act = std::string(caller_of(call.request).row->route),
         .subject = order->id,
         .detail = {},
         .request = call.request.id}
    );
    return audited ? Result<void>() : audited.error();
}

Result<Written> approve_many(store::Transaction& tx, Call const& call, Approvals const& asked) {
    if (asked.orders.empty() || asked.orders.size() > approvals_max) {
        auto const reason = "must be 1 to " + std::to_string(approvals_max) + " orders";
        return Error(Errc::malformed, "request_invalid", "/orders", reason);
    }
    json::array results;
    std::size_t approved = 0;
    for (auto const& each : asked.orders) {
        auto const done = approve_in(tx, call, each);
        if (!done && !is_refusal(done.error())) {
            return done.error();
        }
        json::object result{{"id", each.id}, {"ok", static_cast<bool>(done)}};
        if (!done) {
            auto const status = http::status_of(done.error().code);
            result["problem"] = http::problem_document(status, done.error(), call.request.id);
        }
        approved += done ? 1U : 0U;
        results.push_back(std::move(result));
    }
    Written out;
    out.body = json::object{{"results", std::move(results)}};
    out.subject = "stamp-orders";
    out.audited = std::to_string(approved) + " of " + std::to_string(asked.orders.size());
    return out;
}

Result<Written> issue(store::Transaction& tx, Call const& call, Nothing) {
    return changed(issue_order(tx, call.who, call.subject(), call.services.epoch));
}

struct Asked {
    OrderFilter filter;
    PageRequest page;
};

// A lot is named by both, GTIN and number.
Result<Asked> read_asked(http::Request const& request) {
    auto const query = read_query(request, {"state", "gtin", "lot", "limit", "after"});
    if (!query) {
        return query.error();
    }
    auto const state = read_word<OrderState>(*query, "state");
    if (!state) {
        return state.error();
    }
    auto const lot = read_lot_asked(*query);
    if (!lot) {
        return lot.error();
    }
    if (lot->gtin.empty() != lot->lot.empty()) {
        return query_invalid(lot->lot.empty() ? "lot" : "gtin", "must be there beside the other");
    }
    auto page = read_page(*query);
    if (!page) {
        return page.error();
    }
    page->keep("state", http::find_parameter(*query, "state").value_or(""));
    page->keep("gtin", lot->gtin);
    page->keep("lot", lot->lot);
    auto key = lot->lot.empty() ? std::string() : registry::lot_key(lot->gtin, lot->lot);
    return Asked{{*state, std::move(key)}, std::move(*page)};
}

http::Handler list_of_orders(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_asked(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto const& page = asked->page;
        auto const snapshot = services.store.snapshot();
        auto const found =
            find_orders(*snapshot, who_of(request), asked->filter, page.after, page.limit);
        return found ? respond_page(request, page, listed(found->orders, found->next))
                     : problem(found.error(), request);
    };
}

}  // namespace

std::vector<http::Route> order_routes(Services& s) {
    return {
        post("/api/v1/stamp-orders", creates(s, request_order, &StampOrder::id)),
        get("/api/v1/stamp-orders", list_of_orders(s)),
        get("/api/v1/stamp-orders/{id}", shows(s, load_order_for)),
        post("/api/v1/stamp-orders/{id}/approve", writes<Nothing>(s, approve)),
        post("/api/v1/stamp-orders/approve", writes<Approvals>(s, approve_many)),
        post("/api/v1/stamp-orders/{id}/issue", writes<Nothing>(s, issue)),
        post("/api/v1/stamp-orders/{id}/cancel", changes(s, cancel_order)),
    };
}

}  // namespace ocop::api
