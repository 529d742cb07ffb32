#include "catalogue/sheets.hpp"

#include "unit/catalogue/world.hpp"

using namespace ocop;
using namespace ocop::catalogue;
using namespace ocop::catalogue::test;
using ocop::test::day;

namespace {

Day const today = day("2026-11-22");

struct Sheets : CatalogueFixture {
    ProductSheet product(Day on = today) {
        auto sheet = load_product_sheet(*store().snapshot(), ocop::test::product_code, on);
        BOOST_TEST_REQUIRE(ocop::test::reason_of(sheet) == "");
        return std::move(*sheet);
    }

    ProducerSheet maker(std::string after = {}, std::size_t limit = 20) {
        auto sheet = load_producer_sheet(*store().snapshot(), producer, {after, limit}, today);
        BOOST_TEST_REQUIRE(ocop::test::reason_of(sheet) == "");
        return std::move(*sheet);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sheets)

BOOST_FIXTURE_TEST_CASE(a_product_is_told_with_its_producer_and_trade_items, Sheets) {
    auto const sheet = product();
    BOOST_TEST(sheet.product.name.vi == "Chè Bát Tiên");
    BOOST_TEST(sheet.producer.id == producer);
    BOOST_TEST_REQUIRE(sheet.items.size() == 1U);
    BOOST_TEST(sheet.items.front().gtin == ocop::test::item_gtin);
    BOOST_TEST(!sheet.certificate);
    BOOST_TEST(
        product_of(*store().snapshot(), ocop::test::item_gtin).value() == ocop::test::product_code
    );
}

BOOST_FIXTURE_TEST_CASE(a_certificate_is_told_once_two_persons_confirmed_it, Sheets) {
    auto const first = certify(3, "2026-01-15").id;
    enter(4, "2026-06-01");
    BOOST_TEST(product().certificate.value().id == first);
    BOOST_TEST(maker().products.front().stars.value() == 3);
    auto const lapsed = product(day("2029-02-01")).certificate.value();
    BOOST_TEST((lapsed.state == stamp::CertificateState::lapsed));
    withdraw(first, "2026-11-20");
    BOOST_TEST((product().certificate.value().state == stamp::CertificateState::withdrawn));
    BOOST_TEST(!maker().products.front().stars);
}

BOOST_FIXTURE_TEST_CASE(a_producers_products_come_in_pages, Sheets) {
    for (auto const* ordinal : {"02", "03", "04"}) {
        auto const code = "25-08620-" + std::string(ordinal) + "-2026";
        add_product(producer, {code, "Chè " + std::string(ordinal), 11, 0});
    }
    auto const other = add_producer("Cơ sở khác", "08542", "xã Thanh Sơn");
    add_product(other, {"25-08542-01-2026", "Thịt chua", 8, 3});
    auto const first = maker("", 3);
    BOOST_TEST(first.products.size() == 3U);
    BOOST_TEST(first.next.value() == "25-08620-03-2026");
    auto const second = maker(*first.next, 3);
    BOOST_TEST(second.products.size() == 1U);
    BOOST_TEST(!second.next);
}

BOOST_FIXTURE_TEST_CASE(what_is_not_in_the_register_has_no_sheet, Sheets) {
    auto const snapshot = store().snapshot();
    BOOST_TEST(
        load_product_sheet(*snapshot, "25-08620-99-2026", today).error().slug == "product_not_found"
    );
    BOOST_TEST(load_producer_sheet(*snapshot, "x", {}, today).error().slug == "producer_not_found");
    BOOST_TEST(product_of(*snapshot, "x").error().slug == "trade_item_not_found");
}

BOOST_AUTO_TEST_SUITE_END()
