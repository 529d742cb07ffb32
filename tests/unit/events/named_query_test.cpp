#include "events/named_query.hpp"

#include "accounts.hpp"
#include "events/dead_letter.hpp"
#include "events/subscription.hpp"

// Names and subscriptions of two producers, who know nothing of each other's.
namespace ocop::test {

using namespace events;

namespace {

struct TwoUnits : ServiceFixture {
    accounts::Principal of(accounts::Account const& account) const {
        return accounts::principal_of(account, accounts::Reach::own);
    }

    NamedQuery add(accounts::Principal const& by, std::string const& name) {
        return must([&](store::Transaction& tx) {
            return add_query(tx, by, {name, *json::parse(R"({"eventType":["ObjectEvent"]})")});
        });
    }

    Subscription subscribe(accounts::Principal const& by, std::string const& query) {
        return must([&](store::Transaction& tx) { return try_subscribe(tx, by, query); });
    }

    Result<Subscription> try_subscribe(
        store::Transaction& tx, accounts::Principal const& by, std::string const& query
    ) {
        NewSubscription request;
        request.dest = "https://client.example.com/hook";
        request.signature_token = "s3cret";
        request.stream = true;
        return add_subscription(
            tx, by, query, prepare_subscription(request, random, vault, tx.now(), 0)
        );
    }

    DeadLetter letter_of(Subscription const& subscription, std::int64_t at_ms) {
        return must([&](store::Transaction& tx) -> Result<DeadLetter> {
            DeadLetter out;
            out.id = new_dead_letter_id(random, Instant{at_ms});
            out.unit = subscription.unit;
            out.query = subscription.query;
            out.subscription = subscription.id;
            put_dead_letter(tx, out);
            return out;
        });
    }

    std::vector<std::string> names(std::string_view unit, std::string_view after, std::size_t n) {
        auto const page = list_queries(*store().snapshot(), unit, after, n);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        std::vector<std::string> out;
        for (auto const& each : page->queries)
            out.push_back(each.name);
        if (page->more) out.emplace_back("…");
        return out;
    }

    accounts::VaultKey vault{1, 2, 3};
    accounts::Principal lan =
        of(add_active(*this, new_account("lan", accounts::Role::producer_owner, "p1")));
    accounts::Principal minh =
        of(add_active(*this, new_account("minh", accounts::Role::producer_staff, "p1")));
    accounts::Principal hoa =
        of(add_active(*this, new_account("hoa", accounts::Role::producer_owner, "p2")));
};

std::string refused(std::string const& name, std::string const& query) {
    auto const checked = check_query({name, *json::parse(query)});
    if (checked) return "";
    auto const& error = checked.error();
    return std::string(error.slug) + " " + error.faults.front().pointer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(named_query)

BOOST_FIXTURE_TEST_CASE(a_name_is_its_units_and_absent_for_others, TwoUnits) {
    add(lan, "shipped");
    auto const snapshot = store().snapshot();
    auto const found = load_query(*snapshot, *unit_of(*snapshot, minh), "shipped");
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST(found->account == lan.account);
    BOOST_TEST(json::serialize(found->query) == R"({"eventType":["ObjectEvent"]})");
    BOOST_TEST(
        slug_of(load_query(*snapshot, *unit_of(*snapshot, hoa), "shipped")) == "query_not_found"
    );
    add(hoa, "shipped");
    auto const again = [&](store::Transaction& tx) {
        return add_query(tx, minh, {"shipped", *json::parse("{}")});
    };
    BOOST_TEST(refusal(again) == "conflict query_exists /name");
    auto const gone = [&](store::Transaction& tx) {
        auto nobody = lan;
        nobody.account = "nobody";
        return add_query(tx, nobody, {"x", *json::parse("{}")});
    };
    BOOST_TEST(refusal(gone) == "unauthenticated token_unknown");
}

BOOST_FIXTURE_TEST_CASE(names_are_listed_in_order_by_pages, TwoUnits) {
    for (auto const* name : {"c", "a", "aa", "b"})
        add(lan, name);
    add(hoa, "ab");
    using Names = std::vector<std::string>;
    BOOST_TEST(names("producer:p1", "", 10) == (Names{"a", "aa", "b", "c"}));
    BOOST_TEST(names("producer:p1", "", 2) == (Names{"a", "aa", "…"}));
    BOOST_TEST(names("producer:p1", "aa", 2) == (Names{"b", "c"}));
    BOOST_TEST(names("producer:p2", "", 10) == (Names{"ab"}));
}

BOOST_FIXTURE_TEST_CASE(a_unit_has_a_hundred_names_at_most, TwoUnits) {
    for (std::size_t i = 0; i < named_queries_max; ++i)
        add(lan, "q" + std::to_string(i));
    auto const more = [&](store::Transaction& tx) {
        return add_query(tx, minh, {"more", *json::parse("{}")});
    };
    BOOST_TEST(refusal(more) == "refused queries_full ");
    add(hoa, "mine");
}

BOOST_AUTO_TEST_CASE(a_query_that_cannot_be_run_is_refused_with_its_place) {
    BOOST_TEST(refused("q", R"({"eventType":["ObjectEvent"],"EQ_bizStep":["shipping"]})") == "");
    BOOST_TEST(refused("vận chuyển", "{}") == "");
    for (std::string const bad : {"", " q", "q ", "a/b", "a\nb"}) {
        BOOST_TEST(refused(bad, "{}") == "query_definition_invalid /name", bad);
    }
    BOOST_TEST(refused(std::string(101, 'q'), "{}") == "query_definition_invalid /name");
    BOOST_TEST(refused("q", "[]") == "query_definition_invalid /query");
    BOOST_TEST(refused("q", R"({"unknown":["x"]})") == "query_parameter_invalid /query/unknown");
    auto const long_one = R"({"EQ_bizStep":[")" + std::string(40'000, 'x') + R"("]})";
    BOOST_TEST(refused("q", long_one) == "query_too_large /query");
}

BOOST_FIXTURE_TEST_CASE(dropping_a_query_leaves_nothing_of_its_subscriptions, TwoUnits) {
    add(lan, "q");
    add(lan, "other");
    auto const kept = subscribe(lan, "other");
    auto const before = contents();
    must([&](store::Transaction& tx) { return add_query(tx, lan, {"r", *json::parse("{}")}); });
    letter_of(subscribe(lan, "r"), 5);
    subscribe(minh, "r");
    must([&](store::Transaction& tx) { return drop_query(tx, "producer:p1", "r"); });
    auto after = contents();
    BOOST_TEST((before == after), "something is left");
    BOOST_TEST(
        slug_of(load_subscription(*store().snapshot(), "producer:p1", "other", kept.id)) == ""
    );
    auto const twice = [](store::Transaction& tx) { return drop_query(tx, "producer:p1", "r"); };
    BOOST_TEST(refusal(twice) == "not_found query_not_found");
}

BOOST_FIXTURE_TEST_CASE(a_subscription_is_found_under_its_own_query_alone, TwoUnits) {
    add(lan, "q");
    add(lan, "r");
    add(hoa, "q");
    auto const made = subscribe(lan, "q");
    auto const snapshot = store().snapshot();
    auto const load = [&](std::string_view unit, std::string_view query, std::string_view id) {
        return slug_of(load_subscription(*snapshot, unit, query, id));
    };
    BOOST_TEST(load("producer:p1", "q", made.id) == "");
    BOOST_TEST(load("producer:p1", "r", made.id) == "subscription_not_found");
    BOOST_TEST(load("producer:p2", "q", made.id) == "subscription_not_found");
    BOOST_TEST(load("producer:p1", "s", made.id) == "query_not_found");
    BOOST_TEST(load("producer:p1", "q", "0123456789abcdef") == "subscription_not_found");
    BOOST_TEST(subscriptions_of(*snapshot, "producer:p1", "q")->size() == 1U);
    BOOST_TEST(subscriptions_of(*snapshot, "producer:p2", "q")->empty());
    BOOST_TEST(all_subscriptions(*snapshot)->size() == 1U);
    auto const foreign = [&](store::Transaction& tx) { return try_subscribe(tx, hoa, "r"); };
    BOOST_TEST(refusal(foreign) == "not_found query_not_found");
}

BOOST_FIXTURE_TEST_CASE(a_unit_has_twenty_subscriptions_at_most, TwoUnits) {
    for (auto const* name : {"q", "r"}) {
        add(lan, name);
        for (std::size_t i = 0; i < subscriptions_max / 2; ++i)
            subscribe(lan, name);
    }
    auto const more = [&](store::Transaction& tx) { return try_subscribe(tx, minh, "q"); };
    BOOST_TEST(refusal(more) == "refused subscriptions_full ");
    add(hoa, "q");
    subscribe(hoa, "q");
    must([&](store::Transaction& tx) { return drop_query(tx, "producer:p1", "r"); });
    subscribe(minh, "q");
}

BOOST_FIXTURE_TEST_CASE(a_token_is_sealed_and_opens_in_its_own_place_alone, TwoUnits) {
    add(lan, "q");
    auto made = subscribe(lan, "q");
    BOOST_TEST(!holds(*this, "s3cret"));
    BOOST_TEST(*open_token(made, vault) == "s3cret");
    BOOST_TEST(slug_of(open_token(made, {9})) == "vault_key_wrong");
    auto moved = made;
    moved.id = subscribe(lan, "q").id;
    BOOST_TEST(slug_of(open_token(moved, vault)) == "vault_key_wrong");
    made.token.clear();
    BOOST_TEST(*open_token(made, vault) == "");
}

BOOST_FIXTURE_TEST_CASE(dead_letters_are_listed_by_age_and_for_their_unit, TwoUnits) {
    add(lan, "q");
    auto const subscription = subscribe(lan, "q");
    auto const second = letter_of(subscription, 2'000);
    auto const first = letter_of(subscription, 1'000);
    auto const third = letter_of(subscription, 1'795'316'645'678);
    auto const snapshot = store().snapshot();
    auto const page = list_dead_letters(*snapshot, "producer:p1", "", 2);
    BOOST_TEST_REQUIRE(page->letters.size() == 2U);
    BOOST_TEST(page->letters[0].id == first.id);
    BOOST_TEST(page->letters[1].id == second.id);
    BOOST_TEST_REQUIRE(page->next.has_value());
    auto const rest = list_dead_letters(*snapshot, "producer:p1", *page->next, 2);
    BOOST_TEST_REQUIRE(rest->letters.size() == 1U);
    BOOST_TEST(rest->letters[0].id == third.id);
    BOOST_TEST(!rest->next.has_value());
    BOOST_TEST(list_dead_letters(*snapshot, "producer:p2", "", 9)->letters.empty());
    auto const foreign = [&](store::Transaction& tx) {
        return ask_retry(tx, "producer:p2", first.id);
    };
    BOOST_TEST(refusal(foreign) == "not_found dead_letter_not_found");
    must([&](store::Transaction& tx) { return ask_retry(tx, "producer:p1", first.id); });
    auto const asked = find_subscription(*store().snapshot(), subscription.id);
    BOOST_TEST((**asked).retry_asked);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
