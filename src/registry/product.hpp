#pragma once

#include "registry/register.hpp"

namespace ocop::registry {

// The legal generation a product was graded under (QĐ 1048/2019, 148/2023, 1489/2025, 26/2026).
BOOST_DEFINE_ENUM_CLASS(LegalVersion, qd1048, qd148, qd1489, qd26)

// A product of the programme: what is graded and certified. What is sold are its trade items.
struct Product : Stored {
    static constexpr char tag = 'd';
    static constexpr std::string_view noun = "product";
    static constexpr std::string_view exists = "product_exists";
    static constexpr std::string_view absent = "product_not_found";

    std::string code;  // T-X-STT-YYYY: province, commune, ordinal in the commune, year (QĐ 26/2026)
    std::string producer;   // id
    std::string authority;  // id of the province that grades it
    Name name;
    LegalVersion legal_version = LegalVersion::qd26;
    std::int64_t group = 0;         // 1 to 6 (QĐ 26/2026 annex I)
    std::int64_t criteria_set = 0;  // 1 to 26; each belongs to one group
    std::optional<std::string> story;
};
BOOST_DESCRIBE_STRUCT(
    Product, (Stored), (code, producer, authority, name, legal_version, group, criteria_set, story)
)

struct NewProduct {
    std::string code;
    std::string producer;
    std::string authority;
    Name name;
    LegalVersion legal_version = LegalVersion::qd26;
    std::int64_t group = 0;
    std::int64_t criteria_set = 0;
    std::optional<std::string> story;
};
BOOST_DESCRIBE_STRUCT(
    NewProduct, (), (code, producer, authority, name, legal_version, group, criteria_set, story)
)

std::string key_of(Product const& product);

inline std::string_view producer_of(Product const& product) {
    return product.producer;
}

json::object clear_of(Product const& product);

// The group a criteria set belongs to; 0 for a set that does not exist.
std::int64_t group_of(std::int64_t criteria_set);
bool is_product_code(std::string_view code);

// malformed "request_invalid"; refused "producer_unknown", "authority_unknown", "name_confusable"
// (names.hpp); conflict "product_exists".
Result<Product> register_product(store::Transaction& tx, Principal const& who, NewProduct request);

struct Member {
    std::string gtin;
    std::int64_t count = 1;
};
BOOST_DESCRIBE_STRUCT(Member, (), (gtin, count))

// A picture of the goods, as its producer shows them: the small copy made for the public.
struct Photo {
    std::string sha256;  // of the file it was made of, lower-case hex
    std::int64_t width = 0;
    std::int64_t height = 0;
};
BOOST_DESCRIBE_STRUCT(Photo, (), (sha256, width, height))

// One form in which a product is sold, under its own GTIN.
struct TradeItem : Stored {
    static constexpr char tag = 't';
    static constexpr std::string_view noun = "trade_item";
    static constexpr std::string_view exists = "trade_item_exists";
    static constexpr std::string_view absent = "trade_item_not_found";

    std::string gtin;  // 14 digits
    std::string product;
    std::string producer;  // the product's
    Name name;
    Quantity net_content;
    std::vector<Member> members;  // of a gift set
    std::optional<Photo> photo = {};
};
BOOST_DESCRIBE_STRUCT(
    TradeItem, (Stored), (gtin, product, producer, name, net_content, members, photo)
)

struct NewTradeItem {
    std::optional<std::string> gtin;  // absent: allocated from the authority's own prefix
    std::string product;
    Name name;
    Quantity net_content;
    std::optional<std::vector<Member>> members;
};
BOOST_DESCRIBE_STRUCT(NewTradeItem, (), (gtin, product, name, net_content, members))

std::string key_of(TradeItem const& item);

inline std::string_view producer_of(TradeItem const& item) {
    return item.producer;
}

json::object clear_of(TradeItem const& item);

// malformed "request_invalid" or "check_digit_wrong"; refused "product_unknown", "member_unknown",
// "gtin_prefix_missing" (the authority has none to allocate from) or "gtin_prefix_full"; conflict
// "trade_item_exists".
Result<TradeItem> register_trade_item(
    store::Transaction& tx, Principal const& who, NewTradeItem request
);

// Shows `photo`, or none, with the trade item. Whoever calls saw that its copies are public.
// not_found "trade_item_not_found".
Result<TradeItem> show_photo(
    store::Transaction& tx, Principal const& who, std::string_view gtin, std::optional<Photo> photo
);

// Takes it out of its product's list, in the transaction that drops it.
void leave_product(store::Transaction& tx, TradeItem const& item);

// The trade items of a product, by GTIN.
Result<std::vector<TradeItem>> trade_items_of(
    store::Reader const& reader, std::string_view product
);

}  // namespace ocop::registry
