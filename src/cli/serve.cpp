#include "api/epcis.hpp"
#include "api/gate.hpp"
#include "api/oidc_routes.hpp"
#include "api/services.hpp"
#include "cli/accounts.hpp"
#include "cli/commands.hpp"
#include "cli/demo.hpp"
#include "cli/demo_prints.hpp"
#include "cli/every_minute.hpp"
#include "cli/files.hpp"
#include "cli/installation.hpp"
#include "cli/ledger_day.hpp"
#include "cli/oidc.hpp"
#include "cli/prints.hpp"
#include "cli/retention.hpp"
#include "cli/shares.hpp"
#include "cli/signals.hpp"
#include "cli/witnessing.hpp"
#include "http/server.hpp"
#include "pages/services.hpp"
#include "prints/maker.hpp"
#include "registry/authority.hpp"
#include "webhooks/deliverer.hpp"

#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <iostream>

namespace ocop::cli {

namespace {

constexpr std::chrono::seconds drain_time{10};

int fail(Error const& error) {
    std::cerr << "ocoptrace: " << describe(error) << '\n';
    return 1;
}

void say(std::string_view key, std::string_view value) {
    std::cout << key << ": " << value << std::endl;
}

Result<void> reload_certificate(Config const& config, http::Server& server) {
    auto const certificate = read_file(config.tls_certificate);
    auto const key = read_secret_file(config.tls_key, std::filesystem::perms::others_all);
    if (!certificate) {
        return certificate.error();
    }
    if (!key) {
        return key.error();
    }
    return server.reload_certificate(*certificate, *key);
}

Result<http::ServerOptions> server_options(Config const& config) {
    auto const certificate = read_file(config.tls_certificate);
    auto const key = read_secret_file(config.tls_key, std::filesystem::perms::others_all);
    if (!certificate) {
        return certificate.error();
    }
    if (!key) {
        return key.error();
    }
    http::ServerOptions options;
    options.certificate_pem = *certificate;
    options.key_pem = *key;
    options.address = config.address;
    options.port = config.port;
    options.hosts = config.hosts();
    options.io_threads = config.io_threads;
    options.pool_threads = config.pool_threads;
    options.finish = api::finish_epcis;
    options.limits.connections = connections_max(options.limits.connections);
    options.limits.rates = config.limits;
    return options;
}

// Strangers name the receivers. Stopping waits for attempts under way, so no longer than draining.
http::ClientOptions webhook_client_options() {
    http::ClientOptions out;
    out.total = drain_time;
    return out;
}

// Asked each time: others write to the disk, too.
std::function<std::optional<api::DiskRoom>()> disk_room_of(std::filesystem::path const& folder) {
    return [folder]() -> std::optional<api::DiskRoom> {
        std::error_code failure;
        auto const space = std::filesystem::space(folder, failure);
        if (failure) {
            return std::nullopt;
        }
        return api::DiskRoom{
            static_cast<std::int64_t>(space.available), static_cast<std::int64_t>(space.capacity)};
    };
}

// What access needs at start.
struct Access {
    accounts::VaultKey vault{};
    std::optional<api::OidcOptions> oidc;
};

Result<Access> prepare_access(
    Config const& config, store::Store& store, bool demo, Random& random
) {
    auto const vault = open_vault(config, store, random);
    if (!vault) {
        return vault.error();
    }
    if (demo) {
        if (auto ok = make_demo_accounts(config, store, *vault, random); !ok) {
            return ok.error();
        }
    }
    auto oidc = read_oidc_options(config);
    if (!oidc) {
        return oidc.error();
    }
    return Access{*vault, std::move(*oidc)};
}

// What is made before anything serves.
struct Parts {
    http::ServerOptions options;
    Access access;
    prints::Desk desk;
    http::Log& log;
    Witnessing& witnessing;
};

// Everything that serves, in the order in which it depends on each other; destroyed in reverse.
class Running {
  public:
    Running(Config const& config, Installation& installation, Parts parts, Random& random)
        : store_(*installation.store),
          desk_(std::move(parts.desk)),
          log_(parts.log),
          witnessing_(parts.witnessing),
          verdicts_(*installation.store, installation.keyring->serials, config.hosts(), clock_),
          catalogue_(*installation.store, clock_),
          trust_(
              *installation.store,
              *installation.signer,
              installation.keyring->list_certificate,
              config.hosts(),
              clock_
          ),
          bundle_(
              *installation.store,
              installation.keyring->serials,
              *installation.signer,
              trust_,
              config.data / "bundle",
              clock_
          ),
          prover_(*installation.store, witnessing_.publisher()),
          hashing_(random),
          throttle_(parts.access.vault, random),
          resolver_(http::make_system_resolver()),
          oidc_(make_oidc(std::move(parts.access.oidc), random)),
          outbound_(webhook_client_options(), *resolver_),
          webhooks_({*installation.store, outbound_, clock_, random, parts.access.vault, log_}),
          photos_(make_photo_desk(*installation.blobs, imaging_)),
          vault_(parts.access.vault),
          api_{
              *installation.store,
              *installation.signer,
              installation.keyring->serials,
              verdicts_,
              catalogue_,
              trust_,
              witnessing_.publisher(),
              prover_,
              clock_,
              random,
              hashing_,
              throttle_,
              *installation.blobs,
              imaging_,
              large_bodies_,
              bundle_,
              parts.access.vault,
              config.host,
              installation.keyring->index.epoch,
              oidc_.get(),
              config.blob_quota_bytes,
              &webhooks_,
              webhook_client_options().policy,
              &desk_,
              [this] { jobs_.wake(); },
              config.stamp_policy,
              disk_room_of(config.data),
              &unissued_,
              root_key_of(*installation.keyring)},
          pages_{
              *installation.store,
              verdicts_,
              catalogue_,
              *installation.signer,
              clock_,
              random,
              config.host,
              &openings_,
              &vault_,
              config.web,
              &desk_,
              &photos_,
              &unissued_},
          server_(
              std::move(parts.options),
              http::Router(routes()),
              api::gate(api_),
              {clock_, random, log_}
          ),
          jobs_(
              *installation.store,
              {{std::string(retention_kind),
                retention_step(
                    *installation.store,
                    *installation.blobs,
                    bundle_.files(),
                    clock_,
                    config.check_record_days
                )},
               {std::string(ledger_day_kind),
                ledger_day_step(*installation.store, clock_, config.stamp_policy)},
               {std::string(prints::job_kind),
                prints::print_step(
                    {*installation.store,
                     *installation.signer,
                     desk_,
                     installation.keyring->list_certificate,
                     clock_}
                )}}
          ) {
        jobs_.run();
        webhooks_.run();
        retention_.emplace(*installation.store, jobs_, clock_, random);
        minutes_.emplace(MinuteParts{
            *installation.store,
            installation.keyring->serials,
            openings_,
            unissued_,
            clock_,
            random,
            log_,
            desk_});
        witnessing_.run();
    }

    // Whatever still runs or waits uses the parts below: threads first, then the commits they left.
    ~Running() {
        server_.stop(std::chrono::milliseconds(0));
        hashing_.stop();
        imaging_.stop();
        if (oidc_) {
            oidc_->stop();
        }
        retention_.reset();
        minutes_.reset();
        witnessing_.stop();
        jobs_.stop();
        webhooks_.stop();
        store_.close();
    }

    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    http::Server& server() { return server_; }

  private:
    std::unique_ptr<api::OidcDesk> make_oidc(
        std::optional<api::OidcOptions> options, Random& random
    ) {
        return options ? std::make_unique<api::OidcDesk>(
                             std::move(*options), *resolver_, clock_, random
                         )
                       : nullptr;
    }

    std::vector<http::Route> routes() {
        auto out = api::routes(api_);
        auto pages = pages::routes(pages_);
        std::move(pages.begin(), pages.end(), std::back_inserter(out));
        return out;
    }

    store::Store& store_;
    prints::Desk const desk_;
    SystemClock clock_;
    http::Log& log_;
    Witnessing& witnessing_;
    verdicts::Verdicts const verdicts_;
    catalogue::Catalogue const catalogue_;
    verdicts::TrustPublisher trust_;
    bundles::Publisher bundle_;
    tlog::Prover prover_;
    api::Hashing hashing_;
    api::Throttle throttle_;
    api::Imaging imaging_;
    api::LargeBodies large_bodies_;
    std::unique_ptr<http::Resolver> resolver_;
    std::unique_ptr<api::OidcDesk> oidc_;
    http::Client outbound_;
    webhooks::Deliverer webhooks_;
    checks::Openings openings_;
    checks::Unissued unissued_;
    pages::PhotoDesk const photos_;
    accounts::VaultKey const vault_;
    api::Services api_;
    pages::Services pages_;
    http::Server server_;
    jobs::Jobs jobs_;
    std::optional<DailyRetention> retention_;  // starts jobs, so once they run
    std::optional<EveryMinute> minutes_;
};

// Runs until told to stop.
Result<void> run(
    Config const& config, sigset_t const& signals, Installation installation, Random& random
) {
    SystemClock const clock;
    auto& store = *installation.store;
    auto options = server_options(config);
    if (!options) {
        return options.error();
    }
    auto const log = http::make_stderr_log(clock);
    auto const witnessing = Witnessing::open(config, installation, clock, *log);
    if (!witnessing) {
        return witnessing.error();
    }
    say("log", ledger::encode_vkey((*witnessing)->log_key()));
    (*witnessing)->ask();
    if (installation.stop->stopped()) {
        say("stopped", "nothing is logged: " + installation.stop->file().string());
    }
    if (auto ok = register_keys(installation); !ok) {
        return ok;
    }
    auto const demo = registry::is_demo(*store.snapshot());
    if (!demo) {
        return demo.error();
    }
    if (auto ok = open_blobs(config, clock, installation, random); !ok) {
        return ok;
    }
    auto access = prepare_access(config, store, *demo, random);
    if (!access) {
        return access.error();
    }
    auto desk = open_desk(config);
    if (!desk) {
        return desk.error();
    }
    // Before workers run, which would make its print runs too.
    if (*demo) {
        show_demo_accounts(config);
        prints::Press const press{
            store, *installation.signer, *desk, installation.keyring->list_certificate, clock};
        // What people did with the sample data is no reason not to serve.
        if (auto ok = show_demo_samples(config, installation.keyring->serials, press, random);
            !ok) {
            say("samples", describe(ok.error()));
        }
    }
    Running running(
        config,
        installation,
        {std::move(*options), std::move(*access), std::move(*desk), *log, **witnessing},
        random
    );
    auto& server = running.server();
    server.start();
    say("listening", config.address + ":" + std::to_string(server.port()));
    say("ready", "https://" + config.host);
    wait_for_end(signals, [&] {
        auto const reloaded = reload_certificate(config, server);
        say("certificate", reloaded ? "reloaded" : describe(reloaded.error()));
    });
    server.stop(drain_time);
    return {};
}

}  // namespace

int serve(Config const& config) {
    auto const signals = block_signals();
    crypto::SystemRandom random;
    SystemClock const clock;
    if (auto ok = prepare_folder(config, 1, random); !ok) {
        return fail(ok.error());
    }
    auto installation = open_installation(config, clock, random);
    if (!installation) {
        return fail(installation.error());
    }
    auto const ended = run(config, signals, std::move(*installation), random);
    return ended ? 0 : fail(ended.error());
}

}  // namespace ocop::cli
