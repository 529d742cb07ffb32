#pragma once

#include "checks/retention.hpp"
#include "http/limits.hpp"
#include "stamps/policy.hpp"

#include <ocop/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::cli {

struct WitnessSetting {
    std::string url;   // of its submission prefix
    std::string vkey;  // of its key
};

// What an installation can set. Flags win over the environment, the environment over the file, the
// file over the defaults here. Names, defaults and meanings for operators: README.md.
struct Config {
    std::filesystem::path data = "data";
    std::string address = "127.0.0.1";
    std::uint16_t port = 8443;
    // Printed in stamps and on pages: "host" or "host:port", at most 32 characters. Empty:
    // "localhost" with the port.
    std::string host;
    std::vector<std::string> more_hosts;    // other names under which this service answers
    std::filesystem::path tls_certificate;  // empty: tls/certificate.pem in data
    std::filesystem::path tls_key;          // empty: tls/key.pem in data
    std::filesystem::path keys;             // empty: keys in data
    std::filesystem::path passphrase_file;  // empty: passphrase in data
    std::filesystem::path blobs;            // photos and reports; empty: blobs in data
    std::filesystem::path blobs_key_file;   // empty: blobs.key in data
    std::uint64_t blob_quota_bytes = std::uint64_t{2} << 30;  // of each producer
    std::filesystem::path print_artwork;  // a PNG that stands on every label; empty: none
    int print_artwork_width = 1200;       // hundredths of a millimetre
    std::optional<std::filesystem::path> web;
    // Records of buyers' checks are erased after so many legal days; counts stay.
    std::int64_t check_record_days = checks::default_record_days;
    // Sign-in at an OpenID provider; all empty: off.
    std::string oidc_issuer;
    std::string oidc_client_id;
    std::filesystem::path oidc_client_secret_file;  // empty: a public client
    std::filesystem::path oidc_ca_file;             // empty: the system's store
    // Who cosigns the public log; none: nobody.
    std::vector<WitnessSetting> witnesses;
    std::int64_t witness_interval_s = 10;
    std::int64_t witness_deadline_ms = 1'000;
    std::filesystem::path witness_ca_file;  // empty: the system's store
    unsigned io_threads = 0;
    unsigned pool_threads = 0;
    http::RateLimits limits;
    stamps::Policy stamp_policy;
    std::uint64_t free_bytes_min = std::uint64_t{256} << 20;
    bool development = false;  // make missing keys and certificates
    bool demo = false;         // with development: load sample data at first start

    // Every name under which this service answers, the printed one first.
    std::vector<std::string> hosts() const;
};

// Reads a TOML file over `config`. malformed "config_invalid" with every fault: unknown tables and
// keys, wrong types, ranges.
Result<void> read_config_file(std::filesystem::path const& file, Config& config);

// Fills what depends on other settings and checks the whole. malformed "config_invalid".
Result<void> finish_config(Config& config);

// The settings as TOML, for --check-config. Holds no secret.
std::string show_config(Config const& config);

}  // namespace ocop::cli
