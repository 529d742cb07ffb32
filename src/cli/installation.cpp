#include "cli/installation.hpp"

#include "cli/demo.hpp"
#include "cli/files.hpp"
#include "stamps/keys.hpp"
#include "store/rocks_store.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/p256.hpp>

namespace ocop::cli {

namespace {

constexpr std::string_view store_folder = "store";
constexpr std::string_view stop_file = "log.stopped";
constexpr std::int64_t day_ms = 86'400'000;

std::filesystem::path journal_file(Config const& config) {
    return config.keys / signer::journal_file;
}

store::RocksOptions store_options(
    Config const& config,
    std::filesystem::path folder,
    signer::Signer& signer,
    Clock const& clock,
    Random& random
) {
    return {
        .directory = std::move(folder),
        .mark = {[&signer](ByteView bytes) { return signer.sign_mark(bytes); }, signer.mark_key()},
        .log =
            store::LogSigner{
                config.host + "/log",
                signer.checkpoint_key(),
                [&signer](ByteView text) { return signer.sign_checkpoint(text); }},
        .clock = clock,
        .random = random,
        .free_bytes_min = config.free_bytes_min,
        .on_fatal = {},
        .env = nullptr,
        .say = {},
    };
}

// Once stopped, nothing is appended to the log and no checkpoint is signed.
void stop_by(store::RocksOptions& options, witnesses::SigningStop const& stop) {
    options.log->permit = [&stop] { return stop.permit(); };
    auto const sign = options.log->sign;
    options.log->sign = [&stop, sign](ByteView text) {
        auto const permitted = stop.permit();
        return permitted ? sign(text) : Result<crypto::Ed25519Signature>(permitted.error());
    };
}

Result<void> make_passphrase(Config const& config, Random& random) {
    if (std::filesystem::exists(config.passphrase_file)) {
        return {};
    }
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    return write_private_file(config.passphrase_file, to_base64url(bytes) + "\n");
}

Result<void> make_tls(Config const& config) {
    if (std::filesystem::exists(config.tls_certificate)) {
        return {};
    }
    auto const key = crypto::P256PrivateKey::generate();
    std::array<std::string_view, 3> const names{"localhost", "127.0.0.1", "::1"};
    auto const certificate =
        crypto::make_self_signed_certificate(key, names.data(), names.size(), 365);
    if (auto ok = write_private_file(config.tls_key, key.to_plain_pem()); !ok) {
        return ok;
    }
    return write_private_file(config.tls_certificate, certificate);
}

// The keys of demo_kids(), with windows over the sample history.
Result<void> make_demo_keys(
    std::filesystem::path const& folder, std::string_view passphrase, Instant now, Random& random
) {
    signer::NewKeyring request{.authority = {}, .demo = true, .now = now};
    request.now.ms -= demo_history_days * day_ms;
    request.days = demo_history_days + signer::issuing_key_days;
    auto const kids = demo_kids();
    request.authority = kids.front().authority;
    if (auto ok = signer::make_keyring(folder, passphrase, request, random); !ok) {
        return ok;
    }
    for (std::size_t i = 1; i < kids.size(); ++i) {
        request.authority = kids[i].authority;
        if (auto added = signer::add_stamp_key(folder, passphrase, request); !added) {
            return added.error();
        }
    }
    return {};
}

stamps::IssuingKey public_half(signer::StampKeyEntry const& entry) {
    stamps::IssuingKey key;
    key.kid = entry.kid;
    key.authority = entry.authority;
    key.public_key = entry.public_key;
    key.logged_from = entry.logged_from;
    key.logged_until = entry.logged_until;
    key.demo = entry.demo;
    return key;
}

// In a folder beside, renamed when complete: a start that was cut short begins anew.
Result<void> make_development_keys(
    Config const& config, std::string_view passphrase, Instant now, Random& random
) {
    if (std::filesystem::exists(config.keys)) {
        return {};
    }
    auto const folder = config.keys.string() + ".new";
    std::filesystem::remove_all(folder);
    signer::NewKeyring const request{
        .authority = std::string(demo_kids().front().authority), .demo = false, .now = now};
    auto made = config.demo ? make_demo_keys(folder, passphrase, now, random)
                            : signer::make_keyring(folder, passphrase, request, random);
    if (made) {
        std::filesystem::rename(folder, config.keys);
    }
    return made;
}

Result<Installation> open_keys(Config const& config) {
    auto const passphrase = read_passphrase(config);
    if (!passphrase) {
        return passphrase.error();
    }
    auto keyring = signer::load_keyring(config.keys, *passphrase);
    if (!keyring) {
        return keyring.error();
    }
    auto journal = signer::Journal::open(journal_file(config));
    if (!journal) {
        return journal.error();
    }
    Installation out;
    out.keyring = std::make_unique<signer::Keyring>(std::move(*keyring));
    out.signer = std::make_unique<signer::LocalSigner>(*out.keyring, std::move(*journal));
    return out;
}

// Writes the sample register into a store beside and renames it when complete.
Result<void> make_demo_store(
    Config const& config, std::uint64_t seed, Instant now, Random& random
) {
    auto const folder = config.data / store_folder;
    if (std::filesystem::exists(folder)) {
        return {};
    }
    auto keys = open_keys(config);
    if (!keys) {
        return keys.error();
    }
    auto const unfinished = folder.string() + ".new";
    std::filesystem::remove_all(unfinished);
    HistoryClock clock({now.ms - demo_history_days * day_ms});
    SeededRandom seeded(seed);
    std::vector<std::string> points;
    for (auto const& entry : keys->keyring->index.stamp_keys) {
        points.push_back(entry.public_key);
    }
    {
        auto store =
            store::open_rocks_store(store_options(config, unfinished, *keys->signer, clock, random)
            );
        if (!store) {
            return store.error();
        }
        if (auto ok = load_demo(**store, clock, seeded, points, now); !ok) {
            return ok;
        }
    }
    std::filesystem::rename(unfinished, folder);
    return {};
}

}  // namespace

Result<std::string> read_passphrase(Config const& config) {
    using std::filesystem::perms;
    auto text = read_secret_file(config.passphrase_file, perms::group_all | perms::others_all);
    if (text && !text->empty() && text->back() == '\n') {
        text->pop_back();
    }
    return text;
}

Result<void> prepare_folder(Config const& config, std::uint64_t seed, Random& random) {
    if (!config.development) {
        return {};
    }
    auto const now = SystemClock().now();
    if (auto ok = make_passphrase(config, random); !ok) {
        return ok;
    }
    auto const passphrase = read_passphrase(config);
    if (!passphrase) {
        return passphrase.error();
    }
    if (auto ok = make_tls(config); !ok) {
        return ok;
    }
    if (auto ok = make_development_keys(config, *passphrase, now, random); !ok) {
        return ok;
    }
    return config.demo ? make_demo_store(config, seed, now, random) : Result<void>();
}

Result<Installation> open_installation(Config const& config, Clock const& clock, Random& random) {
    auto out = open_keys(config);
    if (!out) {
        return out;
    }
    // A journal says that stamps were signed: an empty register would disown them all.
    std::error_code ec;
    bool const signed_before = std::filesystem::file_size(journal_file(config), ec) > 0 && !ec;
    if (signed_before && !std::filesystem::exists(config.data / store_folder)) {
        return Error(
            Errc::corrupt,
            "store_missing",
            config.data.string(),
            "stamps were signed, no store is here"
        );
    }
    out->stop = std::make_unique<witnesses::SigningStop>(config.data / stop_file);
    auto options = store_options(config, config.data / store_folder, *out->signer, clock, random);
    stop_by(options, *out->stop);
    auto store = store::open_rocks_store(std::move(options));
    if (!store) {
        return store.error();
    }
    out->store = std::move(*store);
    return out;
}

Result<void> register_keys(Installation& installation) {
    for (auto const& entry : installation.keyring->index.stamp_keys) {
        auto const work = [&](store::Transaction& tx) {
            return stamps::register_key(tx, accounts::system_principal(), public_half(entry));
        };
        auto const committed = store::transact_now(*installation.store, work);
        if (!committed && installation.stop->stopped()) {
            return {};
        }
        if (!committed) {
            return committed.error();
        }
    }
    return {};
}

std::string root_key_of(signer::Keyring const& keyring) {
    auto const key = crypto::P256PublicKey::from_pem(keyring.root_pem);
    return key ? to_base64url(key->point()) : std::string();
}

Result<void> open_blobs(
    Config const& config, Clock const& clock, Installation& installation, Random& random
) {
    blobs::FileBlobOptions options{config.blobs, config.blobs_key_file, clock, random};
    options.free_bytes_min = config.free_bytes_min;
    auto opened = blobs::open_file_blobs(std::move(options));
    if (!opened) {
        return opened.error();
    }
    installation.blobs = std::move(*opened);
    return {};
}

}  // namespace ocop::cli
