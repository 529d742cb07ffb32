#include "reports/report.hpp"

#include "service.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::pages::test;

namespace {

struct Reported : PagesService {
    Reported() { services->vault = &vault; }

    http::Response send_form(std::string const& target, std::string body) const {
        http::Request request;
        request.method = http::Method::post;
        request.target = target;
        auto const mark = target.find('?');
        request.path = target.substr(0, mark);
        request.query = target.substr(mark + 1);
        request.headers.push_back({"Host", "tem.example"});
        request.body = std::move(body);
        auto answer = (*router->find(request))->handler(request);
        std::promise<http::Response> given;
        std::get<http::Pending>(answer).start([&](http::Response response) {
            given.set_value(std::move(response));
        });
        return given.get_future().get();
    }

    http::Response tell(std::string body, std::vector<http::Header> headers = {}) const {
        http::Request request;
        request.method = http::Method::post;
        request.target = request.path = "/report";
        request.headers = std::move(headers);
        request.headers.push_back({"Host", "tem.example"});
        request.body = std::move(body);
        auto const route = router->find(request);
        BOOST_TEST_REQUIRE(route.has_value());
        auto answer = (*route)->handler(request);
        if (auto* const response = std::get_if<http::Response>(&answer)) {
            return std::move(*response);
        }
        std::promise<http::Response> given;
        std::get<http::Pending>(answer).start([&](http::Response response) {
            given.set_value(std::move(response));
        });
        auto response = given.get_future().get();
        auto& source = std::get<http::BodySource>(response.body);
        std::string whole;
        for (auto piece = source(); *piece; piece = source())
            whole += **piece;
        response.body = whole;
        return response;
    }

    std::vector<reports::Report> kept() const {
        auto page = reports::list(*disk.store->snapshot(), who, {}, {}, 100);
        return page.value().reports;
    }

    accounts::VaultKey const vault{7};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(the_form_is_filled_from_the_verdict_page_and_escapes_what_it_is_given) {
    Reported service;
    auto const page = body_of(service.get("/v?serial=" + service.typed_serial(0)));
    BOOST_TEST(contains(page, "/report?stamp=" + service.typed_serial(0)));
    auto const form = service.get("/report?stamp=%22%3E%3Cimg%3E");
    BOOST_TEST(form.status == 200);
    BOOST_TEST(!contains(body_of(form), "<img>"));
    BOOST_TEST(contains(body_of(form), "&lt;img&gt;"));
    BOOST_TEST(fault_of(body_of(form)) == "");
    BOOST_TEST(contains(body_of(service.get("/report?lang=en")), "No account is needed"));
}

BOOST_AUTO_TEST_CASE(a_report_without_script_or_account_is_kept_and_answered_with_its_id) {
    Reported service;
    auto const told = service.tell(
        "stamp=" + service.typed_serial(0) +
        "&wrong=other_goods&bought=Ch%E1%BB%A3&text=a%0D%0Ab&contact=0900"
    );
    BOOST_TEST(told.status == 201);
    BOOST_TEST_REQUIRE(service.kept().size() == 1U);
    auto const report = service.kept()[0];
    BOOST_TEST(contains(body_of(told), report.id));
    BOOST_TEST(fault_of(body_of(told)) == "");
    BOOST_TEST((report.wrong == reports::Wrong::other_goods));
    BOOST_TEST(report.verdict == "listed");
    BOOST_TEST(report.gtin.value() == service.gtin);
    BOOST_TEST(!report.producer.empty());
    auto const whole =
        reports::load_for(*service.disk.store->snapshot(), service.vault, service.who, report.id);
    BOOST_TEST(whole.value().contact.value() == "0900");
}

BOOST_AUTO_TEST_CASE(the_check_button_takes_a_place_and_the_page_shows_the_lots_line) {
    Reported service;
    auto const typed = "/v?serial=" + service.typed_serial(3);
    auto const page = body_of(service.get(typed));
    BOOST_TEST(contains(page, "đã cấp 20 tem, đã dán 20, đã kiểm tra 0 (0 lượt)"));
    BOOST_TEST(contains(page, "<option value=\"25\" lang=\"vi\">Phú Thọ</option>"));
    for (auto const* body : {"province=25&kind=market", "province=99&kind=x", "%zz", ""}) {
        auto const told = service.send_form(typed, body);
        BOOST_TEST(told.status == 303, body);
    }
    std::vector<checks::Place> places;
    auto const scanned = checks::scan_day_records(
        *service.disk.store->snapshot(),
        {},
        [&](auto, checks::DayRecord const& record) {
            places.push_back(record.place);
            return true;
        }
    );
    BOOST_TEST(ocop::test::reason_of(scanned) == "");
    BOOST_TEST_REQUIRE(places.size() == 4U);
    BOOST_TEST((places[0] == checks::Place{25, checks::PlaceKind::market, {}}));
    for (std::size_t i = 1; i < 4; ++i)
        BOOST_TEST((places[i] == checks::Place{}));
}

BOOST_AUTO_TEST_CASE(looking_at_a_page_is_counted_in_memory_alone) {
    Reported service;
    checks::Openings openings;
    service.services->openings = &openings;
    auto const write = [&] {
        auto const done =
            openings.write(*service.disk.store, service.disk.random, service.disk.clock.now());
        BOOST_TEST(ocop::test::reason_of(done) == "");
        return checks::openings_of_lot(*service.disk.store->snapshot(), service.gtin, "L1").value();
    };
    BOOST_TEST(write() == 0U);
    for (auto const* agent : {"a", "b", "a"}) {
        service.get("/v" + service.link(0), {{"User-Agent", agent}});
    }
    service.get("/v/01/" + service.gtin, {{"User-Agent", "c"}});  // no stamp: not counted
    BOOST_TEST(write() == 2U);
    auto const page = body_of(service.get("/v" + service.link(1)));
    BOOST_TEST(contains(page, "2 lượt mở trang"));
}

BOOST_AUTO_TEST_CASE(what_is_no_stamp_of_ours_is_reported_too) {
    Reported service;
    for (auto const* stamp :
         {"https%3A%2F%2Ftem.exarnple%2Fx", "tem.exarnple%2Fx", "khong+co+so"}) {
        BOOST_TEST(service.tell(std::string("stamp=") + stamp).status == 201, stamp);
    }
    for (auto const& report : service.kept()) {
        BOOST_TEST(!report.gtin);
        BOOST_TEST(report.producer.empty());
        BOOST_TEST((report.verdict == "foreign_link" || report.verdict == "malformed"));
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_kept_gets_the_form_again_with_what_was_written) {
    Reported service;
    auto const empty = service.tell("stamp=&bought=Quan+Chu");
    BOOST_TEST(empty.status == 400);
    BOOST_TEST(contains(body_of(empty), "Quan Chu"));
    BOOST_TEST(fault_of(body_of(empty)) == "");
    BOOST_TEST(service.tell("stamp=x&stamp=y").status == 400);
    BOOST_TEST(service.tell("stamp=x", {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
    BOOST_TEST(service.kept().empty());
}

BOOST_AUTO_TEST_SUITE_END()
