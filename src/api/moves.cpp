#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/selects.hpp"
#include "api/write.hpp"
#include "stamps/own_moves.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::api {

namespace {

using namespace ocop::stamps;

Result<Written> activate(
    store::Transaction& tx, Call const& call, ActivationRequest body, Scanned const& scanned
) {
    return changed(report_move(tx, call.who, call.subject(), as_move(std::move(body)), scanned));
}

Result<Written> report(
    store::Transaction& tx, Call const& call, MoveRequest body, Scanned const& scanned
) {
    return changed(report_move(tx, call.who, call.subject(), std::move(body), scanned));
}

Result<Written> take_out(
    store::Transaction& tx, Call const& call, VoidRequest body, Scanned const& scanned
) {
    return changed(void_stamps(tx, call.who, call.subject(), std::move(body), scanned));
}

Result<StampOrder> load_issued(store::Reader const& reader, http::Request const& request) {
    return load_order_in(reader, who_of(request), request.capture("id"), OrderState::issued);
}

Result<Listed> list_moves(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const order = load_issued(reader, request);
    if (!order) {
        return order.error();
    }
    auto const found = moves_of(reader, *order, page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->moves, found->next);
}

// A segment as it is told: with the time that its stamps count as active from.
struct SegmentView {
    std::int64_t first = 0;
    std::int64_t last = 0;
    StampState state = StampState::issued;
    bool printed = false;
    std::optional<Instant> activated_at;
};
BOOST_DESCRIBE_STRUCT(SegmentView, (), (first, last, state, printed, activated_at))

// By position; `after` is the last position of the page before.
Result<Listed> list_segments(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const order = load_issued(reader, request);
    if (!order) {
        return order.error();
    }
    auto const after = parse_decimal(page.after.empty() ? "0" : page.after, order_count_max);
    if (!after) {
        return query_invalid("after", "must be a position");
    }
    std::vector<SegmentView> out;
    std::optional<std::string> next;
    auto const first = static_cast<std::int64_t>(*after) + 1;
    if (first > order->count) {
        return listed(out, next);
    }
    auto const visit = [&](Segment const& segment) {
        if (out.size() == page.limit) {
            next = std::to_string(out.back().last);
            return false;
        }
        out.push_back(
            {segment.first,
             segment.last,
             segment.state,
             segment.printed,
             activated_at(*order, segment)}
        );
        return true;
    };
    if (auto ok = visit_segments(reader, *order, first, order->count, visit); !ok) {
        return ok.error();
    }
    return listed(out, next);
}

}  // namespace

std::vector<http::Route> move_routes(Services& s) {
    return {
        post("/api/v1/stamp-orders/{id}/activate", selects<ActivationRequest>(s, activate)),
        post("/api/v1/stamp-orders/{id}/moves", selects<MoveRequest>(s, report)),
        post("/api/v1/stamp-orders/{id}/void", selects<VoidRequest>(s, take_out)),
        get("/api/v1/stamp-orders/{id}/moves", lists_by(s, list_moves)),
        get("/api/v1/stamp-orders/{id}/segments", lists_by(s, list_segments)),
    };
}

}  // namespace ocop::api
