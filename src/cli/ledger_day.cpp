#include "cli/ledger_day.hpp"

#include "alerts/alert.hpp"
#include "registry/producer.hpp"
#include "stamps/lapse.hpp"
#include "stamps/recipients.hpp"
#include "stamps/reconciliation.hpp"

#include <algorithm>
#include <iterator>

namespace ocop::cli {

namespace {

constexpr std::size_t orders_at_once = 200;

constexpr std::size_t producers_at_once = 20;

// What may fail for one lot comes last, so that it keeps nothing from the others.
struct State {
    bool books = false;   // all orders were looked at
    bool listed = false;  // all producers
    std::string after;    // id of the last order, then producer, that was looked at
};
BOOST_DESCRIBE_STRUCT(State, (), (books, listed, after))

Result<jobs::Slice> lapse_next(store::Reader const& reader, State const& state, Instant now) {
    auto due = stamps::find_due(reader, now);
    if (!due) {
        return due.error();
    }
    jobs::Slice slice;
    slice.finished = !due->has_value();
    slice.state = json::write(state);
    if (*due) {
        slice.work = [due = std::move(**due)](store::Transaction& tx) -> Result<void> {
            auto const done = stamps::lapse(tx, due);
            return done ? Result<void>() : done.error();
        };
    }
    return slice;
}

alerts::NewAlert about(stamps::StampOrder const& order, alerts::Rule rule) {
    alerts::NewAlert out;
    out.rule = rule;
    out.subject = "order:" + order.id;
    out.producer = order.producer;
    out.gtin = order.gtin;
    out.lot = order.lot;
    out.order = order.id;
    return out;
}

// Days since the order's lot was closed without a count afterwards; none when that is not so.
Result<std::optional<std::int64_t>> days_uncounted(
    store::Reader const& reader, stamps::StampOrder const& order, Day today
) {
    std::optional<std::int64_t> none;
    auto const key = registry::lot_key(order.gtin, order.lot);
    auto const lot = registry::find<registry::Lot>(reader, key);
    if (!lot) {
        return lot.error();
    }
    if (!*lot || !(*lot)->closed_on) {
        return none;
    }
    auto const closed = *(*lot)->closed_on;
    auto const counted = stamps::last_stocktake(reader, order.id);
    if (!counted) {
        return counted.error();
    }
    if (*counted && legal_day((*counted)->at) >= closed) {
        return none;
    }
    return std::optional<std::int64_t>((today.date - closed.date).count());
}

Result<std::vector<alerts::NewAlert>> look_at(
    store::Reader const& reader,
    stamps::StampOrder const& order,
    Day today,
    stamps::Policy const& policy
) {
    std::vector<alerts::NewAlert> out;
    auto const books = stamps::reconcile(reader, order);
    if (!books) {
        return books.error();
    }
    if (books->unaccounted != 0) {
        auto alert = about(order, alerts::Rule::stock_missing);
        alert.figures = {
            {"on_hand", books->on_hand},
            {"counted", books->counted},
            {"unaccounted", books->unaccounted}};
        out.push_back(std::move(alert));
    }
    auto const days = days_uncounted(reader, order, today);
    if (!days) {
        return days.error();
    }
    if (*days && **days >= policy.stocktake_days) {
        auto alert = about(order, alerts::Rule::stock_uncounted);
        alert.figures = {{"days", **days}, {"on_hand", books->on_hand}};
        out.push_back(std::move(alert));
    }
    return out;
}

Result<void> raise_all(store::Transaction& tx, std::vector<alerts::NewAlert> const& raised) {
    for (auto const& alert : raised) {
        if (auto const done = alerts::raise(tx, alert); !done) {
            return done.error();
        }
    }
    return {};
}

Result<jobs::Slice> look_at_books(
    store::Reader const& reader,
    State state,
    jobs::Job const& job,
    Day today,
    stamps::Policy const& policy
) {
    auto const page =
        stamps::list_orders(reader, accounts::system_principal(), state.after, orders_at_once);
    if (!page) {
        return page.error();
    }
    std::vector<alerts::NewAlert> raised;
    for (auto const& order : page->orders) {
        if (order.state != stamps::OrderState::issued) {
            continue;
        }
        auto found = look_at(reader, order, today, policy);
        if (!found) {
            return found.error();
        }
        std::move(found->begin(), found->end(), std::back_inserter(raised));
    }
    jobs::Slice slice;
    state.after = page->next.value_or("");
    state.books = !page->next;
    slice.state = json::write(state);
    slice.done = job.done + page->orders.size();
    slice.work = [raised = std::move(raised)](store::Transaction& tx) {
        return raise_all(tx, raised);
    };
    return slice;
}

Result<jobs::Slice> list_recipients(
    store::Reader const& reader, State state, jobs::Job const& job, Day today
) {
    auto const page = registry::list<registry::Producer>(
        reader, accounts::system_principal(), state.after, producers_at_once
    );
    if (!page) {
        return page.error();
    }
    std::vector<stamps::StampRecipient> rows;
    for (auto const& producer : page->records) {
        auto row = stamps::recipient_of(reader, producer, today);
        if (!row) {
            return row.error();
        }
        rows.push_back(std::move(*row));
    }
    jobs::Slice slice;
    state.after = page->next.value_or("");
    state.listed = !page->next;
    slice.state = json::write(state);
    slice.done = job.done + rows.size();
    slice.work = [rows = std::move(rows)](store::Transaction& tx) -> Result<void> {
        for (auto const& row : rows) {
            stamps::put_recipient(tx, row);
        }
        return {};
    };
    return slice;
}

}  // namespace

jobs::Step ledger_day_step(store::Store& store, Clock const& clock, stamps::Policy const& policy) {
    return [&store, &clock, &policy](jobs::Job const& job) -> Result<jobs::Slice> {
        auto state = json::read<State>(job.state, json::Mode::lenient);
        if (!state) {
            return state.error();
        }
        auto const snapshot = store.snapshot();
        auto const now = clock.now();
        auto const today = legal_day(now);
        auto slice = state->listed ? lapse_next(*snapshot, *state, now)
                     : state->books
                         ? list_recipients(*snapshot, std::move(*state), job, today)
                         : look_at_books(*snapshot, std::move(*state), job, today, policy);
        if (slice) {
            slice->done = std::max(slice->done, job.done);
            slice->total = slice->done;
        }
        return slice;
    };
}

}  // namespace ocop::cli
