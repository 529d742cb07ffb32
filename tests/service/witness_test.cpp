#include "service/installed.hpp"
#include "unit/ledger/naive.hpp"
#include "unit/ledger/signers.hpp"

#include <ocop/base/json.hpp>
#include <ocop/ledger/log_proof.hpp>
#include <ocop/ledger/witness.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

// The service and a witness as two operators run them: processes that talk over TLS.
namespace {

using namespace ocop;
using ocop::test::Installed;
using ocop::test::Machine;
using ocop::test::port_of;
using ocop::test::Program;
using ocop::test::reason_of;

}  // namespace

BOOST_AUTO_TEST_SUITE(witness_programs)

BOOST_FIXTURE_TEST_CASE(
    an_older_database_put_back_is_found_by_the_witness_at_the_start, Installed
) {
    ledger::NoteKey log;
    std::string token;
    {
        Program first(service());
        auto const lines = first.read_until("ready");
        BOOST_TEST_REQUIRE(lines.contains("ready"));
        log = *ledger::parse_vkey(lines.at("log"));
        token = lines.at("token");
        BOOST_TEST(first.end(SIGTERM) == 0);
    }
    Program witness(witness_of(ledger::encode_vkey(log)));
    auto const office = witness.read_until("ready");
    BOOST_TEST_REQUIRE(office.contains("ready"));
    auto const witness_key = *ledger::parse_vkey(office.at("vkey"));
    auto const arguments = service(naming(port_of(office), office.at("vkey")));
    auto const copies = std::filesystem::copy_options::recursive;
    std::uint64_t old_size = 0;
    {
        Program second(arguments);
        auto const port = port_of(second.read_until("ready"));
        // Asked before it is ready, and nothing was written since.
        auto const note = ask(port, http::Method::get, "/log/checkpoint").body;
        auto const opened = ledger::open_witnessed(note, {log, {witness_key}, 1});
        BOOST_TEST_REQUIRE(reason_of(opened) == "");
        old_size = opened->checkpoint.head.size;
        BOOST_TEST(size_at(port_of(office), log) == old_size);
        BOOST_TEST(second.end(SIGTERM) == 0);
    }
    std::filesystem::copy(path("data"), path("older"), copies);
    {
        Program third(arguments);
        auto const port = port_of(third.read_until("ready"));
        BOOST_TEST(add_producer(port, token).status == 201);
        while (size_at(port_of(office), log) == old_size)
            std::this_thread::yield();  // the next round
        BOOST_TEST(third.end(SIGKILL) == -SIGKILL);
    }
    std::filesystem::rename(path("data"), path("newer"));
    std::filesystem::rename(path("older"), path("data"));
    for (int start = 0; start < 2; ++start) {  // the second finds the file alone
        Program back(arguments);
        auto const lines = back.read_until("ready");
        BOOST_TEST_REQUIRE(lines.contains("ready"));
        BOOST_TEST(lines.contains("stopped"));
        auto const port = port_of(lines);
        BOOST_TEST(ask(port, http::Method::get, "/readyz").status == 503);
        BOOST_TEST(ask(port, http::Method::get, "/healthz").status == 200);
        auto const refused = add_producer(port, token);
        BOOST_TEST(refused.status == 503);
        BOOST_TEST(refused.body.find("urn:ocop:problem:log_stopped") != std::string::npos);
        auto const alerts =
            ask(port, http::Method::get, "/api/v1/alerts?rule=log_stopped", token).body;
        BOOST_TEST(alerts.find("\"witness:office.example/w\"") != std::string::npos, alerts);
        BOOST_TEST(back.end(SIGTERM) == 0);
    }
    // What README says: the newer database, and the file away.
    std::filesystem::remove_all(path("data"));
    std::filesystem::rename(path("newer"), path("data"));
    Program again(arguments);
    auto const lines = again.read_until("ready");
    BOOST_TEST(!lines.contains("stopped"));
    BOOST_TEST(ask(port_of(lines), http::Method::get, "/readyz").status == 200);
    BOOST_TEST(add_producer(port_of(lines), token).status == 201);
}

BOOST_FIXTURE_TEST_CASE(a_service_whose_witness_is_away_starts_and_writes, Installed) {
    auto const key = ledger::the_witness(0).key;
    std::uint16_t nobody = 0;
    {
        http::test::QuietListener const gone;
        nobody = gone.port();
    }
    Program program(service(naming(nobody, ledger::encode_vkey(key))));
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    BOOST_TEST(ask(port_of(lines), http::Method::get, "/readyz").status == 200);
    BOOST_TEST(add_producer(port_of(lines), lines.at("token")).status == 201);
}

BOOST_FIXTURE_TEST_CASE(a_witness_killed_at_any_moment_keeps_what_it_answered, Machine) {
    auto const log = ledger::the_log();
    auto const tree = ledger::naive::numbered_tree(400);
    std::vector<std::string> requests;
    for (std::size_t size = 0; size < tree.size(); ++size) {
        auto const note =
            ledger::sign_checkpoint({log.key.name, tree.head(size + 1), {}}, log.key, log.sign);
        requests.push_back(ledger::encode_add_checkpoint({size, tree.growth(size, size + 1), *note})
        );
    }
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    std::string vkey;
    for (int kill = 0; kill < 8; ++kill) {
        Program witness(witness_of(ledger::encode_vkey(log.key)));
        auto const lines = witness.read_until("ready");
        BOOST_TEST_REQUIRE(lines.contains("ready"));
        BOOST_TEST((vkey.empty() || vkey == lines.at("vkey")));
        vkey = lines.at("vkey");
        auto const size = size_at(port_of(lines), log.key);
        BOOST_TEST(size >= answered);
        BOOST_TEST(size <= sent);
        answered = sent = size;
        std::atomic<int> count{0};
        std::thread asking([&] {
            for (;; ++sent) {
                auto const next = static_cast<std::size_t>(sent);
                auto const answer =
                    send(port_of(lines), http::Method::post, "/add-checkpoint", requests[next]);
                if (!answer || answer->status != 200) {
                    ++sent;
                    return;
                }
                answered = sent + 1;
                ++count;
            }
        });
        while (count < 3 + kill)
            std::this_thread::yield();
        BOOST_TEST(witness.end(SIGKILL) == -SIGKILL);
        asking.join();
    }
    BOOST_TEST(answered > 20U);
}

BOOST_FIXTURE_TEST_CASE(a_witness_without_what_it_needs_says_so, Machine) {
    auto const arguments = witness_of("nonsense");
    BOOST_TEST(ocop::test::run(arguments).status == 2);
    BOOST_TEST(ocop::test::run({"witness", "--config", path("absent.toml")}).status == 2);
    BOOST_TEST(ocop::test::run({"witness"}).status == 2);
    auto const good = witness_of(ledger::encode_vkey(ledger::the_log().key));
    std::filesystem::remove(path("key.pem"));
    BOOST_TEST(ocop::test::run(good).status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
