#include "bench/ledger_cost.hpp"

#include "bench/measure.hpp"
#include "store/rocks_store.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/time.hpp>
#include <ocop/crypto/hash.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>
#include <unistd.h>

namespace ocop::bench {

namespace {

constexpr int turns = 5;
constexpr std::chrono::milliseconds turn_time{1500};

// A store of its own on the disk that the temporary folder is on, with its mark signed.
class Log {
  public:
    Log(std::filesystem::path folder, bool with_log) {
        std::optional<store::LogSigner> log;
        if (with_log) {
            log = store::LogSigner{"ocop.example/log", key_.public_key(), [this](ByteView text) {
                                       return Result<crypto::Ed25519Signature>(key_.sign(text));
                                   }};
        }
        auto const sign = [this](ByteView bytes) {
            return Result<crypto::Ed25519Signature>(key_.sign(bytes));
        };
        auto opened = store::open_rocks_store({
            .directory = std::move(folder),
            .mark = {sign, key_.public_key()},
            .log = std::move(log),
            .clock = clock_,
            .random = random_,
            .free_bytes_min = 1,
            .on_fatal = {},
            .env = nullptr,
            .say = {},
        });
        OCOP_ASSERT(opened.has_value());
        store_ = std::move(*opened);
    }

    // Commits a second of `clients` that each wait for theirs.
    double rate(int clients) {
        std::atomic<std::uint64_t> done = 0;
        std::vector<std::thread> threads;
        auto const start = std::chrono::steady_clock::now();
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back([&, end = start + turn_time] {
                while (std::chrono::steady_clock::now() < end) {
                    OCOP_ASSERT(store::transact_now(*store_, work()).has_value());
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
    // About what a stamp order leaves.
    static store::Work work() {
        return [](store::Transaction& tx) {
            auto const number = std::to_string(tx.ledger_size());
            json::object const record{{"v", 1}, {"id", number}, {"pad", std::string(500, 'x')}};
            auto const logged = tx.append(
                {"order.requested", "system", "order:" + number, {{"order", number}}}, record, -1
            );
            tx.put(store::Space::stamps, "o" + number, json::serialize(record));
            tx.put(store::Space::stamps, "p" + number, std::to_string(logged.index));
            return Result<void>();
        };
    }

    SystemClock clock_;
    crypto::SystemRandom random_;
    crypto::Ed25519PrivateKey const key_ = crypto::Ed25519PrivateKey::generate(random_);
    std::unique_ptr<store::Store> store_;
};

}  // namespace

int compare_ledger_cost() {
    auto const folder =
        std::filesystem::temp_directory_path() / ("ocop-ledger-cost-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    {
        Log with(folder / "with", true);
        Log without(folder / "without", false);
        for (int const clients : {1, 16, 64}) {
            std::vector<double> a;
            std::vector<double> b;
            std::vector<double> ratios;
            for (int turn = 0; turn < turns; ++turn) {
                a.push_back(with.rate(clients));
                b.push_back(without.rate(clients));
                ratios.push_back(a.back() / b.back());
            }
            std::printf(
                "%d clients: commits a second with the log %.0f, without %.0f, ratio %.3f\n",
                clients,
                median(a),
                median(b),
                median(ratios)
            );
        }
    }
    std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace ocop::bench
