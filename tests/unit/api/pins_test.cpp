#include "service.hpp"

#include <ocop/stamp/pin.hpp>

namespace ocop::test {

namespace {

// An order of stamps with PINs, and what is printed on them.
class PinService : public RegisteredService {
  public:
    explicit PinService(int count = 10, std::string const& pins_member = R"(,"pins":true)") {
        auto const body = R"({"gtin":")" + gtin + R"(","lot":"L1","count":)" +
                          std::to_string(count) + R"(,"active_when_issued":true)" + pins_member +
                          "}";
        order = create("/api/v1/stamp-orders", body, "id");
        auto const path = "/api/v1/stamp-orders/" + order;
        BOOST_TEST_REQUIRE(post_as_second(path + "/approve").status() == 200);
        BOOST_TEST_REQUIRE(post(path + "/issue").status() == 200);
        for (auto const& line : stamps_of(order)) {
            urls.push_back(text_of(line, "url"));
        }
        signer::ApprovedOrder const approved{
            order, gtin, "L1", "0001", 0, 0, static_cast<std::uint64_t>(count)};
        auto const ok = signer->pins(approved, 0, approved.count, [&](auto const& one) {
            pins.push_back(one.pin);
            return true;
        });
        BOOST_TEST_REQUIRE(reason_of(ok) == "");
    }

    Reply ask_openly(std::string path, std::string body, std::string const& peer = "192.0.2.1") {
        auto request = make(http::Method::post, std::move(path), std::move(body), {});
        request.headers.erase(request.headers.begin());
        request.peer = peer;
        return send(std::move(request));
    }

    Reply check(std::size_t n, std::string const& pin, std::string const& peer = "192.0.2.1") {
        json::object body;
        body["uri"] = urls.at(n);
        body["pin"] = pin;
        return ask_openly("/api/v1/check", json::serialize(body), peer);
    }

    std::string wrong_pin(std::size_t n) const {
        auto const pin = stamp::format_pin(1);
        return pin == pins.at(n) ? stamp::format_pin(2) : pin;
    }

    std::string order;
    std::vector<std::string> urls;
    std::vector<std::string> pins;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pin_routes)

BOOST_AUTO_TEST_CASE(an_order_says_whether_its_stamps_have_pins) {
    PinService with;
    auto const shown = with.get("/api/v1/stamp-orders/" + with.order);
    BOOST_TEST(shown.string_at("/pins") == "true");
    PinService without(1, "");
    BOOST_TEST(without.get("/api/v1/stamp-orders/" + without.order).string_at("/pins") == "false");
    BOOST_TEST(without.check(0, without.pins[0]).problem() == "pin_not_taken");
    BOOST_TEST(
        without.ask_openly("/api/v1/check", ask("uri", without.urls[0]))
            .string_at("/answer/verdict") == "valid"
    );
}

BOOST_AUTO_TEST_CASE(a_check_takes_a_pin_and_a_look_up_does_not) {
    PinService service;
    auto const before = service.contents();
    json::object body{{"uri", service.urls[0]}, {"pin", service.pins[0]}};
    auto const verified = service.ask_openly("/api/v1/verify", json::serialize(body));
    BOOST_TEST(verified.status() == 400);
    BOOST_TEST(verified.problem() == "json_invalid");
    BOOST_TEST((service.contents() == before));
    auto const looked = service.ask_openly("/api/v1/verify", ask("uri", service.urls[0]));
    BOOST_TEST(looked.string_at("/verdict") == "pin_pending");

    auto const right = service.check(0, service.pins[0]);
    BOOST_TEST(right.status() == 201, right.text());
    BOOST_TEST(right.string_at("/answer/verdict") == "pin_confirmed");
    BOOST_TEST(right.string_at("/answer/colour") == "green");
    BOOST_TEST(right.string_at("/answer/checks/count") == "1");
    auto const wrong = service.check(0, service.wrong_pin(0));
    BOOST_TEST(wrong.status() == 201);
    BOOST_TEST(wrong.string_at("/answer/verdict") == "pin_wrong");
    auto const later = service.check(0, service.pins[0], "192.0.2.9");
    BOOST_TEST(later.string_at("/answer/verdict") == "pin_used_before");
    BOOST_TEST(later.string_at("/answer/pin_used_at") == to_text(service.disk.clock.now()));
    // The first holder's receipt still confirms; no PIN is stored or told anywhere.
    auto const receipt = service.get("/api/v1/receipts/" + right.string_at("/token"));
    BOOST_TEST(receipt.string_at("/pin/state") == "judged");
    BOOST_TEST(receipt.string_at("/pin/outcome") == "first_use");
    BOOST_TEST(receipt.string_at("/pin/answer/verdict") == "pin_confirmed");
    BOOST_TEST(service.contents().find(service.pins[0]) == std::string::npos);
    BOOST_TEST(receipt.text().find(service.pins[0]) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_slip_is_a_problem_of_its_own_and_costs_nothing) {
    PinService service;
    auto const before = service.contents();
    for (auto const* pin : {"", "12345678", "123456780", "abc"}) {
        auto const reply = service.check(0, pin);
        BOOST_TEST(reply.status() == 400, pin);
        BOOST_TEST((reply.problem() == "pin_malformed" || reply.problem() == "pin_check_wrong"));
    }
    json::object typed{{"serial", "0123-4567-89AB"}, {"pin", service.pins[0]}};
    BOOST_TEST(service.ask_openly("/api/v1/check", json::serialize(typed)).status() == 422);
    BOOST_TEST((service.contents() == before));
}

BOOST_AUTO_TEST_CASE(a_ticket_says_nothing_until_it_has_matured) {
    PinService service;
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(service.check(0, service.wrong_pin(0)).status() == 201);
    }
    auto const right = service.check(1, service.pins[1]);
    auto const wrong = service.check(2, service.wrong_pin(2));
    for (auto const* ticket : {&right, &wrong}) {
        BOOST_TEST(ticket->status() == 202, ticket->text());
        BOOST_TEST(ticket->header("Retry-After") == "30");
        BOOST_TEST(ticket->string_at("/answer/verdict") == "pin_pending");
        auto const waiting = service.get("/api/v1/receipts/" + ticket->string_at("/token"));
        BOOST_TEST(waiting.string_at("/pin/state") == "waiting");
        BOOST_TEST(waiting.string_at("/verdict") == "pin_pending");
        BOOST_TEST(waiting.text().find("outcome") == std::string::npos);
        BOOST_TEST(waiting.text().find("first_use") == std::string::npos);
    }
    service.disk.clock.advance_ms(30'000);
    auto const green = service.get("/api/v1/receipts/" + right.string_at("/token"));
    BOOST_TEST(green.string_at("/pin/answer/colour") == "green");
    auto const red = service.get("/api/v1/receipts/" + wrong.string_at("/token"));
    BOOST_TEST(red.string_at("/pin/answer/verdict") == "pin_wrong");
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(service.check(3, service.wrong_pin(3)).status() == 202);
    }
    auto const busy = service.check(4, service.pins[4]);
    BOOST_TEST(busy.status() == 429);
    BOOST_TEST(busy.problem() == "pin_busy");
}

BOOST_AUTO_TEST_CASE(who_confirmed_may_say_that_the_pack_is_open_and_scans_tell_it) {
    PinService service;
    auto const wrong = service.check(0, service.wrong_pin(0)).string_at("/token");
    auto const path = "/api/v1/receipts/";
    BOOST_TEST(service.ask_openly(path + wrong + "/opened", "").status() == 409);
    BOOST_TEST(service.ask_openly(path + std::string("x/opened"), "").status() == 404);
    auto const token = service.check(0, service.pins[0]).string_at("/token");
    auto const told = service.ask_openly(path + token + "/opened", "");
    BOOST_TEST(told.status() == 200);
    BOOST_TEST(told.string_at("/opened_at") == to_text(service.disk.clock.now()));
    auto const scanned = service.ask_openly("/api/v1/verify", ask("uri", service.urls[0]));
    BOOST_TEST(scanned.string_at("/stamp/opened_at") == to_text(service.disk.clock.now()));
    auto const other = service.ask_openly("/api/v1/verify", ask("uri", service.urls[1]));
    BOOST_TEST(other.text().find("opened_at") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
