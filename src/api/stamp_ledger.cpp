#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/selects.hpp"
#include "api/write.hpp"
#include "stamps/destruction.hpp"
#include "stamps/lapse.hpp"
#include "stamps/recipients.hpp"
#include "stamps/reconciliation.hpp"

namespace ocop::api {

namespace {

using namespace ocop::stamps;

Result<Written> close(store::Transaction& tx, Call const& call, Nothing) {
    auto const& captures = call.request.captures;
    auto const key = registry::lot_key(captures[0].second, captures[1].second);
    return changed(close_lot(tx, call.who, call.services.stamp_policy, key));
}

Result<Written> propose(
    store::Transaction& tx, Call const& call, NewDestruction body, Scanned const& scanned
) {
    auto& random = call.services.random;
    return created(
        call, propose_destruction(tx, call.who, random, std::move(body), scanned), &Destruction::id
    );
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const found = list_destructions(reader, who_of(request), page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->destructions, found->next);
}

Result<Listed> list_public(
    store::Reader const& reader, http::Request const&, PageRequest const& page
) {
    auto const found = list_recipients(reader, page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->rows, found->next);
}

}  // namespace

std::vector<http::Route> stamp_ledger_routes(Services& s) {
    return {
        post("/api/v1/lots/{gtin}/{lot}/close", writes<Nothing>(s, close)),
        post("/api/v1/stamp-orders/{id}/stocktakes", changes(s, take_stock)),
        open(get("/api/v1/stamp-recipients", lists_by(s, list_public))),
        post("/api/v1/destructions", selects<NewDestruction>(s, propose)),
        get("/api/v1/destructions", lists_by(s, list_page)),
        get("/api/v1/destructions/{id}", shows(s, load_destruction_for)),
        post("/api/v1/destructions/{id}/confirm", changes(s, confirm_destruction)),
    };
}

}  // namespace ocop::api
