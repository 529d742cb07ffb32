#pragma once

#include "registry/producer.hpp"
#include "registry/product.hpp"
#include "verdicts/verdicts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the register says of a product or a producer to anyone who asks, with no pack in hand.
// Nothing here confirms one. Functions of one reader; any thread.
namespace ocop::catalogue {

struct ProductSheet {
    registry::Product product;
    registry::Producer producer;
    std::vector<registry::TradeItem> items;  // by GTIN
    // The latest in force of those that two persons confirmed, else the latest of those: a reader
    // looks whether it still stands (state).
    std::optional<verdicts::CertificateAnswer> certificate;
    bool demo = false;
};

// not_found "product_not_found"; errors of the reads.
Result<ProductSheet> load_product_sheet(
    store::Reader const& reader, std::string_view code, Day today
);
// The product that a trade item is of. not_found "trade_item_not_found".
Result<std::string> product_of(store::Reader const& reader, std::string_view gtin);

struct ProducerSheet {
    struct Line {
        std::string code;
        registry::Name name;
        std::optional<std::int64_t> stars;  // of today; none: no certificate stands
    };

    registry::Producer producer;
    std::vector<Line> products;       // by code
    std::optional<std::string> next;  // `after` of the next page
    bool demo = false;
};

struct ProducerPage {
    std::string after;  // a product's code; empty: from the first
    std::size_t limit = 20;
};

// not_found "producer_not_found"; errors of the reads.
Result<ProducerSheet> load_producer_sheet(
    store::Reader const& reader, std::string_view id, ProducerPage const& page, Day today
);

}  // namespace ocop::catalogue
