#pragma once

#include "registry/authority.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"
#include "stamps/orders.hpp"

#include <optional>
#include <span>
#include <string_view>

// What the sample register holds, as tables. Kinds of product, communes and their codes are real
// (Phú Thọ, Cao Bằng and the former Hòa Bình); producers, phones, decisions, growing areas and lots
// are not. Rows name each other by `key`, which goes nowhere else. All text lives as long as the
// program.
namespace ocop::cli::demo {

// A day before today: first `days` back (ahead if negative), then `months`. What happened lies at
// least a day back and less than demo_history_days; what is planned may lie ahead.
struct Ago {
    int months = 0;
    int days = 0;
};

struct Text {
    std::string_view vi;
    std::string_view en;
};

struct AuthorityRow {
    std::string_view id;
    Text name;
    registry::Level level;
    std::string_view province_code;  // empty for the ministry, as the next
    std::string_view gs1_prefix;
};

struct SuccessionRow {
    std::string_view authority;
    std::string_view successor;
    Ago on;
};

struct KeyRow {
    std::string_view authority;
    std::optional<Ago> from;  // start of a window of 90 days; none: the whole history and a year
    stamp::Kid kid;
};

// Key `kid` is taken to have leaked on `leaked`, which is found out on `on`.
struct RevocationRow {
    stamp::Kid kid;
    std::string_view reason;
    Ago leaked;
    Ago on;
};

struct ProducerRow {
    std::string_view key;
    Text name;
    registry::LegalForm legal_form;
    std::string_view commune_code;
    std::string_view address;
    std::string_view phone;
    std::string_view website;  // may be empty
};

struct PlaceRow {
    std::string_view key;
    std::string_view producer;
    registry::PlaceKind kind;
    Text name;
    std::string_view commune_code;
    std::string_view gln;                // may be empty
    std::string_view growing_area_code;  // may be empty
    std::int64_t area_m2;                // 0: not said
};

struct ProductRow {
    std::string_view key;
    std::string_view producer;
    std::string_view authority;
    std::string_view commune;  // province and commune of its code: "25-08620"
    std::string_view ordinal;
    Text name;
    registry::LegalVersion legal_version;
    std::int64_t criteria_set;
    Ago on;
    std::string_view story;
};

struct MemberRow {
    std::string_view item;  // empty: none
    std::int64_t count;
};

struct ItemRow {
    std::string_view key;
    std::string_view product;
    std::string_view gtin;  // empty: allocated from the authority's prefix
    Text name;
    registry::Quantity net_content;
    MemberRow members[2];
};

struct CertificateRow {
    std::string_view key;
    std::string_view product;
    std::string_view authority;
    std::int64_t stars;
    std::string_view decision;
    Ago on;
};

struct ExtensionRow {
    std::string_view certificate;
    std::string_view decision;
    Ago until;
    Ago on;
};

struct WithdrawalRow {
    std::string_view certificate;
    std::string_view decision;
    std::int64_t ground;
    Ago on;
};

struct LotRow {
    std::string_view item;
    std::string_view lot;  // its number, and its key: no two rows have the same
    std::string_view place;
    Ago made;
    std::optional<Ago> best_before;
    registry::Quantity quantity;
};

struct OrderRow {
    std::string_view lot;
    std::int64_t count;
    Ago on;
    bool active_when_issued;
    stamps::OrderState state;  // how far it went
};

struct ActivationRow {
    std::string_view lot;  // of its only order
    std::int64_t first;
    std::int64_t last;
    Ago on;
};

// A step of the lot's journey, at a place of its producer.
struct EventRow {
    std::string_view lot;
    std::string_view step;  // of the catalogue of steps
    std::string_view place;
    Ago on;
    registry::Quantity quantity;  // 0: none is told
};

std::span<AuthorityRow const> authorities();
std::span<SuccessionRow const> successions();
std::span<KeyRow const> keys();
std::span<RevocationRow const> revocations();
std::span<ProducerRow const> producers();
std::span<PlaceRow const> places();
std::span<ProductRow const> products();
std::span<ItemRow const> items();
std::span<CertificateRow const> certificates();
std::span<ExtensionRow const> extensions();
std::span<WithdrawalRow const> withdrawals();
std::span<LotRow const> lots();
std::span<OrderRow const> orders();
std::span<ActivationRow const> activations();
std::span<EventRow const> events();

// A signed link that shows a verdict: a stamp of the order of this lot.
struct SampleRow {
    std::string_view verdict;
    std::string_view lot;
    std::int64_t position;  // in the order, from 1
};

// The first is the good one.
std::span<SampleRow const> samples();

}  // namespace ocop::cli::demo
