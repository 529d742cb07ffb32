#include "alerts/unissued.hpp"
#include "alerts/watch.hpp"
#include "checks/day_records.hpp"
#include "two_producers.hpp"

// Checks with a place, the alerts that come of them, and buyers' reports, through the API.
namespace ocop::test {

namespace {

struct World : RegisteredService {
    World() { url = text_of(stamps_of(issued_order(30)).at(4), "url"); }

    // As a buyer: without an account.
    Reply openly(std::string path, std::string body, std::string peer = "203.0.113.1") {
        auto request = make(http::Method::post, std::move(path), std::move(body), {});
        request.headers.erase(request.headers.begin());
        request.peer = std::move(peer);
        return send(std::move(request));
    }

    Reply check(std::string const& peer, std::string const& place = {}) {
        auto const more = place.empty() ? "" : R"(,"place":)" + place;
        return openly("/api/v1/check", R"({"uri":")" + url + '"' + more + '}', peer);
    }

    std::vector<checks::DayRecord> records() {
        std::vector<checks::DayRecord> out;
        auto const done = checks::scan_day_records(
            *disk.store->snapshot(),
            {},
            [&](auto, checks::DayRecord const& record) {
                out.push_back(record);
                return true;
            }
        );
        BOOST_TEST_REQUIRE(reason_of(done) == "");
        return out;
    }

    std::string url;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(alerts_api)

BOOST_AUTO_TEST_CASE(a_check_keeps_the_place_that_was_said_and_counts_its_lot) {
    World world;
    auto const reply = world.check(
        "203.0.113.1", R"({"province":"25","kind":"shop","latitude":2133,"longitude":10520})"
    );
    BOOST_TEST(reply.status() == 201, reply.text());
    BOOST_TEST(reply.string_at("/answer/lot_stamps/made") == "30");
    BOOST_TEST(reply.string_at("/answer/lot_stamps/applied") == "30");
    BOOST_TEST(reply.string_at("/answer/lot_stamps/checked") == "1");
    world.check("203.0.113.1");
    BOOST_TEST_REQUIRE(world.records().size() == 2U);
    checks::Place const said{25, checks::PlaceKind::shop, checks::Spot{2133, 10'520}};
    BOOST_TEST((world.records()[0].place == said));
    BOOST_TEST((world.records()[1].place == checks::Place{}));
    BOOST_TEST(world.contents().find("203.0.113.1") == std::string::npos);
    auto const wrong = world.check("203.0.113.1", R"({"province":"02","kind":"moon"})");
    BOOST_TEST(wrong.problem() == "request_invalid");
    BOOST_TEST(wrong.string_at("/errors/0/pointer") == "/place/province");
    auto const finer = world.check("203.0.113.1", R"({"latitude":21.3312,"longitude":105.2})");
    BOOST_TEST(finer.problem() == "json_invalid");
    BOOST_TEST(world.records().size() == 2U);
}

BOOST_AUTO_TEST_CASE(clients_are_told_apart_as_limits_tell_them_apart) {
    World world;
    for (auto const* peer : {"203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8::2"}) {
        BOOST_TEST(world.check(peer).status() == 201);
    }
    auto const seen = world.records();
    BOOST_TEST_REQUIRE(seen.size() == 4U);
    BOOST_TEST(seen[0].client != seen[1].client);
    BOOST_TEST(seen[2].client == seen[3].client);  // of one /64
}

BOOST_AUTO_TEST_CASE(many_phones_come_to_an_alert_that_is_listed_and_closed) {
    World world;
    for (int phone = 0; phone < 6; ++phone) {
        world.check("203.0.113." + std::to_string(phone));
    }
    alerts::Watch watch(*world.disk.store, world.keyring.serials);
    BOOST_TEST(reason_of(watch.step()) == "");
    auto const list = world.get("/api/v1/alerts?state=open&rule=many_phones&lot=L1&limit=1");
    BOOST_TEST(list.status() == 200);
    auto const id = list.string_at("/items/0/id");
    BOOST_TEST(list.string_at("/items/0/producer") == world.producer);
    BOOST_TEST(world.get("/api/v1/alerts?rule=lot_share").text() == R"({"items":[]})");
    auto const closing = R"({"outcome":"harmless","reason":"Hàng mẫu"})";
    auto const closed = world.post("/api/v1/alerts/" + id + "/close", closing);
    BOOST_TEST(closed.status() == 403);  // an API key closes nothing: people do
    for (auto const* bad : {"rule=x", "state=x", "gtin=x", "lot=a_b", "limit=0", "day=1"}) {
        BOOST_TEST(world.get(std::string("/api/v1/alerts?") + bad).status() == 400, bad);
    }
}

BOOST_AUTO_TEST_CASE(a_well_signed_stamp_of_no_order_comes_to_one_alert_of_its_key) {
    World world;
    checks::Unissued unissued;
    world.services->unissued = &unissued;
    auto const signed_link = [&](std::uint64_t counter, std::string const& lot) {
        auto const serial = world.keyring.serials.serial_of({0, counter}).value();
        stamp::Stamp const stamp{world.gtin, lot, serial};
        auto const bytes = world.keyring.stamp_keys.at({1}).sign(stamp::signed_bytes({1}, stamp));
        return "https://" + std::string(host) + "/01/" + world.gtin + "/10/" + lot + "/21/" +
               stamp::format_serial(serial) + "?s=" + stamp::encode_stamp_digits({{1}, bytes});
    };
    auto const size = world.disk.store->snapshot()->ledger_size();
    auto const ask_about = [&](std::string const& route, std::string const& link) {
        return world.openly(route, ask("uri", link));
    };
    BOOST_TEST(ask_about("/api/v1/verify", world.url).status() == 200);
    BOOST_TEST(unissued.take().empty());
    auto const forged = signed_link(5'000, "L1");
    for (int i = 0; i < 30; ++i) {
        auto const reply = ask_about("/api/v1/verify", forged);
        BOOST_TEST(reply.string_at("/verdict") == "not_issued");
    }
    BOOST_TEST(ask_about("/api/v1/check", forged).problem() == "check_not_countable");
    ask_about("/api/v1/verify", signed_link(0, "L9"));
    BOOST_TEST(world.disk.store->snapshot()->ledger_size() == size);
    auto const keys = unissued.take();
    must_run(*world.disk.store, [&](store::Transaction& tx) -> Result<int> {
        auto const done = alerts::raise_unissued(tx, keys);
        return done ? Result<int>(0) : done.error();
    });
    auto const list = world.get("/api/v1/alerts?rule=key_compromise");
    BOOST_TEST(list.body().at("items").as_array().size() == 1U);
    BOOST_TEST(list.string_at("/items/0/figures/0/value") == "32");
    BOOST_TEST(list.string_at("/items/0/figures/1/value") == "1");
    auto const serial = stamp::format_serial(world.keyring.serials.serial_of({0, 5'000}).value());
    BOOST_TEST(list.text().find(world.gtin + ":L1:" + serial) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_of_alerts_links_to_the_next_with_its_filter) {
    World world;
    for (int i = 0; i < 3; ++i) {
        alerts::NewAlert alert;
        alert.subject = "stamp:" + std::to_string(i);
        alert.producer = world.producer;
        alert.lot = "L1";
        must_run(*world.disk.store, [&](store::Transaction& tx) {
            return alerts::raise(tx, alert);
        });
    }
    std::string next = "/api/v1/alerts?lot=L1&state=open&limit=1";
    int seen = 0;
    for (; !next.empty(); ++seen) {
        auto const page = world.get(next);
        BOOST_TEST_REQUIRE(page.status() == 200, next);
        BOOST_TEST(page.body().at("items").as_array().size() == 1U);
        auto const link = std::string(page.header("Link"));
        next = link.empty() ? "" : link.substr(1, link.find('>') - 1);
        BOOST_TEST((next.empty() || next.find("lot=L1&state=open&limit=1") != std::string::npos));
    }
    BOOST_TEST(seen == 3);
}

BOOST_AUTO_TEST_CASE(a_buyers_report_says_what_the_service_said_then) {
    World world;
    auto const filed = world.openly(
        "/api/v1/reports", R"({"stamp":")" + world.url + R"(","wrong":"other_goods"})"
    );
    BOOST_TEST(filed.status() == 201, filed.text());
    BOOST_TEST(filed.string_at("/verdict") == "valid");
    auto const list = world.get("/api/v1/reports?state=open");
    BOOST_TEST(list.string_at("/items/0/id") == filed.string_at("/id"));
    BOOST_TEST(list.string_at("/items/0/producer") == world.producer);
    auto const empty = world.openly("/api/v1/reports", R"({"stamp":"","wrong":"other"})");
    BOOST_TEST(empty.problem() == "request_invalid");
    BOOST_TEST(
        world.openly("/api/v1/reports", R"({"stamp":"x","wrong":"no word"})").problem() ==
        "json_invalid"
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
