#include "service/installed.hpp"

#include <ocop/base/json.hpp>

// The audit as somebody outside runs it: another process, over TLS, with what they saved before.
namespace {

using namespace ocop;
using ocop::test::Installed;
using ocop::test::port_of;
using ocop::test::Program;

struct Outside : Installed {
    // Exit status of `ocoptrace audit`, and what it printed on standard output.
    std::pair<int, std::string> audit(std::uint16_t port, std::vector<std::string> more) const {
        std::vector<std::string> arguments{
            "audit",
            "https://localhost:" + std::to_string(port),
            "--trust",
            path("trust.json"),
            "--ca",
            path("certificate.pem"),
            "--private"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        Program program(arguments);
        auto const words = program.read_all();
        return {program.wait(), words};
    }

    void save(std::uint16_t port, std::string const& target, std::string const& name) const {
        auto const reply = ask(port, http::Method::get, target);
        BOOST_TEST_REQUIRE(reply.status == 200);
        write(name, reply.body);
    }

    // Asks until the checkpoint has grown to what was written by now: it comes once a second.
    void await_size(std::uint16_t port, std::uint64_t size) const {
        std::uint64_t published = 0;
        while (published < size) {
            auto const note = ask(port, http::Method::get, "/log/checkpoint").body;
            auto const from = note.find('\n') + 1;
            published = std::stoull(note.substr(from, note.find('\n', from) - from));
        }
    }

    // A check's signed answer.
    void save_answer(std::uint16_t port, std::string const& link, std::string const& name) const {
        auto const body = json::canonical(json::object{{"uri", link}});
        auto const reply = ask(port, http::Method::post, "/api/v1/check", "", body);
        BOOST_TEST_REQUIRE(reply.status == 201);
        auto const checked = json::parse(reply.body);
        write(name, std::string(std::string_view(checked->at("signed_answer").get_string())));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_programs)

BOOST_FIXTURE_TEST_CASE(who_saved_a_checkpoint_and_an_answer_holds_the_service_to_both, Outside) {
    Program program(service());
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    auto const port = port_of(lines);
    save(port, "/.well-known/ocop-trust.json", "trust.json");
    save(port, "/log/checkpoint", "old");
    auto const written = add_producer(port, lines.at("token"));
    BOOST_TEST(written.status == 201);
    save_answer(port, lines.at("stamp valid"), "answer");
    await_size(port, std::stoull(std::string(written.header("Ledger-Index"))) + 1);
    auto const [status, words] =
        audit(port, {"--old", path("old"), "--answer", path("answer"), "--state", path("log")});
    BOOST_TEST(status == 0, words);
    BOOST_TEST((words.find("findings: 0") != std::string::npos), words);
    // Again, from what was kept; and one that says another thing than was signed.
    BOOST_TEST(audit(port, {"--state", path("log")}).first == 0);
    std::ifstream file(path("answer"));
    std::string answer{std::istreambuf_iterator<char>(file), {}};
    auto const at = answer.find("payload") + 20;
    answer[at] = answer[at] == 'A' ? 'B' : 'A';
    write("answer", answer);
    BOOST_TEST(audit(port, {"--answer", path("answer")}).first == 2);
    BOOST_TEST(program.end(SIGTERM) == 0);
    // Of another service there is no going on.
    std::filesystem::remove_all(path("data"));
    Program other(service());
    auto const others = other.read_until("ready");
    BOOST_TEST_REQUIRE(others.contains("ready"));
    save(port_of(others), "/.well-known/ocop-trust.json", "trust.json");
    BOOST_TEST(audit(port_of(others), {}).first == 0);
    BOOST_TEST(audit(port_of(others), {"--old", path("old")}).first != 0);
}

BOOST_AUTO_TEST_SUITE_END()
