#include "cli/witness_config.hpp"

#include <toml++/toml.h>

#include <map>
#include <sstream>

namespace ocop::cli {

namespace {

using Setter = bool (*)(toml::node const& value, WitnessConfig& config);

template <auto member>
bool set_text(toml::node const& value, WitnessConfig& config) {
    auto const text = value.value_exact<std::string>();
    if (text) {
        config.*member = *text;
    }
    return text.has_value();
}

bool set_port(toml::node const& value, WitnessConfig& config) {
    auto const number = value.value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > 65'535) {
        return false;
    }
    config.port = static_cast<std::uint16_t>(*number);
    return true;
}

bool set_hosts(toml::node const& value, WitnessConfig& config) {
    auto const* const list = value.as_array();
    if (list == nullptr || list->empty()) {
        return false;
    }
    for (auto const& element : *list) {
        config.hosts.push_back(element.value_exact<std::string>().value_or(""));
        if (config.hosts.back().empty()) {
            return false;
        }
    }
    return true;
}

bool set_logs(toml::node const& value, WitnessConfig& config) {
    auto const* const list = value.as_array();
    if (list == nullptr) {
        return false;
    }
    for (auto const& element : *list) {
        auto const* const table = element.as_table();
        if (table == nullptr || table->size() != 1) {
            return false;
        }
        auto const key =
            ledger::parse_vkey((*table)["vkey"].value_exact<std::string>().value_or(""));
        if (!key || key->kind != ledger::NoteKind::ed25519) {
            return false;
        }
        config.logs.push_back(*key);
    }
    return true;
}

std::map<std::string, Setter, std::less<>> const& setters() {
    static std::map<std::string, Setter, std::less<>> const all{
        {"name", set_text<&WitnessConfig::name>},
        {"folder", set_text<&WitnessConfig::folder>},
        {"listen.address", set_text<&WitnessConfig::address>},
        {"listen.port", set_port},
        {"listen.hosts", set_hosts},
        {"tls.certificate", set_text<&WitnessConfig::tls_certificate>},
        {"tls.key", set_text<&WitnessConfig::tls_key>},
        {"log", set_logs},
    };
    return all;
}

void read_table(
    toml::table const& table,
    std::string const& prefix,
    WitnessConfig& config,
    std::vector<Fault>& faults
) {
    for (auto const& [key, value] : table) {
        auto const name = prefix + std::string(key.str());
        if (prefix.empty() && value.is_table()) {
            read_table(*value.as_table(), name + ".", config, faults);
            continue;
        }
        auto const setter = setters().find(name);
        if (setter == setters().end()) {
            faults.push_back({name, "is not known"});
        } else if (!setter->second(value, config)) {
            faults.push_back({name, "has the wrong type or is out of range"});
        }
    }
}

void finish(WitnessConfig& config, std::vector<Fault>& faults) {
    if (!ledger::is_key_name(config.name)) {
        faults.push_back({"name", "is required: without space and +"});
    }
    if (config.hosts.empty()) {
        faults.push_back({"listen.hosts", "is required"});
    }
    if (config.logs.empty()) {
        faults.push_back({"log", "is required: a witness of nothing"});
    }
    if (config.tls_certificate.empty()) {
        config.tls_certificate = config.folder / "tls" / "certificate.pem";
    }
    if (config.tls_key.empty()) {
        config.tls_key = config.folder / "tls" / "key.pem";
    }
}

}  // namespace

Result<WitnessConfig> read_witness_config(std::filesystem::path const& file) {
    WitnessConfig config;
    std::vector<Fault> faults;
    try {
        read_table(toml::parse_file(file.string()), "", config, faults);
    } catch (toml::parse_error const& e) {
        std::ostringstream at;
        at << file.string() << ":" << e.source().begin.line;
        faults.push_back({at.str(), std::string(e.description())});
    }
    if (faults.empty()) {
        finish(config, faults);
    }
    if (!faults.empty()) {
        return Error(Errc::malformed, "config_invalid", std::move(faults));
    }
    return config;
}

}  // namespace ocop::cli
