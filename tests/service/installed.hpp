#pragma once

#include "http/client.hpp"
#include "service/program.hpp"
#include "temporary_directory.hpp"
#include "unit/http/outbound.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/checkpoint.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

// The service and other programs of it on one machine, as operators install them.
namespace ocop::test {

// A folder of files, and who talks to programs of this machine.
struct Machine {
    Machine() : client(options(), resolver) {
        write("certificate.pem", http::test::localhost().certificate_pem);
        write("key.pem", http::test::localhost().key_pem);
        using std::filesystem::perms;
        std::filesystem::permissions(path("key.pem"), perms::owner_read | perms::owner_write);
    }

    static http::ClientOptions options() {
        http::ClientOptions out;
        out.policy = {http::AddressPolicy::Reach::configured, {}, false};
        out.trusted_pem = http::test::localhost().certificate_pem;
        return out;
    }

    std::string path(std::string const& name) const { return (folder.path() / name).string(); }

    void write(std::string const& name, std::string const& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
    }

    Result<http::ClientResponse> send(
        std::uint16_t port, http::Method method, std::string const& target, std::string body = ""
    ) const {
        auto const url = "https://localhost:" + std::to_string(port) + target;
        return client.send({method, url, {}, std::move(body)});
    }

    std::vector<std::string> witness_of(std::string const& vkey, std::uint16_t port = 0) const {
        write(
            "witness.toml",
            "name = \"office.example/w\"\nfolder = \"" + path("witness") +
                "\"\n[listen]\nport = " + std::to_string(port) + "\nhosts = [\"localhost\"]\n" +
                "[tls]\ncertificate = \"" + path("certificate.pem") + "\"\nkey = \"" +
                path("key.pem") + "\"\n[[log]]\nvkey = \"" + vkey + "\"\n"
        );
        return {"witness", "--config", path("witness.toml")};
    }

    // The size of the last checkpoint that the witness at that port cosigned; 0: none.
    std::uint64_t size_at(std::uint16_t port, ledger::NoteKey const& log) const {
        auto const id = to_hex(crypto::sha256(as_bytes(log.name)));
        auto const answer = send(port, http::Method::get, "/" + id + "/checkpoint");
        BOOST_TEST_REQUIRE(reason_of(answer) == "");
        if (answer->status == 404) {
            return 0;
        }
        auto const opened = ledger::open_checkpoint(answer->body, log);
        BOOST_TEST_REQUIRE(reason_of(opened) == "");
        return opened->checkpoint.head.size;
    }

    TemporaryDirectory folder;
    http::test::FixedResolver resolver;
    http::Client const client;
};

// The service, with the witness in its configuration.
struct Installed : Machine {
    std::vector<std::string> service(std::string const& more = "") const {
        write(
            "ocop.toml",
            "[data]\nfolder = \"" + path("data") +
                "\"\n[listen]\nport = 0\n[tls]\ncertificate = \"" + path("certificate.pem") +
                "\"\nkey = \"" + path("key.pem") + "\"\n[stamp]\nhost = \"localhost\"\n" + more
        );
        return {"serve", "--development", "--config", path("ocop.toml")};
    }

    std::string naming(std::uint16_t port, std::string const& vkey) const {
        return "[witnesses]\ninterval_seconds = 1\ndeadline_ms = 20000\nca_file = \"" +
               path("certificate.pem") +
               "\"\n[[witness]]\nurl = \"https://localhost:" + std::to_string(port) +
               "/\"\nvkey = \"" + vkey + "\"\n";
    }

    http::ClientResponse ask(
        std::uint16_t port,
        http::Method method,
        std::string const& target,
        std::string const& token = "",
        std::string const& body = ""
    ) const {
        http::ClientRequest request{
            method, "https://localhost:" + std::to_string(port) + target, {}, body};
        request.headers = {{"Content-Type", "application/json"}};
        if (!token.empty()) {
            request.headers.push_back({"Authorization", "Bearer " + token});
        }
        auto answer = client.send(request);
        BOOST_TEST_REQUIRE(reason_of(answer) == "");
        return std::move(*answer);
    }

    http::ClientResponse add_producer(std::uint16_t port, std::string const& token) const {
        return ask(
            port,
            http::Method::post,
            "/api/v1/producers",
            token,
            R"({"name":{"vi":"HTX Mẫu"},"legal_form":"farm","commune_code":"08620",)"
            R"("address":"Long Cốc"})"
        );
    }
};

}  // namespace ocop::test
