#include "prints/print_run.hpp"

#include "accounts/entries.hpp"
#include "prints/keys.hpp"
#include "registry/register.hpp"
#include "store/record.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::prints {

namespace {

using store::Space;

Error absent() {
    return {Errc::not_found, "print_run_not_found"};
}

Error corrupt(std::string_view what) {
    return {Errc::corrupt, "store_corrupt", "stamps y", std::string(what)};
}

json::object clear_of(PrintRun const& run) {
    json::object out{
        {"run", run.id},
        {"order", run.order},
        {"gtin", run.gtin},
        {"lot", run.lot},
        {"producer", run.producer},
        {"label", run.label},
        {"first", run.first},
        {"last", run.last},
        {"format", boost::describe::enum_to_string(run.format, "?")},
        {"copy", run.copy},
        {"reprint", run.reprint ? 1 : 0},
        {"deliveries", run.deliveries},
    };
    if (!run.confirmations.empty()) {
        out["confirmations"] = accounts::clear_of(run.confirmations);
    }
    if (run.file) {
        out["file"] = run.file->sha256;
    }
    if (run.covert) {
        out["covert"] = to_hex(crypto::sha256(as_bytes(run.covert->salt + run.covert->text)));
    }
    return out;
}

}  // namespace

std::string run_key(std::string_view id) {
    return ByteWriter().text("yr").text(id).take();
}

std::string order_prefix(std::string_view order) {
    return ByteWriter().text("yo").text_nul(order).take();
}

std::string number_key(std::string_view order) {
    return ByteWriter().text("yn").text(order).take();
}

std::string feature_prefix(std::string_view order) {
    return ByteWriter().text("yf").text_nul(order).take();
}

std::string link_key(ByteView token) {
    return ByteWriter().text("yl").bytes(token).take();
}

void put_printed(store::Transaction& tx, PrintRun const& run) {
    tx.put(
        Space::stamps,
        order_prefix(run.order) + run.id,
        ByteWriter()
            .u64(static_cast<std::uint64_t>(run.first))
            .u64(static_cast<std::uint64_t>(run.last))
            .u32(static_cast<std::uint32_t>(run.copy))
            .view()
    );
}

Result<void> scan_printed(
    store::Reader const& reader,
    std::string_view order,
    std::string_view from,
    std::function<bool(Printed const&)> const& visit
) {
    Result<void> outcome;
    auto const prefix = order_prefix(order);
    auto const each = [&](std::string_view key, std::string_view value) {
        ByteReader in(value);
        Printed found;
        found.run = std::string(key.substr(prefix.size()));
        found.first = static_cast<std::int64_t>(in.u64());
        found.last = static_cast<std::int64_t>(in.u64());
        found.copy = in.u32();
        if (!in.done()) {
            outcome = corrupt("is no range of a run");
            return false;
        }
        return visit(found);
    };
    auto const start = from.empty() ? std::string() : prefix + std::string(from);
    if (auto const scanned = reader.scan(Space::stamps, prefix, start, each); !scanned) {
        return scanned.error();
    }
    return outcome;
}

Result<std::int64_t> highest_copy(
    store::Reader const& reader, std::string_view order, std::int64_t first, std::int64_t last
) {
    std::int64_t highest = 0;
    auto const scanned = scan_printed(reader, order, {}, [&](Printed const& run) {
        if (run.meets(first, last)) {
            highest = std::max(highest, run.copy);
        }
        return true;
    });
    return scanned ? Result<std::int64_t>(highest) : scanned.error();
}

std::string run_label(std::int64_t number) {
    OCOP_ASSERT(number >= 1);
    constexpr std::int64_t letters = 26;
    std::string out;
    auto block = (number - 1) / 9;
    for (;;) {
        out.insert(out.begin(), static_cast<char>('A' + block % letters));
        if (block < letters) {
            break;
        }
        block = block / letters - 1;
    }
    return out + static_cast<char>('1' + (number - 1) % 9);
}

std::string position_text(PrintRun const& run, std::int64_t position, std::int64_t count) {
    auto const total = std::to_string(count);
    auto digits = std::to_string(position);
    digits.insert(0, total.size() - std::min(total.size(), digits.size()), '0');
    return run.label + " · " + digits + '/' + total;
}

std::string copy_mark(PrintRun const& run) {
    return "L" + std::to_string(run.number) + '/' + std::to_string(run.copy);
}

Result<PrintRun> load_run(store::Reader const& reader, std::string_view id) {
    auto found = store::find_logged<PrintRun>(reader, Space::stamps, run_key(id));
    if (!found) {
        return found.error();
    }
    return *found ? Result<PrintRun>(std::move(**found)) : absent();
}

Result<PrintRun> load_run_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto run = load_run(reader, id);
    if (!run) {
        return run;
    }
    auto const order = stamps::load_order_for(reader, who, run->order);
    if (!order) {
        return order.error().code == Errc::not_found ? absent() : order.error();
    }
    return run;
}

namespace {

Result<RunPage> list_all(
    store::Reader const& reader, Principal const& who, PageOfRuns const& page
) {
    RunPage out;
    Result<void> outcome;
    auto const start = page.after.empty() ? std::string() : run_key(page.after);
    auto const each = [&](std::string_view, PrintRun run) {
        if (run.id == page.after) {
            return true;
        }
        auto const reached = registry::reaches_producer(reader, who, run.producer);
        if (!reached) {
            outcome = reached.error();
            return false;
        }
        if (!*reached) {
            return true;
        }
        if (out.runs.size() == page.limit) {
            out.next = out.runs.back().id;
            return false;
        }
        out.runs.push_back(std::move(run));
        return true;
    };
    auto const scanned =
        store::scan_logged<PrintRun>(reader, Space::stamps, run_key(""), start, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

}  // namespace

Result<RunPage> list_runs(
    store::Reader const& reader,
    Principal const& who,
    std::string_view order,
    PageOfRuns const& page
) {
    if (order.empty()) {
        return list_all(reader, who, page);
    }
    if (auto const known = stamps::load_order_for(reader, who, order); !known) {
        return known.error();
    }
    RunPage out;
    Result<void> outcome;
    auto const scanned = scan_printed(reader, order, page.after, [&](Printed const& found) {
        if (found.run == page.after) {
            return true;
        }
        if (out.runs.size() == page.limit) {
            out.next = out.runs.back().id;
            return false;
        }
        auto run = load_run(reader, found.run);
        if (!run) {
            outcome = run.error();
            return false;
        }
        out.runs.push_back(std::move(*run));
        return true;
    });
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

json::object view_of(PrintRun const& run, Principal const& who) {
    auto out = json::write(run).as_object();
    out.erase("link");
    out.erase("covert");
    if (run.covert && who.role == accounts::Role::inspector) {
        out["covert"] = run.covert->text;
    }
    return out;
}

Result<PrintRun> put_run(
    store::Transaction& tx, Principal const& who, std::string_view act, PrintRun run
) {
    auto const logged = store::put_logged(
        tx,
        Space::stamps,
        run_key(run.id),
        accounts::draft_by(
            who, "print_run." + std::string(act), "print_run:" + run.id, clear_of(run)
        ),
        json::write(run)
    );
    if (!logged) {
        return logged.error();
    }
    return run;
}

Result<void> fail_run(store::Transaction& tx, std::string_view id, std::string_view error) {
    auto run = load_run(tx, id);
    if (!run) {
        return run.error();
    }
    if (run->state != RunState::making) {
        return {};
    }
    run->state = RunState::failed;
    run->error = std::string(error);
    run->copy = 0;
    ++run->revision;
    put_printed(tx, *run);
    auto const who = accounts::system_principal(run->account);
    auto const put = put_run(tx, who, "failed", std::move(*run));
    return put ? Result<void>() : put.error();
}

}  // namespace ocop::prints
