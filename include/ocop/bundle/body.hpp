#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/verdict.hpp>

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The body of the offline bundle: what an inspector's device knows of producers, products,
// certificates and lots. Meaning of each member: FORMAT.md. Pure; any thread.
namespace ocop::bundle {

inline constexpr std::size_t body_bytes_max = std::size_t{16} << 20;

// An instant whose text has milliseconds only where they are not zero.
struct Moment {
    Instant at;

    friend bool operator==(Moment const&, Moment const&) = default;
};

json::value write(Moment moment);
void read_into(json::Reading& reading, json::value const& value, Moment& out);

struct Name {
    std::string vi;
    std::optional<std::string> en = {};

    friend bool operator==(Name const&, Name const&) = default;
};
BOOST_DESCRIBE_STRUCT(Name, (), (vi, en))

struct Quantity {
    std::string unit;
    std::int64_t value = 0;

    friend bool operator==(Quantity const&, Quantity const&) = default;
};
BOOST_DESCRIBE_STRUCT(Quantity, (), (unit, value))

struct Producer {
    std::string id;
    Name name;
    std::optional<std::string> commune;

    friend bool operator==(Producer const&, Producer const&) = default;
};
BOOST_DESCRIBE_STRUCT(Producer, (), (id, name, commune))

struct Product {
    std::string code;
    Name name;
    std::string producer;
    std::optional<bool> demo;  // true, or absent

    friend bool operator==(Product const&, Product const&) = default;
};
BOOST_DESCRIBE_STRUCT(Product, (), (code, name, producer, demo))

struct Item {
    std::string gtin;
    std::string product;
    Name name;
    Quantity net_content;

    friend bool operator==(Item const&, Item const&) = default;
};
BOOST_DESCRIBE_STRUCT(Item, (), (gtin, product, name, net_content))

struct Withdrawal {
    std::int64_t ground = 0;
    Day effective;
    std::optional<Day> reinstated;
    std::optional<std::string> decision;

    friend bool operator==(Withdrawal const&, Withdrawal const&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdrawal, (), (ground, effective, reinstated, decision))

struct Certificate {
    std::string id;
    std::string product;
    std::int64_t stars = 0;
    std::string decision;
    Day issued;
    std::optional<Day> extended_until;
    std::optional<Withdrawal> withdrawal;

    friend bool operator==(Certificate const&, Certificate const&) = default;
};
BOOST_DESCRIBE_STRUCT(
    Certificate, (), (id, product, stars, decision, issued, extended_until, withdrawal)
)

stamp::CertificateTerm term_of(Certificate const& certificate);

// Which stamps of an order: `all`, `serials`, or a filter of the lot's file; `except` are those of
// the order of which that filter says yes wrongly.
struct SerialSet {
    std::int64_t count = 0;
    std::optional<bool> all;  // true, or absent
    std::optional<std::vector<std::string>> serials;
    std::optional<std::vector<std::string>> except;

    bool has_filter() const { return !all && !serials; }

    friend bool operator==(SerialSet const&, SerialSet const&) = default;
};
BOOST_DESCRIBE_STRUCT(SerialSet, (), (count, all, serials, except))

struct Activation : SerialSet {
    Day from;
    Day to;

    friend bool operator==(Activation const&, Activation const&) = default;
};
BOOST_DESCRIBE_STRUCT(Activation, (SerialSet), (from, to))

struct Voiding : SerialSet {
    stamp::VoidReason reason = stamp::VoidReason::damaged;

    friend bool operator==(Voiding const&, Voiding const&) = default;
};
BOOST_DESCRIBE_STRUCT(Voiding, (SerialSet), (reason))

// Of labels printed with it: positions of the order, from 1, both included.
struct Feature {
    std::string run;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::optional<std::string> overt;
    std::optional<std::string> covert;

    friend bool operator==(Feature const&, Feature const&) = default;
};
BOOST_DESCRIBE_STRUCT(Feature, (), (run, first, last, overt, covert))

struct Order {
    std::uint64_t entry = 0;
    std::string id;
    stamp::Kid kid;
    std::string certificate;
    std::int64_t stars = 0;
    std::int64_t count = 0;
    // Stamps of the lot's other orders of which this one's first filter says yes wrongly.
    std::optional<std::vector<std::string>> except;
    std::optional<bool> pins;  // true, or absent
    std::optional<std::vector<Activation>> activated;
    // The member `void`.
    std::optional<std::vector<Voiding>> voided;
    std::optional<std::vector<Feature>> features;

    friend bool operator==(Order const&, Order const&) = default;
};
BOOST_DESCRIBE_STRUCT(
    Order,
    (),
    (entry, id, kid, certificate, stars, count, except, pins, activated, voided, features)
)

json::value write(Order const& order);
void read_into(json::Reading& reading, json::value const& value, Order& out);

struct Recall {
    Moment since;
    Name ordered_by;
    std::string reason;
    std::optional<std::string> decision;
    bool voluntary = false;

    friend bool operator==(Recall const&, Recall const&) = default;
};
BOOST_DESCRIBE_STRUCT(Recall, (), (since, ordered_by, reason, decision, voluntary))

struct Hold {
    Moment since;
    Name ordered_by;
    std::optional<Moment> until;

    friend bool operator==(Hold const&, Hold const&) = default;
};
BOOST_DESCRIBE_STRUCT(Hold, (), (since, ordered_by, until))

struct Lot {
    std::string gtin;
    std::string lot;
    Day made_on;
    std::optional<Day> best_before;
    Quantity quantity;
    std::optional<Name> place;
    std::optional<Day> closed_on;
    std::optional<Recall> recall;
    std::optional<Hold> hold;
    std::optional<std::vector<std::string>> held;
    std::optional<std::vector<std::string>> copied;
    std::optional<std::vector<Order>> orders;
    std::optional<std::string> filters;
    std::optional<std::uint64_t> filters_bytes;

    friend bool operator==(Lot const&, Lot const&) = default;
};
BOOST_DESCRIBE_STRUCT(
    Lot,
    (),
    (gtin,
     lot,
     made_on,
     best_before,
     quantity,
     place,
     closed_on,
     recall,
     hold,
     held,
     copied,
     orders,
     filters,
     filters_bytes)
)

// How many filters the lot's file has.
std::size_t count_filters(Lot const& lot);

struct Body {
    std::vector<Producer> producers;
    std::vector<Product> products;
    std::vector<Item> items;
    std::vector<Certificate> certificates;
    std::vector<Lot> lots;

    friend bool operator==(Body const&, Body const&) = default;
};
BOOST_DESCRIBE_STRUCT(Body, (), (producers, products, items, certificates, lots))

// RFC 8785 text. too_large "bundle_too_large" above body_bytes_max.
Result<std::string> write_body(Body const& body);

// Members that are not known are skipped. Malformed "bundle_malformed": not JSON, an array of the
// five missing, a member of another type or without its form, a row out of order.
Result<Body> read_body(std::string_view text);

}  // namespace ocop::bundle
