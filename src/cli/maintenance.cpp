#include "accounts/audit.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/installation.hpp"
#include "inspections/derived.hpp"
#include "stamps/derived.hpp"
#include "store/check.hpp"
#include "tlog/records.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <iostream>

namespace ocop::cli {

namespace {

int end(Result<void> const& result, std::string_view done) {
    if (!result) {
        std::cerr << "ocoptrace: " << describe(result.error()) << '\n';
        return 1;
    }
    std::cout << done << '\n';
    return 0;
}

signer::NewKeyring new_keyring(KeysRequest const& request) {
    return {.authority = request.authority, .demo = false, .now = SystemClock().now()};
}

// Reads every file of blobs, and names those that are damaged.
int check_blobs(blobs::BlobStore const& blobs) {
    auto const found = blobs::scrub(blobs);
    if (!found) {
        return end(found.error(), "");
    }
    for (auto const& name : found->damaged) {
        std::cerr << "damaged: " << name.owner << '/' << to_hex(name.hash) << '\n';
    }
    std::cout << "blobs: " << found->blobs << "\nerased: " << found->erased
              << "\ndamaged: " << found->damaged_count << '\n';
    return found->damaged_count == 0 ? 0 : 1;
}

}  // namespace

int make_keys(Config const& config, KeysRequest const& request) {
    crypto::SystemRandom random;
    auto const passphrase = read_passphrase(config);
    if (!passphrase) {
        return end(passphrase.error(), "");
    }
    return end(
        signer::make_keyring(config.keys, *passphrase, new_keyring(request), random),
        "keys made; move root.pem to the offline medium (keys/README.md)"
    );
}

int rotate_keys(Config const& config, KeysRequest const& request) {
    auto const passphrase = read_passphrase(config);
    if (!passphrase) {
        return end(passphrase.error(), "");
    }
    auto const kid = signer::add_stamp_key(config.keys, *passphrase, new_keyring(request));
    return kid ? end({}, "kid " + stamp::to_text(*kid)) : end(kid.error(), "");
}

int back_up_keys(Config const& config, KeysRequest const& request) {
    auto const backup = signer::back_up_keyring(config.keys);
    return backup ? end(write_private_file(request.file, *backup), "backup written")
                  : end(backup.error(), "");
}

int restore_keys(Config const& config, KeysRequest const& request) {
    auto const passphrase = read_passphrase(config);
    auto const backup = read_file(request.file);
    if (!passphrase) {
        return end(passphrase.error(), "");
    }
    if (!backup) {
        return end(backup.error(), "");
    }
    return end(signer::restore_keyring(config.keys, *backup, *passphrase), "keys restored");
}

int load_demo_data(Config const& config, std::uint64_t seed) {
    crypto::SystemRandom random;
    if (std::filesystem::exists(config.data / "store")) {
        return end(Error(Errc::conflict, "data_exists", config.data.string(), "holds data"), "");
    }
    return end(prepare_folder(config, seed, random), "sample data loaded");
}

int check_store(Config const& config) {
    crypto::SystemRandom random;
    SystemClock const clock;
    auto installation = open_installation(config, clock, random);
    if (!installation) {
        return end(installation.error(), "");
    }
    auto const snapshot = installation->store->snapshot();
    for (auto* const check :
         {store::check_ledger,
          tlog::check_records,
          stamps::check_derived,
          inspections::check_marks,
          accounts::check_audit}) {
        if (auto const checked = check(*snapshot); !checked) {
            return end(checked, "");
        }
    }
    std::cout << "the ledger and every logged record agree, and the audit is whole\n";
    if (auto const opened = open_blobs(config, clock, *installation, random); !opened) {
        return end(opened, "");
    }
    return check_blobs(*installation->blobs);
}

}  // namespace ocop::cli
