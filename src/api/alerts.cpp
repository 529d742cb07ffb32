#include "alerts/alert.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "registry/lot.hpp"
#include "registry/membership.hpp"
#include "verdicts/lot_line.hpp"

namespace ocop::api {

namespace {

// One of an enumeration's words, or nothing when the parameter is not there.
template <class E>
Result<std::optional<E>> read_word(http::Parameters const& query, std::string_view name) {
    auto const word = http::find_parameter(query, name);
    if (!word) {
        return std::optional<E>();
    }
    std::optional<E> out;
    std::string words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        words += words.empty() ? d.name : std::string(", ") + d.name;
        if (*word == d.name) {
            out = d.value;
        }
    });
    return out ? Result<std::optional<E>>(out) : query_invalid(name, "must be one of: " + words);
}

struct Asked {
    alerts::Filter filter;
    PageRequest page;
    std::string filter_query;  // as the link to the next page says it again
};

// A GTIN and a lot number in their one form, which also needs no escapes in a link.
Result<void> read_lot(http::Parameters const& query, Asked& out) {
    if (auto const gtin = http::find_parameter(query, "gtin")) {
        auto const digits = gtin->find_first_not_of("0123456789") == std::string_view::npos;
        if (!digits || gtin->empty()) {
            return query_invalid("gtin", "must be digits");
        }
        out.filter.gtin = std::string(*gtin);
        out.filter_query += "gtin=" + out.filter.gtin + '&';
    }
    if (auto const text = http::find_parameter(query, "lot")) {
        auto lot = registry::parse_lot(*text);
        if (!lot) {
            return query_invalid("lot", "must be a lot number");
        }
        out.filter.lot = std::move(*lot);
        out.filter_query += "lot=" + out.filter.lot + '&';
    }
    for (auto const* name : {"rule", "state"}) {
        if (auto const word = http::find_parameter(query, name)) {
            out.filter_query += std::string(name) + '=' + std::string(*word) + '&';
        }
    }
    return {};
}

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
    auto const limit = read_number(*query, {"limit", 1, page_limit_max, page_limit_default});
    if (!limit) {
        return limit.error();
    }
    Asked out;
    out.filter.rule = *rule;
    out.filter.state = *state;
    if (auto ok = read_lot(*query, out); !ok) {
        return ok.error();
    }
    out.page.after = http::find_parameter(*query, "after").value_or(std::string_view());
    out.page.limit = static_cast<std::size_t>(*limit);
    return out;
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
        if (!found) {
            return problem(found.error(), request);
        }
        auto response = respond_page(request, page, listed(found->alerts, {}));
        if (found->next) {
            auto const query = asked->filter_query + "limit=" + std::to_string(page.limit);
            auto const link = request.path + '?' + query + "&after=" + *found->next;
            response.with("Link", '<' + link + R"(>; rel="next")");
        }
        return response;
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
