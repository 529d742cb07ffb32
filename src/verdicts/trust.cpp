#include "verdicts/trust.hpp"

#include "registry/authority.hpp"
#include "stamps/keys.hpp"
#include "tlog/log.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/stamp/trust.hpp>

#include <algorithm>
#include <limits>

namespace ocop::verdicts {

namespace {

// How long a served list is kept before its `issued_at` is renewed, and how long a reader may
// rely on it.
constexpr std::int64_t renew_after_ms = 60'000;
constexpr std::uint32_t max_age_s = 24 * 3600;

Result<stamp::TrustList> build(store::Snapshot const& snapshot) {
    auto const keys = stamps::list_keys(snapshot);
    auto const authorities = registry::list<registry::Authority>(
        snapshot, accounts::system_principal(), {}, std::numeric_limits<std::size_t>::max()
    );
    if (!keys) {
        return keys.error();
    }
    if (!authorities) {
        return authorities.error();
    }
    stamp::TrustList list;
    for (auto const& record : authorities->records) {
        list.authorities.push_back({record.id, record.name.vi, record.successor});
    }
    for (auto const& key : *keys) {
        // A key may be made before its authority is registered; no order is signed with it until
        // then, and a list may not name an authority that it does not hold.
        bool const known = std::any_of(
            list.authorities.begin(),
            list.authorities.end(),
            [&](auto const& authority) { return authority.id == key.authority; }
        );
        if (!known) {
            continue;
        }
        list.keys.push_back(
            {key.kid,
             key.authority,
             key.public_key,
             key.logged_from,
             key.logged_until,
             key.demo,
             key.revoked_at_size}
        );
    }
    return list;
}

}  // namespace

TrustPublisher::TrustPublisher(
    store::Store const& store,
    signer::Signer& signer,
    std::string certificate,
    std::vector<std::string> hosts,
    Clock const& clock
)
    : store_(store),
      signer_(signer),
      certificate_(std::move(certificate)),
      hosts_(std::move(hosts)),
      clock_(clock) {}

Result<std::string> TrustPublisher::current() {
    std::lock_guard const lock(mutex_);
    auto const snapshot = store_.snapshot();
    auto const now = clock_.now();
    if (!text_.empty() && size_ == snapshot->ledger_size() &&
        now.ms - made_at_.ms < renew_after_ms) {
        return text_;
    }
    auto list = build(*snapshot);
    if (!list) {
        return list.error();
    }
    auto origin = tlog::load_origin(*snapshot);
    if (origin) {
        ledger::NoteKey const key{
            std::move(*origin), ledger::NoteKind::ed25519, signer_.checkpoint_key()};
        list->log = stamp::TrustLog{ledger::encode_vkey(key)};
    } else if (origin.error().code != Errc::not_found) {
        return origin.error();
    }
    list->answer_key = to_base64url(signer_.answer_key());
    list->hosts = hosts_;
    list->issued_at = now;
    list->max_age_s = max_age_s;
    // Grows with every list of this process, and from one process to the next as the clock does.
    version_ = std::max(version_ + 1, static_cast<std::uint64_t>(now.ms));
    list->version = version_;
    auto text = stamp::sign_trust_list(*list, certificate_, [&](ByteView bytes) {
        return signer_.sign_list(bytes);
    });
    if (!text) {
        return text;
    }
    text_ = *text;
    size_ = snapshot->ledger_size();
    made_at_ = now;
    return text_;
}

}  // namespace ocop::verdicts
