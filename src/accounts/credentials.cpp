#include "accounts/credentials.hpp"

#include "accounts/recovery_codes.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::accounts {

namespace {

using store::Space;

Error wrong() {
    return {Errc::unauthenticated, "second_factor_wrong", "/code", "is not right, or was used"};
}

std::string credentials_key(std::string_view account) {
    return ByteWriter().u8('c').text(account).take();
}

// The account's id is bound to the box: a box moved to another account does not open.
std::string close_box(
    TotpSecret const& secret, VaultKey const& key, std::string_view account, Random& random
) {
    return to_base64url(as_bytes(
        crypto::seal_with_key(as_text(secret), key, "totp:" + std::string(account), random)
    ));
}

Result<TotpSecret> open_box(std::string_view box, VaultKey const& key, std::string_view account) {
    Error const broken(Errc::corrupt, "vault_key_wrong");
    auto const bytes = from_base64url(box);
    if (!bytes) {
        return broken;
    }
    auto const plain = crypto::open_with_key(as_text(*bytes), key, "totp:" + std::string(account));
    TotpSecret secret{};
    if (!plain || plain->size() != secret.size()) {
        return broken;
    }
    std::copy(plain->begin(), plain->end(), secret.begin());
    return secret;
}

}  // namespace

Result<Credentials> load_credentials(store::Reader const& reader, std::string_view account) {
    auto found = store::find_plain<Credentials>(reader, Space::accounts, credentials_key(account));
    if (!found) {
        return found.error();
    }
    return found->value_or(Credentials());
}

void put_credentials(store::Transaction& tx, std::string_view account, Credentials const& record) {
    store::put_plain(tx, Space::accounts, credentials_key(account), record);
}

Result<void> erase_credentials(store::Transaction& tx, std::string_view account) {
    auto const record = load_credentials(tx, account);
    if (!record) {
        return record.error();
    }
    if (!record->oidc.empty()) {
        tx.erase(Space::accounts, oidc_key(record->oidc));
    }
    tx.erase(Space::accounts, credentials_key(account));
    return {};
}

std::string oidc_key(std::string_view hex_hash) {
    return ByteWriter().u8('q').text(hex_hash).take();
}

Result<TotpSecret> begin_totp(
    store::Transaction& tx, Random& random, VaultKey const& key, std::string_view account
) {
    auto record = load_credentials(tx, account);
    if (!record) {
        return record.error();
    }
    auto const secret = new_totp_secret(random);
    record->totp_pending = close_box(secret, key, account, random);
    put_credentials(tx, account, *record);
    return secret;
}

Result<std::vector<std::string>> confirm_totp(
    store::Transaction& tx,
    Random& random,
    VaultKey const& key,
    std::string_view account,
    std::string_view code
) {
    auto record = load_credentials(tx, account);
    if (!record) {
        return record.error();
    }
    if (record->totp_pending.empty()) {
        return Error(Errc::conflict, "totp_not_begun");
    }
    auto const secret = open_box(record->totp_pending, key, account);
    if (!secret) {
        return secret.error();
    }
    auto const step = match_totp(*secret, code, tx.now(), -1);
    if (!step) {
        return wrong();
    }
    record->totp = std::move(record->totp_pending);
    record->totp_pending.clear();
    record->totp_step = *step;
    auto codes = new_recovery_codes(random);
    record->recovery.clear();
    for (auto const& each : codes) {
        record->recovery.push_back(hash_recovery_code(each));
    }
    put_credentials(tx, account, *record);
    return codes;
}

void set_totp(
    Credentials& record,
    Random& random,
    VaultKey const& key,
    std::string_view account,
    TotpSecret const& secret
) {
    record.totp = close_box(secret, key, account, random);
    record.totp_pending.clear();
    record.totp_step = -1;
}

Result<void> use_second_factor(
    store::Transaction& tx, VaultKey const& key, std::string_view account, std::string_view code
) {
    auto record = load_credentials(tx, account);
    if (!record) {
        return record.error();
    }
    if (!has_second_factor(*record)) {
        return Error(
            Errc::conflict, "second_factor_missing", "", "none is set up: POST /api/v1/account/totp"
        );
    }
    auto const secret = open_box(record->totp, key, account);
    if (!secret) {
        return secret.error();
    }
    if (auto const step = match_totp(*secret, code, tx.now(), record->totp_step)) {
        record->totp_step = *step;
    } else if (!use_recovery_code(record->recovery, code)) {
        return wrong();
    }
    put_credentials(tx, account, *record);
    return {};
}

}  // namespace ocop::accounts
