#include "alerts/alert.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "registry/lot.hpp"
#include "registry/membership.hpp"
#include "verdicts/lot_line.hpp"

namespace ocop::api {

namespace {

struct Asked {
    alerts::Filter filter;
    PageRequest page;
};

Result<Asked> read_asked(http::Request const& request) {
    auto const query = read_query(request, {"rule", "state", "gtin", "lot", "limit", "after"});
    if (!query) {
        return query.error();
    }
    auto const rule = read_word<alerts::Rule>(*query, "rule");
    if (!rule) {
        return rule.error();
    }
    auto const state = read_word<alerts::State>(*query, "state");
    if (!state) {
        return state.error();
    }
    auto lot = read_lot_asked(*query);
    if (!lot) {
        return lot.error();
    }
    auto page = read_page(*query);
    if (!page) {
        return page.error();
    }
    page->keep("gtin", lot->gtin);
    page->keep("lot", lot->lot);
    for (auto const* name : {"rule", "state"}) {
        page->keep(name, http::find_parameter(*query, name).value_or(""));
    }
    return Asked{{*rule, *state, std::move(lot->gtin), std::move(lot->lot)}, std::move(*page)};
}

http::Handler list_alerts(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_asked(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto const& page = asked->page;
        auto const snapshot = services.store.snapshot();
        auto const found =
            alerts::list(*snapshot, who_of(request), asked->filter, page.after, page.limit);
        return found ? respond_page(request, page, listed(found->alerts, found->next))
                     : problem(found.error(), request);
    };
}

// Of a lot that the caller may see: what everyone is told with the verdict of one of its stamps.
Result<verdicts::LotLine> checks_of_lot(store::Reader const& reader, http::Request const& request) {
    auto const key = registry::lot_key(request.capture("gtin"), request.capture("lot"));
    auto const lot = registry::load_for<registry::Lot>(reader, who_of(request), key);
    return lot ? verdicts::lot_line(reader, lot->gtin, lot->lot) : lot.error();
}

}  // namespace

std::vector<http::Route> alert_routes(Services& services) {
    return {
        get("/api/v1/alerts", list_alerts(services)),
        get("/api/v1/alerts/{id}", shows(services, alerts::load_for)),
        post("/api/v1/alerts/{id}/close", changes(services, alerts::close)),
        get("/api/v1/lots/{gtin}/{lot}/checks", shows_by(services, checks_of_lot)),
    };
}

}  // namespace ocop::api
