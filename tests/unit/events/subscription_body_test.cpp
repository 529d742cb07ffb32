#include "events/subscription.hpp"
#include "fixture.hpp"

// What POST …/subscriptions may say.
namespace ocop::test {

namespace {

Result<events::NewSubscription> read(std::string const& rest) {
    auto const body =
        json::parse(R"({"dest":"https://client.example.com/queryCallback")" + rest + "}");
    BOOST_TEST_REQUIRE(reason_of(body) == "");
    return events::read_subscription(*body);
}

std::string refused(std::string const& rest) {
    auto const outcome = read(rest);
    if (outcome) return "";
    auto const& error = outcome.error();
    return std::string(error.slug) + " " + error.faults.front().pointer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subscription_body)

BOOST_AUTO_TEST_CASE(the_standards_examples_are_read) {
    auto const scheduled =
        read(R"(,"signatureToken":"13df38d8275b13f05704629e5f1cf3d45d6132d5","reportIfEmpty":true,)"
             R"("schedule":{"hour":"1","minute":"5"})");
    BOOST_TEST_REQUIRE(reason_of(scheduled) == "");
    BOOST_TEST(scheduled->dest == "https://client.example.com/queryCallback");
    BOOST_TEST(*scheduled->signature_token == "13df38d8275b13f05704629e5f1cf3d45d6132d5");
    BOOST_TEST(scheduled->report_if_empty);
    BOOST_TEST(*scheduled->schedule->hour == "1");
    BOOST_TEST(!scheduled->stream);
    auto const stream =
        read(R"(,"stream":true,"initialRecordTime":"2020-04-04T20:33:31.116-06:00")");
    BOOST_TEST_REQUIRE(reason_of(stream) == "");
    BOOST_TEST(stream->stream);
    BOOST_TEST(to_text(*stream->initial_record_time) == "2020-04-05T02:33:31.116Z");
    BOOST_TEST(!stream->signature_token.has_value());
}

BOOST_AUTO_TEST_CASE(exactly_one_of_stream_and_schedule_says_when) {
    BOOST_TEST(refused("") == "subscription_invalid ");
    BOOST_TEST(
        refused(R"(,"stream":true,"schedule":{"hour":"1"})") == "subscription_invalid /schedule"
    );
    BOOST_TEST(refused(R"(,"stream":false)") == "subscription_invalid /stream");
    BOOST_TEST(
        refused(R"(,"stream":false,"schedule":{"hour":"1"})") == "subscription_invalid /stream"
    );
    BOOST_TEST(
        refused(R"(,"stream":true,"reportIfEmpty":true)") == "subscription_invalid /reportIfEmpty"
    );
    BOOST_TEST(refused(R"(,"stream":true,"reportIfEmpty":false)") == "");
    BOOST_TEST(refused(R"(,"schedule":{})") == "subscription_invalid /schedule");
    BOOST_TEST(refused(R"(,"schedule":{"hour":"24"})") == "subscription_invalid /schedule/hour");
}

// The schema of EPCIS 2.0 lists signatureToken and requires "secret".
BOOST_AUTO_TEST_CASE(secret_is_another_name_of_signature_token) {
    auto const one = read(R"(,"stream":true,"secret":"13df38d8275b")");
    BOOST_TEST_REQUIRE(reason_of(one) == "");
    BOOST_TEST(one->signature_token.value_or("") == "13df38d8275b");
    BOOST_TEST(
        refused(R"(,"stream":true,"secret":"x","signatureToken":"x")") ==
        "subscription_malformed /secret"
    );
    BOOST_TEST(refused(R"(,"stream":true,"secret":"")") == "subscription_malformed /secret");
    auto const long_token = R"(,"stream":true,"secret":")" + std::string(257, 'x') + '"';
    BOOST_TEST(refused(long_token) == "subscription_malformed /secret");
}

BOOST_AUTO_TEST_CASE(all_else_is_invalid_with_its_place) {
    BOOST_TEST(refused(R"(,"stream":true,"sekret":"x")") == "subscription_malformed /sekret");
    BOOST_TEST(refused(R"(,"stream":"true")") == "subscription_malformed /stream");
    BOOST_TEST(refused(R"(,"schedule":{"hour":1})") == "subscription_malformed /schedule/hour");
    BOOST_TEST(refused(R"(,"schedule":{"year":"1"})") == "subscription_malformed /schedule/year");
    BOOST_TEST(
        refused(R"(,"stream":true,"signatureToken":"")") == "subscription_malformed /signatureToken"
    );
    auto const long_token = R"(,"stream":true,"signatureToken":")" + std::string(257, 'x') + '"';
    BOOST_TEST(refused(long_token) == "subscription_malformed /signatureToken");
    BOOST_TEST(
        refused(R"(,"stream":true,"initialRecordTime":"2020-13-01T00:00:00Z")") ==
        "subscription_malformed /initialRecordTime"
    );
    auto const nothing = events::read_subscription(*json::parse("[]"));
    BOOST_TEST(slug_of(nothing) == "subscription_malformed");
    auto const no_dest = events::read_subscription(*json::parse(R"({"stream":true})"));
    BOOST_TEST(slug_of(no_dest) == "subscription_malformed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
