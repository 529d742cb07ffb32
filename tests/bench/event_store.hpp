#pragma once

#include "accounts/account.hpp"
#include "accounts/principal.hpp"
#include "bench/event_maker.hpp"
#include "signer/local_signer.hpp"
#include "store/store.hpp"

#include <ocop/base/random.hpp>
#include <ocop/crypto/hash.hpp>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

// A store with one producer and its trade items, in a folder of its own.
namespace ocop::bench {

void must(bool ok);

inline constexpr std::size_t trade_items = 8;
std::string trade_item(std::size_t i);  // a GTIN

// Puts write-ahead logs aside instead of deleting them, where GetUpdatesSince() finds them: what
// each batch wrote can be read afterwards, and writing it cost nothing more.
class KeepsLogs final : public rocksdb::FileSystemWrapper {
  public:
    KeepsLogs() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

    char const* Name() const override { return "keeps-logs"; }

    rocksdb::IOStatus DeleteFile(
        std::string const& name, rocksdb::IOOptions const& options, rocksdb::IODebugContext* dbg
    ) override;
};

struct Folder {
    Folder();
    ~Folder();
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;

    std::filesystem::path path;
};

class EventStore {
  public:
    explicit EventStore(std::filesystem::path const& folder);

    EventMaker maker() const { return {gtins, first}; }

    accounts::Principal owner() const;

    // As a new start of the service finds it: what lay in memory lies in files.
    void open_anew();

    SystemClock clock;
    crypto::SystemRandom random;
    std::unique_ptr<rocksdb::Env> env;
    std::unique_ptr<signer::Keyring> keyring;
    std::unique_ptr<signer::LocalSigner> signer;
    std::filesystem::path path;
    std::unique_ptr<store::Store> store;
    std::string producer;
    std::vector<std::string> gtins;
    Instant first;      // eventTime of the first event
    std::string token;  // API key of the producer's owner
    accounts::Account account;

  private:
    Result<void> fill(store::Transaction& tx);
};

}  // namespace ocop::bench
