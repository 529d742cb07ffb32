#include "service.hpp"

#include <ocop/stamp/pin.hpp>

namespace ocop::pages::test {

namespace {

struct PinPages : PagesService {
    PinPages() : PagesService("tem.example", true) {
        auto const snapshot = disk.store->snapshot();
        auto const orders = stamps::list_orders(*snapshot, who, "", 1).value();
        auto const& order = orders.orders.at(0);
        signer::ApprovedOrder const approved{
            order.id, gtin, "L1", "0001", 0, 0, static_cast<std::uint64_t>(order_count)};
        signer
            ->pins(
                approved,
                0,
                approved.count,
                [&](auto const& one) {
                    pins.push_back(one.pin);
                    return true;
                }
            )
            .value();
    }

    http::Response enter(std::uint64_t n, std::string const& pin) const {
        return send(
            http::Method::post,
            "/v" + link(n),
            {{"Sec-Fetch-Site", "same-origin"},
             {"Content-Type", "application/x-www-form-urlencoded"}},
            "pin=" + pin
        );
    }

    std::string wrong_pin(std::uint64_t n) const {
        auto const pin = stamp::format_pin(1);
        return pin == pins.at(n) ? stamp::format_pin(2) : pin;
    }

    // The receipt's page that a POST led to.
    http::Response follow(http::Response const& answer) const {
        BOOST_TEST_REQUIRE(answer.status == 303);
        return get(std::string(answer.header("Location")));
    }

    std::vector<std::string> pins;
};

std::string text_in(http::Response answer) {
    if (auto* const text = std::get_if<std::string>(&answer.body)) return *text;
    return std::get<http::BodySource>(answer.body)().value().value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pin_page)

BOOST_AUTO_TEST_CASE(the_form_is_there_for_scanned_stamps_with_a_pin_alone) {
    PinPages service;
    auto const page = body_of(service.get("/v" + service.link(0)));
    BOOST_TEST(contains(page, "name=\"pin\""));
    BOOST_TEST(contains(page, "Tem có trong hệ thống – cào và nhập mã để xác thực"));
    BOOST_TEST(fault_of(page) == "");
    BOOST_TEST(!contains(page, "<script"));
    auto const typed = body_of(service.get("/v?serial=" + service.typed_serial(0)));
    BOOST_TEST(!contains(typed, "name=\"pin\""));
    PagesService without;
    BOOST_TEST(!contains(body_of(without.get("/v" + without.link(0))), "name=\"pin\""));
    keep("pin.vi.html", page);
}

BOOST_AUTO_TEST_CASE(a_right_pin_is_green_for_its_holder_and_stays_so) {
    PinPages service;
    auto const answer = service.enter(0, stamp::group_pin(service.pins[0]).replace(3, 1, "+"));
    auto const page = service.follow(answer);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(page.header("Referrer-Policy") == "same-origin");
    auto const text = body_of(page);
    BOOST_TEST(contains(text, "Chính bạn đã xác thực bằng mã cào, lúc"));
    BOOST_TEST(contains(text, "Đã xác thực bằng mã cào"));
    BOOST_TEST(contains(text, "Tôi đã mở gói hàng"));
    BOOST_TEST(!contains(text, "Biên nhận không mang chữ ký"));
    BOOST_TEST(fault_of(text) == "");
    keep("pin-receipt.vi.html", text);
    service.disk.clock.advance_ms(3 * 86'400'000);
    auto const again = text_in(service.follow(answer));
    BOOST_TEST(contains(again, "Chính bạn đã xác thực"));
    auto const second = text_in(service.follow(service.enter(0, service.pins[0])));
    BOOST_TEST(contains(second, "Mã cào đã được dùng ngày 22/11/2026"));
    BOOST_TEST(!contains(second, "Chính bạn đã xác thực"));
    BOOST_TEST(!contains(second, "Tôi đã mở"));
    BOOST_TEST(service.checks_of(0) == 2U);
}

BOOST_AUTO_TEST_CASE(a_wrong_pin_is_red_and_a_slip_is_asked_again) {
    PinPages service;
    auto const slip = service.enter(0, "123456780");
    BOOST_TEST(slip.status == 200);
    BOOST_TEST(contains(body_of(slip), "lần gõ nhầm này không tính"));
    BOOST_TEST(contains(body_of(slip), "name=\"pin\""));
    BOOST_TEST(service.checks_of(0) == 0U);
    auto const wrong = text_in(service.follow(service.enter(0, service.wrong_pin(0))));
    BOOST_TEST(contains(wrong, "Mã cào không phải của tem này"));
    BOOST_TEST(!contains(wrong, "Tôi đã mở"));
}

BOOST_AUTO_TEST_CASE(a_ticket_refreshes_itself_and_then_tells) {
    PinPages service;
    for (std::uint64_t i = 0; i < 5; ++i)
        service.enter(1, service.wrong_pin(1));
    auto const answer = service.enter(0, service.pins[0]);
    auto const waiting = service.follow(answer);
    BOOST_TEST(waiting.header("Refresh") == "30");
    BOOST_TEST(contains(body_of(waiting), "Mã của bạn đang chờ kiểm"));
    BOOST_TEST(fault_of(body_of(waiting)) == "");
    BOOST_TEST(!contains(body_of(waiting), "Đã xác thực"));
    keep("ticket.vi.html", body_of(waiting));
    service.disk.clock.advance_ms(30'000);
    auto const told = service.follow(answer);
    BOOST_TEST(told.header("Refresh") == "");
    BOOST_TEST(contains(body_of(told), "Chính bạn đã xác thực"));
    for (std::uint64_t i = 0; i < 5; ++i)
        service.enter(1, service.wrong_pin(1));
    auto const busy = service.enter(2, service.pins[2]);
    BOOST_TEST(busy.status == 429);
    BOOST_TEST(contains(text_in(busy), "Nhiều người đang nhập mã"));
}

BOOST_AUTO_TEST_CASE(the_opened_pack_is_told_to_later_scans) {
    PinPages service;
    auto const receipt = std::string(service.enter(0, service.pins[0]).header("Location"));
    auto const path = receipt.substr(0, receipt.find('?'));
    auto const foreign = service.post(path + "/opened", {{"Sec-Fetch-Site", "cross-site"}});
    BOOST_TEST(foreign.status == 403);
    BOOST_TEST(!contains(body_of(service.get("/v" + service.link(0))), "báo đã mở gói"));
    auto const told = service.post(path + "/opened", {{"Sec-Fetch-Site", "same-origin"}});
    BOOST_TEST(told.status == 303);
    BOOST_TEST(contains(body_of(service.get("/v" + service.link(0))), "báo đã mở gói ngày"));
    auto const receipt_page = text_in(service.follow(told));
    BOOST_TEST(!contains(receipt_page, "Tôi đã mở"));
    BOOST_TEST(contains(receipt_page, "Bạn đã báo mở gói hàng lúc 10:04 ngày 22/11/2026"));
    BOOST_TEST(!contains(receipt_page, "không ghi thay đổi nào"));
    auto const nobody = service.post("/v/receipts/x/opened");
    BOOST_TEST(nobody.status == 404);
    BOOST_TEST(contains(text_in(nobody), "Không có biên nhận này"));
}

BOOST_AUTO_TEST_CASE(in_english_too) {
    PinPages service;
    auto const page = body_of(service.get("/v" + service.link(0) + "&lang=en"));
    BOOST_TEST(contains(page, "Confirm with the scratch code"));
    BOOST_TEST(fault_of(page) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::pages::test
