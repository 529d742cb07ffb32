#include "reports/report.hpp"

#include "pictures.hpp"
#include "reports/allowance.hpp"
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

    using Fields = std::vector<std::pair<std::string, std::string>>;

    // As a browser sends the form; an empty photo is one that was not chosen.
    http::Response tell_parts(Fields const& fields, std::vector<std::string> const& photos) const {
        std::string body;
        auto const add = [&](std::string const& head, std::string const& text) {
            body += "--b0\r\nContent-Disposition: form-data; name=" + head + "\r\n\r\n" + text;
            body += "\r\n";
        };
        for (auto const& [name, value] : fields)
            add('"' + name + '"', value);
        for (auto const& photo : photos)
            add("\"photo\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg", photo);
        return tell(body + "--b0--\r\n", {{"Content-Type", "multipart/form-data; boundary=b0"}});
    }

    std::vector<reports::Report> kept() const {
        auto page = reports::list(*disk.store->snapshot(), who, {}, {}, 100);
        return page.value().reports;
    }

    accounts::VaultKey const vault{7};
};

// Photos are worked on where they come.
struct PhotoDesks {
    explicit PhotoDesks(Reported& service) {
        auto opened = blobs::open_file_blobs(
            {directory.path() / "blobs",
             directory.path() / "blobs.key",
             service.disk.clock,
             service.disk.random}
        );
        BOOST_TEST_REQUIRE(ocop::test::reason_of(opened) == "");
        files = std::move(*opened);
        desk.emplace(ocop::pages::PhotoDesk{*files, [this](std::function<void()> const& task) {
                                                if (!busy) task();
                                                return !busy;
                                            }});
        service.services->photos = &*desk;
    }

    ocop::test::TemporaryDirectory directory;
    std::unique_ptr<blobs::BlobStore> files;
    std::optional<ocop::pages::PhotoDesk> desk;
    bool busy = false;
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

BOOST_AUTO_TEST_CASE(a_well_signed_stamp_of_no_order_is_kept_in_mind_and_nothing_is_written) {
    Reported service;
    checks::Unissued unissued;
    service.services->unissued = &unissued;
    auto const size = service.disk.store->snapshot()->ledger_size();
    BOOST_TEST(service.get("/v" + service.link(0)).status == 200);
    service.get("/v?serial=" + service.typed_serial(500));
    auto broken = service.link(500);
    broken.back() = broken.back() == '1' ? '2' : '1';
    service.get("/v" + broken);
    BOOST_TEST(unissued.take().empty());
    // Signed with the key, and no order has the serial.
    service.get("/v" + service.link(500));
    // Signed with the key for another lot than its order's.
    service.get("/v" + service.link(1, "L2"));
    service.post("/v" + service.link(500));
    auto const met = unissued.take();
    BOOST_TEST_REQUIRE(met.size() == 1U);
    BOOST_TEST(met.begin()->second.met == 3U);
    BOOST_TEST(met.begin()->second.in_order == 1U);
    BOOST_TEST(met.begin()->second.stamps.size() == 2U);
    BOOST_TEST(service.disk.store->snapshot()->ledger_size() == size);
}

BOOST_AUTO_TEST_CASE(a_form_with_photos_is_kept_with_copies_of_them) {
    Reported service;
    PhotoDesks desk(service);
    auto const told = service.tell_parts(
        {{"stamp", service.typed_serial(0)}, {"wrong", "torn_stamp"}, {"text", "Dán lại"}},
        {ocop::test::make_jpeg(ocop::test::scene(1, {90, 60})),
         ocop::test::make_jpeg(ocop::test::scene(2, {90, 60}))}
    );
    BOOST_TEST(told.status == 201);
    BOOST_TEST_REQUIRE(service.kept().size() == 1U);
    auto const report = service.kept()[0];
    BOOST_TEST(report.text.value() == "Dán lại");
    BOOST_TEST((report.wrong == reports::Wrong::torn_stamp));
    BOOST_TEST_REQUIRE(report.photos.size() == 2U);
    auto const name = reports::name_of_photo(report, report.photos[1].sha256).value();
    BOOST_TEST(desk.files->get(name).has_value());
    BOOST_TEST(contains(body_of(told), report.id));
    BOOST_TEST(!contains(body_of(told), "không lưu được"));
    BOOST_TEST(fault_of(body_of(told)) == "");
}

BOOST_AUTO_TEST_CASE(of_more_photos_than_two_the_rest_is_not_even_looked_at) {
    Reported service;
    PhotoDesks desk(service);
    auto const jpeg = ocop::test::make_jpeg(ocop::test::scene(1, {90, 60}));
    std::vector<std::string> const photos{"no photo", "nor this", jpeg};
    auto const told = service.tell_parts({{"stamp", service.typed_serial(0)}}, photos);
    BOOST_TEST(told.status == 201);
    BOOST_TEST(contains(body_of(told), "không lưu được"));
    BOOST_TEST_REQUIRE(service.kept().size() == 1U);
    BOOST_TEST(service.kept()[0].photos.empty());
}

BOOST_AUTO_TEST_CASE(fields_longer_than_any_report_has_are_refused_and_not_sent_back) {
    Reported service;
    std::string const quotes(4'097, '"');
    auto const part = service.tell_parts({{"stamp", "x"}, {"text", quotes}}, {});
    BOOST_TEST(part.status == 400);
    BOOST_TEST(body_of(part).size() < 16'000U);
    auto const form = service.tell("stamp=x&text=" + std::string(16 * 1024, 'a'));
    BOOST_TEST(form.status == 400);
    BOOST_TEST(body_of(form).size() < 16'000U);
    BOOST_TEST(service.kept().empty());
}

BOOST_AUTO_TEST_CASE(who_reported_enough_for_a_day_is_told_so_and_nothing_is_kept) {
    Reported service;
    for (std::uint64_t i = 0; i < reports::client_reports_max; ++i) {
        BOOST_TEST(service.tell("stamp=x").status == 201);
    }
    auto const full = service.tell("stamp=x");
    BOOST_TEST(full.status == 429);
    BOOST_TEST(contains(body_of(full), "ngày mai"));
    BOOST_TEST(fault_of(body_of(full)) == "");
    BOOST_TEST(service.kept().size() == reports::client_reports_max);
}

BOOST_AUTO_TEST_CASE(a_photo_that_cannot_be_kept_does_not_lose_the_report) {
    Reported service;
    PhotoDesks desk(service);
    auto const jpeg = ocop::test::make_jpeg(ocop::test::scene(1, {90, 60}));
    std::size_t count = 0;
    auto const lost = [&](std::vector<std::string> const& photos, std::size_t kept) {
        auto const told = service.tell_parts({{"stamp", "x"}}, photos);
        BOOST_TEST(told.status == 201);
        BOOST_TEST(contains(body_of(told), "không lưu được"));
        BOOST_TEST_REQUIRE(service.kept().size() == ++count);
        BOOST_TEST(service.kept()[0].photos.size() == kept);
        service.disk.clock.advance_ms(1);
    };
    lost({"no photo"}, 0);
    lost({"no photo", jpeg}, 1);
    lost({jpeg, jpeg, jpeg}, 2);
    desk.busy = true;
    lost({jpeg}, 0);
    desk.busy = false;
    desk.desk->quota_bytes = 1;
    lost({jpeg}, 0);
    service.services->photos = nullptr;
    lost({jpeg}, 0);
    // None chosen.
    BOOST_TEST(!contains(body_of(service.tell_parts({{"stamp", "x"}}, {""})), "không lưu được"));
}

BOOST_AUTO_TEST_CASE(a_form_that_is_none_is_told_so_and_keeps_nothing) {
    Reported service;
    for (auto const* body : {"", "x", "--b\r\n\r\nx\r\n--b--\r\n"}) {
        auto const told = service.tell(body, {{"Content-Type", "multipart/form-data; boundary=b"}});
        BOOST_TEST(told.status == 400, body);
    }
    BOOST_TEST(service.tell_parts({{"stamp", "x"}, {"stamp", "y"}}, {}).status == 400);
    BOOST_TEST(service.tell_parts({{"stamp", "\xff"}}, {}).status == 400);
    BOOST_TEST(service.tell_parts({{"stamp", std::string("x\0y", 3)}}, {}).status == 400);
    auto const empty = service.tell_parts({{"stamp", ""}, {"bought", "Quán"}}, {});
    BOOST_TEST(empty.status == 400);
    BOOST_TEST(contains(body_of(empty), "Quán"));
    BOOST_TEST(service.kept().empty());
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
