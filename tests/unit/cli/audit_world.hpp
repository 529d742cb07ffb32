#pragma once

#include "cli/commands.hpp"
#include "fixture.hpp"

#include <ocop/ledger/note.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

// A data folder with a log of more than one tile, made once by the services, for audits to look at
// and for tests to falsify copies of.
namespace ocop::test {

ledger::NoteKey log_key();

// The folder as the services left it; nobody has it open.
std::filesystem::path const& good_folder();

class RawDatabase;

// A copy that goes with the object. Its database is open from the first look at it until close().
class FolderCopy {
  public:
    FolderCopy();
    ~FolderCopy();
    FolderCopy(FolderCopy const&) = delete;
    FolderCopy& operator=(FolderCopy const&) = delete;

    std::filesystem::path const& path() const { return directory_.path(); }

    // Raw keys of a column family.
    std::optional<std::string> get(std::string const& family, std::string const& key) const;
    std::vector<std::string> keys(std::string const& family, std::string const& prefix) const;
    // nullopt deletes.
    void put(
        std::string const& family, std::string const& key, std::optional<std::string> const& value
    ) const;

    void close() const;

  private:
    RawDatabase& database() const;

    TemporaryDirectory directory_;
    mutable std::unique_ptr<RawDatabase> database_;
};

struct AuditOutcome {
    int status = 0;
    std::string words;             // all that was printed
    std::vector<std::string> ids;  // of the findings, in order
};

// `ocoptrace audit`, with the log's key given.
AuditOutcome audit_of(
    std::filesystem::path const& folder, std::function<void(cli::AuditRequest&)> const& with = {}
);

// Why the store refuses to start; "" when it does not.
std::string refusal_of(std::filesystem::path const& folder);

}  // namespace ocop::test
