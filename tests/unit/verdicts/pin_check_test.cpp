#include "verdicts/pin_check.hpp"

#include "signer/local_signer.hpp"
#include "test_keyring.hpp"
#include "unit/verdicts/scan.hpp"

#include <ocop/stamp/pin.hpp>

#include <map>

namespace ocop::verdicts {

namespace {

// The small register with an order of stamps that have PINs, and the signer that made them.
struct Fixture : test::ScanFixture {
    explicit Fixture(std::int64_t count = 10, bool active = true) {
        auto journal = signer::Journal::open(keys.path() / "journal");
        BOOST_TEST_REQUIRE(test::reason_of(journal) == "");
        signer = std::make_unique<signer::LocalSigner>(keyring, std::move(*journal));
        auto request = test::new_order(count);
        request.active_when_issued = active;
        request.pins = true;
        order = issued(request);
        auto const& range = *order.range;
        signer::ApprovedOrder const approved{
            order.id, order.gtin, order.lot, "0001", range.epoch, range.first, range.count};
        auto const made = signer->pins(approved, range.first, range.count, [&](auto const& one) {
            pins[one.counter] = one.pin;
            return true;
        });
        BOOST_TEST_REQUIRE(test::reason_of(made) == "");
    }

    // The counter of the n-th stamp, from 0.
    std::uint64_t at(std::uint64_t n) const { return order.range->first + n; }

    // A number that is not the stamp's, with a right check digit.
    std::string other_pin(std::uint64_t n, std::uint32_t guess) const {
        auto const pin = stamp::format_pin(guess % stamp::pin_number_end);
        return pin == pins.at(at(n)) ? stamp::format_pin((guess + 1) % stamp::pin_number_end) : pin;
    }

    Result<PinCheck> prepare(std::uint64_t n, std::string const& pin, std::string network) {
        return prepare_pin_check(
            *signer, random, judge(link(n)), {pin, {std::move(network), "Mozilla/5.0"}, {}}
        );
    }

    std::string const& link(std::uint64_t n) {
        auto& known = links[n];
        if (known.empty()) {
            known = url(stamp_at(at(n)));
        }
        return known;
    }

    // "pin_confirmed green", "ticket", or the slug of a refusal. Keeps the token.
    std::string enter(std::uint64_t n, std::string const& pin, std::string network) {
        auto const check = prepare(n, pin, std::move(network));
        if (!check) {
            return std::string(check.error().slug);
        }
        token = check->request.token;
        auto const done = run([&](store::Transaction& tx) { return record_pin_check(tx, *check); });
        if (!done) {
            return std::string(done.error().slug);
        }
        return pins::is_ripe(done->pin, clock().now()) ? told(done->judged) : "ticket";
    }

    static std::string told(Judgement const& judged) {
        return judged.answer.verdict + ' ' + judged.answer.colour;
    }

    // What the holder of a receipt sees now: "waiting" until it may be told.
    std::string look(std::string const& of) {
        auto const receipt = pins::find_receipt(*store().snapshot(), of);
        BOOST_TEST_REQUIRE(test::reason_of(receipt) == "");
        BOOST_TEST_REQUIRE(receipt->has_value());
        if (!pins::is_ripe(**receipt, clock().now())) {
            return "waiting";
        }
        return told(judge_again(verdicts, **receipt, test::our_host));
    }

    test::TemporaryDirectory keys;
    signer::Keyring const keyring = test::make_test_keyring(clock());
    std::unique_ptr<signer::LocalSigner> signer;
    std::map<std::uint64_t, std::string> pins;  // by counter
    std::map<std::uint64_t, std::string> links;
    std::string token;
};

struct Shelf : Fixture {
    Shelf() : Fixture(100) {}
};

struct Inactive : Fixture {
    Inactive() : Fixture(10, false) {}
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pin_check)

BOOST_FIXTURE_TEST_CASE(a_scan_waits_for_the_pin_and_the_right_one_is_green, Fixture) {
    BOOST_TEST(scan(link(0)) == "pin_pending");
    BOOST_TEST(enter(0, other_pin(0, 1), "stranger") == "pin_wrong red");
    BOOST_TEST(enter(0, pins.at(at(0)), "buyer") == "pin_confirmed green");
    auto const buyers = token;
    clock().advance_ms(1);
    BOOST_TEST(enter(0, pins.at(at(0)), "second buyer") == "pin_used_before amber");
    // The buyer looks at the first receipt for a while. Later its link, printed on other packs,
    // would be green for everybody: it says when the PIN was used. A scan says nothing of PINs.
    clock().advance_ms(pins::same_use_ms - 1);
    BOOST_TEST(look(buyers) == "pin_confirmed green");
    clock().advance_ms(1);
    BOOST_TEST(look(buyers) == "pin_used_before amber");
    BOOST_TEST(scan(link(0)) == "pin_pending");
    BOOST_TEST(scan(link(1)) == "pin_pending");
}

BOOST_FIXTURE_TEST_CASE(a_right_pin_makes_no_bad_stamp_good, Inactive) {
    BOOST_TEST(enter(0, pins.at(at(0)), "buyer") == "not_activated amber");
    BOOST_TEST(look(token) == "not_activated amber");
    must(moving(order, stamps::StampState::printed, {{1, order.count}}));
    must(activating(order.id, 1, 1));
    BOOST_TEST(look(token) == "pin_confirmed green");
}

BOOST_FIXTURE_TEST_CASE(a_slip_of_the_finger_costs_nothing, Fixture) {
    auto const before = contents();
    auto slip = pins.at(at(0));
    slip[3] = slip[3] == '9' ? '0' : static_cast<char>(slip[3] + 1);
    for (int i = 0; i < 60; ++i) {
        BOOST_TEST(enter(0, slip, "buyer") == "pin_check_wrong");
    }
    BOOST_TEST(enter(0, "12345", "buyer") == "pin_malformed");
    BOOST_TEST((contents() == before));
    BOOST_TEST(enter(0, pins.at(at(0)), "buyer") == "pin_confirmed green");
}

BOOST_FIXTURE_TEST_CASE(pins_are_taken_for_scanned_stamps_of_orders_with_pins_alone, Fixture) {
    auto const asking = [&](Judgement judged) {
        auto const pin = pins.at(at(0));
        return test::slug_of(prepare_pin_check(*signer, random, std::move(judged), {pin, {}, {}}));
    };
    auto plain = test::new_order(5);
    plain.active_when_issued = true;
    auto const without = issued(plain);
    auto const stamp = stamp_at(without.range->first);
    BOOST_TEST(asking(judge(url(stamp))) == "pin_not_taken");
    auto const typed = stamp::format_typed_serial(serial_at(at(0)));
    BOOST_TEST(asking(judge_typed(typed)) == "pin_not_taken");
    auto forged = link(0);
    forged.back() = forged.back() == '1' ? '2' : '1';
    BOOST_TEST(asking(judge(forged)) == "pin_not_taken");
    BOOST_TEST(asking(judge("https://elsewhere.example/01/x")) == "pin_not_taken");
    BOOST_TEST(asking(judge(link(0))) == "");
}

// 1,000 strangers, five wrong tries each, over a shelf of 100 stamps; then the buyers come.
BOOST_FIXTURE_TEST_CASE(no_crowd_of_strangers_keeps_a_buyer_waiting_for_two_minutes, Shelf) {
    std::map<std::string, int> seen;
    for (std::uint32_t stranger = 0; stranger < 1'000; ++stranger) {
        for (std::uint32_t i = 0; i < 5; ++i) {
            auto const n = (stranger * 5 + i) % 100;
            auto const pin = other_pin(n, stranger * 7'919 + i * 104'729);
            ++seen[enter(n, pin, "198.51.100." + std::to_string(stranger))];
        }
        clock().advance_ms(20);
    }
    BOOST_TEST(seen["pin_wrong red"] == 5'000);
    auto const start = clock().now();
    std::vector<std::string> buyers;
    for (std::uint64_t n = 0; n < 100; ++n) {
        BOOST_TEST(scan(link(n)) == "pin_pending");
        BOOST_TEST(enter(n, pins.at(at(n)), "203.0.113." + std::to_string(n)) == "ticket");
        buyers.push_back(token);
        BOOST_TEST(look(token) == "waiting");
    }
    int green = 0;
    while (green < 100 && clock().now().ms - start.ms < 120'000) {
        clock().advance_ms(30'000);
        green = 0;
        for (auto const& buyer : buyers) {
            green += look(buyer) == "pin_confirmed green" ? 1 : 0;
        }
    }
    BOOST_TEST(green == 100);
    BOOST_TEST(clock().now().ms - start.ms <= 120'000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::verdicts
