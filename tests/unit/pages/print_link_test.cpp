#include "accounts/notices.hpp"
#include "prints/links.hpp"
#include "prints/maker.hpp"
#include "service.hpp"
#include "stamps/moves.hpp"

#include <ocop/crypto/hash.hpp>

#include <fstream>

namespace ocop::pages::test {

namespace {

// A run of two stamps whose file is made, with a link to it.
struct PrintPages : PagesService {
    PrintPages() {
        services->desk = &desk;
        auto const order = stamps::list_orders(*disk.store->snapshot(), who, "", 1).value();
        run.id = "run1";
        run.order = order.orders.at(0).id;
        run.gtin = gtin;
        run.lot = "L1";
        run.producer = order.orders.at(0).producer;
        run.number = run.first = run.copy = 1;
        run.last = 2;
        run.label = "A1";
        run.account = "clerk";
        run.recipient.name = "Nhà in <Mẫu>";
        run.state = prints::RunState::made;
        run.made_at = disk.clock.now();
        run.file = prints::RunFile{"tem-L1-A1.pdf", "application/pdf", 12'345, ""};
        write([this](store::Transaction& tx) {
            auto const put = prints::put_run(tx, accounts::system_principal(), "made", run);
            return put ? Result<void>() : put.error();
        });
        std::ofstream(prints::file_of(desk, run.id)) << "x";
        link("token");
    }

    void link(std::string const& token) {
        write([&](store::Transaction& tx) {
            auto const made = prints::make_link(tx, who, run.id, crypto::sha256(as_bytes(token)));
            return made ? Result<void>() : made.error();
        });
    }

    void use(std::string const& token) {
        write([&](store::Transaction& tx) {
            auto const used = prints::use_link(tx, crypto::sha256(as_bytes(token)));
            return used ? Result<void>() : used.error();
        });
    }

    std::string heading(std::string const& path, int status) const {
        auto const page = get(path);
        BOOST_TEST(page.status == status, path);
        auto const text = body_of(page);
        BOOST_TEST(fault_of(text) == "");
        BOOST_TEST(!contains(text, "<form"));
        auto const from = text.find("<h1>") + 4;
        return text.substr(from, text.find("</h1>") - from);
    }

    ocop::test::TemporaryDirectory folder;
    prints::Desk const desk{*sheets::Font::load(sheets::font_path), {}, "", folder.path()};
    prints::PrintRun run;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(print_link)

BOOST_AUTO_TEST_CASE(the_page_says_what_the_button_fetches_and_fetches_nothing) {
    PrintPages service;
    for (int often = 0; often < 3; ++often) {
        auto const page = service.get("/p/token");
        BOOST_TEST(page.status == 200);
        auto const text = body_of(page);
        for (auto const* part :
             {"Tải tệp in tem",
              "A1",
              "L1",
              "2 tem (vị trí 1–2)",
              "Nhà in &lt;Mẫu&gt;",
              "tem-L1-A1.pdf (13\u00a0KB)",
              "23/11/2026",
              "chỉ mở được một lần",
              "<form class=\"lookup\" method=\"post\" action=\"/p/token?lang=vi\">",
              "noindex"}) {
            BOOST_TEST(contains(text, part), part);
        }
        BOOST_TEST(page.header("Referrer-Policy") == "same-origin");
        BOOST_TEST(fault_of(text) == "");
        BOOST_TEST(!contains(text, "<script"));
    }
    auto const head = service.send(http::Method::head, "/p/token");
    BOOST_TEST(head.status == 200);
    auto const english = body_of(service.get("/p/token?lang=en"));
    BOOST_TEST(contains(english, "This link opens once"));
    BOOST_TEST(contains(english, "action=\"/p/token?lang=en\""));
    BOOST_TEST(prints::load_run(*service.disk.store->snapshot(), "run1")->deliveries == 0);
}

BOOST_AUTO_TEST_CASE(a_link_that_opens_nothing_says_why_and_has_no_button) {
    PrintPages service;
    BOOST_TEST(service.heading("/p/nothing", 404) == "Không có đường dẫn này");
    service.link("newer");
    BOOST_TEST(service.heading("/p/token", 404) == "Đã có đường dẫn mới hơn");
    service.disk.clock.advance_ms(prints::link_ms);
    BOOST_TEST(service.heading("/p/newer", 404) == "Đường dẫn đã hết hạn");
    service.link("third");
    std::filesystem::remove(prints::file_of(service.desk, "run1"));
    BOOST_TEST(service.heading("/p/third", 404) == "Tệp không còn");
    service.use("third");
    BOOST_TEST(service.heading("/p/third", 404) == "Tệp đã được tải");
}

BOOST_AUTO_TEST_CASE(what_may_not_leave_is_said_before_the_button) {
    PrintPages service;
    service.write([&](store::Transaction& tx) -> Result<void> {
        accounts::freeze_orders(tx, service.run.producer, {tx.now().ms + 1000});
        return {};
    });
    BOOST_TEST(service.heading("/p/token", 422) == "Đang tạm dừng giao tệp");
    service.disk.clock.advance_ms(1000);
    service.write([&](store::Transaction& tx) -> Result<void> {
        stamps::NewMove move;
        move.to = stamps::StampState::voided;
        move.positions = {{2, 2}};
        move.reason = "đếm lại";
        auto const order = stamps::load_order(tx, service.run.order).value();
        auto const moved = stamps::move_stamps(tx, service.who, order, move);
        return moved ? Result<void>() : moved.error();
    });
    BOOST_TEST(service.heading("/p/token", 409) == "Không được in những tem này");
}

BOOST_AUTO_TEST_CASE(a_download_that_broke_has_its_button_until_the_end_of_ten_minutes) {
    PrintPages service;
    service.use("token");
    service.write([](store::Transaction& tx) {
        return prints::note_broken(tx, crypto::sha256(as_bytes("token")));
    });
    auto const text = body_of(service.get("/p/token"));
    BOOST_TEST(contains(text, "Lần tải trước bị đứt giữa chừng"));
    BOOST_TEST(contains(text, "10:14 ngày 22/11/2026"));
    BOOST_TEST(contains(text, "method=\"post\""));
    service.disk.clock.advance_ms(prints::repeat_ms);
    BOOST_TEST(service.heading("/p/token", 404) == "Tệp đã được tải");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::pages::test
