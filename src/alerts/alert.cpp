#include "alerts/alert.hpp"

#include "registry/register.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::alerts {

namespace {

constexpr auto space = store::Space::checks;
constexpr std::size_t chance_bytes = 6;

std::string alert_key(std::string_view id) {
    return ByteWriter().u8('A').text(id).take();
}

std::string owned_key(std::string_view producer, std::string_view id) {
    return ByteWriter().u8('B').text_nul(producer).text(id).take();
}

std::string open_key(std::string_view id) {
    return ByteWriter().u8('C').text(id).take();
}

Hash name_of(Rule rule, std::string_view subject) {
    auto const text = json::serialize(json::write(rule)) + '\0' + std::string(subject);
    return crypto::sha256(as_bytes(text));
}

// The newest first; of one millisecond by what they are about.
std::string new_id(Instant at, Hash const& name) {
    auto const time = ByteWriter().u64(~static_cast<std::uint64_t>(at.ms)).take();
    return to_hex(as_bytes(time).subspan(2)) + to_hex(ByteView(name).first(chance_bytes));
}

Result<std::optional<Alert>> find(store::Reader const& reader, std::string_view id) {
    return store::find_plain<Alert>(reader, space, alert_key(id));
}

std::string latest_key(Rule rule, std::string_view subject) {
    return ByteWriter().u8('D').bytes(name_of(rule, subject)).take();
}

Result<std::optional<Alert>> find_latest(store::Reader const& reader, std::string const& key) {
    auto const id = reader.get(space, key);
    if (!id) {
        return id.error();
    }
    return *id ? find(reader, **id) : Result<std::optional<Alert>>(std::optional<Alert>());
}

void put(store::Transaction& tx, Alert const& alert) {
    store::put_plain(tx, space, alert_key(alert.id), alert);
}

void add_stamps(std::vector<std::string>& to, std::vector<std::string> const& more) {
    for (auto const& stamp : more) {
        if (to.size() < stamps_max && std::find(to.begin(), to.end(), stamp) == to.end()) {
            to.push_back(stamp);
        }
    }
}

// not_found "alert_not_found", also when it is not for `who`.
Result<Alert> load_whole(store::Reader const& reader, Principal const& who, std::string_view id) {
    auto found = find(reader, id);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "alert_not_found");
    }
    auto const reached = registry::reaches_producer(reader, who, (*found)->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? Result<Alert>(std::move(**found)) : Error(Errc::not_found, "alert_not_found");
}

Alert as_shown(Principal const& who, Alert alert) {
    if (who.reach != accounts::Reach::own) {
        return alert;
    }
    auto const of_others = [](Figure const& figure) { return figure.name.starts_with("peers_"); };
    auto& figures = alert.figures;
    figures.erase(std::remove_if(figures.begin(), figures.end(), of_others), figures.end());
    alert.closed_by.reset();
    return alert;
}

bool matches(Filter const& filter, Alert const& alert) {
    return (!filter.rule || *filter.rule == alert.rule) &&
           (!filter.state || *filter.state == alert.state) &&
           (filter.gtin.empty() || filter.gtin == alert.gtin) &&
           (filter.lot.empty() || filter.lot == alert.lot);
}

// The alerts of one list, from the index that is shortest.
std::string prefix_of(Principal const& who, Filter const& filter) {
    if (who.reach == accounts::Reach::own) {
        return owned_key(who.producer, {});
    }
    return filter.state == State::open ? open_key({}) : alert_key({});
}

// A closed alert that what is told now was part of, or that is told once.
bool is_told(Alert const& known, NewAlert const& alert, Day today) {
    if (known.state != State::closed) {
        return false;
    }
    if (alert.rule == Rule::first_opening) {
        return true;
    }
    // Of a leaked key each stamp that was not met before is news.
    bool const news = alert.rule == Rule::key_compromise &&
                      std::any_of(alert.stamps.begin(), alert.stamps.end(), [&](auto const& stamp) {
                          auto const& met = known.stamps;
                          return std::find(met.begin(), met.end(), stamp) == met.end();
                      });
    return !news && legal_day(*known.closed_at) >= alert.seen_on.value_or(today);
}

Alert begin(store::Transaction& tx, NewAlert& alert) {
    Alert out;
    out.id = new_id(tx.now(), name_of(alert.rule, alert.subject));
    out.revision = 0;
    out.rule = alert.rule;
    out.subject = std::move(alert.subject);
    out.raised_at = tx.now();
    out.producer = std::move(alert.producer);
    out.gtin = std::move(alert.gtin);
    out.lot = std::move(alert.lot);
    out.order = std::move(alert.order);
    tx.put(space, latest_key(out.rule, out.subject), out.id);
    tx.put(space, open_key(out.id), {});
    tx.put(space, owned_key(out.producer, out.id), {});
    return out;
}

}  // namespace

Result<Alert> raise(store::Transaction& tx, NewAlert alert) {
    auto const latest = find_latest(tx, latest_key(alert.rule, alert.subject));
    if (!latest) {
        return latest.error();
    }
    auto const& known = *latest;
    if (known && is_told(*known, alert, legal_day(tx.now()))) {
        return *known;
    }
    bool const open = known && known->state == State::open;
    auto out = open ? *known : begin(tx, alert);
    out.figures = std::move(alert.figures);
    add_stamps(out.stamps, alert.stamps);
    if (open && out.figures == known->figures && out.stamps == known->stamps) {
        return out;
    }
    out.revision += 1;
    out.updated_at = tx.now();
    put(tx, out);
    return out;
}

Result<std::optional<Alert>> find_open(
    store::Reader const& reader, Rule rule, std::string_view subject
) {
    auto latest = find_latest(reader, latest_key(rule, subject));
    if (latest && *latest && (*latest)->state != State::open) {
        return std::optional<Alert>();
    }
    return latest;
}

Result<Alert> close(
    store::Transaction& tx, Principal const& who, std::string_view id, Closing request
) {
    auto alert = load_whole(tx, who, id);
    if (!alert) {
        return alert;
    }
    if (auto ok = checks::check_closing(request); !ok) {
        return ok.error();
    }
    if (alert->state == State::closed) {
        return Error(Errc::conflict, "alert_closed", "/state", "is closed already");
    }
    alert->state = State::closed;
    alert->revision += 1;
    alert->closed_at = tx.now();
    alert->updated_at = tx.now();
    alert->closed_by = who.account;
    alert->outcome = request.outcome;
    alert->reason = std::move(request.reason);
    tx.erase(space, open_key(alert->id));
    put(tx, *alert);
    return alert;
}

Result<Alert> load_for(store::Reader const& reader, Principal const& who, std::string_view id) {
    auto alert = load_whole(reader, who, id);
    return alert ? Result<Alert>(as_shown(who, std::move(*alert))) : alert;
}

Result<AlertPage> list(
    store::Reader const& reader,
    Principal const& who,
    Filter const& filter,
    std::string_view after,
    std::size_t limit
) {
    AlertPage page;
    Result<void> outcome;
    std::size_t looked_at = 0;
    std::string last;
    auto const prefix = prefix_of(who, filter);
    auto const each = [&](std::string_view key, std::string_view) {
        if (page.alerts.size() == limit || looked_at++ == checks::looked_at_max) {
            page.next = last;
            return false;
        }
        last = std::string(key.substr(prefix.size()));
        auto alert = load_for(reader, who, last);
        if (!alert && alert.error().slug != "alert_not_found") {
            outcome = alert.error();
            return false;
        }
        if (alert && matches(filter, *alert)) {
            page.alerts.push_back(std::move(*alert));
        }
        return true;
    };
    auto const from = after.empty() ? prefix : prefix + std::string(after) + '\0';
    if (auto scanned = reader.scan(space, prefix, from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

}  // namespace ocop::alerts
