#pragma once

#include "catalogue/listing.hpp"
#include "register.hpp"

#include <string>
#include <vector>

// A register with some producers and products, real store and all.
namespace ocop::catalogue::test {

struct Row {
    std::string code;
    std::string name;
    std::int64_t criteria_set = 11;
    std::int64_t stars = 3;  // 0: no certificate; below 0: one that nobody confirmed
};

struct CatalogueFixture : ocop::test::RegisterFixture {
    std::string add_producer(std::string name, std::string commune, std::string address) {
        auto request = ocop::test::new_producer();
        request.name = {std::move(name), {}};
        request.commune_code = std::move(commune);
        request.address = std::move(address);
        return must([&](store::Transaction& tx) {
                   return registry::register_producer(tx, who, random, request);
               }
        ).id;
    }

    void add_product(std::string const& by, Row const& row) {
        auto request = ocop::test::new_product(by);
        request.code = row.code;
        request.name = {row.name, {}};
        request.criteria_set = row.criteria_set;
        request.group = registry::group_of(row.criteria_set);
        must([&](store::Transaction& tx) { return registry::register_product(tx, who, request); });
        if (row.stars != 0) certify_product(row.code, row.stars, "2026-01-15");
    }

    // The id. Below 0 stars it stays unconfirmed.
    std::string certify_product(std::string const& code, std::int64_t stars, std::string_view on) {
        auto request = ocop::test::new_certificate(stars < 0 ? -stars : stars, on);
        request.product = code;
        auto const id = must([&](store::Transaction& tx) {
                            return registry::register_certificate(tx, who, request);
                        }).id;
        if (stars > 0) {
            must(confirming(id, "officer"));
            must(confirming(id, "approver"));
        }
        return id;
    }

    void withdraw(std::string const& certificate, std::string_view from) {
        registry::WithdrawalRequest const request{
            "9/QĐ-UBND", ocop::test::day(from), 3, ocop::test::day(from)};
        must([&](store::Transaction& tx) {
            return registry::withdraw_certificate(tx, who, certificate, request);
        });
    }

    Listing read() {
        auto listing = Listing::read(*store().snapshot());
        BOOST_TEST_REQUIRE(ocop::test::reason_of(listing) == "");
        return std::move(*listing);
    }
};

inline std::vector<std::string> codes_of(Found const& found) {
    std::vector<std::string> out;
    for (auto const& item : found.items) {
        out.push_back(item.code);
    }
    return out;
}

}  // namespace ocop::catalogue::test
