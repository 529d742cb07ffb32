#include "accounts/account.hpp"
#include "events/index.hpp"
#include "events/names.hpp"
#include "events/ownership.hpp"
#include "events/postings.hpp"
#include "imports/at_rest.hpp"
#include "registry/authority.hpp"
#include "registry/removal.hpp"

#include <limits>
#include <set>

namespace ocop::imports {

namespace {

using store::Space;

constexpr std::size_t told_max = 10;

Result<bool> has_any(store::Reader const& reader, Space space, std::string_view prefix) {
    bool found = false;
    auto const scanned =
        reader.scan(space, prefix, {}, [&found](std::string_view, std::string_view) {
            found = true;
            return false;
        });
    return scanned ? Result<bool>(found) : scanned.error();
}

// Of the finders below: the first that finds something gives its words.
struct Rest {
    std::function<Result<bool>()> look;
    std::string_view words;
};

Result<std::string_view> first_of(std::span<Rest const> all) {
    for (auto const& rest : all) {
        auto const found = rest.look();
        if (!found) {
            return found.error();
        }
        if (*found) {
            return rest.words;
        }
    }
    return std::string_view();
}

// Whether events, or what they brought with them, know the thing.
Result<bool> is_told_of(store::Reader const& reader, std::string_view uri) {
    auto const thing = events::thing_key(uri);
    auto const element = reader.get(Space::events, ByteWriter().u8('v').text(thing).view());
    if (!element) {
        return element.error();
    }
    auto const claim = reader.get(Space::events, ByteWriter().u8('k').text(thing).view());
    if (!claim) {
        return claim.error();
    }
    return *element || *claim;
}

constexpr auto newest = std::numeric_limits<events::EventNumber>::max();

Result<bool> is_listed(store::Reader const& reader, events::List list, std::string_view producer) {
    auto const found = events::numbers_in(reader, list, producer, newest, 1);
    return found ? Result<bool>(!found->empty()) : found.error();
}

Result<std::string_view> resting_elsewhere(
    store::Reader const& reader, registry::Producer const& record
) {
    Rest const all[] = {
        {[&] {
             return has_any(
                 reader,
                 Space::accounts,
                 ByteWriter().u8('u').text_nul("producer:" + record.id).view()
             );
         },
         "has people with access"},
        {[&] { return is_listed(reader, events::List::writer, record.id); }, "has events"},
        {[&] { return is_listed(reader, events::List::party, record.id); }, "has events"},
        {[&] { return is_told_of(reader, events::producer_uri(record.id)); }, "has events"},
        {[&] {
             return has_any(reader, Space::events, ByteWriter().u8('B').text(record.id).view());
         },
         "has files"},
    };
    return first_of(all);
}

Result<std::string_view> resting_elsewhere(
    store::Reader const& reader, registry::Product const& record
) {
    // As stamps/quota.hpp has them.
    auto const prefix = ByteWriter().u8('q').text(record.code).u8(':').take();
    auto const quotas = has_any(reader, Space::stamps, prefix);
    if (!quotas) {
        return quotas.error();
    }
    return std::string_view(*quotas ? "has quotas" : "");
}

Result<std::string_view> resting_elsewhere(
    store::Reader const& reader, registry::TradeItem const& record
) {
    auto const link = "https://id.gs1.org/01/" + record.gtin;
    Rest const all[] = {
        {[&]() -> Result<bool> {
             auto const found = events::numbers_under_class(reader, link, newest, 1);
             return found ? Result<bool>(!found->empty()) : found.error();
         },
         "has events"},
        {[&] { return is_told_of(reader, link); }, "has events"},
    };
    return first_of(all);
}

// Orders rest on certificates that two persons confirmed alone, and those were changed.
Result<std::string_view> resting_elsewhere(store::Reader const&, registry::Certificate const&) {
    return std::string_view();
}

class Undoing {
  public:
    Undoing(store::Transaction& tx, Principal const& who) : tx_(tx), who_(who) {}

    // Drops the records, the last first; what may not go stays, and is noted.
    template <class R>
    Result<void> drop_all(std::vector<std::string> const& keys) {
        if constexpr (R::noun == "trade_item") {
            auto sets = registry::gtins_in_sets(tx_);
            if (!sets) {
                return sets.error();
            }
            in_sets_ = std::move(*sets);
        }
        for (auto key = keys.rbegin(); key != keys.rend() && in_use_.size() < told_max; ++key) {
            if (auto ok = drop_one<R>(*key); !ok) {
                return ok;
            }
        }
        if (in_use_.empty()) {
            return {};
        }
        return Error(
            Errc::conflict, "import_in_use", std::vector<Fault>(in_use_.rbegin(), in_use_.rend())
        );
    }

  private:
    template <class R>
    Result<void> drop_one(std::string const& key) {
        auto const record = registry::load<R>(tx_, key);
        if (!record) {
            return record.error();
        }
        auto const words = resting<R>(*record);
        if (!words) {
            return words.error();
        }
        if (!words->empty()) {
            in_use_.push_back({key, std::string(*words)});
            return {};
        }
        return registry::drop_record(tx_, who_, *record);
    }

    template <class R>
    Result<std::string_view> resting(R const& record) const {
        if constexpr (R::noun == "product") {
            auto const own = registry::speaks_for(tx_, who_, record.authority);
            if (!own || !*own) {
                return own ? Result<std::string_view>("is of another authority") : own.error();
            }
        }
        if (record.revision != 1) {
            return std::string_view("was changed since");
        }
        if (in_sets_.count(key_of(record)) > 0) {
            return std::string_view("is in a gift set");
        }
        auto const within = registry::resting_on(tx_, record);
        return within && within->empty() ? resting_elsewhere(tx_, record) : within;
    }

    store::Transaction& tx_;
    Principal const& who_;
    std::set<std::string> in_sets_;
    std::vector<Fault> in_use_;  // the last first
};

Result<void> drop_all(
    store::Transaction& tx, Principal const& who, Kind kind, std::vector<std::string> const& keys
) {
    Undoing undoing(tx, who);
    switch (kind) {
        case Kind::producers:
            return undoing.drop_all<registry::Producer>(keys);
        case Kind::products:
            return undoing.drop_all<registry::Product>(keys);
        case Kind::trade_items:
            return undoing.drop_all<registry::TradeItem>(keys);
        case Kind::certificates:
            return undoing.drop_all<registry::Certificate>(keys);
    }
    return Error();
}

}  // namespace

Result<Import> undo_import(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto record = load_import(tx, id);
    if (!record) {
        return record;
    }
    if (record->undone_at) {
        return Error(Errc::conflict, "import_undone");
    }
    auto const kind = parse_kind(record->kind);
    if (!kind) {
        return Error(Errc::corrupt, "store_corrupt", "", "an import of an unknown kind");
    }
    if (auto ok = drop_all(tx, who, *kind, record->made); !ok) {
        return ok.error();
    }
    tx.erase(Space::registry, file_key(*record));
    record->undone_at = tx.now();
    record->undone_by = who.account;
    put_import(tx, *record);
    return record;
}

}  // namespace ocop::imports
