#include "cli/answers.hpp"

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(answers)

using namespace ocop;
using namespace ocop::cli;
using namespace ocop::test;

namespace {

std::string refusal_of(std::string_view body, std::uint64_t sent = 2) {
    auto const job = read_capture_job(body, sent);
    return job ? "" : std::string(job.error().slug);
}

std::string page_refusal(std::string_view body) {
    auto const page = read_events_page(body);
    return page ? "" : std::string(page.error().slug);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_job_tells_what_was_stored_skipped_and_failed) {
    auto const job = read_capture_job(
        R"({"captureID":"x","running":false,"success":false,"errors":[)"
        R"({"status":409,"title":"event_exists"},)"
        R"({"status":400,"title":"t","detail":"d","pointer":"/epcisBody/eventList/2","type":"u"},)"
        R"({"title":"of another version"}]})",
        5
    );
    BOOST_TEST_REQUIRE(reason_of(job) == "");
    BOOST_TEST(job->stored == 2U);
    BOOST_TEST(job->skipped == 1U);
    BOOST_TEST_REQUIRE(job->failed.size() == 2U);
    BOOST_TEST(job->failed[0].pointer == "/epcisBody/eventList/2");
    BOOST_TEST(job->failed[0].title == "t");
    BOOST_TEST(job->failed[0].detail == "d");
    BOOST_TEST(job->failed[1].status == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_answer_of_a_job_is_refused_and_counts_nothing) {
    for (std::string const body :
         {"",
          "<html>",
          "[]",
          "{}",
          R"({"errors":{}})",
          R"({"errors":"none"})",
          R"({"errors":[1]})",
          R"({"errors":[{"status":"409"}]})",
          R"({"errors":[{"status":409.5}]})",
          R"({"errors":[{"status":409,"title":7}]})",
          R"({"errors":[],"running":true})",
          R"({"errors":[{"status":409},{"status":409},{"status":400}]})"}) {
        BOOST_TEST(refusal_of(body) == "answer_malformed", body);
    }
    BOOST_TEST(refusal_of(R"({"errors":[]})") == "");
    BOOST_TEST(refusal_of(R"({"errors":[{"status":409},{"status":400}]})") == "");
}

BOOST_AUTO_TEST_CASE(events_of_a_page_have_its_contexts_and_their_own) {
    auto const standard =
        std::string(R"("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld")");
    auto const page = read_events_page(
        R"({"@context":[)" + standard + R"(,{"a":"https://a.example/"}],"epcisBody":)" +
        R"({"queryResults":{"resultsBody":{"eventList":[{"n":1},)" + R"({"n":2,"@context":[)" +
        standard + R"(,{"b":"https://b.example/"}]}]}}}})"
    );
    BOOST_TEST_REQUIRE(reason_of(page) == "");
    BOOST_TEST_REQUIRE(page->size() == 2U);
    BOOST_TEST(
        json::canonical(page->at(0)) == R"({"@context":[{"a":"https://a.example/"}],"n":1})"
    );
    BOOST_TEST(
        json::canonical(page->at(1)) ==
        R"({"@context":[{"a":"https://a.example/"},{"b":"https://b.example/"}],"n":2})"
    );
    auto const plain =
        read_events_page(R"({"@context":)" + standard + R"(,"epcisBody":{"eventList":[{"n":1}]}})");
    BOOST_TEST_REQUIRE(reason_of(plain) == "");
    BOOST_TEST(json::canonical(plain->at(0)) == R"({"n":1})");
}

BOOST_AUTO_TEST_CASE(what_is_no_page_of_events_is_refused) {
    for (std::string const body :
         {"",
          "[]",
          "{}",
          R"({"epcisBody":[]})",
          R"({"epcisBody":{"eventList":{}}})",
          R"({"epcisBody":{"eventList":[1]}})",
          R"({"epcisBody":{"eventList":[{},null]}})"}) {
        BOOST_TEST(page_refusal(body) == "answer_malformed", body);
    }
    BOOST_TEST(page_refusal(R"({"epcisBody":{"eventList":[]}})") == "");
}

BOOST_AUTO_TEST_SUITE_END()
