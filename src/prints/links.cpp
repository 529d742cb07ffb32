#include "prints/links.hpp"

#include "accounts/notices.hpp"
#include "prints/keys.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::prints {

namespace {

using store::Space;

Error gone() {
    return {Errc::conflict, "print_file_gone", "", "its file was dropped: ask for a reprint"};
}

Result<std::optional<Link>> find_link(store::Reader const& reader, ByteView token) {
    return store::find_plain<Link>(reader, Space::stamps, link_key(token));
}

// The link that opens the run now.
Result<std::optional<Link>> current_link(store::Reader const& reader, PrintRun const& run) {
    if (run.link.empty()) {
        return std::optional<Link>();
    }
    auto const token = store::as_stored(from_hex(run.link));
    return token ? find_link(reader, *token) : token.error();
}

Result<bool> is_kept(store::Reader const& reader, PrintRun const& run, Instant now) {
    auto const end = kept_until(reader, run);
    return end ? Result<bool>(now < *end) : end.error();
}

Result<void> may_have_link(store::Reader const& reader, PrintRun const& run, Instant now) {
    if (run.state != RunState::made) {
        return Error(
            Errc::conflict,
            "print_run_state",
            "/state",
            std::string("the run is ") + boost::describe::enum_to_string(run.state, "?")
        );
    }
    if (run.deliveries > 0) {
        return Error(
            Errc::conflict, "print_run_delivered", "", "its file was fetched: ask for a reprint"
        );
    }
    auto const kept = is_kept(reader, run, now);
    if (!kept) {
        return kept.error();
    }
    return *kept ? Result<void>() : gone();
}

// The link before opens nothing any more; whoever holds it is told why.
Result<void> replace(store::Transaction& tx, PrintRun const& run) {
    auto link = current_link(tx, run);
    if (!link) {
        return link.error();
    }
    if (*link) {
        auto const token = from_hex(run.link).value();
        (**link).replaced = true;
        store::put_plain(tx, Space::stamps, link_key(token), **link);
    }
    return {};
}

bool is_broken(Link const& link, Instant now) {
    return link.used_at && link.broken_at && now.ms < link.used_at->ms + repeat_ms;
}

Result<void> check_open(Link const& link, Instant now) {
    if (is_broken(link, now)) {
        return {};
    }
    if (link.used_at) {
        return Error(Errc::not_found, "link_used", "", "the file was fetched with it");
    }
    if (link.replaced) {
        return Error(Errc::not_found, "link_replaced", "", "a newer link took its place");
    }
    if (now >= link.expires_at) {
        return Error(Errc::not_found, "link_expired", "", "it was good for 24 hours");
    }
    return {};
}

// What may keep any run's file here.
Result<void> check_run_open(store::Reader const& reader, PrintRun const& run, Instant now) {
    if (auto ok = accounts::check_orders_thawed(reader, run.producer, now); !ok) {
        return ok;
    }
    return check_in_force(reader, run);
}

}  // namespace

Result<Instant> kept_until(store::Reader const& reader, PrintRun const& run) {
    if (run.delivered_at) {
        return Instant{run.delivered_at->ms + repeat_ms};
    }
    auto const made = run.made_at.value_or(run.requested_at).ms;
    Instant const end{made + file_ms};
    auto const order = stamps::load_order(reader, run.order);
    if (!order) {
        return order.error();
    }
    if (!order->pins) {
        return end;
    }
    auto const link = current_link(reader, run);
    if (!link) {
        return link.error();
    }
    return std::min(end, *link ? (**link).expires_at : Instant{made + link_ms});
}

Instant LinkedRun::open_until() const {
    return link.used_at ? Instant{link.used_at->ms + repeat_ms} : link.expires_at;
}

Result<LinkedRun> make_link(
    store::Transaction& tx, Principal const& who, std::string_view id, Hash const& token
) {
    auto run = load_run_for(tx, who, id);
    if (!run) {
        return run.error();
    }
    if (auto const ok = may_have_link(tx, *run, tx.now()); !ok) {
        return ok.error();
    }
    if (auto const ok = check_run_open(tx, *run, tx.now()); !ok) {
        return ok.error();
    }
    if (auto const ok = replace(tx, *run); !ok) {
        return ok.error();
    }
    Link link;
    link.run = run->id;
    link.number = ++run->links;
    link.made_at = tx.now();
    link.expires_at = {tx.now().ms + link_ms};
    store::put_plain(tx, Space::stamps, link_key(token), link);
    run->link = to_hex(token);
    ++run->revision;
    auto put = put_run(tx, who, "linked", std::move(*run));
    if (!put) {
        return put.error();
    }
    return LinkedRun{link, std::move(*put)};
}

Result<LinkedRun> see_link(store::Reader const& reader, Hash const& token, Instant now) {
    auto link = find_link(reader, token);
    if (!link) {
        return link.error();
    }
    if (!*link) {
        return Error(Errc::not_found, "link_not_found");
    }
    if (auto const ok = check_open(**link, now); !ok) {
        return ok.error();
    }
    auto run = load_run(reader, (**link).run);
    if (!run) {
        return run.error();
    }
    auto const kept = is_kept(reader, *run, now);
    if (!kept) {
        return kept.error();
    }
    if (!*kept) {
        return Error(Errc::not_found, "print_file_gone");
    }
    if (auto const ok = check_run_open(reader, *run, now); !ok) {
        return ok.error();
    }
    return LinkedRun{std::move(**link), std::move(*run)};
}

Result<PrintRun> use_link(store::Transaction& tx, Hash const& token) {
    auto seen = see_link(tx, token, tx.now());
    if (!seen) {
        return seen.error();
    }
    auto& [link, run] = *seen;
    if (!link.used_at) {
        link.used_at = tx.now();
    }
    link.broken_at.reset();
    store::put_plain(tx, Space::stamps, link_key(token), link);
    ++run.deliveries;
    run.delivered_at = link.used_at;
    run.link.clear();
    ++run.revision;
    // Whoever holds the link, whom nobody knows.
    return put_run(tx, accounts::system_principal(), "delivered", std::move(run));
}

Result<void> note_broken(store::Transaction& tx, Hash const& token) {
    auto link = find_link(tx, token);
    if (!link) {
        return link.error();
    }
    if (*link && (**link).used_at) {
        (**link).broken_at = tx.now();
        store::put_plain(tx, Space::stamps, link_key(token), **link);
    }
    return {};
}

}  // namespace ocop::prints
