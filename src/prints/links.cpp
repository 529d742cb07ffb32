#include "prints/links.hpp"

#include "accounts/notices.hpp"
#include "prints/keys.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::prints {

namespace {

using store::Space;

Error gone() {
    return {Errc::conflict, "print_file_gone", "", "its file was dropped: ask for a reprint"};
}

bool is_kept(PrintRun const& run, Instant now) {
    return run.made_at && now.ms < run.made_at->ms + file_ms;
}

Result<void> may_have_link(PrintRun const& run, Instant now) {
    if (run.state != RunState::made) {
        return Error(
            Errc::conflict,
            "print_run_state",
            "/state",
            std::string("the run is ") + boost::describe::enum_to_string(run.state, "?")
        );
    }
    if (!is_kept(run, now)) {
        return gone();
    }
    if (run.deliveries > 0) {
        return Error(
            Errc::conflict, "print_run_delivered", "", "its file was fetched: ask for a reprint"
        );
    }
    return {};
}

// The link before opens nothing any more; whoever holds it is told why.
Result<void> replace(store::Transaction& tx, std::string const& hex) {
    if (hex.empty()) {
        return {};
    }
    auto const token = from_hex(hex);
    if (!token) {
        return token.error();
    }
    auto const key = ByteWriter().text("yl").bytes(*token).take();
    auto link = store::find_plain<Link>(tx, Space::stamps, key);
    if (!link) {
        return link.error();
    }
    if (*link && !(**link).used_at) {
        (**link).replaced = true;
        store::put_plain(tx, Space::stamps, key, **link);
    }
    return {};
}

Error not_opened(Link const& link) {
    if (link.used_at) {
        return {Errc::not_found, "link_used", "", "the file was fetched with it"};
    }
    if (link.replaced) {
        return {Errc::not_found, "link_replaced", "", "a newer link took its place"};
    }
    return {Errc::not_found, "link_expired", "", "it was good for 24 hours"};
}

}  // namespace

Result<MadeLink> make_link(
    store::Transaction& tx, Principal const& who, std::string_view id, Hash const& token
) {
    auto run = load_run_for(tx, who, id);
    if (!run) {
        return run.error();
    }
    if (auto const ok = accounts::check_orders_thawed(tx, run->producer, tx.now()); !ok) {
        return ok.error();
    }
    if (auto const ok = may_have_link(*run, tx.now()); !ok) {
        return ok.error();
    }
    if (auto const ok = check_in_force(tx, *run); !ok) {
        return ok.error();
    }
    if (auto const ok = replace(tx, run->link); !ok) {
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
    auto put = put_run(tx, who.account, "linked", std::move(*run));
    if (!put) {
        return put.error();
    }
    return MadeLink{link, std::move(*put)};
}

Result<std::optional<std::string>> run_of_link(store::Reader const& reader, Hash const& token) {
    auto const link = store::find_plain<Link>(reader, Space::stamps, link_key(token));
    if (!link) {
        return link.error();
    }
    return *link ? std::optional((**link).run) : std::nullopt;
}

Result<PrintRun> use_link(store::Transaction& tx, Hash const& token) {
    auto const key = link_key(token);
    auto link = store::find_plain<Link>(tx, Space::stamps, key);
    if (!link) {
        return link.error();
    }
    if (!*link) {
        return Error(Errc::not_found, "link_not_found");
    }
    if ((**link).used_at || (**link).replaced || tx.now() >= (**link).expires_at) {
        return not_opened(**link);
    }
    auto run = load_run(tx, (**link).run);
    if (!run) {
        return run;
    }
    if (auto const ok = accounts::check_orders_thawed(tx, run->producer, tx.now()); !ok) {
        return ok.error();
    }
    if (!is_kept(*run, tx.now())) {
        return Error(Errc::not_found, "print_file_gone");
    }
    if (auto const ok = check_in_force(tx, *run); !ok) {
        return ok.error();
    }
    (**link).used_at = tx.now();
    store::put_plain(tx, Space::stamps, key, **link);
    ++run->deliveries;
    run->link.clear();
    ++run->revision;
    auto const actor = run->account;
    return put_run(tx, actor, "delivered", std::move(*run));
}

}  // namespace ocop::prints
