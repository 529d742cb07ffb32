#pragma once

#include "cli/config.hpp"
#include "cli/installation.hpp"
#include "http/client.hpp"
#include "http/log.hpp"
#include "tlog/publisher.hpp"
#include "witnesses/circle.hpp"

#include <memory>
#include <optional>

// The public log beside the service: it is published, and witnesses are asked to cosign it. When
// one of them stops the signing, officials get an alert.
namespace ocop::cli {

class Witnessing {
  public:
    // `installation`, `clock` and `log` must outlive it. Errors of reading the file of certificates
    // and of tlog::load_origin().
    static Result<std::unique_ptr<Witnessing>> open(
        Config const& config, Installation& installation, Clock const& clock, http::Log& log
    );
    ~Witnessing();  // stop()
    Witnessing(Witnessing const&) = delete;
    Witnessing& operator=(Witnessing const&) = delete;

    // Whom a witness of ours must know.
    ledger::NoteKey const& log_key() const { return log_key_; }

    // Asks all once: before the first signature. Blocks for three deadlines at most.
    void ask() { circle_.ask(); }

    // From now on every second, on a thread of its own. Once.
    void run();

    // The store must still be open. More than once is harmless.
    void stop();

    tlog::Publisher& publisher() { return publisher_; }

  private:
    struct Asking {
        ledger::NoteKey log_key;
        http::ClientOptions client;
        witnesses::CircleOptions circle;
    };

    Witnessing(Asking asking, Installation& installation, Clock const& clock, http::Log& log);

    ledger::NoteKey const log_key_;
    std::unique_ptr<http::Resolver> resolver_;
    http::Client client_;
    tlog::Publisher publisher_;
    witnesses::Circle circle_;
    std::optional<witnesses::Rounds> rounds_;
};

}  // namespace ocop::cli
