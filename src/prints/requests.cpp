#include "accounts/notices.hpp"
#include "blobs/record.hpp"
#include "jobs/job.hpp"
#include "prints/keys.hpp"
#include "prints/print_run.hpp"
#include "stamps/states.hpp"

namespace ocop::prints {

namespace {

using store::Space;

constexpr std::size_t reason_chars_max = registry::text_chars_max;

Error invalid(std::string pointer, std::string reason) {
    return {Errc::malformed, "request_invalid", std::move(pointer), std::move(reason)};
}

Result<stamps::StampOrder> load_printable(
    store::Transaction& tx, Principal const& who, NewRun const& request
) {
    auto order = stamps::load_order_in(tx, who, request.order, stamps::OrderState::issued);
    if (!order) {
        return order;
    }
    if (auto const ok = accounts::check_orders_thawed(tx, order->producer, tx.now()); !ok) {
        return ok.error();
    }
    if (request.first < 1 || request.last > order->count || request.first > request.last) {
        return invalid("/first", "positions are 1 to " + std::to_string(order->count));
    }
    // PINs leave in one place: the package of the print house that puts a layer over them.
    if (order->pins && request.format != Format::zip) {
        return Error(
            Errc::refused,
            "pins_take_package",
            "/format",
            "an order with PINs is printed from a zip"
        );
    }
    if (auto const ok = check_in_force(tx, *order, request.first, request.last); !ok) {
        return ok.error();
    }
    return order;
}

Result<void> check_photo(
    store::Reader const& reader, std::string_view producer, NewRun const& request
) {
    if (!request.overt || !request.overt->photo) {
        return {};
    }
    auto const hash = blobs::parse_hash(*request.overt->photo);
    auto const blob = hash ? blobs::load_for(reader, producer, *hash) : hash.error();
    if (blob) {
        return {};
    }
    auto const code = blob.error().code;
    return code == Errc::not_found || code == Errc::malformed
               ? invalid("/overt/photo", "no photo of the producer's")
               : blob.error();
}

// The next of the order's runs.
Result<std::int64_t> take_number(store::Transaction& tx, std::string_view order) {
    auto const key = number_key(order);
    auto const bytes = tx.get(Space::stamps, key);
    if (!bytes) {
        return bytes.error();
    }
    ByteReader in(*bytes ? std::string_view(**bytes) : std::string_view("\0\0\0\0", 4));
    auto const so_far = in.u32();
    if (!in.done()) {
        return Error(Errc::corrupt, "store_corrupt", "stamps yn", "is no number");
    }
    if (so_far >= runs_max) {
        return Error(
            Errc::refused,
            "print_runs_too_many",
            "",
            "an order has at most " + std::to_string(runs_max) + " print runs"
        );
    }
    tx.put(Space::stamps, key, ByteWriter().u32(so_far + 1).view());
    return so_far + 1;
}

Result<PrintRun> new_run(
    store::Transaction& tx,
    Principal const& who,
    stamps::StampOrder const& order,
    Asked const& asked
) {
    auto const& request = asked.request;
    if (auto const ok = check_photo(tx, order.producer, request); !ok) {
        return ok.error();
    }
    auto const number = take_number(tx, order.id);
    if (!number) {
        return number.error();
    }
    PrintRun run;
    run.id = asked.run;
    run.order = order.id;
    run.gtin = order.gtin;
    run.lot = order.lot;
    run.producer = order.producer;
    run.number = *number;
    run.label = run_label(*number);
    run.first = request.first;
    run.last = request.last;
    run.format = request.format;
    run.options = request.options.value_or(Options());
    run.recipient = request.recipient;
    run.reason = request.reason.value_or("");
    run.account = who.account;
    run.overt = request.overt;
    if (request.covert) {
        run.covert = CovertFeature{*request.covert, asked.covert};
    }
    run.requested_at = tx.now();
    return run;
}

// From here on its positions have been printed, until it fails.
Result<PrintRun> begin(
    store::Transaction& tx, Principal const& who, std::string_view act, Random& random, PrintRun run
) {
    run.state = RunState::making;
    auto const job = jobs::start(
        tx,
        random,
        {std::string(job_kind), run.id, json::object(), static_cast<std::uint64_t>(run.count())}
    );
    if (!job) {
        return job.error();
    }
    run.job = job->value;
    put_printed(tx, run);
    return put_run(tx, who, act, std::move(run));
}

Error state_conflict(PrintRun const& run) {
    return {
        Errc::conflict,
        "print_run_state",
        "/state",
        std::string("the run is ") + boost::describe::enum_to_string(run.state, "?")};
}

}  // namespace

Result<void> check_in_force(
    store::Reader const& reader,
    stamps::StampOrder const& order,
    std::int64_t first,
    std::int64_t last
) {
    std::optional<Error> refused;
    auto const visited =
        stamps::visit_segments(reader, order, first, last, [&](stamps::Segment const& segment) {
            if (stamps::void_reason(segment.state)) {
                refused.emplace(
                    Errc::conflict,
                    "stamp_state",
                    "/first",
                    std::to_string(segment.first) + " to " + std::to_string(segment.last) +
                        " are " + std::string(stamps::to_text(segment.state))
                );
            }
            return !refused;
        });
    if (!visited) {
        return visited.error();
    }
    return refused ? Result<void>(*refused) : Result<void>();
}

Result<void> check_in_force(store::Reader const& reader, PrintRun const& run) {
    auto const order = stamps::load_order(reader, run.order);
    return order ? check_in_force(reader, *order, run.first, run.last) : order.error();
}

Result<void> check_request(NewRun& request) {
    registry::Checks checks;
    checks.line("/recipient/name", request.recipient.name, registry::name_chars_max);
    checks.line("/recipient/account", request.recipient.account, registry::name_chars_max);
    checks.line("/reason", request.reason, reason_chars_max);
    checks.line("/covert", request.covert, registry::text_chars_max);
    if (request.overt) {
        checks.line("/overt/text", request.overt->text, registry::text_chars_max);
    }
    if (request.format == Format::svg && request.first != request.last) {
        checks.fault("/last", "an SVG file is of one stamp");
    }
    if (auto const ok = checks.result(); !ok) {
        return ok.error();
    }
    auto const options = request.options.value_or(Options());
    if (request.format == Format::zpl) {
        auto const roll = roll_of(options);
        return roll ? Result<void>() : roll.error();
    }
    auto const sheet = sheet_of(options);
    return sheet ? Result<void>() : sheet.error();
}

Result<PrintRun> begin_run(
    store::Transaction& tx, Principal const& who, Random& random, Asked const& asked
) {
    auto const order = load_printable(tx, who, asked.request);
    if (!order) {
        return order.error();
    }
    auto const copy = highest_copy(tx, order->id, asked.request.first, asked.request.last);
    if (!copy) {
        return copy.error();
    }
    if (*copy > 0) {
        return Error(
            Errc::conflict,
            "already_printed",
            "/first",
            "some of these stamps were printed before: ask for a reprint"
        );
    }
    auto run = new_run(tx, who, *order, asked);
    if (!run) {
        return run;
    }
    run->copy = 1;
    return begin(tx, who, "requested", random, std::move(*run));
}

Result<PrintRun> ask_reprint(store::Transaction& tx, Principal const& who, Asked const& asked) {
    auto const order = load_printable(tx, who, asked.request);
    if (!order) {
        return order.error();
    }
    if (!asked.request.reason) {
        return invalid("/reason", "a reprint has a reason");
    }
    auto const copy = highest_copy(tx, order->id, asked.request.first, asked.request.last);
    if (!copy) {
        return copy.error();
    }
    if (*copy == 0) {
        return Error(Errc::conflict, "not_printed_yet", "/first", "none of these was printed");
    }
    auto run = new_run(tx, who, *order, asked);
    if (!run) {
        return run;
    }
    run->reprint = true;
    if (auto const ok = accounts::confirm(run->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    put_printed(tx, *run);
    return put_run(tx, who, "requested", std::move(*run));
}

Result<PrintRun> confirm_run(
    store::Transaction& tx, Principal const& who, Random& random, std::string_view id
) {
    auto run = load_run_for(tx, who, id);
    if (!run) {
        return run;
    }
    if (run->state != RunState::requested) {
        return state_conflict(*run);
    }
    if (auto const ok = accounts::check_orders_thawed(tx, run->producer, tx.now()); !ok) {
        return ok.error();
    }
    if (auto const ok = accounts::confirm(run->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    auto const order = stamps::load_order(tx, run->order);
    if (!order) {
        return order.error();
    }
    if (auto const ok = check_in_force(tx, *order, run->first, run->last); !ok) {
        return ok.error();
    }
    auto const copy = highest_copy(tx, run->order, run->first, run->last);
    if (!copy) {
        return copy.error();
    }
    run->copy = *copy + 1;
    ++run->revision;
    return begin(tx, who, "confirmed", random, std::move(*run));
}

Result<PrintRun> cancel_run(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto run = load_run_for(tx, who, id);
    if (!run) {
        return run;
    }
    if (run->state != RunState::requested) {
        return state_conflict(*run);
    }
    run->state = RunState::cancelled;
    ++run->revision;
    return put_run(tx, who, "cancelled", std::move(*run));
}

}  // namespace ocop::prints
