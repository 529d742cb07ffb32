#include "world.hpp"

#include <ocop/base/encoding.hpp>

#include <fstream>

// Our log and its witnesses, each behind its own TLS.
namespace ocop::witnesses {

namespace {

using namespace test;

// What a peer that speaks TLS and nothing of ours answers.
http::test::Script saying(std::string const& status, std::string const& body) {
    return {
        "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\nConnection: close\r\n\r\n" + body};
}

Witness at(std::uint16_t port, Witness witness) {
    witness.url = "https://localhost:" + std::to_string(port);
    return witness;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(circle)

BOOST_FIXTURE_TEST_CASE(what_is_published_is_cosigned_by_all_witnesses, World) {
    Office first("first.example/w");
    Office second("second.example/w");
    auto asking = circle({first.witness(), second.witness()});
    for (std::uint64_t size : {0U, 5U, 300U, 301U}) {
        if (size > head().tree.size) {
            grow(size - head().tree.size);
        }
        asking.ask();
        ledger::WitnessPolicy const both{log_key(), {first.book().key(), second.book().key()}, 2};
        auto const opened = ledger::open_witnessed(published(), both);
        BOOST_TEST_REQUIRE(reason_of(opened) == "");
        BOOST_TEST(opened->checkpoint.head.size == size);
        BOOST_TEST((publisher->witnessed()->tree == head().tree));
        BOOST_TEST(first.size() == size);
        BOOST_TEST(second.size() == size);
    }
    BOOST_TEST(log.lines().empty());
    BOOST_TEST(line.sent() == 8U);  // no question too many
}

BOOST_FIXTURE_TEST_CASE(all_are_asked_each_interval_and_what_is_unchanged_is_cosigned_anew, World) {
    Office office;
    auto asking = circle({office.witness()});
    grow(3);
    asking.tick();
    BOOST_TEST(line.sent() == 1U);
    for (int second = 1; second < 10; ++second) {
        clock().advance_ms(1'000);
        asking.tick();
    }
    BOOST_TEST(line.sent() == 1U);
    office.clock.advance_ms(10'000);
    clock().advance_ms(1'000);
    asking.tick();
    BOOST_TEST(line.sent() == 2U);
    auto const note = *ledger::parse_note(published());
    auto const key = office.book().key();
    auto const verified = ledger::verify_note(note, {&key, 1});
    BOOST_TEST_REQUIRE(reason_of(verified) == "");
    BOOST_TEST(
        verified->front().time_s == static_cast<std::uint64_t>(office.clock.now().ms / 1000)
    );
    BOOST_TEST(note.signatures.size() == 2U);  // the new line took the old one's place
}

BOOST_FIXTURE_TEST_CASE(a_clock_put_back_keeps_nobody_from_being_asked, World) {
    Office office;
    auto asking = circle({office.witness()});
    asking.tick();
    clock().advance_ms(-3'600'000);
    asking.tick();
    BOOST_TEST(line.sent() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_checkpoint_newer_than_what_was_cosigned_goes_out_without_a_line, World) {
    Office office;
    auto asking = circle({office.witness()});
    grow(3);
    asking.ask();
    grow(1);
    asking.tick();  // publishes; the interval is not over
    BOOST_TEST(cosigned_by({office.witness()}) == 0U);
    BOOST_TEST((*publisher->current())->tree.size == 4U);
    BOOST_TEST(publisher->witnessed()->tree.size == 3U);
}

BOOST_FIXTURE_TEST_CASE(one_that_is_down_slow_or_talks_nonsense_takes_nothing_from_another, World) {
    Office good("good.example/w");
    Office other("other.example/w");
    std::uint16_t nobody = 0;
    {
        http::test::QuietListener const gone;
        nobody = gone.port();
    }
    http::test::QuietListener const silent;
    http::test::Peer const garbage(saying("200 OK", "\xff\x01"), &http::test::localhost());
    http::test::Peer const broken(saying("500 Oh", "no"), &http::test::localhost());
    http::test::Peer const bad_size(saying("409 C", "04\n"), &http::test::localhost());
    Line impatient(std::chrono::milliseconds(700));
    send = impatient.send();
    auto const base = other.witness();
    std::vector<Witness> const bad{
        at(nobody, base),
        at(silent.port(), base),
        at(garbage.port(), base),
        at(broken.port(), base),
        at(bad_size.port(), base),
        at(good.port(), base)};  // the wrong key
    std::vector<std::string> const reasons{
        "peer_unreachable",
        "peer_too_slow",
        "note_malformed",
        "status 500",
        "witness_size_malformed",
        "note_unsigned"};
    for (std::size_t i = 0; i < bad.size(); ++i) {
        grow(1);
        auto asking = circle({bad[i], good.witness()});
        asking.ask();
        asking.ask();
        BOOST_TEST(cosigned_by({good.witness()}) == 1U, reasons[i]);
        BOOST_TEST(cosigned_by({base}) == 0U);
        auto const told = "\"msg\":\"witness_failed\",\"witness\":\"other.example/w\",\"what\":\"" +
                          reasons[i] + "\"";
        BOOST_TEST(logged(told) == 1U, reasons[i]);  // once, not each round
    }
    BOOST_TEST(!stop->stopped());
    BOOST_TEST(reason_of(try_grow(store())) == "");
}

BOOST_FIXTURE_TEST_CASE(a_witness_is_late_once_an_episode_and_nothing_stops, World) {
    Office office;
    bool down = true;
    send = [&](http::ClientRequest const& request) {
        return down ? Result<http::ClientResponse>(Error(Errc::unavailable, "peer_unreachable"))
                    : line.send()(request);
    };
    auto asking = circle({office.witness()});
    auto const rounds = [&](int count) {
        for (int i = 0; i < count; ++i) {
            asking.tick();
            clock().advance_ms(10'000);
        }
    };
    rounds(6);
    BOOST_TEST(logged("witness_late") == 0U);
    rounds(20);
    BOOST_TEST(logged("witness_late") == 1U);
    BOOST_TEST(store().ready());
    down = false;
    rounds(2);
    BOOST_TEST(logged("witness_back") == 1U);
    down = true;
    rounds(5);
    BOOST_TEST(logged("witness_late") == 1U);
    rounds(20);
    BOOST_TEST(logged("witness_late") == 2U);
    BOOST_TEST(logged("witness_failed") == 2U);
    BOOST_TEST(reason_of(try_grow(store())) == "");
}

BOOST_FIXTURE_TEST_CASE(a_restart_of_ours_knows_what_the_witness_has, World) {
    Office office;
    grow(7);
    circle({office.witness()}).ask();
    open();
    grow(2);
    circle({office.witness()}).ask();
    BOOST_TEST((line.old_sizes() == std::vector<std::uint64_t>{0, 7}));
    BOOST_TEST(office.size() == 9U);
}

BOOST_FIXTURE_TEST_CASE(a_restart_of_the_witness_goes_on_from_where_it_was, World) {
    Office office;
    auto const key = office.book().key();
    grow(7);
    circle({office.witness()}).ask();
    office.open();
    BOOST_TEST((office.book().key() == key));
    grow(2);
    circle({office.witness()}).ask();
    BOOST_TEST(office.size() == 9U);
    BOOST_TEST(log.lines().empty());
}

BOOST_FIXTURE_TEST_CASE(a_forgotten_size_costs_one_more_question, World) {
    Office office;
    grow(7);
    circle({office.witness()}).ask();
    auto const key = "witness" + std::string(1, '\0') + ledger::encode_vkey(office.book().key());
    ocop::test::write_one(store(), store::Space::meta, key, "what");
    grow(2);
    circle({office.witness()}).ask();
    BOOST_TEST((line.old_sizes() == std::vector<std::uint64_t>{0, 0, 7}));
    BOOST_TEST(cosigned_by({office.witness()}) == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_rewritten_history_signed_by_our_own_key_is_refused_and_stops_us, World) {
    Office office;
    {
        Log honest;
        honest.grow(5);
        CircleParts parts{
            honest.store(), *honest.publisher, *honest.stop, line.send(), honest.clock(), log};
        Circle(std::move(parts), {{office.witness()}}).ask();
        BOOST_TEST(!honest.stop->stopped());
    }
    BOOST_TEST(office.size() == 5U);
    for (std::uint64_t size : {5U, 9U}) {  // as many entries, and more
        grow(size - head().tree.size);
        auto asking = circle({office.witness()});
        asking.ask();
        BOOST_TEST(office.size() == 5U);
        BOOST_TEST_REQUIRE(reports.size() == 1U);
        BOOST_TEST((reports.back().cause == Cause::forked));
        BOOST_TEST(reports.back().our_size == size);
        BOOST_TEST(slug_of(try_grow(store())) == "log_stopped");
        BOOST_TEST(!store().ready());
        // Nothing more is asked.
        auto const sent = line.sent();
        clock().advance_ms(60'000);
        asking.tick();
        BOOST_TEST(line.sent() == sent);
        BOOST_TEST(cosigned_by({office.witness()}) == 0U);
        // The operator's step, so that the loop can go on.
        std::filesystem::remove(stop->file());
        open();
        reports.clear();
    }
    BOOST_TEST(logged("\"msg\":\"log_stopped\"") == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_witness_ahead_of_us_stops_us_before_the_first_signature, World) {
    Office office;
    {
        Log newer;
        newer.grow(5);
        CircleParts parts{
            newer.store(), *newer.publisher, *newer.stop, line.send(), newer.clock(), log};
        Circle(std::move(parts), {{office.witness()}}).ask();
    }
    grow(2);
    circle({office.witness()}).ask();
    BOOST_TEST_REQUIRE(reports.size() == 1U);
    BOOST_TEST((reports[0].cause == Cause::ahead));
    BOOST_TEST(reports[0].witness == "office.example/w");
    BOOST_TEST(reports[0].our_size == 2U);
    BOOST_TEST(reports[0].witness_size == 5U);
    BOOST_TEST(slug_of(try_grow(store())) == "log_stopped");
    BOOST_TEST(head().tree.size == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_stop_outlives_restarts_until_its_file_is_removed, World) {
    grow(2);
    BOOST_TEST(reason_of(stop->stop({"w.example", Cause::ahead, 2, 5, clock().now()})) == "");
    std::string text;
    std::getline(std::ifstream(stop->file()), text);
    BOOST_TEST(
        text == R"({"at":"2026-11-22T03:04:06.678Z","cause":"ahead","our_size":2,)"
                R"("witness":"w.example","witness_size":5})"
    );
    for (int restart = 0; restart < 2; ++restart) {
        open();
        BOOST_TEST(!store().ready());
        BOOST_TEST(slug_of(try_grow(store())) == "log_stopped");
        // What is not logged is written: people can sign in and look.
        ocop::test::write_one(store(), store::Space::accounts, "k", "v");
        BOOST_TEST(head().tree.size == 2U);
    }
    std::filesystem::remove(stop->file());
    open();
    BOOST_TEST(store().ready());
    grow(1);
    BOOST_TEST(head().tree.size == 3U);
}

BOOST_FIXTURE_TEST_CASE(a_stop_that_cannot_be_written_is_in_force_and_written_later, World) {
    grow(1);
    auto const folder = temporary.path() / "not-yet";
    SigningStop stubborn(folder / "log.stopped");
    BOOST_TEST(!stubborn.stopped());
    auto const written = stubborn.stop({"w.example", Cause::forked, 1, 1, clock().now()});
    BOOST_TEST(slug_of(written) == "file_unwritable");
    BOOST_TEST(slug_of(stubborn.permit()) == "log_stopped");
    BOOST_TEST(slug_of(stubborn.keep()) == "file_unwritable");
    std::filesystem::create_directory(folder);
    BOOST_TEST(reason_of(stubborn.keep()) == "");
    BOOST_TEST(SigningStop(folder / "log.stopped").stopped());
}

BOOST_FIXTURE_TEST_CASE(rounds_go_on_their_own_until_they_are_ended, World) {
    Office office;
    grow(4);
    auto asking = circle({office.witness()});
    {
        Rounds const rounds(asking, std::chrono::milliseconds(1));
        while (line.sent() == 0)
            std::this_thread::yield();
    }
    BOOST_TEST(cosigned_by({office.witness()}) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::witnesses
