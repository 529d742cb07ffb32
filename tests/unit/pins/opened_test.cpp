#include "fixture.hpp"
#include "orders.hpp"
#include "pins/pins.hpp"

#include <ocop/crypto/hash.hpp>

namespace ocop::pins {

namespace {

using store::Transaction;

struct Fixture : test::ServiceFixture {
    std::string trying(bool right, std::string network) {
        NewTry out;
        out.position = {0, 7};
        out.right = right;
        out.token = "token" + std::to_string(++tokens);
        out.client = {std::move(network), "Mozilla"};
        must([&](Transaction& tx) { return record_try(tx, out); });
        return out.token;
    }

    std::string opening(std::string const& token) {
        auto const told = run([&](Transaction& tx) { return record_opened(tx, token); });
        return told ? to_text(*told) : std::string(told.error().slug);
    }

    int tokens = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(opened)

BOOST_FIXTURE_TEST_CASE(who_confirmed_the_stamp_says_once_that_it_is_open, Fixture) {
    auto const token = trying(true, "buyer");
    BOOST_TEST((!opened_at(*store().snapshot(), {0, 7}).value()));
    auto const at = clock().now();
    BOOST_TEST(opening(token) == to_text(at));
    clock().advance_ms(5'000);
    BOOST_TEST(opening(token) == to_text(at));
    BOOST_TEST((opened_at(*store().snapshot(), {0, 7}).value() == at));
    BOOST_TEST((!opened_at(*store().snapshot(), {0, 8}).value()));
}

BOOST_FIXTURE_TEST_CASE(nobody_else_can_say_so, Fixture) {
    auto const wrong = trying(false, "stranger");
    BOOST_TEST(opening(wrong) == "pin_not_confirmed");
    BOOST_TEST(opening("made up") == "receipt_not_found");
    trying(true, "buyer");
    auto const late = trying(true, "late");
    BOOST_TEST(opening(late) == "pin_not_confirmed");
}

BOOST_FIXTURE_TEST_CASE(a_ticket_must_have_matured, Fixture) {
    for (int i = 0; i < 50; ++i) {
        trying(false, "stranger" + std::to_string(i));
    }
    auto const ticket = trying(true, "buyer");
    BOOST_TEST(opening(ticket) == "pin_not_confirmed");
    clock().advance_ms(wait_ms);
    BOOST_TEST(opening(ticket) == to_text(clock().now()));
}

BOOST_FIXTURE_TEST_CASE(a_receipt_goes_with_that_of_the_check, Fixture) {
    auto const token = trying(true, "buyer");
    auto const other = trying(true, "other");
    auto const key = 'r' + std::string(as_text(crypto::sha256(as_bytes(token))));
    must([&](Transaction& tx) {
        erase_receipts(tx, {key});
        return Result<int>(0);
    });
    BOOST_TEST(!find_receipt(*store().snapshot(), token).value().has_value());
    BOOST_TEST(find_receipt(*store().snapshot(), other).value().has_value());
}

// In the stamp ledger a pack that is opened was applied before.
struct Ordered : test::OrderFixture {
    Ordered() {
        order = printed(test::new_order(3));
        must(activating(order.id, 1, 1));
    }

    stamps::StampState open_pack(std::uint64_t counter) {
        NewTry request;
        request.position = {0, counter};
        request.right = true;
        request.token = "token" + std::to_string(counter);
        request.client = {"buyer" + std::to_string(counter), "Mozilla"};
        must([&](Transaction& tx) { return record_try(tx, request); });
        must([&](Transaction& tx) { return record_opened(tx, request.token); });
        auto const position = static_cast<std::int64_t>(counter) + 1;
        return stamps::segment_at(*store().snapshot(), order, position)->state;
    }

    stamps::StampOrder order;
};

BOOST_FIXTURE_TEST_CASE(an_applied_stamp_is_opened_in_the_books_and_no_other, Ordered) {
    BOOST_TEST((open_pack(0) == stamps::StampState::opened));
    BOOST_TEST((open_pack(1) == stamps::StampState::printed));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::pins
