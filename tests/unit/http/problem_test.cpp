#include "http/problem.hpp"

#include <ocop/base/json.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(problem)

using namespace ocop::http;
using ocop::Errc;
using ocop::Error;

BOOST_AUTO_TEST_CASE(every_kind_of_error_has_its_status) {
    std::vector<std::pair<Errc, int>> const table{
        {Errc::malformed, 400},
        {Errc::unauthenticated, 401},
        {Errc::forbidden, 403},
        {Errc::not_found, 404},
        {Errc::conflict, 409},
        {Errc::precondition, 412},
        {Errc::too_large, 413},
        {Errc::unsupported, 415},
        {Errc::refused, 422},
        {Errc::too_many, 429},
        {Errc::unavailable, 503},
        {Errc::unknown_outcome, 503},
        {Errc::storage_full, 507},
        {Errc::corrupt, 500},
        {Errc::internal, 500},
    };
    for (auto const& [code, status] : table) {
        BOOST_TEST(status_of(code) == status);
        BOOST_TEST(problem_response(Error(code, "some_slug"), "r1").status == status);
    }
}

BOOST_AUTO_TEST_CASE(a_problem_document_is_rfc_9457) {
    Error const error(
        Errc::refused, "quota_exceeded", {{"/lot", "is \"full\""}, {"/count", "must be > 0"}}
    );
    auto const response = problem_response(error, "r1");
    BOOST_TEST(response.header("content-type") == "application/problem+json");
    BOOST_TEST(
        std::get<std::string>(response.body) ==
        R"({"type":"urn:ocop:problem:quota_exceeded","title":"Quota exceeded","status":422,)"
        R"("errors":[{"pointer":"/lot","detail":"is \"full\""},)"
        R"({"pointer":"/count","detail":"must be > 0"}],"instance":"urn:ocop:request:r1"})"
    );
}

BOOST_AUTO_TEST_CASE(what_went_wrong_inside_stays_inside) {
    for (auto const code : {Errc::internal, Errc::corrupt}) {
        auto const response =
            problem_response(Error(code, "key_file_gone", "/etc/secret", "reason"), "r1");
        auto const& body = std::get<std::string>(response.body);
        BOOST_TEST(body.find("key_file_gone") == std::string::npos);
        BOOST_TEST(body.find("secret") == std::string::npos);
        BOOST_TEST(body.find("reason") == std::string::npos);
        BOOST_TEST(body.find("urn:ocop:problem:internal") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(from_500_on_faults_go_to_the_log_and_not_to_the_client) {
    for (auto code = 0; code <= static_cast<int>(Errc::internal); ++code) {
        Error const error(static_cast<Errc>(code), "some_slug", "/srv/ocop", "no space in /srv");
        auto const response = problem_response(error, "r1");
        auto const hidden = response.status >= 500;
        auto const told = std::get<std::string>(response.body).find("/srv") != std::string::npos;
        BOOST_TEST(told != hidden);
        BOOST_TEST(response.log_detail == (hidden ? describe(error) : ""));
    }
    auto const refused =
        problem_with_status(501, Error(Errc::malformed, "method_unknown", "", "x y z"), "r1");
    BOOST_TEST(std::get<std::string>(refused.body).find("errors") == std::string::npos);
    BOOST_TEST(refused.log_detail.find("x y z") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_client_is_told_when_to_come_back_and_how_to_sign_in) {
    BOOST_TEST(problem_response(Error(Errc::unavailable, "x"), "").header("retry-after") == "1");
    // What may have been done already must not be asked for again.
    BOOST_TEST(problem_response(Error(Errc::unknown_outcome, "x"), "").header("retry-after") == "");
    // Who refuses it knows for how long.
    BOOST_TEST(problem_response(Error(Errc::too_many, "x"), "").header("retry-after") == "");
    BOOST_TEST(problem_response(Error(Errc::not_found, "x"), "").header("retry-after") == "");
    auto const missing = problem_response(Error(Errc::unauthenticated, "token_missing"), "");
    BOOST_TEST(missing.header("www-authenticate") == "Bearer");
}

BOOST_AUTO_TEST_SUITE_END()
