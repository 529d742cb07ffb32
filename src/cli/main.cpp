#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <iostream>
#include <sys/stat.h>

namespace {

using namespace ocop;

constexpr int status_usage = 2;

// Flags as given, to be laid over the configuration file.
struct Flags {
    std::optional<std::filesystem::path> config;
    std::optional<std::filesystem::path> data;
    std::optional<std::string> address;
    std::optional<std::uint16_t> port;
    std::optional<std::string> host;
    std::optional<std::filesystem::path> web;
    std::optional<std::filesystem::path> passphrase_file;
    bool development = false;
    bool no_demo = false;
    bool check_config = false;
    std::uint64_t seed = 1;
    cli::AdminRequest admin;
    cli::TokenRequest token;
    cli::VerifyRequest verify;
    cli::KeysRequest keys;
    cli::RemoteRequest remote;
    cli::ImportRequest import;
    cli::ExportRequest extract;
    std::filesystem::path witness_config;
    cli::AuditRequest audit;
    bool all = false;
};

void add_common(CLI::App& command, Flags& flags) {
    command.add_option("--config", flags.config, "TOML file")->envname("OCOP_CONFIG");
    command.add_option("--data", flags.data, "data folder (default: data)")->envname("OCOP_DATA");
    command.add_option("--passphrase-file", flags.passphrase_file, "opens the keys")
        ->envname("OCOP_PASSPHRASE_FILE");
}

void add_listen(CLI::App& command, Flags& flags) {
    command.add_option("--address", flags.address, "address to listen on")->envname("OCOP_ADDRESS");
    command.add_option("--port", flags.port, "port to listen on")->envname("OCOP_PORT");
    command.add_option("--host", flags.host, "host printed in stamps")->envname("OCOP_HOST");
    command.add_option("--web", flags.web, "read pages from this folder, not from the program")
        ->envname("OCOP_WEB");
}

void add_serve(CLI::App& app, Flags& flags) {
    auto* const serve = app.add_subcommand("serve", "run the service");
    add_common(*serve, flags);
    add_listen(*serve, flags);
    serve->add_flag("--development", flags.development, "make missing keys and certificates");
    serve->add_flag("--no-demo", flags.no_demo, "with --development: no sample data");
    serve->add_flag("--check-config", flags.check_config, "show the configuration and stop");
}

void add_keys(CLI::App& app, Flags& flags) {
    auto* const keys = app.add_subcommand("keys", "make, rotate, back up and restore keys");
    keys->require_subcommand(1);
    for (auto const* name : {"make", "rotate"}) {
        auto* const command = keys->add_subcommand(name, "issuing key of an authority");
        add_common(*command, flags);
        command->add_option("--authority", flags.keys.authority, "id of the authority")->required();
    }
    for (auto const* name : {"backup", "restore"}) {
        auto* const command = keys->add_subcommand(name, "the whole keyring, still encrypted");
        add_common(*command, flags);
        command->add_option("--file", flags.keys.file, "backup file")->required();
    }
}

void add_accounts(CLI::App& app, Flags& flags) {
    auto* const token = app.add_subcommand("token", "make an API key for an account");
    add_common(*token, flags);
    token->add_option("--login", flags.token.login, "the account's login")->required();
    token->add_option("--label", flags.token.label, "what it is for")->required();
    token->add_option("--scopes", flags.token.scopes, "read,lots,orders,…")->required();
    token->add_option("--days", flags.token.days, "until it ends")->check(CLI::Range(1, 366));
    auto* const accounts = app.add_subcommand("accounts", "access of people");
    accounts->require_subcommand(1);
    auto* const admin = accounts->add_subcommand(
        "create-admin", "an administrator; the password is read from standard input"
    );
    add_common(*admin, flags);
    admin->add_option("--login", flags.admin.login, "3 to 64 of a-z 0-9 . _ @ + -")->required();
    admin->add_option("--name", flags.admin.name, "the person's name")->required();
    admin->add_option("--authority", flags.admin.authority, "id of the authority")->required();
}

void add_others(CLI::App& app, Flags& flags) {
    auto* const verify = app.add_subcommand("verify", "check a stamp's link offline");
    verify->add_option("--trust", flags.verify.trust, "trust list")->required();
    verify->add_option("--root", flags.verify.root, "the root's public key, PEM");
    verify->add_option("uri", flags.verify.uri, "the link in the QR code")->required();
    auto* const witness = app.add_subcommand("witness", "cosign checkpoints of other logs");
    witness->add_option("--config", flags.witness_config, "TOML file, its own")->required();
    auto* const demo = app.add_subcommand("demo", "load sample data into an empty folder");
    add_common(*demo, flags);
    demo->add_option("--seed", flags.seed, "another seed, other names of things");
    auto* const check = app.add_subcommand("check", "recompute every logged record's entry");
    add_common(*check, flags);
}

void add_audit(CLI::App& app, Flags& flags) {
    auto* const audit =
        app.add_subcommand("audit", "check a service's public log, or a data folder");
    auto& request = flags.audit;
    audit->add_option("--config", flags.config, "TOML file: where a folder's keys are");
    audit->add_option("--passphrase-file", flags.passphrase_file, "opens a folder's keys");
    audit->add_option("--old", request.old_checkpoint, "a checkpoint saved before");
    audit->add_option("--trust", request.trust, "a trust list saved before: the log's key");
    audit->add_option("--vkey", request.vkey, "the log's key, name+id+key");
    audit->add_option("--state", request.state, "keeps the log in this file; goes on from it");
    audit->add_option("--ca", request.ca_file, "certificates to believe, PEM");
    audit->add_option("--answer", request.answer, "a signed answer to a check");
    audit->add_option("--max-entries", request.entries_max, "refuses a longer log");
    audit->add_flag("--private", request.private_address, "the URL may be of a private address");
    audit->add_flag("--progress", request.progress, "also without a terminal");
    audit->add_option("target", request.target, "https://host[:port], or a data folder")
        ->required();
}

void add_remote(CLI::App& command, Flags& flags) {
    auto& remote = flags.remote;
    command.add_option("--url", remote.url, "the service: https://host[:port]")
        ->envname("OCOP_URL")
        ->required();
    command.add_option("--key-file", remote.key_file, "file with an API key, for its owner alone")
        ->envname("OCOP_KEY_FILE")
        ->required();
    command.add_option("--ca", remote.ca_file, "certificates to believe, PEM")
        ->envname("OCOP_CA_FILE");
}

void add_events(CLI::App& app, Flags& flags) {
    auto* const import = app.add_subcommand("import", "EPCIS documents into a running service");
    add_remote(*import, flags);
    import->add_option("files", flags.import.files, "EPCIS documents, JSON")->required();
    import->add_flag("--progress", flags.import.progress, "also without a terminal");
    auto* const extract = app.add_subcommand("export", "events of a running service to a file");
    add_remote(*extract, flags);
    auto* const lot = extract->add_option("--lot", flags.extract.lot, "GTIN/LOT: its whole story");
    auto* const all = extract->add_flag("--all", flags.all, "every event that the key may see");
    lot->excludes(all);
    extract->add_option("-o,--output", flags.extract.file, "the file to write")->required();
    extract->add_flag("--progress", flags.extract.progress, "also without a terminal");
    extract->callback([lot, all] {
        if (lot->count() + all->count() == 0) {
            throw CLI::RequiredError("--lot or --all");
        }
    });
}

Result<cli::Config> effective_config(Flags const& flags, bool development, bool demo) {
    cli::Config config;
    if (flags.config) {
        if (auto ok = cli::read_config_file(*flags.config, config); !ok) {
            return ok.error();
        }
    }
    auto lay_over = [](auto const& flag, auto& setting) {
        if (flag) {
            setting = *flag;
        }
    };
    lay_over(flags.data, config.data);
    lay_over(flags.address, config.address);
    lay_over(flags.port, config.port);
    lay_over(flags.host, config.host);
    lay_over(flags.passphrase_file, config.passphrase_file);
    if (flags.web) {
        config.web = flags.web;
    }
    config.development = development;
    config.demo = demo;
    if (auto ok = cli::finish_config(config); !ok) {
        return ok.error();
    }
    return config;
}

int run_keys(CLI::App const& app, cli::Config const& config, Flags const& flags) {
    auto const* const keys = app.get_subcommand("keys");
    if (keys->got_subcommand("make")) {
        return cli::make_keys(config, flags.keys);
    }
    if (keys->got_subcommand("rotate")) {
        return cli::rotate_keys(config, flags.keys);
    }
    if (keys->got_subcommand("backup")) {
        return cli::back_up_keys(config, flags.keys);
    }
    return cli::restore_keys(config, flags.keys);
}

int run_events(CLI::App const& app, Flags const& flags) {
    if (app.got_subcommand("import")) {
        auto request = flags.import;
        request.remote = flags.remote;
        return cli::import_events(request);
    }
    auto request = flags.extract;
    request.remote = flags.remote;
    return cli::export_events(request);
}

int run_audit(Flags flags) {
    bool const is_folder = flags.audit.target.find("://") == std::string::npos;
    if (is_folder) {
        flags.data = flags.audit.target;
    }
    auto const config = effective_config(flags, false, false);
    if (!config) {
        std::cerr << "ocoptrace: " << describe(config.error()) << '\n';
        return status_usage;
    }
    return cli::audit(*config, flags.audit);
}

int run(CLI::App const& app, Flags const& flags) {
    if (app.got_subcommand("verify")) {
        return cli::verify(flags.verify);
    }
    if (app.got_subcommand("witness")) {
        return cli::witness(flags.witness_config);
    }
    if (app.got_subcommand("import") || app.got_subcommand("export")) {
        return run_events(app, flags);
    }
    if (app.got_subcommand("audit")) {
        return run_audit(flags);
    }
    bool const sample = app.got_subcommand("demo");
    bool const development = flags.development || sample;
    auto const config = effective_config(flags, development, development && !flags.no_demo);
    if (!config) {
        std::cerr << "ocoptrace: " << describe(config.error()) << '\n';
        return status_usage;
    }
    if (flags.check_config) {
        std::cout << cli::show_config(*config);
        return 0;
    }
    if (app.got_subcommand("serve")) {
        return cli::serve(*config);
    }
    if (app.got_subcommand("keys")) {
        return run_keys(app, *config, flags);
    }
    if (app.got_subcommand("token")) {
        return cli::create_token(*config, flags.token);
    }
    if (app.got_subcommand("accounts")) {
        return cli::create_admin(*config, flags.admin);
    }
    return sample ? cli::load_demo_data(*config, flags.seed) : cli::check_store(*config);
}

int parse_and_run(int argc, char** argv) {
    CLI::App app("OCOP Trace: signed stamps, their register and their verdicts", "ocoptrace");
    app.require_subcommand(1);
    Flags flags;
    add_serve(app, flags);
    add_keys(app, flags);
    add_accounts(app, flags);
    add_events(app, flags);
    add_others(app, flags);
    add_audit(app, flags);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        return app.exit(e) == 0 ? 0 : status_usage;  // --help is one of them
    }
    return run(app, flags);
}

}  // namespace

int main(int argc, char** argv) {
    ::umask(077);  // whatever is made here is the owner's alone
    try {
        return parse_and_run(argc, argv);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "ocoptrace: %s\n", e.what());
        return 1;
    }
}
