#include "cli/witnessing.hpp"

#include "alerts/alert.hpp"
#include "cli/files.hpp"

#include <array>

namespace ocop::cli {

namespace {

Result<void> raise_alert(store::Transaction& tx, witnesses::StopReport const& report) {
    alerts::NewAlert alert;
    alert.rule = alerts::Rule::log_stopped;
    alert.subject = "witness:" + report.witness;
    alert.figures = {
        {"our_size", static_cast<std::int64_t>(report.our_size)},
        {"witness_size", static_cast<std::int64_t>(report.witness_size)}};
    auto const raised = alerts::raise(tx, std::move(alert));
    return raised ? Result<void>() : raised.error();
}

void tell_officials(store::Store& store, http::Log& log, witnesses::StopReport const& report) {
    auto const written =
        store::transact_now(store, [&](store::Transaction& tx) { return raise_alert(tx, report); });
    if (!written) {
        auto const what = describe(written.error());
        log.write(http::LogLevel::error, "stop_untold", std::array{http::LogField{"what", what}});
    }
}

// The configuration was checked.
witnesses::CircleOptions circle_options(Config const& config) {
    witnesses::CircleOptions out;
    out.interval_ms = config.witness_interval_s * 1'000;
    for (auto const& setting : config.witnesses) {
        auto url = setting.url;
        while (url.ends_with('/')) {
            url.pop_back();
        }
        out.witnesses.push_back({*ledger::parse_vkey(setting.vkey), std::move(url)});
    }
    return out;
}

}  // namespace

Result<std::unique_ptr<Witnessing>> Witnessing::open(
    Config const& config, Installation& installation, Clock const& clock, http::Log& log
) {
    http::ClientOptions client;
    client.policy.reach = http::AddressPolicy::Reach::configured;
    client.policy.ports.clear();
    client.total = std::chrono::milliseconds(config.witness_deadline_ms);
    if (!config.witness_ca_file.empty()) {
        auto trusted = read_file(config.witness_ca_file);
        if (!trusted) {
            return trusted.error();
        }
        client.trusted_pem = std::move(*trusted);
    }
    auto origin = tlog::load_origin(*installation.store->snapshot());
    if (!origin) {
        return origin.error();
    }
    ledger::NoteKey key{
        std::move(*origin), ledger::NoteKind::ed25519, installation.signer->checkpoint_key()};
    Asking asking{std::move(key), std::move(client), circle_options(config)};
    return std::unique_ptr<Witnessing>(new Witnessing(std::move(asking), installation, clock, log));
}

Witnessing::Witnessing(
    Asking asking, Installation& installation, Clock const& clock, http::Log& log
)
    : log_key_(std::move(asking.log_key)),
      resolver_(http::make_system_resolver()),
      client_(std::move(asking.client), *resolver_),
      publisher_(*installation.store, clock),
      circle_(
          {*installation.store,
           publisher_,
           *installation.stop,
           [this](http::ClientRequest const& request) { return client_.send(request); },
           clock,
           log,
           [&store = *installation.store, &log](witnesses::StopReport const& report) {
               tell_officials(store, log, report);
           }},
          std::move(asking.circle)
      ) {}

Witnessing::~Witnessing() {
    stop();
}

void Witnessing::run() {
    rounds_.emplace(circle_);
}

void Witnessing::stop() {
    rounds_.reset();
}

}  // namespace ocop::cli
