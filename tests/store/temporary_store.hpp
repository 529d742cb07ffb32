#pragma once

#include "store/fault_env.hpp"
#include "store/rocks_store.hpp"
#include "temporary_directory.hpp"

#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

// A store on a directory of its own that goes with the object, a clock that the test moves, and a
// mark key that the test owns.
namespace ocop::test {

// Starts at 2026-11-22T03:04:05.678Z; any thread.
class TestClock final : public Clock {
  public:
    Instant now() const override { return {ms_}; }

    void set(Instant at) { ms_ = at.ms; }

    void advance_ms(std::int64_t ms) { ms_ += ms; }

  private:
    std::atomic<std::int64_t> ms_ = 1'795'316'645'678;
};

inline crypto::Ed25519PrivateKey const& mark_key() {
    static crypto::Ed25519PrivateKey const key(crypto::Ed25519Seed{1, 2, 3});
    return key;
}

inline store::MarkSigner mark_signer() {
    return {
        [](ByteView message) -> Result<crypto::Ed25519Signature> {
            return mark_key().sign(message);
        },
        mark_key().public_key(),
    };
}

inline crypto::Ed25519PrivateKey const& checkpoint_key() {
    static crypto::Ed25519PrivateKey const key(crypto::Ed25519Seed{7});
    return key;
}

inline store::LogSigner log_signer() {
    return {"ocop.example/log", checkpoint_key().public_key(), [](ByteView text) {
                return Result<crypto::Ed25519Signature>(checkpoint_key().sign(text));
            }};
}

// Without faults, and without waiting for the disk.
inline rocksdb::Env* quick_env() {
    static FaultEnv quick;
    return quick.env();
}

class TemporaryStore {
  public:
    TemporaryStore() = default;

    // For a directory that outlives this object.
    explicit TemporaryStore(std::filesystem::path path) : path_(std::move(path)) {}

    store::RocksOptions options() {
        store::RocksOptions out{path(), mark_signer(), log_signer(), clock, random};
        out.free_bytes_min = 0;
        out.env = quick_env();
        out.say = [](std::string_view) {};
        out.on_fatal = [this](std::string const& what) { fatal = what; };
        return out;
    }

    Result<void> try_open(store::RocksOptions options) {
        store.reset();
        auto opened = open_rocks_store(std::move(options));
        if (!opened) {
            return opened.error();
        }
        store = std::move(*opened);
        return {};
    }

    Result<void> try_open() { return try_open(options()); }

    store::Store& open() {
        auto const opened = try_open();
        BOOST_TEST_REQUIRE(reason_of(opened) == "");
        return *store;
    }

    // Why it is refused; "" when it is not.
    std::string refusal() { return slug_of(try_open()); }

    void close() { store.reset(); }

    std::filesystem::path const& path() const { return path_.empty() ? directory_.path() : path_; }

  private:
    TemporaryDirectory directory_;
    std::filesystem::path path_;

  public:  // after the directory, so that the store closes before it goes
    TestClock clock;
    crypto::SystemRandom random;
    std::string fatal;
    std::unique_ptr<store::Store> store;
};

inline store::Commit write_one(
    store::Store& store, store::Space space, std::string key, std::string value
) {
    auto const commit = transact_now(store, [&](store::Transaction& tx) {
        tx.put(space, key, value);
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(reason_of(commit) == "");
    return *commit;
}

inline store::EntryDraft draft(std::string subject) {
    return {"test.written", "system", std::move(subject), {{"n", 1}}};
}

}  // namespace ocop::test
