#include "world.hpp"

#include <deque>

// What a witness may answer, without sockets.
namespace ocop::witnesses {

namespace {

using namespace test;

struct Scripted : Log {
    Scripted() {
        grow(9);
        asked = head();
    }

    http::ClientResponse answer(int status, std::string body = "") {
        return {status, {}, std::move(body)};
    }

    // Submits with the answers in turn, the last one for ever.
    Submission submit_from(std::uint64_t old, std::deque<http::ClientResponse> answers) {
        olds.clear();
        auto const send = [&](http::ClientRequest const& request) -> Result<http::ClientResponse> {
            BOOST_TEST(request.url == "https://w.example/path/add-checkpoint");
            BOOST_TEST((request.method == http::Method::post));
            olds.push_back(ledger::parse_add_checkpoint(request.body)->old_size);
            auto const next = answers.front();
            if (answers.size() > 1) {
                answers.pop_front();
            }
            return next;
        };
        Ways const ways{send, [this] { return Result<std::uint64_t>(head().tree.size); }};
        auto const snapshot = store().snapshot();
        Proofs proofs(*snapshot, asked);
        return submit({key, "https://w.example/path"}, asked, old, proofs, ways);
    }

    ledger::NoteKey const key{
        "w.example/w", ledger::NoteKind::cosignature, ocop::test::mark_key().public_key()};
    tlog::Head asked;
    std::vector<std::uint64_t> olds;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(submission)

BOOST_FIXTURE_TEST_CASE(
    a_409_with_a_smaller_size_is_followed_at_once_three_tries_in_all, Scripted
) {
    auto const made = submit_from(9, {answer(409, "4\n"), answer(409, "5\n"), answer(409, "6\n")});
    BOOST_TEST((olds == std::vector<std::uint64_t>{9, 4, 5}));
    BOOST_TEST((made.outcome == Outcome::failed));
    BOOST_TEST(made.what == "size_changed");
    BOOST_TEST(made.size == 6U);
}

BOOST_FIXTURE_TEST_CASE(a_409_that_names_the_size_it_was_sent_is_a_fork, Scripted) {
    BOOST_TEST((submit_from(9, {answer(409, "9\n")}).outcome == Outcome::forked));
    BOOST_TEST((submit_from(4, {answer(409, "4\n")}).outcome == Outcome::forked));
    BOOST_TEST((submit_from(0, {answer(409, "4\n")}).outcome == Outcome::forked));  // at its second
    BOOST_TEST(olds.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_422_is_a_fork, Scripted) {
    BOOST_TEST((submit_from(4, {answer(422)}).outcome == Outcome::forked));
}

BOOST_FIXTURE_TEST_CASE(a_409_with_more_than_the_log_has_is_a_witness_ahead, Scripted) {
    auto const made = submit_from(4, {answer(409, "10\n")});
    BOOST_TEST((made.outcome == Outcome::ahead));
    BOOST_TEST(made.size == 10U);
}

BOOST_FIXTURE_TEST_CASE(a_witness_that_others_showed_our_newest_checkpoint_is_not_ahead, Scripted) {
    grow(1);  // behind `asked`
    auto const made = submit_from(4, {answer(409, "10\n")});
    BOOST_TEST((made.outcome == Outcome::failed));
    BOOST_TEST(made.what == "witness_newer");
    BOOST_TEST((submit_from(4, {answer(409, "11\n")}).outcome == Outcome::ahead));
}

BOOST_FIXTURE_TEST_CASE(other_answers_are_failures_that_say_which, Scripted) {
    for (int status : {201, 302, 400, 403, 404, 429, 500, 503}) {
        auto const made = submit_from(4, {answer(status, "10\n")});
        BOOST_TEST((made.outcome == Outcome::failed));
        BOOST_TEST(made.what == "status " + std::to_string(status));
        BOOST_TEST(olds.size() == 1U);
        BOOST_TEST(made.size == 4U);
    }
    for (auto const* body : {"", "4", "04\n", "4\n4\n", "-1\n", "9223372036854775808\n"}) {
        BOOST_TEST(submit_from(4, {answer(409, body)}).what == "witness_size_malformed", body);
    }
}

BOOST_FIXTURE_TEST_CASE(a_proof_is_made_once_for_all_that_have_the_same_size, Scripted) {
    auto const snapshot = store().snapshot();
    Proofs proofs(*snapshot, asked);
    Ways const ways{
        [](auto const&) { return Result<http::ClientResponse>(Error()); },
        [] { return Result<std::uint64_t>(0); }};
    for (std::uint64_t old : {4U, 4U, 7U, 4U, 7U}) {
        BOOST_TEST(submit({key, ""}, asked, old, proofs, ways).what == "internal");
    }
    BOOST_TEST(proofs.made() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::witnesses
