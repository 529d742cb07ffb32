#include "service/program.hpp"

#include "accounts/totp.hpp"
#include "temporary_directory.hpp"
#include "unit/http/client.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/json.hpp>
#include <ocop/base/time.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

// The program itself, as an operator runs it.
namespace {

using namespace ocop;
using http::test::Client;
using test::port_of;
using test::Program;
using test::run;
using test::serve;

std::string get(std::uint16_t port, std::string const& path) {
    Client client(port);
    return client.ask("GET " + path + " HTTP/1.1\r\nHost: localhost:8443\r\n\r\n").body;
}

std::string verdict_of(std::uint16_t port, std::string const& uri) {
    Client client(port);
    auto const body = json::serialize(json::object{{"uri", uri}});
    auto const reply = client.ask(
        "POST /api/v1/verify HTTP/1.1\r\nHost: localhost:8443\r\nContent-Type: application/json\r\n"
        "Content-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body
    );
    auto const answer = json::parse(reply.body);
    return answer ? std::string(answer->at("verdict").as_string()) : reply.body;
}

// The status of a sign-in with the code of now.
int sign_in(
    std::uint16_t port,
    std::string const& login,
    std::string const& password,
    std::string const& secret
) {
    auto const bytes = from_base32(secret);
    BOOST_TEST_REQUIRE(bytes.has_value());
    auto const step = accounts::totp_step(SystemClock().now());
    auto const body = json::serialize(json::object{
        {"login", login},
        {"password", password},
        {"code", accounts::hotp(*bytes, static_cast<std::uint64_t>(step))}});
    Client client(port);
    return client
        .ask(
            "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost:8443\r\n"
            "Content-Type: application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body
        )
        .status;
}

void write(std::filesystem::path const& file, std::string const& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string read(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(program)

BOOST_AUTO_TEST_CASE(every_sample_gives_its_verdict_and_a_second_start_changes_nothing) {
    test::TemporaryDirectory folder;
    auto const data = folder.path() / "data";
    Program first(serve(data));
    auto const lines = first.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    auto const port = port_of(lines);
    int samples = 0;
    for (auto const& [key, url] : lines) {
        if (key.starts_with("stamp ")) {
            BOOST_TEST(verdict_of(port, url) == key.substr(6), url);
            ++samples;
        }
    }
    BOOST_TEST(samples == 13);  // each under a key of its own: every verdict that can exist so far
    BOOST_TEST(std::filesystem::file_size(lines.at("png")) > 500U);
    BOOST_TEST(get(port, "/readyz") == R"({"status":"ready"})");
    BOOST_TEST(first.end(SIGTERM) == 0);

    Program second(serve(data));
    auto const again = second.read_until("ready");
    BOOST_TEST_REQUIRE(again.contains("ready"));
    BOOST_TEST(again.at("token") == lines.at("token"));
    BOOST_TEST(again.at("stamp unsigned") == lines.at("stamp unsigned"));
    BOOST_TEST(verdict_of(port_of(again), lines.at("stamp valid")) == "valid");
    BOOST_TEST(second.end(SIGINT) == 0);
}

BOOST_AUTO_TEST_CASE(what_was_answered_before_a_kill_is_there_after_it) {
    test::TemporaryDirectory folder;
    auto const data = folder.path() / "data";
    std::vector<std::string> made;
    for (int round = 0; round < 3; ++round) {
        Program program(serve(data));
        auto const lines = program.read_until("ready");
        BOOST_TEST_REQUIRE(lines.contains("ready"));
        Client client(port_of(lines));
        auto const authorization = "Authorization: Bearer " + lines.at("token") + "\r\n";
        for (auto const& path : made) {
            auto const found = client.ask(
                "GET " + path + " HTTP/1.1\r\nHost: localhost:8443\r\n" + authorization + "\r\n"
            );
            BOOST_TEST(found.status == 200, path);
        }
        for (int i = 0; i < 20; ++i) {
            std::string const body =
                R"({"name":{"vi":"HTX Mẫu"},"legal_form":"farm","commune_code":"08620",)"
                R"("address":"Long Cốc"})";
            auto const reply = client.ask(
                "POST /api/v1/producers HTTP/1.1\r\nHost: localhost:8443\r\n" + authorization +
                "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body
            );
            BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
            made.push_back(reply.header("location"));
        }
        BOOST_TEST(program.end(SIGKILL) == -SIGKILL);
    }
    auto const checked = run({"check", "--data", data.string()});
    BOOST_TEST(checked.status == 0, checked.out);
}

BOOST_AUTO_TEST_CASE(a_stamp_is_verified_offline_with_the_served_trust_list) {
    test::TemporaryDirectory folder;
    auto const data = folder.path() / "data";
    Program program(serve(data));
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    auto const trust = (folder.path() / "trust.json").string();
    auto const root = (data / "keys" / "root.pub.pem").string();
    write(trust, get(port_of(lines), "/.well-known/ocop-trust.json"));
    auto const good = run({"verify", "--trust", trust, "--root", root, lines.at("stamp valid")});
    BOOST_TEST(good.status == 0, good.out);
    auto const answer = json::parse(good.out.substr(0, good.out.find('\n')));
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(!answer->at("register_asked").as_bool());
    BOOST_TEST(answer->at("root_checked").as_bool());
    BOOST_TEST(answer->at("signature").as_string() == "good");
    auto const bad = run({"verify", "--trust", trust, lines.at("stamp signature_invalid")});
    BOOST_TEST(bad.status == 1, bad.out);
    BOOST_TEST(run({"verify", "--trust", root, lines.at("stamp valid")}).status == 2);
    BOOST_TEST(run({"verify", lines.at("stamp valid")}).status == 2);
}

BOOST_AUTO_TEST_CASE(sample_data_has_one_account_a_role_that_can_sign_in) {
    test::TemporaryDirectory folder;
    Program program(serve(folder.path() / "data"));
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    int accounts = 0;
    for (auto const& [key, value] : lines) {
        if (!key.starts_with("account ")) {
            continue;
        }
        ++accounts;
        std::istringstream words(value);
        std::string login;
        std::string password;
        std::string secret;
        words >> login >> password >> secret;
        BOOST_TEST(sign_in(port_of(lines), login, password, secret) == 201, key);
    }
    BOOST_TEST(accounts == 11);
}

BOOST_AUTO_TEST_CASE(without_sample_data_nobody_has_access_until_the_operator_gives_it) {
    test::TemporaryDirectory folder;
    auto const data = folder.path() / "data";
    auto arguments = serve(data);
    arguments.emplace_back("--no-demo");
    {
        Program program(arguments);
        auto const lines = program.read_until("ready");
        BOOST_TEST_REQUIRE(lines.contains("ready"));
        for (auto const& [key, value] : lines) {
            BOOST_TEST(!key.starts_with("account"), key);
            BOOST_TEST(!key.starts_with("token"), key);
        }
        BOOST_TEST(program.end(SIGTERM) == 0);
    }
    auto const mode = std::filesystem::status(data / "accounts.key").permissions();
    BOOST_TEST((mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write))
    );
    auto const create = [&](std::string const& login, std::string const& password) {
        auto const input = folder.path() / "password";
        write(input, password + "\n");
        return run(
            {"accounts",
             "create-admin",
             "--data",
             data.string(),
             "--login",
             login,
             "--name",
             "Quản Trị",
             "--authority",
             "phu-tho"},
            input
        );
    };
    BOOST_TEST(create("admin", "matkhau123").status == 1);
    auto const made = create("admin", "con trâu đi trước cái cày");
    BOOST_TEST_REQUIRE(made.status == 0, made.out);
    BOOST_TEST(create("admin", "con trâu đi trước cái cày").status == 1);
    auto const mark = made.out.find("totp-secret: ") + 13;
    auto const secret = made.out.substr(mark, made.out.find('\n', mark) - mark);
    Program program(arguments);
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    BOOST_TEST(sign_in(port_of(lines), "admin", "con trâu đi trước cái cày", secret) == 201);
}

BOOST_AUTO_TEST_CASE(the_limits_of_the_file_are_those_of_the_server) {
    test::TemporaryDirectory folder;
    auto const file = (folder.path() / "ocop.toml").string();
    write(file, "[limits]\nanonymous_writes_burst = 2\nanonymous_writes_per_second = 1\n");
    auto arguments = serve(folder.path() / "data");
    arguments.insert(arguments.end(), {"--no-demo", "--config", file});
    Program program(arguments);
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    Client client(port_of(lines));
    http::test::Reply reply;
    for (int i = 0; i < 50 && reply.status != 429; ++i) {
        reply = client.ask(
            "POST /api/v1/verify HTTP/1.1\r\nHost: localhost:8443\r\nContent-Length: 0\r\n\r\n"
        );
        BOOST_TEST(reply.header("ratelimit-policy") == R"("anonymous";q=2;w=2)");
    }
    BOOST_TEST(reply.status == 429);
}

BOOST_AUTO_TEST_CASE(an_empty_store_under_a_used_journal_is_refused) {
    test::TemporaryDirectory folder;
    auto const data = folder.path() / "data";
    {
        Program program(serve(data));  // its samples are signed, and so in the journal
        BOOST_TEST_REQUIRE(program.read_until("ready").contains("ready"));
        BOOST_TEST(program.end(SIGTERM) == 0);
    }
    std::filesystem::remove_all(data / "store");
    auto arguments = serve(data);
    arguments.emplace_back("--no-demo");
    Program program(arguments);
    BOOST_TEST(!program.read_until("ready").contains("ready"));
    BOOST_TEST(!std::filesystem::exists(data / "store"));
}

BOOST_AUTO_TEST_CASE(keys_come_back_from_their_backup) {
    test::TemporaryDirectory folder;
    auto const a = (folder.path() / "a").string();
    auto const b = (folder.path() / "b").string();
    auto const passphrase = (folder.path() / "passphrase").string();
    auto const backup = (folder.path() / "keys.backup").string();
    write(passphrase, "a long passphrase\n");
    std::filesystem::permissions(
        passphrase, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
    );
    auto keys = [&](std::string const& act,
                    std::string const& data,
                    std::string const& flag,
                    std::string const& value) {
        return run({"keys", act, "--data", data, "--passphrase-file", passphrase, flag, value});
    };
    BOOST_TEST(keys("make", a, "--authority", "phu-tho").status == 0);
    BOOST_TEST(keys("make", a, "--authority", "phu-tho").status == 1);
    BOOST_TEST(keys("rotate", a, "--authority", "phu-tho").out == "kid 0002\n");
    BOOST_TEST(keys("backup", a, "--file", backup).status == 0);
    BOOST_TEST(keys("restore", b, "--file", backup).status == 0);
    for (auto const& entry : std::filesystem::directory_iterator(a + "/keys")) {
        BOOST_TEST(
            read(entry.path()) == read(std::filesystem::path(b) / "keys" / entry.path().filename()),
            entry.path()
        );
    }
    auto text = read(backup);
    text[text.size() / 2] = text[text.size() / 2] == 'A' ? 'B' : 'A';
    write(backup, text);
    BOOST_TEST(keys("restore", a + "2", "--file", backup).status == 1);
}

BOOST_AUTO_TEST_CASE(settings_are_checked_and_flags_win_over_the_file) {
    test::TemporaryDirectory folder;
    auto const file = (folder.path() / "ocop.toml").string();
    write(
        file,
        "[listen]\nport = 9000\n[stamp]\nhost = \"id.ocop.vn\"\n"
        "[limits]\nhandshakes_per_second = 0\nexempt = [\"192.0.2.0/24\", \"2001:db8::1\"]\n"
    );
    auto const shown = run({"serve", "--config", file, "--port", "9001", "--check-config"});
    BOOST_TEST(shown.status == 0);
    BOOST_TEST(shown.out.find("port = 9001") != std::string::npos, shown.out);
    BOOST_TEST(shown.out.find("host = 'id.ocop.vn'") != std::string::npos, shown.out);
    for (auto const* line :
         {"anonymous_writes_burst = 240",
          "anonymous_writes_per_second = 4",
          "account_requests_burst = 6000",
          "account_requests_per_second = 200",
          "handshakes_burst = 1000",
          "handshakes_per_second = 0",
          "exempt = [ '192.0.2.0/24', '2001:db8::1' ]"}) {
        BOOST_TEST(shown.out.find(line) != std::string::npos, line << " in " << shown.out);
    }
    for (auto const* text :
         {"[listen]\nprot = 1\n",
          "[listen]\nport = \"1\"\n",
          "[listen]\nport = 70000\n",
          "[x\n",
          "[limits]\nhandshakes = 1\n",
          "[limits]\nhandshakes_burst = -1\n",
          "[limits]\nhandshakes_burst = 1000001\n",
          "[limits]\nanonymous_writes_per_second = 0.5\n",
          "[limits]\nexempt = \"192.0.2.0/24\"\n",
          "[limits]\nexempt = [\"192.0.2.1/24\"]\n",
          "[stamp]\nhost = \"Id.Ocop.Vn\"\n",
          "[stamp]\nhost = \"a-very-long-name-of-a-host.ocop.gov.vn\"\n"}) {
        write(file, text);
        BOOST_TEST(run({"serve", "--config", file, "--check-config"}).status == 2, text);
    }
    BOOST_TEST(run({}).status == 2);
    BOOST_TEST(run({"--help"}).status == 0);
    BOOST_TEST(run({"serve", "--nonsense"}).status == 2);
}

BOOST_AUTO_TEST_SUITE_END()
