#include "api/routes.hpp"

#include "api/caller.hpp"
#include "api/epcis.hpp"
#include "api/lot_events.hpp"
#include "api/request.hpp"

#include <ocop/base/assert.hpp>

namespace ocop::api {

http::Route get(std::string_view pattern, http::Handler handler) {
    return {http::Method::get, pattern, std::move(handler)};
}

http::Route post(std::string_view pattern, http::Handler handler) {
    return {http::Method::post, pattern, std::move(handler), http::Access::gated, body_bytes_max};
}

http::Route put(std::string_view pattern, http::Handler handler) {
    return {http::Method::put, pattern, std::move(handler), http::Access::gated, body_bytes_max};
}

http::Route erase(std::string_view pattern, http::Handler handler) {
    return {http::Method::erase, pattern, std::move(handler), http::Access::gated, body_bytes_max};
}

http::Route open(http::Route route) {
    route.access = http::Access::open;
    return route;
}

std::vector<http::Route> routes(Services& services) {
    std::vector<http::Route> all;
    for (auto* const table :
         {register_routes,     import_routes,         blob_routes,       order_routes,
          print_routes,        sheet_routes,          quota_routes,      move_routes,
          stamp_ledger_routes, reconciliation_routes, inspection_routes, recall_routes,
          key_routes,          account_routes,        member_routes,     sign_in_routes,
          oidc_routes,         dead_letter_routes,    alert_routes,      report_routes,
          epcis_routes,        lot_event_routes,      lot_table_routes,  lot_story_routes,
          public_log_routes,   catalogue_routes,      bundle_routes,     device_routes,
          job_routes,          board_routes,          open_routes}) {
        auto part = table(services);
        all.insert(
            all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end())
        );
    }
    for (auto const& route : all) {
        OCOP_ASSERT(route.access == http::Access::open || row_of(route) != nullptr);
    }
    return all;
}

}  // namespace ocop::api
