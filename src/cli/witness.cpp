#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/signals.hpp"
#include "cli/witness_config.hpp"
#include "http/server.hpp"
#include "witnesses/routes.hpp"

#include <ocop/crypto/hash.hpp>

#include <iostream>

namespace ocop::cli {

namespace {

constexpr std::chrono::seconds drain_time{5};

void say(std::string_view key, std::string_view value) {
    std::cout << key << ": " << value << std::endl;
}

struct Certificate {
    std::string chain_pem;
    std::string key_pem;
};

Result<Certificate> read_certificate(WitnessConfig const& config) {
    auto chain = read_file(config.tls_certificate);
    if (!chain) {
        return chain.error();
    }
    auto key = read_secret_file(config.tls_key, std::filesystem::perms::others_all);
    if (!key) {
        return key.error();
    }
    return Certificate{std::move(*chain), std::move(*key)};
}

http::ServerOptions server_options(WitnessConfig const& config, Certificate certificate) {
    http::ServerOptions out;
    out.address = config.address;
    out.port = config.port;
    out.hosts = config.hosts;
    out.certificate_pem = std::move(certificate.chain_pem);
    out.key_pem = std::move(certificate.key_pem);
    out.limits.connections = 200;
    return out;
}

void reload(WitnessConfig const& config, http::Server& server) {
    auto const certificate = read_certificate(config);
    auto const reloaded =
        certificate ? server.reload_certificate(certificate->chain_pem, certificate->key_pem)
                    : Result<void>(certificate.error());
    say("certificate", reloaded ? "reloaded" : describe(reloaded.error()));
}

Result<void> run(WitnessConfig const& config) {
    auto const signals = block_signals();
    crypto::SystemRandom random;
    SystemClock const clock;
    auto certificate = read_certificate(config);
    if (!certificate) {
        return certificate.error();
    }
    auto const book =
        witnesses::Book::open({config.folder, config.name, config.logs, clock, random});
    if (!book) {
        return book.error();
    }
    auto const log = http::make_stderr_log(clock);
    auto const gate = [](http::Request&, http::Route const&) { return Result<void>(); };
    http::Server server(
        server_options(config, std::move(*certificate)),
        http::Router(witnesses::witness_routes(**book)),
        gate,
        {clock, random, *log}
    );
    server.start();
    say("vkey", ledger::encode_vkey((*book)->key()));
    say("listening", config.address + ":" + std::to_string(server.port()));
    say("ready", "https://" + config.hosts.front());
    wait_for_end(signals, [&] { reload(config, server); });
    server.stop(drain_time);
    return {};
}

}  // namespace

int witness(std::filesystem::path const& config_file) {
    auto const config = read_witness_config(config_file);
    if (!config) {
        std::cerr << "ocoptrace: " << describe(config.error()) << '\n';
        return 2;
    }
    auto const ended = run(*config);
    if (!ended) {
        std::cerr << "ocoptrace: " << describe(ended.error()) << '\n';
    }
    return ended ? 0 : 1;
}

}  // namespace ocop::cli
