#pragma once

#include "registry/certificate.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/base/time.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The products that bear stars today, as anyone may look through them.
namespace ocop::catalogue {

inline constexpr std::int64_t group_count = 6;  // QĐ 26/2026 annex I
inline constexpr std::size_t text_bytes_max = 400;
inline constexpr std::size_t words_max = 8;  // of a search; the rest is not looked at

// What is looked for. Members that are not there let everything through.
struct Query {
    std::string text;  // of any bytes; at most text_bytes_max are read
    std::optional<std::string> commune = {};
    std::optional<std::int64_t> group = {};
    std::optional<std::int64_t> stars = {};
    // Where a page begins: after the product of this code in the order of the listing, whether that
    // one is still found or not; of those found then, after `skip`.
    std::string after = {};
    std::size_t skip = 0;
    std::size_t limit = 20;
};

// A product with the certificate that gives it its stars today.
struct Item {
    std::string code;
    registry::Name name;
    std::int64_t group = 0;
    std::int64_t criteria_set = 0;
    std::int64_t stars = 0;
    std::string certificate;
    std::string decision;
    Day last_day;  // inclusive, with an extension
    std::string producer;
    registry::Name producer_name;
    std::string commune_code;
    std::string commune;  // as its producers write it, or the code
};
BOOST_DESCRIBE_STRUCT(
    Item,
    (),
    (code,
     name,
     group,
     criteria_set,
     stars,
     certificate,
     decision,
     last_day,
     producer,
     producer_name,
     commune_code,
     commune)
)

struct Found {
    std::vector<Item> items;
    std::size_t total = 0;            // found, on this page and on others
    std::optional<std::string> next;  // `after` of the next page
};

struct Commune {
    std::string code;
    std::string name;
};

// All products of one reading of the register. Set when read, never changed; any thread.
//
// What is found on a day: the products with a certificate of 3 stars or more that two persons
// confirmed and that is in force on that day; of several the latest. So what expires leaves by
// itself at midnight in Vietnam, with no reading anew.
class Listing {
  public:
    // Reads every producer, product and certificate. Errors of the scans; corrupt "store_corrupt".
    static Result<Listing> read(store::Reader const& reader);

    // In the order of a Vietnamese dictionary by name, then by code. Each word of the text must
    // begin a word of the product's names or code, its producer's names or the commune's name,
    // accents and capitals aside; đ is d. malformed "query_invalid" at "after" for a code that the
    // register does not have. Looks at every product: about a microsecond each.
    Result<Found> find(Query const& query, Day today) const;

    // The communes of the products that a search without filters finds, by name.
    std::vector<Commune> communes(Day today) const;

    std::size_t size() const { return entries_.size(); }

  private:
    struct Standing {  // a confirmed certificate
        std::string id;
        std::int64_t stars = 0;
        std::string decision;
        stamp::CertificateTerm term;
    };

    struct Entry {
        Item item;                        // without what is today's
        std::vector<Standing> standings;  // oldest first
        std::u32string words;             // each with a space before it
        std::string order;
        std::size_t commune = 0;  // in communes_

        Standing const* on(Day day) const;
        bool matches(Query const& query, std::vector<std::u32string> const& words) const;
    };

    class Reading;

    std::vector<Entry> entries_;     // in order
    std::vector<Commune> communes_;  // of all entries, by name
};

}  // namespace ocop::catalogue
