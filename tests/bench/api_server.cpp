#include "bench/api_server.hpp"

#include "api/epcis.hpp"
#include "api/gate.hpp"
#include "api/services.hpp"
#include "bench/event_store.hpp"

#include <ocop/crypto/p256.hpp>

#include <csignal>
#include <cstdio>

namespace ocop::bench {

http::ServerOptions options_for(std::string_view host) {
    auto const key = crypto::P256PrivateKey::generate();
    http::ServerOptions out;
    out.hosts = {std::string(host)};
    out.certificate_pem = crypto::make_self_signed_certificate(key, &host, 1, 1);
    out.key_pem = key.to_plain_pem();
    out.finish = api::finish_epcis;
    out.limits.rates = {{}, {}, {}, {}};
    out.limits.requests_per_connection = 1'000'000;
    return out;
}

void wait_for_end_of_input() {
    for (char c = 0; std::fread(&c, 1, 1, stdin) == 1;) {
    }
}

void serve_api(Served const& served, std::string const& token) {
    std::signal(SIGPIPE, SIG_IGN);
    std::vector<std::string> const hosts{std::string(api_host)};
    accounts::VaultKey const vault{7};
    NoLog log;
    auto const blobs = *blobs::open_file_blobs(
        {served.folder / "blobs", served.folder / "blobs.key", served.clock, served.random}
    );
    verdicts::Verdicts const verdicts(served.store, served.keyring.serials, hosts, served.clock);
    catalogue::Catalogue const catalogue(served.store, served.clock);
    verdicts::TrustPublisher trust(
        served.store, served.signer, served.keyring.list_certificate, hosts, served.clock
    );
    bundles::Publisher bundle(
        served.store,
        served.keyring.serials,
        served.signer,
        trust,
        served.folder / "bundle",
        served.clock
    );
    tlog::Publisher public_log(served.store, served.clock);
    tlog::Prover prover(served.store, public_log);
    api::Hashing hashing(served.random);
    api::Throttle throttle(vault, served.random);
    api::Imaging imaging;
    api::LargeBodies large_bodies;
    api::Services services{
        served.store,
        served.signer,
        served.keyring.serials,
        verdicts,
        catalogue,
        trust,
        public_log,
        prover,
        served.clock,
        served.random,
        hashing,
        throttle,
        *blobs,
        imaging,
        large_bodies,
        bundle,
        vault,
        std::string(api_host),
        0};
    http::Server server(
        options_for(api_host),
        http::Router(api::routes(services)),
        api::gate(services),
        {served.clock, served.random, log}
    );
    server.start();
    std::printf("%d %s\n", int{server.port()}, token.c_str());
    std::fflush(stdout);
    wait_for_end_of_input();
    server.stop(std::chrono::milliseconds(0));
}

}  // namespace ocop::bench
