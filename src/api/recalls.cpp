#include "inspections/recalls.hpp"

#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"

namespace ocop::api {

namespace {

using namespace ocop::inspections;

std::string lot_of(http::Request const& request) {
    return registry::lot_key(request.capture("gtin"), request.capture("lot"));
}

Result<Recall> load(store::Reader const& reader, http::Request const& request) {
    return load_recall_for(reader, who_of(request), lot_of(request));
}

Result<Written> order(store::Transaction& tx, Call const& call, NewRecall body) {
    auto const recall =
        order_recall(tx, call.who, call.services.random, lot_of(call.request), std::move(body));
    if (!recall) {
        return recall.error();
    }
    return Written{201, json::write(*recall), call.request.path, {}, {}};
}

Result<Written> confirm(store::Transaction& tx, Call const& call, RecallConfirmation body) {
    return changed(
        confirm_recall(tx, call.who, call.services.random, lot_of(call.request), std::move(body))
    );
}

Result<Written> drop(store::Transaction& tx, Call const& call, ReasonGiven body) {
    return changed(drop_recall(tx, call.who, lot_of(call.request), std::move(body)));
}

Result<Written> lift(store::Transaction& tx, Call const& call, LiftRequest body) {
    return changed(propose_lift(tx, call.who, lot_of(call.request), std::move(body)));
}

Result<Written> end(store::Transaction& tx, Call const& call, LiftConfirmation body) {
    return changed(
        confirm_lift(tx, call.who, call.services.random, lot_of(call.request), std::move(body))
    );
}

Result<Written> reply(store::Transaction& tx, Call const& call, NewReply body) {
    return changed(reply_to_recall(tx, call.who, lot_of(call.request), std::move(body)));
}

}  // namespace

std::vector<http::Route> recall_routes(Services& s) {
    return {
        post("/api/v1/lots/{gtin}/{lot}/recall", writes<NewRecall>(s, order)),
        get("/api/v1/lots/{gtin}/{lot}/recall", shows_by(s, load)),
        post(
            "/api/v1/lots/{gtin}/{lot}/recall/confirm",
            writes<RecallConfirmation>(s, confirm, Memory::keeps, Match::must)
        ),
        post(
            "/api/v1/lots/{gtin}/{lot}/recall/drop",
            writes<ReasonGiven>(s, drop, Memory::keeps, Match::must)
        ),
        post("/api/v1/lots/{gtin}/{lot}/recall/lift", writes<LiftRequest>(s, lift)),
        post(
            "/api/v1/lots/{gtin}/{lot}/recall/lift/confirm",
            writes<LiftConfirmation>(s, end, Memory::keeps, Match::must)
        ),
        post("/api/v1/lots/{gtin}/{lot}/recall/reply", writes<NewReply>(s, reply)),
    };
}

}  // namespace ocop::api
