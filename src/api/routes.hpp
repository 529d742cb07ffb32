#pragma once

#include "api/services.hpp"

#include <string_view>
#include <vector>

// The tables that routes() is put together from.
namespace ocop::api {

std::vector<http::Route> register_routes(Services& services);
std::vector<http::Route> import_routes(Services& services);
std::vector<http::Route> blob_routes(Services& services);
std::vector<http::Route> order_routes(Services& services);
std::vector<http::Route> print_routes(Services& services);
std::vector<http::Route> job_routes(Services& services);
std::vector<http::Route> sheet_routes(Services& services);
std::vector<http::Route> quota_routes(Services& services);
std::vector<http::Route> move_routes(Services& services);
std::vector<http::Route> stamp_ledger_routes(Services& services);
std::vector<http::Route> reconciliation_routes(Services& services);
std::vector<http::Route> inspection_routes(Services& services);
std::vector<http::Route> bundle_routes(Services& services);
std::vector<http::Route> device_routes(Services& services);
std::vector<http::Route> recall_routes(Services& services);
std::vector<http::Route> key_routes(Services& services);
std::vector<http::Route> account_routes(Services& services);  // one's own
std::vector<http::Route> member_routes(Services& services);   // other people's
std::vector<http::Route> sign_in_routes(Services& services);  // open: before there is a session
std::vector<http::Route> oidc_routes(Services& services);     // open; none without a provider
std::vector<http::Route> alert_routes(Services& services);
std::vector<http::Route> report_routes(Services& services);
std::vector<http::Route> board_routes(Services& services);
std::vector<http::Route> dead_letter_routes(Services& services);
std::vector<http::Route> public_log_routes(Services& services);  // for anyone
std::vector<http::Route> catalogue_routes(Services& services);   // for anyone
std::vector<http::Route> open_routes(Services& services);        // for anyone

http::Route get(std::string_view pattern, http::Handler handler);
http::Route post(std::string_view pattern, http::Handler handler);
http::Route put(std::string_view pattern, http::Handler handler);
http::Route erase(std::string_view pattern, http::Handler handler);
http::Route open(http::Route route);  // for anyone

}  // namespace ocop::api
