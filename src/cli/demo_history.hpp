#pragma once

#include "cli/demo.hpp"
#include "cli/demo_data.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "stamps/keys.hpp"

#include <map>
#include <set>
#include <span>

namespace ocop::cli {

// Hours of the day at which things happen, so that what rests on another thing comes after it.
enum class Hour : std::uint8_t {
    authority = 7,
    key,
    producer,
    place,
    product,
    item,
    certificate,
    act,
    lot,
    requested,
    approved,
    issued,
    activated,
    told,
    found_out,
};

// Collects what happened, each with its time, and then lets it happen in order.
class History {
  public:
    History(Random& random, Instant today) : random_(random), today_(today) {}

    void plan_makers(std::vector<std::string> const& public_keys);
    void plan_products();
    void plan_certificates();
    void plan_stamps();
    void plan_events();
    Result<void> run(store::Store& store, HistoryClock& clock);

  private:
    struct Step {
        Instant at;
        store::Work work;
    };

    static Result<void> run(store::Transaction& tx, std::span<Step const> steps);

    // What the records of the tables are called in the register; filled while running.
    using Names = std::map<std::string_view, std::string>;

    Day day(demo::Ago ago) const {
        return add_months(add_days(legal_day(today_), -ago.days), -ago.months);
    }

    std::optional<Day> day(std::optional<demo::Ago> ago) const {
        return ago ? std::optional(day(*ago)) : std::nullopt;
    }

    void plan(demo::Ago ago, Hour hour, store::Work work);
    void plan_authorities();
    void plan_keys(std::vector<std::string> const& public_keys);
    void plan_revocation(demo::RevocationRow const& row);
    void plan_producers();
    void plan_items();
    void plan_order(std::size_t index, demo::OrderRow const& row);
    void plan_activations();

    stamps::IssuingKey issuing_key(demo::KeyRow const& row, std::string public_key) const;
    Result<void> register_product(store::Transaction& tx, demo::ProductRow const& row);
    Result<void> register_item(store::Transaction& tx, demo::ItemRow const& row);
    Result<void> register_certificate(store::Transaction& tx, demo::CertificateRow const& row);
    Result<void> open_lot(store::Transaction& tx, demo::LotRow const& row);
    // The year's output of the product that the item is of, once.
    Result<void> declare_year(store::Transaction& tx, std::string_view item, Day made);
    Result<void> tell_event(store::Transaction& tx, demo::EventRow const& row);
    Result<void> approve(store::Transaction& tx, std::string const& id);
    Result<void> activate(
        store::Transaction& tx, std::string const& id, demo::ActivationRow const& row
    );
    Result<void> request_order(
        store::Transaction& tx, std::size_t index, demo::OrderRow const& row
    );

    Random& random_;
    Instant const today_;
    accounts::Principal const who_ = accounts::system_principal();
    // Who decide with who_ what takes two or three.
    accounts::Principal const second_ = accounts::system_principal("system.second");
    accounts::Principal const third_ = accounts::system_principal("system.third");
    std::vector<Step> steps_;

    Names producers_;
    Names places_;
    Names products_;
    Names items_;
    Names certificates_;
    std::map<std::string_view, std::string_view> items_of_lots_;
    std::set<std::string> declared_;                 // product code and year
    std::vector<std::string> orders_;                // ids, as in the table
    std::map<stamp::Kid, std::uint64_t> leaked_at_;  // ledger size
};

// Keeps what a record is called, and drops the rest of it.
template <class R>
Result<void> keep(Result<R> const& made, std::string R::*name, std::string& out) {
    if (!made) {
        return made.error();
    }
    out = (*made).*name;
    return {};
}

template <class R>
Result<void> done(Result<R> const& made) {
    return made ? Result<void>() : made.error();
}

}  // namespace ocop::cli
