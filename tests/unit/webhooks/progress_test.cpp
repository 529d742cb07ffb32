#include "webhooks/progress.hpp"

#include "fixture.hpp"
#include "webhooks/destination.hpp"
#include "webhooks/signature.hpp"

#include <algorithm>

namespace ocop::test {

using namespace webhooks;

namespace {

std::string refusal_of(std::string_view dest, http::AddressPolicy const& policy = {}) {
    auto const checked = check_destination(dest, policy);
    if (checked) return "";
    return std::string(checked.error().slug) + " " + checked.error().faults.front().pointer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(the_wait_doubles_from_a_second_to_an_hour_and_scatters_by_a_quarter) {
    CountedRandom random;
    std::int64_t base = 1'000;
    for (std::uint32_t attempts = 1; attempts < 40; ++attempts) {
        std::int64_t least = INT64_MAX;
        std::int64_t most = 0;
        for (int i = 0; i < 500; ++i) {
            auto const wait = delay_ms(attempts, random);
            least = std::min(least, wait);
            most = std::max(most, wait);
        }
        BOOST_TEST(least >= base * 3 / 4);
        BOOST_TEST(most <= base * 5 / 4);
        BOOST_TEST(most - least > base * 45 / 100);
        base = std::min<std::int64_t>(base * 2, 3'600'000);
    }
}

BOOST_AUTO_TEST_CASE(a_hundred_dead_letters_pause_even_with_deliveries_between) {
    CountedRandom random;
    events::Subscription record;
    for (std::uint64_t i = 1; i <= 100; ++i) {
        BOOST_TEST((record.state == events::SubscriptionState::active));
        Sent const lost{2 * i, Instant{}, 1};
        record_attempt(record, {500, "http_500"}, lost, Instant{0}, random);
        auto const letter =
            record_attempt(record, {500, "http_500"}, lost, Instant{give_up_ms}, random);
        BOOST_TEST_REQUIRE(letter.has_value());
        BOOST_TEST(letter->after == 2 * i - 2 + (i > 1 ? 1 : 0));
        BOOST_TEST(letter->through == 2 * i);
        Sent const taken{2 * i + 1, Instant{}, 1};
        record_attempt(record, {200, ""}, taken, Instant{0}, random);
        BOOST_TEST(record.cursor == 2 * i + 1);
    }
    BOOST_TEST((record.state == events::SubscriptionState::paused));
}

BOOST_AUTO_TEST_CASE(a_dead_letter_spans_no_more_than_its_batch_looked_at) {
    CountedRandom random;
    events::Subscription record;
    record.cursor = 5;
    Sent const lost{30'000, Instant{}, 1, 29'999};
    record_attempt(record, {500, "http_500"}, lost, Instant{0}, random);
    auto const letter =
        record_attempt(record, {500, "http_500"}, lost, Instant{give_up_ms}, random);
    BOOST_TEST_REQUIRE(letter.has_value());
    BOOST_TEST(letter->after == 29'999U);
    BOOST_TEST(letter->through == 30'000U);
}

BOOST_AUTO_TEST_CASE(a_subscription_ends_the_same_way_whoever_ends_it) {
    CountedRandom random;
    events::Subscription failing;
    failing.attempts = 3;
    failing.failing_since = Instant{1};
    failing.next_try = Instant{2};
    failing.retry_asked = true;
    auto by_attempt = failing;
    auto by_retry = failing;
    auto by_key = failing;
    record_attempt(by_attempt, {410, "http_410"}, {1, Instant{}, 1}, Instant{9}, random);
    events::DeadLetter letter;
    BOOST_TEST(!record_retry(by_retry, letter, {410, "http_410"}, Instant{9}));
    end_subscription(by_key, {Instant{9}, 410, "http_410"});
    for (auto const& record : {by_attempt, by_retry, by_key}) {
        BOOST_TEST((record.state == events::SubscriptionState::ended));
        BOOST_TEST(record.attempts == 0U);
        BOOST_TEST(!record.failing_since.has_value());
        BOOST_TEST(!record.next_try.has_value());
        BOOST_TEST(!record.retry_asked);
        BOOST_TEST_REQUIRE(record.last_error.has_value());
        BOOST_TEST(record.last_error->status == 410);
        BOOST_TEST(record.last_error->at.ms == 9);
    }
}

// Worked out with Python's hmac module.
BOOST_AUTO_TEST_CASE(a_signature_has_the_documented_form) {
    auto const signature =
        sign("s3cret", {Instant{1'795'316'645'678}, "0h3k9w2mzq7x4c8v"}, R"({"a":1})");
    BOOST_TEST(
        signature ==
        "HMAC-SHA256 t=1795316645,n=0h3k9w2mzq7x4c8v,s="
        "29d157aed6ce6de92f17fa10f09b56bcd69801e3168b396c0f197005a4adba35"
    );
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_sent_is_refused_when_one_subscribes) {
    BOOST_TEST(refusal_of("https://client.example.com/queryCallback?x=1") == "");
    BOOST_TEST(refusal_of("https://93.184.216.34/hook") == "");
    for (auto const* bad :
         {"",
          "client.example.com",
          "/hook",
          "ftp://client.example.com/",
          "https://user@client.example.com/",
          "https://client.example.com/#x",
          "https://127.1/"}) {
        BOOST_TEST(refusal_of(bad) == "subscription_malformed /dest", bad);
    }
    for (auto const* bad :
         {"http://client.example.com/",
          "https://client.example.com:8443/",
          "https://127.0.0.1/",
          "https://10.0.0.1/",
          "https://169.254.169.254/latest",
          "https://[::1]/",
          "https://localhost/",
          "https://LOCALHOST/",
          "https://a.localhost/",
          "https://intranet/",
          "https://printer.local/",
          "https://vault.internal/",
          "https://metadata.google.internal/",
          "https://nas.home.arpa/",
          "https://home.arpa/",
          "https://[::ffff:127.0.0.1]/"}) {
        BOOST_TEST(refusal_of(bad) == "destination_refused /dest", bad);
    }
    // Only the end of a name says so.
    BOOST_TEST(refusal_of("https://local.example.com/") == "");
    BOOST_TEST(refusal_of("https://mylocal.vn/") == "");
    http::AddressPolicy const own{http::AddressPolicy::Reach::configured, {}, true};
    BOOST_TEST(refusal_of("https://localhost/", own) == "");
    BOOST_TEST(refusal_of("http://127.0.0.1:8080/", own) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
