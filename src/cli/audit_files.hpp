#pragma once

#include "http/client.hpp"
#include "tlog/audit.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

// Where an audit reads a log from, besides a data folder: a service, and the copy that the auditor
// kept.
namespace ocop::cli {

struct LogUrl {
    std::string prefix;                            // "https://host[:port]/log"
    bool private_address = false;                  // may be an address that is not public
    std::optional<std::filesystem::path> ca_file;  // whom to believe; none: the system's store
};

// "https://host[:port]" gets the path "/log"; another path is taken as it is. malformed
// "url_malformed".
Result<std::string> log_prefix(std::string_view url);

// The files of a log over HTTPS; asks again, a few times, when the service is busy or cannot be
// reached. Gives what http::Client::send() gives, and refused "service_refused" for any status but
// 200.
class RemoteLog {
  public:
    static Result<RemoteLog> connect(LogUrl const& url);

    // This must outlive them.
    tlog::LogFiles files() const;

  private:
    RemoteLog(LogUrl const& url, std::string trusted);

    Result<std::string> get(std::string const& path, std::size_t bytes_max) const;

    std::string prefix_;
    // In this order: the client uses the resolver.
    std::shared_ptr<http::Resolver> resolver_;
    std::shared_ptr<http::Client> client_;
};

// The auditor's own copy of a log: FILE, its entries as one bundle, and FILE.checkpoint, the last
// checkpoint to which they led. Entries that are kept are not asked for again, and the log must go
// on from them. What is kept is not written over: new entries go behind it as they come, the
// checkpoint last, so that after a crash the old copy stands.
class KeptLog {
  public:
    // Empty when neither file is there. malformed "state_malformed" when one is missing, or they do
    // not belong together under `key`.
    static Result<KeptLog> open(std::filesystem::path file, ledger::NoteKey const& key);

    std::optional<ledger::TreeHead> const& head() const { return head_; }

    // Bundles that are kept whole are read from here, the rest from `rest`.
    tlog::LogFiles before(tlog::LogFiles rest);

    // Keeps an entry that is new; entries come in order. Holds a bundle of them at most.
    void add(std::uint64_t index, std::string_view entry);
    // Has the new entries and then the checkpoint on disk. unavailable "file_unwritable", also of
    // an add() before.
    Result<void> save(tlog::Audited const& audited);

  private:
    Result<void> load(ledger::NoteKey const& key);
    Result<std::string> read_bundle(ledger::TilePath const& path);
    Result<void> write_fresh();

    std::filesystem::path file_;
    std::optional<ledger::TreeHead> head_;
    bool is_ours_ = false;  // the files are there, and were checked
    // Where each whole bundle that is kept begins in the file, and the end of the last.
    std::vector<std::uint64_t> bundles_;
    std::uint64_t end_ = 0;  // of what is in the file
    std::string fresh_;      // entries that are not
    Result<void> written_;
};

}  // namespace ocop::cli
