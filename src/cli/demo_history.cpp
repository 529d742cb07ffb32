#include "cli/demo_history.hpp"

#include "registry/admission.hpp"
#include "registry/authority.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::cli {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t hour_ms = 3'600'000;

constexpr demo::Ago beginning{0, demo_history_days - 1};

std::optional<std::string> optional_text(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(std::string(text));
}

registry::Name name_of(demo::Text const& text) {
    return {std::string(text.vi), std::string(text.en)};
}

}  // namespace

void History::plan(demo::Ago ago, Hour hour, store::Work work) {
    auto const at = start_of(day(ago)).ms + static_cast<std::int64_t>(hour) * hour_ms;
    steps_.push_back({{at}, std::move(work)});
}

void History::plan_authorities() {
    for (auto const& row : demo::authorities()) {
        plan(beginning, Hour::authority, [this, &row](store::Transaction& tx) {
            return done(registry::register_demo_authority(
                tx,
                who_,
                {std::string(row.id),
                 name_of(row.name),
                 row.level,
                 optional_text(row.province_code),
                 optional_text(row.gs1_prefix)}
            ));
        });
    }
    for (auto const& row : demo::successions()) {
        plan(row.on, Hour::authority, [this, &row](store::Transaction& tx) {
            return done(registry::name_successor(tx, who_, row.authority, row.successor));
        });
    }
}

stamps::IssuingKey History::issuing_key(demo::KeyRow const& row, std::string public_key) const {
    stamps::IssuingKey key;
    key.kid = row.kid;
    key.authority = std::string(row.authority);
    key.public_key = std::move(public_key);
    key.demo = true;
    if (row.from) {
        key.logged_from = start_of(day(*row.from));
        key.logged_until = {key.logged_from.ms + demo_short_key_days * day_ms};
    } else {
        key.logged_from = {today_.ms - demo_history_days * day_ms};
        key.logged_until = {key.logged_from.ms + demo_key_days * day_ms};
    }
    return key;
}

void History::plan_keys(std::vector<std::string> const& public_keys) {
    auto const rows = demo::keys();
    OCOP_ASSERT(public_keys.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const from = rows[i].from.value_or(beginning);
        plan(from, Hour::key, [this, key = issuing_key(rows[i], public_keys[i])](auto& tx) {
            return stamps::register_key(tx, who_, key);
        });
    }
    for (auto const& row : demo::revocations()) {
        plan_revocation(row);
    }
}

void History::plan_revocation(demo::RevocationRow const& row) {
    plan(row.leaked, Hour::found_out, [this, &row](store::Transaction& tx) {
        leaked_at_[row.kid] = tx.ledger_size();
        return Result<void>();
    });
    plan(row.on, Hour::found_out, [this, &row](store::Transaction& tx) {
        stamps::Revocation const request{std::string(row.reason), leaked_at_.at(row.kid)};
        return done(stamps::revoke_key(tx, who_, row.kid, request));
    });
}

void History::plan_producers() {
    for (auto const& row : demo::producers()) {
        plan(beginning, Hour::producer, [this, &row](store::Transaction& tx) {
            auto const made = registry::register_producer(
                tx,
                who_,
                random_,
                {name_of(row.name),
                 row.legal_form,
                 std::nullopt,
                 std::string(row.commune_code),
                 std::string(row.address),
                 optional_text(row.phone),
                 optional_text(row.website)}
            );
            return keep(made, &registry::Producer::id, producers_[row.key]);
        });
    }
    for (auto const& row : demo::places()) {
        plan(beginning, Hour::place, [this, &row](store::Transaction& tx) {
            registry::NewPlace request;
            request.kind = row.kind;
            request.name = name_of(row.name);
            request.producer = producers_.at(row.producer);
            request.commune_code = std::string(row.commune_code);
            request.gln = optional_text(row.gln);
            request.growing_area_code = optional_text(row.growing_area_code);
            request.area_m2 = row.area_m2 > 0 ? std::optional(row.area_m2) : std::nullopt;
            auto const made = registry::register_place(tx, who_, random_, std::move(request));
            return keep(made, &registry::Place::id, places_[row.key]);
        });
    }
}

void History::plan_makers(std::vector<std::string> const& public_keys) {
    plan_authorities();
    plan_keys(public_keys);
    plan_producers();
}

Result<void> History::register_product(store::Transaction& tx, demo::ProductRow const& row) {
    auto const year = to_text(legal_day(tx.now())).substr(0, 4);
    registry::NewProduct request;
    request.code = std::string(row.commune) + "-" + std::string(row.ordinal) + "-" + year;
    request.producer = producers_.at(row.producer);
    request.authority = std::string(row.authority);
    request.name = name_of(row.name);
    request.legal_version = row.legal_version;
    request.group = registry::group_of(row.criteria_set);
    request.criteria_set = row.criteria_set;
    request.story = optional_text(row.story);
    auto const made = registry::register_product(tx, who_, std::move(request));
    return keep(made, &registry::Product::code, products_[row.key]);
}

Result<void> History::register_item(store::Transaction& tx, demo::ItemRow const& row) {
    registry::NewTradeItem request;
    request.gtin = optional_text(row.gtin);
    request.product = products_.at(row.product);
    request.name = name_of(row.name);
    request.net_content = row.net_content;
    for (auto const& member : row.members) {
        if (!member.item.empty()) {
            request.members.emplace(request.members.value_or(std::vector<registry::Member>()))
                .push_back({items_.at(member.item), member.count});
        }
    }
    auto const made = registry::register_trade_item(tx, who_, std::move(request));
    return keep(made, &registry::TradeItem::gtin, items_[row.key]);
}

void History::plan_products() {
    std::map<std::string_view, demo::Ago> on;
    for (auto const& row : demo::products()) {
        on[row.key] = row.on;
        plan(row.on, Hour::product, [this, &row](store::Transaction& tx) {
            return register_product(tx, row);
        });
    }
    for (auto const& row : demo::items()) {
        plan(on.at(row.product), Hour::item, [this, &row](store::Transaction& tx) {
            return register_item(tx, row);
        });
    }
}

Result<void> History::register_certificate(
    store::Transaction& tx, demo::CertificateRow const& row
) {
    registry::NewCertificate request;
    request.product = products_.at(row.product);
    request.authority = std::string(row.authority);
    request.stars = row.stars;
    request.decision = std::string(row.decision);
    request.decided_on = day(row.on);
    request.issued_on = day(row.on);
    auto const made = registry::register_certificate(tx, who_, std::move(request));
    auto& id = certificates_[row.key];
    if (auto ok = keep(made, &registry::Certificate::id, id); !ok) {
        return ok;
    }
    auto const scan = to_hex(crypto::sha256(as_bytes(row.decision)));
    for (auto const* person : {&who_, &second_}) {
        if (auto ok = done(registry::confirm_certificate(tx, *person, id, {scan})); !ok) {
            return ok;
        }
    }
    return {};
}

void History::plan_certificates() {
    for (auto const& row : demo::certificates()) {
        plan(row.on, Hour::certificate, [this, &row](store::Transaction& tx) {
            return register_certificate(tx, row);
        });
    }
    for (auto const& row : demo::extensions()) {
        plan(row.on, Hour::act, [this, &row](store::Transaction& tx) {
            registry::Extension request{std::string(row.decision), day(row.on), day(row.until)};
            auto const& id = certificates_.at(row.certificate);
            return done(registry::extend_certificate(tx, who_, id, std::move(request)));
        });
    }
    for (auto const& row : demo::withdrawals()) {
        plan(row.on, Hour::act, [this, &row](store::Transaction& tx) {
            registry::WithdrawalRequest request{
                std::string(row.decision), day(row.on), row.ground, day(row.on)};
            auto const& id = certificates_.at(row.certificate);
            return done(registry::withdraw_certificate(tx, who_, id, std::move(request)));
        });
    }
}

// What happened at one time goes into one transaction.
Result<void> History::run(store::Store& store, HistoryClock& clock) {
    std::stable_sort(steps_.begin(), steps_.end(), [](Step const& a, Step const& b) {
        return a.at < b.at;
    });
    std::span<Step const> rest = steps_;
    while (!rest.empty()) {
        auto const at = rest.front().at;
        auto const later = std::find_if(rest.begin(), rest.end(), [at](Step const& step) {
            return step.at != at;
        });
        auto const now = rest.first(static_cast<std::size_t>(later - rest.begin()));
        OCOP_ASSERT(at < today_);
        clock.set(at);
        auto const written =
            store::transact_now(store, [now](store::Transaction& tx) { return run(tx, now); });
        if (!written) {
            return written.error();
        }
        rest = rest.subspan(now.size());
    }
    clock.set(today_);
    return {};
}

Result<void> History::run(store::Transaction& tx, std::span<Step const> steps) {
    for (auto const& step : steps) {
        if (auto ok = step.work(tx); !ok) {
            return ok;
        }
    }
    return {};
}

}  // namespace ocop::cli
