#pragma once

#include <ocop/base/result.hpp>
#include <ocop/ledger/note.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ocop::cli {

// What a witness can set. Names, defaults and meanings for operators: README.md.
struct WitnessConfig {
    std::string name;  // of its key
    std::filesystem::path folder = "witness";
    std::string address = "127.0.0.1";
    std::uint16_t port = 8444;
    std::vector<std::string> hosts;         // under which it answers; the first is printed
    std::filesystem::path tls_certificate;  // empty: tls/certificate.pem in the folder
    std::filesystem::path tls_key;          // empty: tls/key.pem in the folder
    std::vector<ledger::NoteKey> logs;      // that it knows
};

// Reads a TOML file. malformed "config_invalid" with every fault: unknown tables and keys, wrong
// types, ranges, keys that are none of a log.
Result<WitnessConfig> read_witness_config(std::filesystem::path const& file);

}  // namespace ocop::cli
