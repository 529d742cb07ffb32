#include "events/named_query.hpp"

#include "accounts/account.hpp"
#include "events/subscription.hpp"

#include <ocop/base/text.hpp>

namespace ocop::events {

namespace {

using store::Space;

std::string query_key(std::string_view unit, std::string_view name) {
    return ByteWriter().u8('q').text_nul(unit).text(name).take();
}

Error invalid(std::string pointer, std::string reason) {
    return {Errc::malformed, "query_definition_invalid", std::move(pointer), std::move(reason)};
}

Error unknown() {
    return {Errc::not_found, "query_not_found"};
}

}  // namespace

Result<std::string> unit_of(store::Reader const& reader, accounts::Principal const& who) {
    auto const account = accounts::find_account(reader, who.account);
    if (!account) {
        return account.error();
    }
    if (!*account) {
        return Error(Errc::unauthenticated, "token_unknown");
    }
    return accounts::unit_key(**account);
}

Result<void> check_query(NewQuery const& request) {
    auto const name = clean_line(request.name, query_name_chars_max);
    if (!name || *name != request.name || request.name.find('/') != std::string::npos) {
        return invalid(
            "/name",
            "must be 1 to " + std::to_string(query_name_chars_max) +
                " characters, without a slash and in composed form (NFC)"
        );
    }
    auto const* const query = request.query.if_object();
    if (query == nullptr) {
        return invalid("/query", "must be an object");
    }
    if (json::serialize(request.query).size() > query_bytes_max) {
        return Error(Errc::too_large, "query_too_large", "/query", "is longer than 32 KiB");
    }
    auto const read = epcis::read_query(*query);
    if (read) {
        return {};
    }
    auto error = read.error();
    for (auto& fault : error.faults) {
        fault.pointer =
            fault.pointer.starts_with('/') ? "/query" + fault.pointer : "/query/" + fault.pointer;
    }
    return error;
}

Result<NamedQuery> add_query(
    store::Transaction& tx, accounts::Principal const& who, NewQuery request
) {
    auto const unit = unit_of(tx, who);
    if (!unit) {
        return unit.error();
    }
    auto const key = query_key(*unit, request.name);
    auto const found = tx.get(Space::events, key);
    if (!found) {
        return found.error();
    }
    if (*found) {
        return Error(Errc::conflict, "query_exists", "/name", "is a query of yours already");
    }
    auto const all = list_queries(tx, *unit, {}, named_queries_max);
    if (!all) {
        return all.error();
    }
    if (all->queries.size() == named_queries_max) {
        return Error(Errc::refused, "queries_full", "", "delete one that is not used first");
    }
    NamedQuery record{
        1, std::move(request.name), *unit, who.account, std::move(request.query), tx.now()};
    store::put_plain(tx, Space::events, key, record);
    return record;
}

Result<NamedQuery> load_query(
    store::Reader const& reader, std::string_view unit, std::string_view name
) {
    if (name.find('\0') != std::string_view::npos) {
        return unknown();
    }
    auto found = store::find_plain<NamedQuery>(reader, Space::events, query_key(unit, name));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return unknown();
    }
    return std::move(**found);
}

Result<QueryPage> list_queries(
    store::Reader const& reader, std::string_view unit, std::string_view after, std::size_t limit
) {
    QueryPage page;
    Result<void> outcome;
    // The least key above `after` is itself with a zero byte behind.
    auto const from = after.empty() ? std::string() : query_key(unit, after) + '\0';
    auto const each = [&](std::string_view, std::string_view bytes) {
        if (page.queries.size() == limit) {
            page.more = true;
            return false;
        }
        auto const value = store::parse_plain(bytes);
        auto record = value ? store::as_stored(json::read<NamedQuery>(*value, json::Mode::lenient))
                            : Result<NamedQuery>(value.error());
        if (!record) {
            outcome = record.error();
            return false;
        }
        page.queries.push_back(std::move(*record));
        return true;
    };
    auto const scanned = reader.scan(Space::events, query_key(unit, {}), from, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

Result<NamedQuery> drop_query(
    store::Transaction& tx, std::string_view unit, std::string_view name
) {
    auto record = load_query(tx, unit, name);
    if (!record) {
        return record;
    }
    auto const subscriptions = subscriptions_of(tx, unit, name);
    if (!subscriptions) {
        return subscriptions.error();
    }
    for (auto const& each : *subscriptions) {
        if (auto const ended = erase_subscription(tx, each); !ended) {
            return ended.error();
        }
    }
    tx.erase(Space::events, query_key(unit, name));
    return record;
}

Result<epcis::Query> query_of(NamedQuery const& record) {
    auto const* const object = record.query.if_object();
    if (object == nullptr) {
        return Error(Errc::corrupt, "store_corrupt");
    }
    return store::as_stored(epcis::read_query(*object));
}

}  // namespace ocop::events
