#pragma once

#include "fixture.hpp"
#include "registry/admission.hpp"
#include "registry/authority.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/gs1/check_digit.hpp>

// A small register: one province, one ministry, one producer with one product of one trade item.
// Requests are as the API gives them, for tests to change one member of.
namespace ocop::test {

inline constexpr std::string_view product_code = "25-08620-01-2026";

inline std::string gtin_of(std::string_view body) {
    return std::string(body) + gs1::check_digit(body);
}

inline std::string const item_gtin = gtin_of("0952000110001");

inline registry::NewAuthority province(std::string id = "phu-tho") {
    registry::NewAuthority request;
    request.id = std::move(id);
    request.name = {"UBND tỉnh Phú Thọ", "Phú Thọ"};
    request.province_code = "25";
    request.gs1_prefix = "9520000";
    return request;
}

inline registry::NewAuthority ministry() {
    registry::NewAuthority request;
    request.id = "mae";
    request.name = {"Bộ Nông nghiệp và Môi trường", {}};
    request.level = registry::Level::ministry;
    return request;
}

inline registry::NewProducer new_producer() {
    registry::NewProducer request;
    request.name = {"HTX Chè Đồi Sương", "Đồi Sương Tea"};
    request.legal_form = registry::LegalForm::cooperative;
    request.tax_code = "0123456789";
    request.commune_code = "08620";
    request.address = "Khu 4, xã Long Cốc";
    request.phone = "0900 000 001";
    request.website = "https://che.example";
    return request;
}

inline registry::NewProduct new_product(std::string producer) {
    registry::NewProduct request;
    request.code = std::string(product_code);
    request.producer = std::move(producer);
    request.authority = "phu-tho";
    request.name = {"Chè Bát Tiên", {}};
    request.group = 1;
    request.criteria_set = 11;
    return request;
}

inline registry::NewTradeItem new_item() {
    registry::NewTradeItem request;
    request.gtin = item_gtin;
    request.product = std::string(product_code);
    request.name = {"Gói 100 g", {}};
    request.net_content = {100, registry::Unit::g};
    return request;
}

inline registry::NewCertificate new_certificate(std::int64_t stars, std::string_view on) {
    registry::NewCertificate request;
    request.product = std::string(product_code);
    request.authority = stars == 5 ? "mae" : "phu-tho";
    request.stars = stars;
    request.decision = "1/QĐ-UBND";
    request.decided_on = day(on);
    request.issued_on = day(on);
    return request;
}

inline registry::NewLot new_lot(std::string lot = "L1") {
    registry::NewLot request;
    request.gtin = item_gtin;
    request.lot = std::move(lot);
    request.made_on = day("2026-11-01");
    request.quantity = {100, registry::Unit::kg};
    return request;
}

struct RegisterFixture : ServiceFixture {
    RegisterFixture() {
        using store::Transaction;
        must([&](Transaction& tx) { return register_authority(tx, who, province()); });
        must([&](Transaction& tx) { return register_authority(tx, who, ministry()); });
        producer = must([&](Transaction& tx) {
                       return register_producer(tx, who, random, new_producer());
                   }).id;
        must([&](Transaction& tx) { return register_product(tx, who, new_product(producer)); });
        must([&](Transaction& tx) { return register_trade_item(tx, who, new_item()); });
    }

    // Registered, and not yet confirmed.
    registry::Certificate enter(std::int64_t stars, std::string_view on) {
        return must([&](store::Transaction& tx) {
            return register_certificate(tx, who, new_certificate(stars, on));
        });
    }

    auto confirming(std::string const& id, std::string const& person, char digit = 'd') {
        return [=](store::Transaction& tx) {
            return registry::confirm_certificate(
                tx, accounts::system_principal(person), id, {std::string(64, digit)}
            );
        };
    }

    // Registered, and confirmed by two.
    registry::Certificate certify(std::int64_t stars, std::string_view on) {
        auto const id = enter(stars, on).id;
        must(confirming(id, "officer"));
        return must(confirming(id, "approver"));
    }

    registry::Lot lot(registry::NewLot request = new_lot()) {
        return must([&](store::Transaction& tx) { return open_lot(tx, who, request); });
    }

    std::string producer;
};

}  // namespace ocop::test
