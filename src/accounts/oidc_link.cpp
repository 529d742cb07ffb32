#include "accounts/oidc_link.hpp"

#include "accounts/credentials.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::accounts {

namespace {

using store::Space;

Error unknown() {
    return {Errc::forbidden, "oidc_account_unknown", "", "this identity opens no account here"};
}

// The official who is to be linked: invited under the address that the provider has verified.
Result<std::optional<Account>> find_unlinked(store::Transaction& tx, OidcSubject const& identity) {
    auto const login = identity.verified_email ? parse_login(*identity.verified_email)
                                               : Result<std::string>(unknown());
    if (!login) {
        return std::optional<Account>();
    }
    auto found = find_by_login(tx, *login);
    if (!found || !*found) {
        return found;
    }
    auto const unit = unit_of((*found)->role);
    if (unit != Unit::authority && unit != Unit::commune) {
        return std::optional<Account>();
    }
    return found;
}

Result<Account> link(store::Transaction& tx, Account account, Hash const& hash) {
    auto credentials = load_credentials(tx, account.id);
    if (!credentials) {
        return credentials.error();
    }
    // Without a factor of the person's own, whoever holds the address now could set one up.
    if (!credentials->oidc.empty() || !has_second_factor(*credentials)) {
        return unknown();
    }
    credentials->oidc = to_hex(hash);
    put_credentials(tx, account.id, *credentials);
    tx.put(Space::accounts, oidc_key(credentials->oidc), account.id);
    return account;
}

}  // namespace

Result<Account> account_of(store::Transaction& tx, OidcSubject const& identity) {
    auto const named = ByteWriter().text_nul(identity.issuer).text(identity.subject).take();
    auto const hash = crypto::sha256(as_bytes(named));
    auto const id = tx.get(Space::accounts, oidc_key(to_hex(hash)));
    if (!id) {
        return id.error();
    }
    auto found = *id ? find_account(tx, **id) : find_unlinked(tx, identity);
    if (!found) {
        return found.error();
    }
    if (!*found || !is_usable(**found, tx.now())) {
        return unknown();
    }
    return *id ? Result<Account>(std::move(**found)) : link(tx, std::move(**found), hash);
}

}  // namespace ocop::accounts
