#pragma once

#include "cli/config.hpp"
#include "cli/remote.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// The commands of `ocoptrace`. Each gives the process's exit status; errors go to standard error.
namespace ocop::cli {

// Runs the service until SIGTERM or SIGINT; SIGHUP reloads the TLS certificate. Prints lines of the
// form "key: value", last "ready: https://…".
int serve(Config const& config);

// Cosigns checkpoints of the logs that its own configuration file names, until SIGTERM or SIGINT;
// SIGHUP reloads the TLS certificate. Prints "vkey: ", "listening: ", last "ready: https://…".
int witness(std::filesystem::path const& config_file);

struct VerifyRequest {
    std::filesystem::path trust;
    std::optional<std::filesystem::path> root;
    std::string uri;
};

// What a trust list alone can show, as JSON. 0 signature good, 1 not, 2 usage.
int verify(VerifyRequest const& request);

struct KeysRequest {
    std::string authority;
    std::filesystem::path file;
};

int make_keys(Config const& config, KeysRequest const& request);
int rotate_keys(Config const& config, KeysRequest const& request);
int back_up_keys(Config const& config, KeysRequest const& request);
int restore_keys(Config const& config, KeysRequest const& request);

// Loads the sample register into an empty data folder.
int load_demo_data(Config const& config, std::uint64_t seed);

struct AdminRequest {
    std::string login;
    std::string name;
    std::string authority;
};

// Makes an administrator's account with the password on the first line of standard input (asked for
// on a terminal, without showing it), and prints its second factor, once.
int create_admin(Config const& config, AdminRequest const& request);

struct TokenRequest {
    std::string login;
    std::string label;
    std::string scopes;  // "read,orders"
    std::int64_t days = 90;
};

// Makes an API key for an account, of any scopes, and prints it, once.
int create_token(Config const& config, TokenRequest const& request);

// Recomputes every logged record's ledger entry, and the chain of the audit; reads every blob.
// Prints "blobs: ", "erased: " (their owner's key is gone) and "damaged: ". 0 when all is whole.
int check_store(Config const& config);

struct AuditRequest {
    std::string target;  // a data folder, or "https://host[:port]"
    std::optional<std::filesystem::path> old_checkpoint;
    std::optional<std::filesystem::path> trust;  // a trust list that the auditor saved
    std::optional<std::string> vkey;
    std::optional<std::filesystem::path> state;  // the auditor's copy of the log
    std::optional<std::filesystem::path> ca_file;
    std::optional<std::filesystem::path>
        answer;                               // what a check was answered, as the receipt gave it
    std::uint64_t entries_max = 100'000'000;  // a checkpoint of more is refused
    bool private_address = false;
    bool progress = false;  // also without a terminal
};

// Checks the log of a service, or of a data folder that no service has open; of a folder also that
// every record is the one that its entry was made for. The log's key comes from `vkey`, `trust`, or
// of a folder from its own keyring, for which `config` says where keys and passphrase are. Prints a
// line for each thing that is wrong on standard error, and "entries: ", "root: ", "sample data: "
// of such a log, "two approve from: " each time that it changed, and "findings: ".
// 0 when nothing was found; 1 when something was, or could not be looked at; 2 usage.
int audit(Config const& config, AuditRequest const& request);

struct ImportRequest {
    RemoteRequest remote;
    std::vector<std::filesystem::path> files;
    bool progress = false;  // also without a terminal
};

// Captures the events of EPCIS documents at a running service, 500 at a time. Events that are there
// already are skipped, so that what was broken off can be begun again. Prints "stored: ", "skipped:
// ", "failed: ". 0 when none failed; 1 when one did, or the service refused a document.
int import_events(ImportRequest const& request);

struct ExportRequest {
    RemoteRequest remote;
    std::optional<std::string> lot;  // "GTIN/LOT"; none: every event that the key may see
    std::filesystem::path file;      // there when it is whole
    bool progress = false;
};

// Writes an EPCISDocument, a page at a time, in the order of recording. Prints "events: ", and
// "cut: " for a lot whose story is longer than the service gives.
int export_events(ExportRequest const& request);

}  // namespace ocop::cli
