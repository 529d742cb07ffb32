#include "accounts/audit.hpp"
#include "service.hpp"

namespace ocop::test {

namespace {

std::string const orders = "/api/v1/stamp-orders";
std::string const many = orders + "/approve";

struct Asked {
    std::string id;
    std::string etag = {};
};

std::string body_of(std::vector<Asked> const& all) {
    json::array list;
    for (auto const& each : all) {
        json::object one{{"id", each.id}};
        if (!each.etag.empty()) {
            one["etag"] = each.etag;
        }
        list.push_back(std::move(one));
    }
    return json::serialize(json::object{{"orders", std::move(list)}});
}

struct Approving : RegisteredService {
    std::string order(int count) {
        auto const reply = try_order(std::to_string(count));
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
        return reply.string_at("/id");
    }

    // Asked for by whoever approves here.
    std::string order_of_second() {
        std::swap(token, second_token);
        auto id = order(5);
        std::swap(token, second_token);
        return id;
    }

    std::string state(std::string const& id) { return get(orders + "/" + id).string_at("/state"); }

    std::vector<std::string> audited() {
        std::vector<std::string> out;
        auto const done = accounts::search_audit(
            *disk.store->snapshot(),
            {.actor = {},
             .subject = {},
             .act = "POST " + many,
             .from = {},
             .until = {},
             .after = {}},
            [&](accounts::AuditEntry const& entry) {
                out.push_back(entry.subject + "|" + entry.detail);
                return true;
            }
        );
        BOOST_TEST_REQUIRE(reason_of(done) == "");
        return out;
    }
};

// "ok", or the slug of what was wrong.
std::vector<std::string> told(Reply const& reply) {
    BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
    std::vector<std::string> out;
    auto const body = reply.body();
    for (auto const& each : body.at("results").as_array()) {
        auto const& one = each.as_object();
        auto const ok = one.at("ok").as_bool();
        BOOST_TEST(ok == !one.contains("problem"));
        out.push_back(ok ? "ok" : text_of(one.at("problem"), "type").substr(17));
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(approvals)

BOOST_AUTO_TEST_CASE(each_of_many_orders_is_judged_by_the_rules_of_one) {
    Approving service;
    auto const first = service.order(5);
    auto const own = service.order_of_second();
    auto const changed = service.order(6);
    auto const before = service.approved_order(7);
    auto const last = service.order(8);
    auto const reply = service.post_as_second(
        many,
        body_of(
            {{first, "\"1\""},
             {own},
             {changed, "\"7\""},
             {before},
             {"0000000000000000"},
             {last},
             {last}}
        )
    );
    std::vector<std::string> const expected{
        "ok",
        "own_request",
        "revision_stale",
        "order_state",
        "order_not_found",
        "ok",
        "order_state"};
    BOOST_TEST(told(reply) == expected, boost::test_tools::per_element());
    for (auto const& [id, problem] : std::vector<std::pair<std::string, std::string>>{
             {own, "own_request"},
             {before, "order_state"},
             {"0000000000000000", "order_not_found"}}) {
        BOOST_TEST(service.post_as_second(orders + "/" + id + "/approve").problem() == problem);
    }
    BOOST_TEST(reply.string_at("/results/1/problem/status") == "422");
    BOOST_TEST(reply.string_at("/results/0/id") == first);
    BOOST_TEST(service.state(first) == "approved");
    BOOST_TEST(service.state(last) == "approved");
    BOOST_TEST(service.state(own) == "requested");
    BOOST_TEST(service.state(changed) == "requested");
    std::vector<std::string> const entries{first + "|", last + "|", "stamp-orders|2 of 7"};
    BOOST_TEST(service.audited() == entries, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(orders_of_one_request_count_for_the_sum_of_those_after_them) {
    Approving service;
    service.services->stamp_policy.large_sum = 100;
    auto const small = service.order(60);
    auto const large = service.order(60);
    auto const reply = service.post_as_second(many, body_of({{small}, {large}}));
    BOOST_TEST(told(reply) == (std::vector<std::string>{"ok", "ok"}));
    BOOST_TEST(service.state(small) == "approved");
    BOOST_TEST(service.state(large) == "requested");  // a second person is still to come
    auto const again = service.post_as_second(many, body_of({{large}}));
    BOOST_TEST(told(again) == (std::vector<std::string>{"own_request"}));
}

BOOST_AUTO_TEST_CASE(none_and_more_than_a_hundred_are_refused_and_change_nothing) {
    Approving service;
    auto const id = service.order(5);
    auto const before = service.contents();
    BOOST_TEST(service.post_as_second(many, R"({"orders":[]})").problem() == "request_invalid");
    auto const too_many = service.post_as_second(many, body_of(std::vector<Asked>(101, {id})));
    BOOST_TEST(too_many.problem() == "request_invalid");
    BOOST_TEST(too_many.string_at("/errors/0/pointer") == "/orders");
    BOOST_TEST((service.contents() == before));
    auto const all = service.post_as_second(many, body_of(std::vector<Asked>(100, {id})));
    BOOST_TEST(told(all).size() == 100U);
    BOOST_TEST(service.state(id) == "approved");
}

BOOST_AUTO_TEST_CASE(an_answer_that_was_lost_is_given_again) {
    Approving service;
    auto const body = body_of({{service.order(5)}});
    std::swap(service.token, service.second_token);
    Headers const key{{"Idempotency-Key", "lost"}};
    auto const first = service.post(many, body, key);
    auto const second = service.post(many, body, key);
    BOOST_TEST(told(first) == (std::vector<std::string>{"ok"}));
    BOOST_TEST(second.text() == first.text());
    BOOST_TEST(first.header("Ledger-Index") == second.header("Ledger-Index"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
