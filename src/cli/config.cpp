#include "cli/config.hpp"

#include "accounts/oidc.hpp"
#include "cli/config_witness.hpp"
#include "http/url.hpp"

#include <ocop/stamp/payload.hpp>

#include <toml++/toml.h>

#include <map>
#include <sstream>

namespace ocop::cli {

namespace {

// Reads one value into the configuration; false when its type or range is wrong.
using Setter = bool (*)(toml::node const& value, Config& config);

template <auto member>
bool set_text(toml::node const& value, Config& config) {
    auto const text = value.value_exact<std::string>();
    if (text) {
        config.*member = *text;
    }
    return text.has_value();
}

template <auto member, std::int64_t max>
bool set_number(toml::node const& value, Config& config) {
    auto const number = value.value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > max) {
        return false;
    }
    using Number = std::remove_reference_t<decltype(config.*member)>;
    config.*member = static_cast<Number>(*number);
    return true;
}

bool read_list(toml::node const& value, std::vector<std::string>& out) {
    auto const* list = value.as_array();
    if (list == nullptr) {
        return false;
    }
    for (auto const& element : *list) {
        auto const text = element.value_exact<std::string>();
        if (!text) {
            return false;
        }
        out.push_back(*text);
    }
    return true;
}

bool set_hosts(toml::node const& value, Config& config) {
    return read_list(value, config.more_hosts);
}

bool set_exempt(toml::node const& value, Config& config) {
    return read_list(value, config.limits.exempt);
}

template <auto limit, auto member>
bool set_limit(toml::node const& value, Config& config) {
    auto const number = value.value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > http::Allowance::number_max) {
        return false;
    }
    config.limits.*limit.*member = static_cast<std::uint32_t>(*number);
    return true;
}

bool set_web(toml::node const& value, Config& config) {
    auto const text = value.value_exact<std::string>();
    if (text) {
        config.web = *text;
    }
    return text.has_value();
}

template <auto member, std::int64_t max>
bool set_policy(toml::node const& value, Config& config) {
    auto const number = value.value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > max) {
        return false;
    }
    config.stamp_policy.*member = *number;
    return true;
}

constexpr std::int64_t number_max = std::int64_t{1} << 50;

constexpr std::int64_t record_days_max = 366;

constexpr auto burst = &http::Allowance::burst;
constexpr auto per_second = &http::Allowance::per_second;
constexpr auto anonymous_writes = &http::RateLimits::anonymous_writes;
constexpr auto account_requests = &http::RateLimits::account_requests;
constexpr auto handshakes = &http::RateLimits::handshakes;

std::map<std::string, Setter, std::less<>> const& setters() {
    static std::map<std::string, Setter, std::less<>> const all{
        {"data.folder", set_text<&Config::data>},
        {"data.free_bytes_min", set_number<&Config::free_bytes_min, number_max>},
        {"listen.address", set_text<&Config::address>},
        {"listen.port", set_number<&Config::port, 65535>},
        {"listen.more_hosts", set_hosts},
        {"stamp.host", set_text<&Config::host>},
        {"tls.certificate", set_text<&Config::tls_certificate>},
        {"tls.key", set_text<&Config::tls_key>},
        {"keys.folder", set_text<&Config::keys>},
        {"keys.passphrase_file", set_text<&Config::passphrase_file>},
        {"blobs.folder", set_text<&Config::blobs>},
        {"blobs.key_file", set_text<&Config::blobs_key_file>},
        {"blobs.quota_bytes", set_number<&Config::blob_quota_bytes, number_max>},
        {"checks.record_days", set_number<&Config::check_record_days, record_days_max>},
        {"stamps.unattested_percent", set_policy<&stamps::Policy::unattested_percent, 100>},
        {"stamps.large_sum", set_policy<&stamps::Policy::large_sum, number_max>},
        {"stamps.lapse_days", set_policy<&stamps::Policy::lapse_days, 3'660>},
        {"stamps.stocktake_days", set_policy<&stamps::Policy::stocktake_days, 366>},
        {"prints.artwork", set_text<&Config::print_artwork>},
        {"prints.artwork_width", set_number<&Config::print_artwork_width, 10'000>},
        {"oidc.issuer", set_text<&Config::oidc_issuer>},
        {"oidc.client_id", set_text<&Config::oidc_client_id>},
        {"oidc.client_secret_file", set_text<&Config::oidc_client_secret_file>},
        {"oidc.ca_file", set_text<&Config::oidc_ca_file>},
        {"witness", set_witnesses},
        {"witnesses.interval_seconds", set_number<&Config::witness_interval_s, 86'400>},
        {"witnesses.deadline_ms", set_number<&Config::witness_deadline_ms, 60'000>},
        {"witnesses.ca_file", set_text<&Config::witness_ca_file>},
        {"threads.io", set_number<&Config::io_threads, 256>},
        {"threads.pool", set_number<&Config::pool_threads, 256>},
        {"limits.anonymous_writes_burst", set_limit<anonymous_writes, burst>},
        {"limits.anonymous_writes_per_second", set_limit<anonymous_writes, per_second>},
        {"limits.account_requests_burst", set_limit<account_requests, burst>},
        {"limits.account_requests_per_second", set_limit<account_requests, per_second>},
        {"limits.handshakes_burst", set_limit<handshakes, burst>},
        {"limits.handshakes_per_second", set_limit<handshakes, per_second>},
        {"limits.exempt", set_exempt},
        {"web.folder", set_web},
    };
    return all;
}

void read_table(
    toml::table const& table, std::string const& prefix, Config& config, std::vector<Fault>& faults
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

toml::array as_array(std::vector<std::string> const& list) {
    toml::array out;
    for (auto const& text : list) {
        out.push_back(text);
    }
    return out;
}

void check_oidc(Config const& config, std::vector<Fault>& faults) {
    auto const& issuer = config.oidc_issuer;
    if (issuer.empty()) {
        bool const alone = !config.oidc_client_id.empty() ||
                           !config.oidc_client_secret_file.empty() || !config.oidc_ca_file.empty();
        if (alone) {
            faults.push_back({"oidc.issuer", "is required by the other settings of oidc"});
        }
        return;
    }
    if (!accounts::oidc_metadata_url(issuer) || !http::parse_url(issuer)) {
        faults.push_back({"oidc.issuer", "must be an https URL of a plain host, without query"});
    }
    if (config.oidc_client_id.empty()) {
        faults.push_back({"oidc.client_id", "is required"});
    }
}

toml::table show_oidc(Config const& config) {
    toml::table out{{"issuer", config.oidc_issuer}, {"client_id", config.oidc_client_id}};
    if (!config.oidc_client_secret_file.empty()) {
        out.insert("client_secret_file", config.oidc_client_secret_file.string());
    }
    if (!config.oidc_ca_file.empty()) {
        out.insert("ca_file", config.oidc_ca_file.string());
    }
    return out;
}

toml::table show_limits(http::RateLimits const& limits) {
    return toml::table{
        {"anonymous_writes_burst", std::int64_t{limits.anonymous_writes.burst}},
        {"anonymous_writes_per_second", std::int64_t{limits.anonymous_writes.per_second}},
        {"account_requests_burst", std::int64_t{limits.account_requests.burst}},
        {"account_requests_per_second", std::int64_t{limits.account_requests.per_second}},
        {"handshakes_burst", std::int64_t{limits.handshakes.burst}},
        {"handshakes_per_second", std::int64_t{limits.handshakes.per_second}},
        {"exempt", as_array(limits.exempt)},
    };
}

}  // namespace

std::vector<std::string> Config::hosts() const {
    std::vector<std::string> out{host};
    out.insert(out.end(), more_hosts.begin(), more_hosts.end());
    return out;
}

Result<void> read_config_file(std::filesystem::path const& file, Config& config) {
    std::vector<Fault> faults;
    try {
        read_table(toml::parse_file(file.string()), "", config, faults);
    } catch (toml::parse_error const& e) {
        std::ostringstream at;
        at << file.string() << ":" << e.source().begin.line;
        faults.push_back({at.str(), std::string(e.description())});
    }
    if (!faults.empty()) {
        return Error(Errc::malformed, "config_invalid", std::move(faults));
    }
    return {};
}

Result<void> finish_config(Config& config) {
    auto fill = [](std::filesystem::path& path, std::filesystem::path const& otherwise) {
        if (path.empty()) {
            path = otherwise;
        }
    };
    fill(config.tls_certificate, config.data / "tls" / "certificate.pem");
    fill(config.tls_key, config.data / "tls" / "key.pem");
    fill(config.keys, config.data / "keys");
    fill(config.passphrase_file, config.data / "passphrase");
    fill(config.blobs, config.data / "blobs");
    fill(config.blobs_key_file, config.data / "blobs.key");
    // Port 0 is any free one: links then name the host alone.
    bool const implied = config.port == 443 || config.port == 0;
    auto const suffix = implied ? std::string() : ":" + std::to_string(config.port);
    if (config.host.empty()) {
        config.host = "localhost" + suffix;
    }
    if (config.development) {
        config.more_hosts.push_back("127.0.0.1" + suffix);
    }
    std::vector<Fault> faults;
    for (auto const& host : config.hosts()) {
        if (auto ok = stamp::check_stamp_host(host); !ok) {
            faults.push_back({"host " + host, describe(ok.error())});
        }
    }
    for (auto const& block : config.limits.exempt) {
        if (!http::parse_address_block(block)) {
            faults.push_back({"limits.exempt " + block, "is not an address or a block of them"});
        }
    }
    check_oidc(config, faults);
    check_witnesses(config, faults);
    if (config.check_record_days < 1) {
        faults.push_back({"checks.record_days", "must be 1 at least"});
    }
    if (config.demo && !config.development) {
        faults.push_back({"demo", "is for development only"});
    }
    if (!faults.empty()) {
        return Error(Errc::malformed, "config_invalid", std::move(faults));
    }
    return {};
}

std::string show_config(Config const& config) {
    toml::table table{
        {"data",
         toml::table{
             {"folder", config.data.string()},
             {"free_bytes_min", static_cast<std::int64_t>(config.free_bytes_min)},
         }},
        {"listen",
         toml::table{
             {"address", config.address},
             {"port", std::int64_t{config.port}},
             {"more_hosts", as_array(config.more_hosts)},
         }},
        {"stamp", toml::table{{"host", config.host}}},
        {"tls",
         toml::table{
             {"certificate", config.tls_certificate.string()},
             {"key", config.tls_key.string()},
         }},
        {"keys",
         toml::table{
             {"folder", config.keys.string()},
             {"passphrase_file", config.passphrase_file.string()},
         }},
        {"blobs",
         toml::table{
             {"folder", config.blobs.string()},
             {"key_file", config.blobs_key_file.string()},
             {"quota_bytes", static_cast<std::int64_t>(config.blob_quota_bytes)},
         }},
        {"prints",
         toml::table{
             {"artwork", config.print_artwork.string()},
             {"artwork_width", std::int64_t{config.print_artwork_width}},
         }},
        {"threads",
         toml::table{
             {"io", std::int64_t{config.io_threads}},
             {"pool", std::int64_t{config.pool_threads}},
         }},
        {"checks", toml::table{{"record_days", config.check_record_days}}},
        {"stamps",
         toml::table{
             {"unattested_percent", config.stamp_policy.unattested_percent},
             {"large_sum", config.stamp_policy.large_sum},
             {"lapse_days", config.stamp_policy.lapse_days},
             {"stocktake_days", config.stamp_policy.stocktake_days},
         }},
        {"limits", show_limits(config.limits)},
    };
    if (config.web) {
        table.insert("web", toml::table{{"folder", config.web->string()}});
    }
    if (!config.oidc_issuer.empty()) {
        table.insert("oidc", show_oidc(config));
    }
    show_witnesses(config, table);
    std::ostringstream out;
    out << table << '\n';
    return out.str();
}

}  // namespace ocop::cli
