#include "cli/config.hpp"
#include "cli/witness_config.hpp"
#include "temporary_directory.hpp"

#include <ocop/crypto/ed25519.hpp>

#include <fstream>

namespace ocop::cli {

namespace {

std::string vkey_of(std::uint8_t seed, ledger::NoteKind kind) {
    crypto::Ed25519PrivateKey const key(crypto::Ed25519Seed{seed});
    return ledger::encode_vkey({"w" + std::to_string(seed), kind, key.public_key()});
}

std::string const witness_key = vkey_of(1, ledger::NoteKind::cosignature);
std::string const log_key = vkey_of(2, ledger::NoteKind::ed25519);

std::string witness(std::string const& url, std::string const& vkey) {
    return "[[witness]]\nurl = \"" + url + "\"\nvkey = \"" + vkey + "\"\n";
}

struct Fixture {
    std::filesystem::path file(std::string const& text) const {
        auto const path = directory.path() / "ocop.toml";
        std::ofstream(path) << text;
        return path;
    }

    // The place of the service's first fault; "" when it is fine.
    std::string service(std::string const& text) {
        config = {};
        auto const read = read_config_file(file(text), config);
        auto const done = read ? finish_config(config) : read;
        return done ? "" : done.error().faults.front().pointer;
    }

    // The same of a witness's own file.
    std::string office(std::string const& text) {
        auto read = read_witness_config(file(text));
        if (!read) {
            return read.error().faults.front().pointer;
        }
        own = std::move(*read);
        return "";
    }

    test::TemporaryDirectory directory;
    Config config;
    WitnessConfig own;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(config_witness)

BOOST_FIXTURE_TEST_CASE(nobody_is_asked_unless_named, Fixture) {
    BOOST_TEST(service("") == "");
    BOOST_TEST(config.witnesses.empty());
    BOOST_TEST(config.witness_interval_s == 10);
    BOOST_TEST(config.witness_deadline_ms == 1'000);
    BOOST_TEST(show_config(config).find("witness") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(witnesses_are_read_and_shown_as_they_are_read, Fixture) {
    auto const other = vkey_of(3, ledger::NoteKind::cosignature);
    auto const text =
        "[witnesses]\ninterval_seconds = 5\ndeadline_ms = 700\nca_file = \"ca.pem\"\n" +
        witness("https://a.example/", witness_key) + witness("https://b.example:8444/w", other);
    BOOST_TEST(service(text) == "");
    BOOST_TEST(service(show_config(config)) == "");
    BOOST_TEST_REQUIRE(config.witnesses.size() == 2U);
    BOOST_TEST(config.witnesses[1].url == "https://b.example:8444/w");
    BOOST_TEST(config.witnesses[1].vkey == other);
    BOOST_TEST(config.witness_interval_s == 5);
    BOOST_TEST(config.witness_deadline_ms == 700);
    BOOST_TEST(config.witness_ca_file == "ca.pem");
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_a_witness_is_a_fault, Fixture) {
    BOOST_TEST(service("witness = 1\n") == "witness");
    BOOST_TEST(service("[[witness]]\nurl = \"https://a.example\"\n") == "witness");
    BOOST_TEST(service(witness("https://a.example", witness_key) + "more = 1\n") == "witness");
    BOOST_TEST(service(witness("https://a.example", log_key)) == "witness.vkey " + log_key);
    auto const twice = witness("https://a.example", witness_key);
    BOOST_TEST(service(twice + twice) == "witness.vkey " + witness_key);
    for (std::string const url : {"http://a.example", "a.example", "https://a.example?b", ""}) {
        BOOST_TEST(service(witness(url, witness_key)) == "witness.url " + url);
    }
    BOOST_TEST(service("[witnesses]\ninterval_seconds = 0\n") == "witnesses.interval_seconds");
    BOOST_TEST(service("[witnesses]\ndeadline_ms = 0\n") == "witnesses.deadline_ms");
    std::string many;
    for (std::uint8_t seed = 1; seed <= 17; ++seed) {
        many += witness("https://a.example", vkey_of(seed, ledger::NoteKind::cosignature));
    }
    BOOST_TEST(service(many) == "witness");
}

BOOST_FIXTURE_TEST_CASE(a_witness_needs_a_name_its_hosts_and_logs, Fixture) {
    std::string const name = "name = \"office.example/w\"\n";
    std::string const listen = "[listen]\nhosts = [\"office.example\"]\n";
    auto const log = "[[log]]\nvkey = \"" + log_key + "\"\n";
    BOOST_TEST(office(name + listen + log) == "");
    BOOST_TEST(own.logs.at(0).name == "w2");
    BOOST_TEST(own.port == 8444);
    BOOST_TEST(own.tls_key == "witness/tls/key.pem");
    BOOST_TEST(office(listen + log) == "name");
    BOOST_TEST(office("name = \"a b\"\n" + listen + log) == "name");
    BOOST_TEST(office(name + log) == "listen.hosts");
    BOOST_TEST(office(name + listen) == "log");
    BOOST_TEST(office(name + listen + "[[log]]\nvkey = \"" + witness_key + "\"\n") == "log");
    BOOST_TEST(office(name + listen + "port = 65536\n" + log) == "listen.port");
    BOOST_TEST(office(name + "more = 1\n" + listen + log) == "more");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::cli
