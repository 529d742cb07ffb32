#include "api/epcis.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "events/dead_letter.hpp"
#include "events/named_query.hpp"

namespace ocop::api {

namespace {

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const unit = events::unit_of(reader, who_of(request));
    if (!unit) {
        return unit.error();
    }
    auto const found = events::list_dead_letters(reader, *unit, page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->letters, found->next);
}

Result<Written> retry(store::Transaction& tx, Call const& call, Nothing) {
    auto const unit = events::unit_of(tx, call.who);
    if (!unit) {
        return unit.error();
    }
    auto const letter = events::ask_retry(tx, *unit, call.subject());
    if (!letter) {
        return letter.error();
    }
    Written out;
    out.status = 202;
    out.body = json::write(*letter);
    return out;
}

}  // namespace

std::vector<http::Route> dead_letter_routes(Services& services) {
    auto const ask = writes<Nothing>(services, retry);
    return {
        get("/api/v1/dead-letters", lists_by(services, list_page)),
        post(
            "/api/v1/dead-letters/{id}/retry",
            [&services, ask](http::Request const& request) {
                return then_deliver(services, ask(request));
            }
        ),
    };
}

}  // namespace ocop::api
