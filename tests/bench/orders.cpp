#include "bench/orders.hpp"

#include "accounts/api_keys.hpp"
#include "bench/api_server.hpp"
#include "bench/event_server.hpp"
#include "bench/measure.hpp"
#include "bench/stamp_register.hpp"
#include "unit/http/client.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

namespace ocop::bench {

namespace {

constexpr int turns = 7;
constexpr std::size_t connections = 64;
constexpr std::chrono::milliseconds turn_time{1500};
constexpr std::string_view gtin = "09520000100018";
constexpr std::int64_t key_ms = 86'400'000;

std::string owner_key(Register& data) {
    std::string out;
    auto const who = accounts::system_principal("bench");
    auto const committed = store::transact_now(*data.store, [&](store::Transaction& tx) {
        accounts::NewAccount person;
        person.login = "chu";
        person.name = "Chủ";
        person.role = accounts::Role::producer_owner;
        person.producer = data.producer;
        auto added = accounts::add_account(tx, who, data.random, person);
        must(added.has_value());
        added->state = accounts::AccountState::active;
        auto const account = *accounts::put_account(tx, who, "activated", std::move(*added));
        accounts::NewApiKey const asked{"bench", {accounts::Scope::orders}, {tx.now().ms + key_ms}};
        auto key = accounts::make_api_key(tx, data.random, account, asked, false);
        must(key.has_value());
        out = std::move(key->text);
        return Result<void>();
    });
    must(committed.has_value());
    return out;
}

// Orders of one stamp each, from so many connections that each wait for their answer.
class Orders {
  public:
    Orders(std::filesystem::path const& folder, std::string mode)
        : server_(folder, std::move(mode)),
          request_(server_.post(
              "/api/v1/stamp-orders",
              R"({"gtin":")" + std::string(gtin) + R"(","lot":"L1000","count":1})"
          )) {
        for (std::size_t i = 0; i < connections; ++i) {
            clients_.push_back(std::make_unique<http::test::Client>(server_.port()));
        }
    }

    // Answers a second.
    double rate() {
        std::atomic<std::uint64_t> done = 0;
        std::vector<std::thread> threads;
        auto const start = std::chrono::steady_clock::now();
        for (auto const& client : clients_) {
            threads.emplace_back([&, end = start + turn_time] {
                while (std::chrono::steady_clock::now() < end) {
                    must(client->ask(request_).status == 201);
                    ++done;
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        std::chrono::duration<double> const spent = std::chrono::steady_clock::now() - start;
        return static_cast<double>(done) / spent.count();
    }

  private:
    ServerProcess server_;
    std::string request_;
    std::vector<std::unique_ptr<http::test::Client>> clients_;
};

}  // namespace

int serve_orders(std::filesystem::path const& folder, bool logged) {
    SystemClock const clock;
    Register data(folder, clock, 0, logged);
    data.order("L1000", legal_day(clock.now()), stamps::order_count_max);
    auto const key = owner_key(data);
    serve_api({*data.store, *data.signer, *data.keyring, clock, data.random, folder}, key);
    data.store->close();
    return 0;
}

int compare_orders() {
    BenchFolder const with_folder;
    BenchFolder const without_folder;
    Orders with(with_folder.path, "orders-server");
    Orders without(without_folder.path, "orders-server-unlogged");
    with.rate();
    without.rate();
    std::vector<double> a;
    std::vector<double> b;
    std::vector<double> ratios;
    for (int turn = 0; turn < turns; ++turn) {
        a.push_back(with.rate());
        b.push_back(without.rate());
        ratios.push_back(a.back() / b.back());
    }
    std::printf(
        "stamp orders over HTTPS, 64 connections: %.0f a second with the public log, %.0f without\n"
        "ratio: %.3f (wanted: 0.75 or more)\n",
        median(a),
        median(b),
        median(ratios)
    );
    return 0;
}

}  // namespace ocop::bench
