#include "service.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace ocop::test {

namespace {

// Sends, and requires a refusal that left nothing behind.
template <class Send>
void check_refused(Service& service, int status, std::string_view problem, Send send) {
    auto const before = service.contents();
    Reply const reply = send();
    BOOST_TEST(reply.status() == status, problem << ": " << reply.text());
    BOOST_TEST(reply.problem() == problem);
    BOOST_TEST(reply.string_at("/instance") == "urn:ocop:request:r1");
    BOOST_TEST((service.contents() == before), problem << " left something in the store");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(order)

BOOST_AUTO_TEST_CASE(zero_negative_and_absurd_counts_are_refused_each_with_its_own_problem) {
    RegisteredService service;
    for (auto const* count : {"0", "-1", "-9223372036854775808"}) {
        check_refused(service, 422, "quantity_zero", [&] { return service.try_order(count); });
    }
    for (auto const* count : {"1000001", "9223372036854775807"}) {
        check_refused(service, 422, "quantity_absurd", [&] { return service.try_order(count); });
    }
    for (auto const* count : {"9223372036854775808", "1.5", "1e3", "\"5\"", "null", "[]", "true"}) {
        check_refused(service, 400, "json_invalid", [&] { return service.try_order(count); });
    }
    BOOST_TEST(service.try_order("1000000").status() == 201);
}

BOOST_AUTO_TEST_CASE(a_product_or_lot_that_is_not_registered_is_refused) {
    RegisteredService service;
    check_refused(service, 422, "lot_unknown", [&] { return service.try_order("5", "L9"); });
    auto const registered = service.gtin;
    service.gtin = "09521234999998";
    check_refused(service, 400, "check_digit_wrong", [&] { return service.try_order("5"); });
    service.gtin = "09521234999997";
    check_refused(service, 422, "trade_item_unknown", [&] { return service.try_order("5"); });
    service.gtin = "tea";
    check_refused(service, 400, "gtin_malformed", [&] { return service.try_order("5"); });
    service.gtin = registered;
    BOOST_TEST(service.try_order("5").status() == 201);
}

BOOST_AUTO_TEST_CASE(a_product_without_certificate_gets_no_stamps) {
    RegisteredService service;
    service.product = "25-08620-02-2026";
    service.add_product(service.product);
    service.gtin = service.create(
        "/api/v1/trade-items",
        R"({"product":"25-08620-02-2026","name":{"vi":"Mật ong"},)"
        R"("net_content":{"value":1,"unit":"l"}})",
        "gtin"
    );
    service.add_lot("L1");
    check_refused(service, 422, "certificate_missing", [&] { return service.try_order("5"); });
}

BOOST_AUTO_TEST_CASE(five_stars_are_the_ministrys_to_stamp) {
    RegisteredService service;
    service.create(
        "/api/v1/authorities", R"({"id":"mae","name":{"vi":"Bộ"},"level":"ministry"})", "id"
    );
    check_refused(service, 422, "level_wrong", [&] {
        return service.try_add_certificate(5, "2026-02-01", "phu-tho");
    });
    BOOST_TEST(service.try_add_certificate(5, "2026-02-01", "mae").status() == 201);
    check_refused(service, 422, "stars_national", [&] { return service.try_order("5"); });
}

BOOST_AUTO_TEST_CASE(an_order_follows_its_certificate_through_expiry_extension_and_withdrawal) {
    RegisteredService service;
    auto const requested = service.try_order("5").string_at("/id");
    auto const approved = service.approved_order(5);
    auto const path = "/api/v1/stamp-orders/";
    auto const act = "/api/v1/certificates/" + service.certificate;
    auto const refused_as = [&](std::string_view problem) {
        check_refused(service, 422, problem, [&] { return service.try_order("5"); });
        check_refused(service, 422, problem, [&] { return service.approve(requested); });
        check_refused(service, 422, problem, [&] {
            return service.post(path + approved + "/issue");
        });
    };
    auto const at = [](char const* text) { return *parse_instant(text); };

    service.disk.clock.set(at("2029-01-15T16:59:59.999Z"));         // the last millisecond in Hanoi
    service.token = service.add_administrator("later", "Chi cục");  // the first one's key has ended
    service.second_token = service.add_administrator("later.chief", "Sở");
    service.approved_order(1);
    service.disk.clock.set(at("2029-01-15T17:00:00.000Z"));
    refused_as("certificate_lapsed");

    check_refused(service, 422, "extension_invalid", [&] {
        return service.post(
            act + "/extend",
            R"({"decision":"7/QĐ-UBND","decided_on":"2029-01-10","until":"2029-07-15"})"
        );
    });
    auto const first = service.token;
    auto const second = service.add_administrator("third", "khac");
    // Proposed by one, which changes nothing, and confirmed by another.
    auto const decide = [&](std::string const& what, std::string const& decision, auto rest) {
        auto const named = R"({"decision":")" + decision + "\"";
        service.token = first;
        BOOST_TEST(service.post(act + what, named + rest).status() == 200);
        auto const confirm = [&](Headers const& headers) {
            return service.post(act + what + "/confirm", named + "}", headers);
        };
        Headers const read{{"If-Match", std::string(service.get(act).header("ETag"))}};
        BOOST_TEST(confirm(read).problem() == "own_request");
        service.token = second;
        BOOST_TEST(confirm({}).problem() == "revision_missing");
        BOOST_TEST(confirm({{"If-Match", "*"}}).problem() == "revision_missing");
        // Proposed again, with other words, after it was read.
        service.token = first;
        BOOST_TEST(service.post(act + what, named + rest).status() == 200);
        service.token = second;
        BOOST_TEST(confirm(read).problem() == "revision_stale");
        auto const done = confirm({{"If-Match", std::string(service.get(act).header("ETag"))}});
        BOOST_TEST(done.status() == 200, done.text());
        service.token = first;
    };
    decide("/extend", "7/QĐ-UBND", R"(,"decided_on":"2029-01-10","until":"2029-07-14"})");
    BOOST_TEST(service.try_order("5").status() == 201);

    decide(
        "/withdraw",
        "8/QĐ-UBND",
        R"(,"decided_on":"2029-01-11","ground":3,"effective_on":"2029-01-12"})"
    );
    refused_as("certificate_withdrawn");
    decide("/reinstate", "9/QĐ-UBND", R"(,"decided_on":"2029-01-16"})");
    BOOST_TEST(service.post(path + approved + "/issue").status() == 200);
}

BOOST_AUTO_TEST_CASE(an_order_goes_its_way_one_step_at_a_time) {
    RegisteredService service;
    auto const id = service.try_order("5").string_at("/id");
    auto const path = "/api/v1/stamp-orders/" + id;
    auto const out_of_turn = [&](std::string const& step) {
        check_refused(service, 409, "order_state", [&] { return service.post(path + step); });
    };
    out_of_turn("/issue");
    check_refused(service, 409, "order_state", [&] {
        return service.post("/api/v1/print-runs", run_body(id, 1, 1));
    });
    check_refused(service, 409, "order_state", [&] {
        return service.post(path + "/activate", R"({"first":1,"last":1})");
    });
    BOOST_TEST(service.approve(id).status() == 200);
    out_of_turn("/approve");
    check_refused(service, 409, "order_state", [&] {
        return service.post("/api/v1/print-runs", run_body(id, 1, 1));
    });
    BOOST_TEST(service.post(path + "/issue").status() == 200);
    for (auto const* step : {"/approve", "/issue", "/cancel"}) {
        out_of_turn(step);
    }

    auto const other = "/api/v1/stamp-orders/" + service.approved_order(5);
    BOOST_TEST(service.post(other + "/cancel").string_at("/state") == "cancelled");
    check_refused(service, 409, "order_state", [&] { return service.post(other + "/issue"); });
    for (auto const* step : {"", "/moves", "/segments"}) {
        BOOST_TEST(
            service.get("/api/v1/stamp-orders/nosuch" + std::string(step)).problem() ==
            "order_not_found"
        );
    }
}

BOOST_AUTO_TEST_CASE(orders_issued_at_the_same_time_never_share_a_counter) {
    RegisteredService service;
    constexpr int each = 25;
    std::vector<std::string> orders;
    orders.reserve(2 * each);
    for (int i = 0; i < 2 * each; ++i) {
        orders.push_back(service.approved_order(i + 1));
    }
    std::vector<int> statuses(orders.size());
    auto const issue = [&](std::size_t from) {
        for (auto i = from; i < orders.size(); i += 2) {
            auto const path = "/api/v1/stamp-orders/" + orders[i] + "/issue";
            statuses[i] = service.post(path).status();
        }
    };
    std::thread other(issue, 1);
    issue(0);
    other.join();

    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    ranges.reserve(orders.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        BOOST_TEST(statuses[i] == 200);
        auto const order = service.get("/api/v1/stamp-orders/" + orders[i]).body();
        auto const& range = order.at("range");
        ranges.emplace_back(range.at("first").as_int64(), range.at("count").as_int64());
        BOOST_TEST(ranges.back().second == static_cast<std::int64_t>(i) + 1);
    }
    std::sort(ranges.begin(), ranges.end());
    std::int64_t next = 0;
    for (auto const& [first, count] : ranges) {
        BOOST_TEST(first == next);  // neither overlap nor gap
        next = first + count;
    }
}

BOOST_AUTO_TEST_CASE(one_order_issued_from_two_threads_is_issued_once) {
    RegisteredService service;
    for (int i = 0; i < 10; ++i) {
        auto const path = "/api/v1/stamp-orders/" + service.approved_order(3) + "/issue";
        int first = 0;
        std::thread other([&] { first = service.post(path).status(); });
        int const second = service.post(path).status();
        other.join();
        BOOST_TEST(std::min(first, second) == 200);
        BOOST_TEST(std::max(first, second) == 409);
    }
}

BOOST_AUTO_TEST_CASE(orders_are_found_by_state_and_by_lot_through_every_page) {
    RegisteredService service;
    std::set<std::string> requested;
    for (int i = 0; i < 5; ++i) {
        requested.insert(service.try_order("2").string_at("/id"));
        service.approved_order(1);
    }
    std::string const path = "/api/v1/stamp-orders";
    auto const found = [&](std::string target) {
        std::vector<std::string> out;
        while (!target.empty()) {
            auto const page = service.get(target);
            BOOST_TEST_REQUIRE(page.status() == 200, page.text());
            auto const body = page.body();
            for (auto const& item : body.at("items").as_array()) {
                out.emplace_back(item.at("id").as_string());
            }
            std::string const link(page.header("Link"));
            target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
        }
        return out;
    };
    for (auto const* limit : {"1", "2", "4", "5", "50"}) {
        auto const ids = found(path + "?state=requested&limit=" + limit);
        BOOST_TEST(ids.size() == 5U, limit);
        BOOST_TEST((std::set<std::string>(ids.begin(), ids.end()) == requested), limit);
    }
    auto const lot = "?gtin=" + service.gtin + "&lot=L1";
    BOOST_TEST(found(path + lot + "&limit=3").size() == 10U);
    BOOST_TEST(found(path + lot + "&state=approved&limit=3").size() == 5U);
    BOOST_TEST(found(path + "?gtin=" + service.gtin + "&lot=L9").empty());
    BOOST_TEST(found(path + "?state=issued").empty());
    for (auto const* wrong : {"?state=open", "?lot=L1", "?gtin=09521234000006", "?gtin=x&lot=L1"}) {
        BOOST_TEST(service.get(path + wrong).problem() == "query_invalid", wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
