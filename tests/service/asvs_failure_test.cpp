#include "unit/api/openapi.hpp"
#include "whole.hpp"

#include <atomic>
#include <new>
#include <set>

// What becomes of a request whose handler runs out of memory (OWASP ASVS 5.0, 16.5): each route,
// one after the other, in one process that goes on.
namespace ocop::test {

namespace {

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// A store whose memory runs out while a request is served.
class FailingStore final : public store::Store {
  public:
    explicit FailingStore(store::Store& real) : real_(real) {}

    std::unique_ptr<store::Snapshot> snapshot() const override {
        if (failing) {
            throw std::bad_alloc();
        }
        return real_.snapshot();
    }

    void transact(store::Work work, store::Done done) override {
        real_.transact(
            [this, work = std::move(work)](store::Transaction& tx) -> Result<void> {
                auto outcome = work(tx);
                if (failing) {
                    throw std::bad_alloc();
                }
                return outcome;
            },
            std::move(done)
        );
    }

    bool ready() const override { return real_.ready(); }

    void close() override {}

    std::atomic<bool> failing{false};

  private:
    store::Store& real_;
};

// The whole service over such a store. The gate's reads go well: the handlers are meant.
class Failing : public Whole {
  public:
    Failing()
        : store(*disk.store),
          failing_verdicts(store, keyring.serials, hosts, disk.clock),
          failing_catalogue(store, disk.clock),
          failing_trust(store, *signer, keyring.list_certificate, hosts, disk.clock),
          failing_bundle(
              store,
              keyring.serials,
              *signer,
              failing_trust,
              directory.path() / "bundle",
              disk.clock
          ),
          failing_log(store, disk.clock),
          failing_prover(store, failing_log),
          failing_services{
              store,
              *signer,
              keyring.serials,
              failing_verdicts,
              failing_catalogue,
              failing_trust,
              failing_log,
              failing_prover,
              disk.clock,
              disk.random,
              hashing,
              throttle,
              *blobs,
              imaging,
              large_bodies,
              failing_bundle,
              accounts::VaultKey{7},
              std::string(host),
              0},
          failing_pages{
              store,
              failing_verdicts,
              failing_catalogue,
              *signer,
              disk.clock,
              disk.random,
              std::string(host),
              {}},
          failing_server(
              options_with({{}, {}, {}, {}}),
              http::Router(all_routes(failing_services, failing_pages)),
              api::gate(*services),
              {clock, disk.random, log}
          ) {
        failing_server.start();
    }

    FailingStore store;
    verdicts::Verdicts failing_verdicts;
    catalogue::Catalogue failing_catalogue;
    verdicts::TrustPublisher failing_trust;
    bundles::Publisher failing_bundle;
    tlog::Publisher failing_log;
    tlog::Prover failing_prover;
    api::Services failing_services;
    pages::Services failing_pages;
    http::Server failing_server;
};

// Who may, of these.
std::string who_may(http::Route const& route) {
    if (route.access == http::Access::open) {
        return "";
    }
    auto const* row = accounts::find_access(name_of(route));
    using accounts::Role;
    for (auto const& [role, name] :
         {std::pair{Role::administrator, "admin"},
          std::pair{Role::producer_owner, "owner_a"},
          std::pair{Role::inspector, "inspector"}}) {
        if (accounts::reach_of(*row, role) != accounts::Reach::none) {
            return name;
        }
    }
    return "commune_a";
}

std::string example_of(http::Route const& route) {
    auto const found = document().examples.find(name_of(route));
    return found == document().examples.end() ? std::string() : found->second;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(asvs_failure)

BOOST_AUTO_TEST_CASE(asvs_16_5_1_a_handler_out_of_memory_is_a_500_and_nothing_is_stored) {
    Failing whole;
    auto const before = whole.contents();
    auto const ask = [&](std::string const& bytes) {
        http::test::Client client(whole.failing_server.port());
        return client.ask(bytes);
    };
    // These ask no store, or have nothing to ask it.
    std::set<std::string> const harmless{
        "GET /healthz",
        "GET /readyz",
        "GET /style.css",
        "GET /robots.txt",
        "GET /favicon.ico",
        "GET /report",
        "GET /v",
        "GET /01/{rest...}",
        "GET /00/{rest...}",
        "GET /414/{rest...}",
        "GET /417/{rest...}",
        "GET /8003/{rest...}",
        "GET /8004/{rest...}",
        "GET /8017/{rest...}",
        "GET /8018/{rest...}",
        "POST /v",
        "GET /epcis/v2",
        "GET /epcis/v2/",
        "DELETE /epcis/v2/nextPageToken/{token}",
        "GET /api/v1/step-templates",
        "GET /api/v1/sheets/presets",
        "GET /api/v1/bundle/lots/{hash}",
        "GET /console",
        "GET /console/",
        "GET /console/{path...}",
        "GET /app",
        "GET /app/",
        "GET /app/{path...}",
        "GET /api/v1/sign-in-methods",
        "GET /openapi.json",
        "GET /openapi.yaml",
        "GET /docs",
        "GET /docs/",
        "GET /docs/{path...}",
        // Without a body of their type.
        "POST /report",
        "POST /api/v1/imports",
        "POST /epcis/v2/capture",
        "POST /epcis/v2/events",
        "POST /api/v1/lots/{gtin}/{lot}/events/csv"};
    whole.store.failing = true;
    int failed = 0;
    for (auto const& route : whole.routes) {
        auto const method = std::string(http::method_name(route.method));
        auto const target = path_of(route.pattern, whole.a);
        auto const reply = ask(
            whole.bytes(method, target, who_may(route), example_of(route), "If-Match: \"1\"\r\n")
        );
        BOOST_TEST_REQUIRE(reply.status != 0, name_of(route));
        BOOST_TEST(!holds(reply.body, "bad_alloc"), name_of(route));
        bool const asks =
            route.method != http::Method::options && harmless.count(name_of(route)) == 0;
        BOOST_TEST((reply.status >= 500) == asks, name_of(route) << " " << reply.status);
        BOOST_TEST((!asks || !holds(reply.body, "green")), name_of(route));
        failed += asks ? 1 : 0;
    }
    BOOST_TEST(failed > 60);
    BOOST_TEST((whole.contents() == before));
    whole.store.failing = false;
    BOOST_TEST(ask(whole.bytes("GET", "/healthz")).status == 200);
    auto const lot = TwoProducers::lot_of(whole.a.gtin, "AFTER");
    BOOST_TEST(ask(whole.bytes("POST", "/api/v1/lots", "owner_a", lot)).status == 201);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
