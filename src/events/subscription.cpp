#include "events/subscription.hpp"

#include "accounts/account.hpp"
#include "events/dead_letter.hpp"
#include "events/named_query.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/id.hpp>
#include <ocop/crypto/box.hpp>

#include <algorithm>

namespace ocop::events {

namespace {

using store::Space;

std::string subscription_key(std::string_view id) {
    return ByteWriter().u8('s').text(id).take();
}

std::string of_unit_key(std::string_view unit) {
    return ByteWriter().u8('S').text_nul(unit).take();
}

std::string of_query_key(std::string_view unit, std::string_view query, std::string_view id = {}) {
    return ByteWriter().u8('S').text_nul(unit).text_nul(query).text(id).take();
}

// Bound to the subscription: a box moved to another one does not open.
std::string box_place(std::string_view id) {
    return "webhook:" + std::string(id);
}

// Visits the ids at the end of index keys.
Result<std::vector<std::string>> ids_under(store::Reader const& reader, std::string_view prefix) {
    std::vector<std::string> out;
    auto const scanned =
        reader.scan(Space::events, prefix, {}, [&](std::string_view key, std::string_view) {
            out.emplace_back(key.substr(key.rfind('\0') + 1));
            return true;
        });
    if (!scanned) {
        return scanned.error();
    }
    return out;
}

}  // namespace

Subscription prepare_subscription(
    NewSubscription const& request,
    Random& random,
    accounts::VaultKey const& vault,
    Instant now,
    EventNumber cursor
) {
    Subscription out;
    out.id = random_id(random);
    out.dest = request.dest;
    out.epc_format = request.epc_format;
    out.initial_record_time = request.initial_record_time;
    out.schedule = request.schedule;
    out.report_if_empty = request.report_if_empty;
    out.cursor = cursor;
    out.min_record_time = request.initial_record_time.value_or(now);
    if (request.signature_token) {
        auto const box =
            crypto::seal_with_key(*request.signature_token, vault, box_place(out.id), random);
        out.token = to_base64url(as_bytes(box));
    }
    if (request.schedule) {
        auto const schedule = parse_schedule(*request.schedule);
        out.next_run = schedule ? next_run(*schedule, now) : std::nullopt;
    }
    return out;
}

Result<Subscription> add_subscription(
    store::Transaction& tx,
    accounts::Principal const& who,
    std::string_view query,
    Subscription prepared
) {
    auto const unit = unit_of(tx, who);
    if (!unit) {
        return unit.error();
    }
    auto const named = load_query(tx, *unit, query);
    if (!named) {
        return named.error();
    }
    auto const all = ids_under(tx, of_unit_key(*unit));
    if (!all) {
        return all.error();
    }
    if (all->size() >= subscriptions_max) {
        return Error(Errc::refused, "subscriptions_full", "", "delete one that is not used first");
    }
    prepared.unit = *unit;
    prepared.query = named->name;
    prepared.account = who.account;
    prepared.created_at = tx.now();
    put_subscription(tx, prepared);
    tx.put(Space::events, of_query_key(prepared.unit, prepared.query, prepared.id), {});
    return prepared;
}

Result<std::string> open_token(Subscription const& record, accounts::VaultKey const& vault) {
    if (record.token.empty()) {
        return std::string();
    }
    auto const box = from_base64url(record.token);
    auto plain = box ? crypto::open_with_key(as_text(*box), vault, box_place(record.id))
                     : Result<std::string>(box.error());
    if (!plain) {
        return Error(Errc::corrupt, "vault_key_wrong");
    }
    return plain;
}

Result<std::optional<Subscription>> find_subscription(
    store::Reader const& reader, std::string_view id
) {
    return store::find_plain<Subscription>(reader, Space::events, subscription_key(id));
}

Result<Subscription> load_subscription(
    store::Reader const& reader, std::string_view unit, std::string_view query, std::string_view id
) {
    auto const named = load_query(reader, unit, query);
    if (!named) {
        return named.error();
    }
    auto found = find_subscription(reader, id);
    if (!found) {
        return found.error();
    }
    if (!*found || (**found).unit != unit || (**found).query != query) {
        return Error(Errc::not_found, "subscription_not_found");
    }
    return std::move(**found);
}

void put_subscription(store::Transaction& tx, Subscription const& record) {
    store::put_plain(tx, Space::events, subscription_key(record.id), record);
}

Result<std::vector<Subscription>> subscriptions_of(
    store::Reader const& reader, std::string_view unit, std::string_view query
) {
    auto const ids = ids_under(reader, of_query_key(unit, query));
    if (!ids) {
        return ids.error();
    }
    std::vector<Subscription> out;
    for (auto const& id : *ids) {
        auto found = find_subscription(reader, id);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            return Error(Errc::corrupt, "store_corrupt");
        }
        out.push_back(std::move(**found));
    }
    return out;
}

Result<std::vector<Subscription>> all_subscriptions(store::Reader const& reader) {
    std::vector<Subscription> out;
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const value = store::parse_plain(bytes);
        auto record = value
                          ? store::as_stored(json::read<Subscription>(*value, json::Mode::lenient))
                          : Result<Subscription>(value.error());
        if (!record) {
            outcome = record.error();
            return false;
        }
        out.push_back(std::move(*record));
        return true;
    };
    auto const scanned = reader.scan(Space::events, subscription_key({}), {}, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

Result<bool> is_key_good(store::Reader const& reader, Subscription const& record, Instant now) {
    if (record.api_key.empty()) {
        return true;
    }
    auto const key = accounts::find_live_key(reader, record.account, record.api_key, now);
    return key ? Result<bool>(key->has_value()) : Result<bool>(key.error());
}

Result<void> erase_subscription(store::Transaction& tx, Subscription const& record) {
    auto const letters = dead_letters_of(tx, record.id);
    if (!letters) {
        return letters.error();
    }
    for (auto const& letter : *letters) {
        erase_dead_letter(tx, letter);
    }
    tx.erase(Space::events, subscription_key(record.id));
    tx.erase(Space::events, of_query_key(record.unit, record.query, record.id));
    return {};
}

}  // namespace ocop::events
