#include "accounts/invitations.hpp"

#include "accounts/credentials.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <array>

namespace ocop::accounts {

namespace {

using store::Space;

std::string key_of(std::string_view token) {
    return ByteWriter().u8('v').bytes(crypto::sha256(as_bytes(token))).take();
}

// The account is as it was when the token was made, so the newest token is the only one: invited
// for the first time, or active and recovered.
bool is_open(Invitation const& invitation, Account const& account) {
    auto const wanted =
        invitation.kind == InvitationKind::first ? AccountState::invited : AccountState::active;
    return account.state == wanted && account.revision == invitation.revision;
}

}  // namespace

std::string put_invitation(
    store::Transaction& tx, Random& random, Account const& account, InvitationKind kind
) {
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    auto token = to_base64url(bytes);
    auto const lasts = kind == InvitationKind::first ? invitation_ms : recovery_ms;
    Invitation const record{1, account.id, kind, account.revision, {tx.now().ms + lasts}};
    store::put_plain(tx, Space::accounts, key_of(token), record);
    return token;
}

Result<Invitation> find_invitation(
    store::Reader const& reader, std::string_view token, Instant now
) {
    Error const absent(Errc::not_found, "invitation_not_found");
    auto found = store::find_plain<Invitation>(reader, Space::accounts, key_of(token));
    if (!found) {
        return found.error();
    }
    if (!*found || (*found)->expires_at <= now) {
        return absent;
    }
    auto const account = find_account(reader, (*found)->account);
    if (!account) {
        return account.error();
    }
    bool const over = *account && (*account)->expires_at && *(*account)->expires_at <= now;
    if (!*account || over || !is_open(**found, **account)) {
        return absent;
    }
    return std::move(**found);
}

Result<Account> accept_invitation(
    store::Transaction& tx, std::string_view token, std::string const& password_hash
) {
    auto const invitation = find_invitation(tx, token, tx.now());
    if (!invitation) {
        return invitation.error();
    }
    auto account = load_account(tx, invitation->account);
    if (!account) {
        return account;
    }
    tx.erase(Space::accounts, key_of(token));
    Credentials credentials;
    credentials.password = password_hash;
    credentials.password_at = tx.now();
    put_credentials(tx, account->id, credentials);
    if (invitation->kind == InvitationKind::recovery) {
        return account;
    }
    account->state = AccountState::active;
    auto const self = principal_of(*account, Reach::own);
    return put_account(tx, self, "activated", std::move(*account));
}

}  // namespace ocop::accounts
