#include "cli/config_witness.hpp"

#include "http/url.hpp"
#include "witnesses/circle.hpp"

#include <ocop/ledger/note.hpp>

#include <set>

namespace ocop::cli {

namespace {

bool read_witness(toml::node const& value, WitnessSetting& out) {
    auto const* const table = value.as_table();
    if (table == nullptr || table->size() != 2) {
        return false;
    }
    auto const url = (*table)["url"].value_exact<std::string>();
    auto const vkey = (*table)["vkey"].value_exact<std::string>();
    out = {url.value_or(""), vkey.value_or("")};
    return url && vkey;
}

}  // namespace

bool set_witnesses(toml::node const& value, Config& config) {
    auto const* const list = value.as_array();
    if (list == nullptr) {
        return false;
    }
    config.witnesses.clear();
    for (auto const& element : *list) {
        if (!read_witness(element, config.witnesses.emplace_back())) {
            return false;
        }
    }
    return true;
}

void check_witnesses(Config const& config, std::vector<Fault>& faults) {
    std::set<crypto::Ed25519PublicKey> keys;
    for (auto const& witness : config.witnesses) {
        auto const key = ledger::parse_vkey(witness.vkey);
        if (!key || key->kind != ledger::NoteKind::cosignature) {
            faults.push_back({"witness.vkey " + witness.vkey, "is not a witness's key"});
        } else if (!keys.insert(key->key).second) {
            faults.push_back({"witness.vkey " + witness.vkey, "comes twice"});
        }
        auto const url = http::parse_url(witness.url);
        if (!url || !witness.url.starts_with("https://") ||
            witness.url.find('?') != std::string::npos) {
            faults.push_back({"witness.url " + witness.url, "must be an https URL without query"});
        }
    }
    if (config.witnesses.size() > witnesses::witnesses_max) {
        faults.push_back({"witness", "there are too many"});
    }
    if (config.witness_interval_s < 1) {
        faults.push_back({"witnesses.interval_seconds", "must be 1 at least"});
    }
    if (config.witness_deadline_ms < 1) {
        faults.push_back({"witnesses.deadline_ms", "must be 1 at least"});
    }
}

void show_witnesses(Config const& config, toml::table& out) {
    if (config.witnesses.empty()) {
        return;
    }
    toml::table common{
        {"interval_seconds", config.witness_interval_s},
        {"deadline_ms", config.witness_deadline_ms}};
    if (!config.witness_ca_file.empty()) {
        common.insert("ca_file", config.witness_ca_file.string());
    }
    out.insert("witnesses", std::move(common));
    toml::array list;
    for (auto const& witness : config.witnesses) {
        list.push_back(toml::table{{"url", witness.url}, {"vkey", witness.vkey}});
    }
    out.insert("witness", std::move(list));
}

}  // namespace ocop::cli
