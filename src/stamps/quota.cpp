#include "stamps/quota.hpp"

#include "accounts/entries.hpp"
#include "registry/product.hpp"

#include <algorithm>

namespace ocop::stamps {

namespace {

using registry::Quantity;
using registry::Unit;
using store::Space;

std::string quota_key(std::string_view id) {
    return ByteWriter().u8('q').text(id).take();
}

std::string taken_key(std::string_view id) {
    return ByteWriter().u8('Q').text(id).take();
}

bool is_season(std::string_view text) {
    return !text.empty() && text.size() <= season_chars_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
           });
}

Result<std::int64_t> taken_of(store::Reader const& reader, std::string_view id) {
    auto const bytes = reader.get(Space::stamps, taken_key(id));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::int64_t{0};
    }
    ByteReader in(**bytes);
    auto const taken = in.u64();
    if (!in.done() || taken > static_cast<std::uint64_t>(registry::quantity_max)) {
        return Error(Errc::corrupt, "store_corrupt", "stamps Q", "is no amount");
    }
    return static_cast<std::int64_t>(taken);
}

void put_taken(store::Transaction& tx, std::string_view id, std::int64_t taken) {
    tx.put(
        Space::stamps, taken_key(id), ByteWriter().u64(static_cast<std::uint64_t>(taken)).view()
    );
}

Result<Quota> put(store::Transaction& tx, Principal const& who, std::string_view act, Quota quota) {
    json::object clear{
        {"quota", quota.id},
        {"product", quota.product},
        {"producer", quota.producer},
        {"from", to_text(quota.from)},
        {"to", to_text(quota.to)},
        {"measure", boost::describe::enum_to_string(quota.unit, "?")},
        {"declared", quota.declared},
        {"limit", quota.limit},
        {"attested", quota.attestation ? 1 : 0},
    };
    if (quota.raise) {
        clear["raise"] = quota.raise->limit;
        clear["confirmations"] = accounts::clear_of(quota.raise->confirmations);
    }
    auto const logged = store::put_logged(
        tx,
        Space::stamps,
        quota_key(quota.id),
        accounts::draft_by(who, "quota." + std::string(act), "quota:" + quota.id, std::move(clear)),
        json::write(quota)
    );
    if (!logged) {
        return logged.error();
    }
    return quota;
}

Result<Quota> change(store::Transaction& tx, Principal const& who, std::string_view act, Quota q) {
    q.revision += 1;
    return put(tx, who, act, std::move(q));
}

Result<Quota> load(store::Reader const& reader, std::string_view id) {
    auto found = store::find_logged<Quota>(reader, Space::stamps, quota_key(id));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "quota_not_found");
    }
    return std::move(**found);
}

Result<Quota> load_for(store::Reader const& reader, Principal const& who, std::string_view id) {
    auto quota = load(reader, id);
    if (!quota) {
        return quota;
    }
    auto const reached = registry::reaches_producer(reader, who, quota->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(quota) : Error(Errc::not_found, "quota_not_found");
}

// All seasons of a product.
Result<std::vector<Quota>> quotas_of(store::Reader const& reader, std::string_view product) {
    std::vector<Quota> out;
    auto const prefix = quota_key(std::string(product) + ":");
    auto const visit = [&](std::string_view, Quota quota) {
        out.push_back(std::move(quota));
        return true;
    };
    auto const scanned = store::scan_logged<Quota>(reader, Space::stamps, prefix, {}, visit);
    return scanned ? Result<std::vector<Quota>>(std::move(out)) : scanned.error();
}

Result<void> check(NewQuota& request) {
    registry::Checks checks;
    if (!is_season(request.season)) {
        checks.fault("/season", "must be 1 to 12 of 0-9, A-Z and -");
    }
    if (request.to < request.from || request.to > add_days(request.from, season_days_max)) {
        checks.fault("/to", "must be within 400 days from `from`");
    }
    checks.quantity("/declared", request.declared);
    if (!in_base_unit(request.declared)) {
        checks.fault("/declared", "is too much");
    }
    return checks.result();
}

Result<QuotaView> view_of(store::Reader const& reader, Quota quota) {
    auto const taken = taken_of(reader, quota.id);
    if (!taken) {
        return taken.error();
    }
    QuotaView out;
    static_cast<Quota&>(out) = std::move(quota);
    out.taken = *taken;
    out.left = out.limit - out.taken;
    return out;
}

Error not_higher(Quota const& quota) {
    return {
        Errc::refused,
        "raise_not_higher",
        "/limit",
        "must be more than " + std::to_string(quota.limit)};
}

}  // namespace

std::optional<Quantity> in_base_unit(Quantity quantity) {
    constexpr std::int64_t thousand = 1'000;
    bool const large = quantity.unit == Unit::kg || quantity.unit == Unit::l;
    if (quantity.value > registry::quantity_max / (large ? thousand : 1)) {
        return {};
    }
    if (large) {
        return Quantity{quantity.value * thousand, quantity.unit == Unit::kg ? Unit::g : Unit::ml};
    }
    return quantity;
}

Result<Quota> declare_quota(
    store::Transaction& tx, Principal const& who, Policy const& policy, NewQuota request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const product = registry::find_for<registry::Product>(tx, who, request.product);
    if (!product) {
        return product.error();
    }
    if (!*product) {
        return Error(Errc::refused, "product_unknown", "/product", "is not in the register");
    }
    auto const others = quotas_of(tx, request.product);
    if (!others) {
        return others.error();
    }
    for (auto const& other : *others) {
        if (other.season == request.season) {
            return Error(Errc::conflict, "quota_exists", "/season", "is declared");
        }
        if (request.from <= other.to && other.from <= request.to) {
            return Error(Errc::conflict, "quota_overlaps", "/from", "overlaps " + other.season);
        }
    }
    auto const declared = *in_base_unit(request.declared);
    Quota quota;
    quota.id = request.product + ":" + request.season;
    quota.product = std::move(request.product);
    quota.producer = (*product)->producer;
    quota.season = std::move(request.season);
    quota.from = request.from;
    quota.to = request.to;
    quota.unit = declared.unit;
    quota.declared = declared.value;
    quota.limit = declared.value / 100 * policy.unattested_percent +
                  declared.value % 100 * policy.unattested_percent / 100;
    quota.declared_by = who.account;
    return put(tx, who, "declared", std::move(quota));
}

Result<Quota> attest_quota(
    store::Transaction& tx, Principal const& who, std::string_view id, NewAttestation request
) {
    registry::Checks checks;
    checks.line("/basis", request.basis, registry::text_chars_max);
    if (request.area_m2 < 0 || request.area_m2 > registry::quantity_max) {
        checks.fault("/area_m2", "must be 0 or more");
    }
    if (request.yield_per_ha.value < 0 || request.yield_per_ha.value > registry::quantity_max) {
        checks.fault("/yield_per_ha", "must be 0 or more");
    }
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto quota = load_for(tx, who, id);
    if (!quota) {
        return quota;
    }
    if (quota->attestation) {
        return Error(Errc::conflict, "quota_attested");
    }
    if (quota->declared_by == who.account) {
        return Error(Errc::refused, "own_request", "", "takes another person than who declared it");
    }
    quota->attestation = Attestation{
        who.account, request.area_m2, request.yield_per_ha, std::move(request.basis), tx.now()};
    quota->limit = std::max(quota->limit, quota->declared);
    return change(tx, who, "attested", std::move(*quota));
}

Result<Quota> raise_quota(
    store::Transaction& tx, Principal const& who, std::string_view id, NewRaise request
) {
    registry::Checks checks;
    checks.line("/reason", request.reason, registry::text_chars_max);
    checks.quantity("/limit", request.limit);
    auto const limit = in_base_unit(request.limit);
    if (!limit) {
        checks.fault("/limit", "is too much");
    }
    checks.sha256("/evidence", request.evidence);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto quota = load_for(tx, who, id);
    if (!quota) {
        return quota;
    }
    if (limit->unit != quota->unit) {
        return Error(Errc::refused, "quota_unit", "/limit", "is of another unit than the quota");
    }
    if (limit->value <= quota->limit) {
        return not_higher(*quota);
    }
    Raise raise{limit->value, std::move(request.reason), std::move(request.evidence), {}};
    if (auto ok = accounts::confirm(raise.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    quota->raise = std::move(raise);
    return change(tx, who, "raise_requested", std::move(*quota));
}

Result<Quota> confirm_raise(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto quota = load_for(tx, who, id);
    if (!quota) {
        return quota;
    }
    if (!quota->raise || accounts::is_confirmed(quota->raise->confirmations)) {
        return Error(Errc::conflict, "raise_missing", "", "no raise waits");
    }
    if (quota->raise->limit <= quota->limit) {
        return not_higher(*quota);
    }
    if (auto ok = accounts::confirm(quota->raise->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    quota->limit = quota->raise->limit;
    return change(tx, who, "raised", std::move(*quota));
}

Result<QuotaView> load_quota_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto quota = load_for(reader, who, id);
    return quota ? view_of(reader, std::move(*quota)) : quota.error();
}

Result<QuotaPage> list_quotas(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    QuotaPage page;
    Result<void> outcome;
    auto const visit = [&](std::string_view, Quota quota) {
        auto const reached = registry::reaches_producer(reader, who, quota.producer);
        if (!reached) {
            outcome = reached.error();
            return false;
        }
        if (*reached && page.quotas.size() == limit) {
            page.next = page.quotas.back().id;
            return false;
        }
        if (*reached) {
            auto view = view_of(reader, std::move(quota));
            if (!view) {
                outcome = view.error();
                return false;
            }
            page.quotas.push_back(std::move(*view));
        }
        return true;
    };
    auto const from = after.empty() ? std::string() : quota_key(after) + '\0';
    auto const scanned = store::scan_logged<Quota>(reader, Space::stamps, "q", from, visit);
    if (!scanned || !outcome) {
        return scanned ? outcome.error() : scanned.error();
    }
    return page;
}

Result<Taken> take_quota(
    store::Transaction& tx,
    std::string_view product,
    Day made_on,
    Quantity const& net_content,
    std::int64_t count
) {
    auto const all = quotas_of(tx, product);
    if (!all) {
        return all.error();
    }
    auto const found = std::find_if(all->begin(), all->end(), [&](Quota const& quota) {
        return quota.from <= made_on && made_on <= quota.to;
    });
    if (found == all->end()) {
        return Error(
            Errc::refused,
            "quota_missing",
            "/lot",
            "no output is declared for lots made on " + to_text(made_on)
        );
    }
    auto const each = in_base_unit(net_content);
    if (!each || each->unit != found->unit) {
        return Error(
            Errc::refused, "quota_unit", "/gtin", "is measured in another unit than the quota"
        );
    }
    auto const taken = taken_of(tx, found->id);
    if (!taken) {
        return taken.error();
    }
    auto const left = found->limit - *taken;
    // Divided, not multiplied: neither number may pass what 64 bits hold.
    if (left < 0 || count > left / each->value) {
        return Error(
            Errc::refused,
            "quota_exceeded",
            "/count",
            "the quota has content left for " +
                std::to_string(std::max<std::int64_t>(left, 0) / each->value) + " stamps"
        );
    }
    auto const content = count * each->value;
    put_taken(tx, found->id, *taken + content);
    return Taken{found->id, content, left - content};
}

Result<std::int64_t> return_quota(
    store::Transaction& tx, std::string_view id, std::int64_t content
) {
    auto const quota = load(tx, id);
    auto const taken = taken_of(tx, id);
    if (!quota || !taken) {
        return quota ? taken.error() : quota.error();
    }
    if (content > *taken) {
        return Error(Errc::corrupt, "store_corrupt", "stamps Q", "is less than its orders took");
    }
    put_taken(tx, id, *taken - content);
    return quota->limit - *taken + content;
}

}  // namespace ocop::stamps
