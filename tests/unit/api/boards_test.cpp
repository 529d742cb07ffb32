#include "dashboards/boards.hpp"

#include "alerts/alert.hpp"
#include "checks/day_records.hpp"
#include "checks/day_tallies.hpp"
#include "registry/certificate.hpp"
#include "stamps/states.hpp"
#include "two_producers.hpp"

#include <map>

// Dashboards against counts that look at every single record, and how the ledger stands.
namespace ocop::test {

namespace {

std::string const overview = "/api/v1/dashboards/overview";
constexpr std::int64_t day_ms = 86'400'000;

struct World : TwoProducers {
    World()
        : officer(get_as(*this, people.at("officer"), "/api/v1/account").string_at("/account/id")) {
    }

    // A session of today: tests go on for years.
    SignedIn sign_in_again() { return sign_in(*this, officer); }

    json::value look(std::string const& query = {}) {
        auto const reply = get_as(*this, sign_in_again(), overview + query);
        BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
        return reply.body();
    }

    // So that a reading of before is not shown again.
    json::value look_later(std::string const& query = {}) {
        disk.clock.advance_ms(dashboards::reading_age_ms_max);
        return look(query);
    }

    void check(std::string const& url, std::string const& place = {}) {
        http::Request request;
        request.method = http::Method::post;
        request.target = "/api/v1/check";
        request.headers = {{"Content-Type", "application/json"}, {"User-Agent", "test"}};
        request.peer = "203.0.113.9";
        request.body = R"({"uri":")" + url + '"' +
                       (place.empty() ? "" : R"(,"place":{"province":")" + place + "\"}") + '}';
        auto const reply = send(std::move(request));
        BOOST_TEST_REQUIRE(!reply.string_at("/receipt").empty());
    }

    std::vector<std::string> urls(std::string const& order) {
        std::vector<std::string> out;
        for (auto const& stamp : stamps_of(order)) {
            out.push_back(text_of(stamp, "url"));
        }
        return out;
    }

    void move(std::string const& order, std::string const& to, std::string const& positions) {
        auto const body =
            R"({"to":")" + to + R"(","positions":")" + positions + R"(","reason":"mẫu"})";
        auto const reply = post("/api/v1/stamp-orders/" + order + "/moves", body);
        BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
    }

    // Every stamp of every issued order, one by one.
    std::map<std::string, std::int64_t> states() {
        std::map<std::string, std::int64_t> out;
        auto const snapshot = disk.store->snapshot();
        auto const page = stamps::list_orders(*snapshot, accounts::system_principal(), {}, 10'000);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        for (auto const& order : page->orders) {
            for (std::int64_t at = 1; order.range && at <= order.count; ++at) {
                auto const segment = stamps::segment_at(*snapshot, order, at);
                BOOST_TEST_REQUIRE(reason_of(segment) == "");
                ++out[std::string(stamps::to_text(segment->state))];
                ++out["all"];
            }
        }
        return out;
    }

    std::vector<checks::DayRecord> records() {
        std::vector<checks::DayRecord> out;
        auto const done =
            checks::scan_day_records(*disk.store->snapshot(), {}, [&](auto, auto const& record) {
                out.push_back(record);
                return true;
            });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
        return out;
    }

    std::string officer;
};

std::int64_t number(json::value const& value, std::string_view pointer) {
    boost::json::error_code ec;
    auto const* found = value.find_pointer(pointer, ec);
    BOOST_TEST_REQUIRE(found != nullptr, pointer);
    return found->to_number<std::int64_t>();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(boards)

BOOST_AUTO_TEST_CASE(stamps_are_counted_as_one_by_one) {
    World world;
    world.make_prints();
    auto const order = world.create(
        "/api/v1/stamp-orders", R"({"gtin":")" + world.a.gtin + R"(","lot":"L1","count":30})", "id"
    );
    for (auto const* step : {"/approve", "/issue"}) {
        auto const done = world.post_as_second("/api/v1/stamp-orders/" + order + step);
        BOOST_TEST_REQUIRE(done.status() == 200, done.text());
    }
    world.print(order);
    world.move(order, "received", "1-20");
    world.move(order, "activated", "3-9");
    world.move(order, "damaged", "10-11");
    world.move(order, "lost", "12");
    world.move(order, "spoiled", "30");
    auto const board = world.look();
    auto naive = world.states();
    auto const stamps = [&](std::string const& term) { return number(board, "/stamps/" + term); };
    BOOST_TEST(stamps("issued") == naive["all"]);
    BOOST_TEST(stamps("in_stock") == naive["printed"]);
    BOOST_TEST(stamps("on_hand") == naive["received"]);
    BOOST_TEST(stamps("activated") == naive["activated"] + naive["opened"]);
    BOOST_TEST(stamps("damaged") == naive["damaged"]);
    BOOST_TEST(stamps("lost") == naive["lost"]);
    BOOST_TEST(stamps("spoiled") == naive["spoiled"]);
    BOOST_TEST(stamps("not_printed") == naive["issued"]);
    BOOST_TEST(naive["received"] == 10);
    BOOST_TEST(board.at("whole").as_bool());
}

BOOST_AUTO_TEST_CASE(checks_are_counted_by_day_and_by_the_province_that_buyers_said) {
    World world;
    auto const urls = world.urls(world.a.issued);
    world.check(urls[0], "25");
    world.disk.clock.advance_ms(40 * day_ms);
    for (auto const* place : {"25", "25", "79", "", ""}) {
        world.check(urls[0], place);
    }
    world.disk.clock.advance_ms(2 * day_ms);
    world.check(urls[1], "01");
    auto const today = legal_day(world.disk.clock.now());
    for (auto const days : {1, 30, 90}) {
        auto const board = world.look("?days=" + std::to_string(days));
        std::map<std::string, std::int64_t> by_day;
        std::map<std::string, std::int64_t> by_province;
        for (auto const& record : world.records()) {
            if (record.day > add_days(today, -days)) {
                ++by_day[to_text(record.day)];
                ++by_province[checks::province_text(record.place.province)];
            }
        }
        auto const& shown = board.at("checks").as_array();
        BOOST_TEST(shown.size() == static_cast<std::size_t>(days));
        BOOST_TEST(text_of(shown.back(), "day") == to_text(today));
        for (auto const& one : shown) {
            BOOST_TEST(number(one, "/checks") == by_day[text_of(one, "day")]);
        }
        BOOST_TEST(board.at("provinces").as_array().size() == 34U);
        for (auto const& one : board.at("provinces").as_array()) {
            BOOST_TEST(number(one, "/checks") == by_province[text_of(one, "code")]);
        }
        BOOST_TEST(number(board, "/checks_unplaced") == by_province["00"]);
    }
    BOOST_TEST(number(world.look("?days=90"), "/checks_unplaced") == 2);
    BOOST_TEST(number(world.look("?days=30"), "/checks/29/checks") == 1);
}

BOOST_AUTO_TEST_CASE(certificates_that_end_soon_and_open_alerts_are_counted_as_one_by_one) {
    World world;
    // Both certificates were issued on 2026-01-15 and last 36 months.
    auto const last = *parse_day("2029-01-15");
    for (auto const left : {200, 180, 100, 90, 31, 30, 0}) {
        world.disk.clock.advance_ms(
            start_of(add_days(last, -left)).ms + 1000 - world.disk.clock.now().ms
        );
        auto const board = world.look_later();
        BOOST_TEST(number(board, "/certificates_in_force") == 2);
        for (std::size_t i = 0; i < 3; ++i) {
            auto const row = "/expiring/" + std::to_string(i);
            BOOST_TEST(
                number(board, row + "/certificates") ==
                (left <= number(board, row + "/days") ? 2 : 0)
            );
        }
    }
    world.disk.clock.advance_ms(day_ms);
    BOOST_TEST(number(world.look(), "/certificates_in_force") == 0);
    BOOST_TEST(number(world.look(), "/expiring/2/certificates") == 0);

    auto const open = [&](json::value const& board) {
        std::int64_t sum = 0;
        for (auto const& row : board.at("alerts").as_array()) {
            sum += number(row, "/open");
        }
        return sum;
    };
    BOOST_TEST(open(world.look()) == 2);
    auto const closing = R"({"outcome":"harmless","reason":"mẫu"})";
    auto const closed = post_as(
        world, world.sign_in_again(), "/api/v1/alerts/" + world.a.alert + "/close", closing
    );
    BOOST_TEST_REQUIRE(closed.status() == 200, closed.text());
    BOOST_TEST(open(world.look()) == 2);  // the reading of a moment ago
    BOOST_TEST(open(world.look_later()) == 1);
}

BOOST_AUTO_TEST_CASE(the_report_has_the_same_numbers) {
    World world;
    world.check(world.urls(world.a.issued)[0], "25");
    auto const reply = get_as(world, world.people.at("auditor"), overview + ".pdf?days=30");
    BOOST_TEST(reply.status() == 200);
    BOOST_TEST(reply.header("Content-Type") == "application/pdf");
    BOOST_TEST(reply.text().starts_with("%PDF-"));
    for (auto const* query : {"?days=0", "?days=91", "?days=x"}) {
        auto const refused = get_as(world, world.people.at("officer"), overview + query);
        BOOST_TEST(refused.problem() == "query_invalid", query);
    }
}

BOOST_AUTO_TEST_CASE(the_health_of_the_ledger_is_that_of_its_checkpoint) {
    World world;
    auto const head = tlog::load_head(*world.disk.store->snapshot());
    BOOST_TEST_REQUIRE(reason_of(head) == "");
    auto const ask = [&] {
        return get_as(world, world.people.at("auditor"), "/api/v1/ledger/health");
    };
    auto const reply = ask();
    BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
    auto const health = reply.body();
    BOOST_TEST(number(health, "/size") == static_cast<std::int64_t>(head->tree.size));
    BOOST_TEST(text_of(health, "root") == to_base64(head->tree.root));
    BOOST_TEST(text_of(health, "origin") == std::string(host) + "/log");
    BOOST_TEST(health.at("witnesses").as_array().empty());
    BOOST_TEST(health.at("accepts_writes").as_bool());
    BOOST_TEST(!health.as_object().contains("disk"));

    ledger::NoteKey const key{"witness.example/w", ledger::NoteKind::cosignature, {}};
    must_run(*world.disk.store, [&](store::Transaction& tx) -> Result<int> {
        tx.put(
            store::Space::meta,
            ByteWriter().text_nul("witness").text(ledger::encode_vkey(key)).take(),
            ByteWriter().u64(3).view()
        );
        return 0;
    });
    world.services->disk_room = [] { return std::optional(api::DiskRoom{5, 9}); };
    auto const more = ask().body();
    BOOST_TEST(more.at("witnesses").at(0).at("name").as_string() == "witness.example/w");
    BOOST_TEST(number(more, "/witnesses/0/size") == 3);
    BOOST_TEST(number(more, "/witnesses/0/behind") == number(more, "/size") - 3);
    BOOST_TEST(number(more, "/disk/free_bytes") == 5);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
