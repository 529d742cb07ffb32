#pragma once

#include "blobs/blob_store.hpp"
#include "cli/config.hpp"
#include "signer/local_signer.hpp"
#include "store/store.hpp"
#include "witnesses/signing_stop.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <memory>

// The parts of a data folder: keys, journal, store.
namespace ocop::cli {

struct Installation {
    std::unique_ptr<signer::Keyring> keyring;
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<witnesses::SigningStop> stop;  // the store asks it
    std::unique_ptr<store::Store> store;           // closed first: it asks the signer for marks
    std::unique_ptr<blobs::BlobStore> blobs;       // empty until open_blobs()
};

// The passphrase that opens the keys; without its last line end.
Result<std::string> read_passphrase(Config const& config);

// With `development`: makes what is missing (passphrase, keys, TLS certificate, and with `demo` the
// sample register). Without: leaves all as it is.
Result<void> prepare_folder(Config const& config, std::uint64_t seed, Random& random);

// Opens what is there, or begins an empty store. The errors of load_keyring, Journal::open and
// open_rocks_store; corrupt "store_missing" when stamps were signed here and the store is gone.
Result<Installation> open_installation(Config const& config, Clock const& clock, Random& random);

// Makes the register know the keyring's keys: at first start, and after a rotation. Not while
// nothing may be logged, when reads go on without. Errors of stamps::register_key() and of the
// store.
Result<void> register_keys(Installation& installation);

// The root's public half, base64url of its point: what devices check offline bundles with. Empty
// when the keyring's is none.
std::string root_key_of(signer::Keyring const& keyring);

// Opens the folder of blobs, or begins an empty one, for who works with them: after the store,
// whose lock it relies on. Errors of open_file_blobs(). `clock` and `random` must outlive the
// installation.
Result<void> open_blobs(
    Config const& config, Clock const& clock, Installation& installation, Random& random
);

}  // namespace ocop::cli
