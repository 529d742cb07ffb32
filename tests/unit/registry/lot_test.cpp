#include "registry/lot.hpp"

#include "register.hpp"

namespace ocop::registry {

namespace {

using store::Transaction;

struct Fixture : test::RegisterFixture {
    template <class Change>
    std::string refused(Change const& change) {
        auto request = test::new_lot();
        change(request);
        return refusal([&](Transaction& tx) { return open_lot(tx, who, request); });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lot)

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_request_is_told_and_stores_nothing, Fixture) {
    for (std::string const number : {"", "L 1", "L_1", "L/1", "Lô", "L\n"}) {
        auto const fault = refused([&](auto& r) { r.lot = number; });
        BOOST_TEST(fault == "malformed request_invalid /lot", number);
    }
    auto const long_number = std::string(21, 'A');
    BOOST_TEST(refused([&](auto& r) { r.lot = long_number; }) == "malformed request_invalid /lot");
    BOOST_TEST(refused([](auto& r) {
                   r.best_before = test::day("2026-10-31");
               }) == "malformed request_invalid /best_before");
    BOOST_TEST(refused([](auto& r) {
                   r.quantity.value = 0;
               }) == "malformed request_invalid /quantity/value");
    BOOST_TEST(refused([](auto& r) { r.gtin = "1"; }) == "malformed gtin_malformed /gtin");
    BOOST_TEST(refused([](auto& r) {
                   r.gtin.back() = r.gtin.back() == '0' ? '1' : '0';
               }) == "malformed check_digit_wrong /gtin");
    BOOST_TEST(refused([](auto& r) {
                   r.gtin = test::gtin_of("0952000110009");
               }) == "refused trade_item_unknown /gtin");
    BOOST_TEST(refused([](auto& r) { r.place = "nowhere"; }) == "refused place_unknown /place");
    BOOST_TEST(refused([](auto& r) {
                   r.made_on = test::day("2026-11-23");
               }) == "refused made_on_future /made_on");
}

BOOST_FIXTURE_TEST_CASE(a_lot_is_folded_to_upper_case_and_opened_once, Fixture) {
    auto request = test::new_lot("l-1a");
    request.best_before = request.made_on;
    BOOST_TEST(lot(request).lot == "L-1A");
    BOOST_TEST(refused([](auto& r) { r.lot = "L-1A"; }) == "conflict lot_exists");
    BOOST_TEST(refused([](auto& r) { r.lot = "L-1a"; }) == "conflict lot_exists");
    BOOST_TEST(lot(test::new_lot(std::string(20, 'Z'))).lot.size() == 20u);
}

BOOST_FIXTURE_TEST_CASE(a_lot_made_today_is_today_in_viet_nam, Fixture) {
    clock().set(*parse_instant("2026-11-22T17:00:00.000Z"));  // midnight of the 23rd
    auto request = test::new_lot();
    request.made_on = test::day("2026-11-23");
    BOOST_TEST(to_text(lot(request).made_on) == "2026-11-23");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
