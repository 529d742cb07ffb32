#include "stamps/keys.hpp"

#include "accounts/entries.hpp"

namespace ocop::stamps {

namespace {

std::string storage_key(stamp::Kid kid) {
    return ByteWriter().u8('k').text(stamp::to_text(kid)).take();
}

Result<IssuingKey> put(
    store::Transaction& tx, Principal const& who, std::string_view act, IssuingKey key
) {
    auto const kid = stamp::to_text(key.kid);
    json::object clear{
        {"kid", kid},
        {"authority", key.authority},
        {"key", key.public_key},
        {"from", to_text(key.logged_from)},
        {"until", to_text(key.logged_until)},
    };
    if (key.revoked_at_size) {
        clear["revoked_at_size"] = *key.revoked_at_size;
    }
    auto const logged = store::put_logged(
        tx,
        store::Space::stamps,
        storage_key(key.kid),
        accounts::draft_by(who, "key." + std::string(act), "key:" + kid, std::move(clear)),
        json::write(key)
    );
    if (!logged) {
        return logged.error();
    }
    return key;
}

}  // namespace

Result<std::optional<IssuingKey>> find_key(store::Reader const& reader, stamp::Kid kid) {
    return store::find_logged<IssuingKey>(reader, store::Space::stamps, storage_key(kid));
}

Result<std::vector<IssuingKey>> list_keys(store::Reader const& reader) {
    std::vector<IssuingKey> keys;
    auto const visit = [&](std::string_view, IssuingKey key) {
        keys.push_back(std::move(key));
        return true;
    };
    auto const scanned =
        store::scan_logged<IssuingKey>(reader, store::Space::stamps, "k", {}, visit);
    if (!scanned) {
        return scanned.error();
    }
    return keys;
}

Result<void> register_key(store::Transaction& tx, Principal const& who, IssuingKey key) {
    auto const known = find_key(tx, key.kid);
    if (!known) {
        return known.error();
    }
    if (*known) {
        return (*known)->public_key == key.public_key
                   ? Result<void>()
                   : Error(Errc::conflict, "kid_taken", "/kid", "has another key");
    }
    auto const written = put(tx, who, "registered", std::move(key));
    return written ? Result<void>() : written.error();
}

Result<IssuingKey> key_for_order(
    store::Reader const& reader, std::string_view authority, Instant now
) {
    auto keys = list_keys(reader);
    if (!keys) {
        return keys.error();
    }
    IssuingKey const* best = nullptr;
    for (auto const& key : *keys) {
        bool const usable = key.authority == authority && !key.revoked_at_size &&
                            key.logged_from <= now && now <= key.logged_until;
        if (usable && (best == nullptr || best->logged_from <= key.logged_from)) {
            best = &key;
        }
    }
    if (best == nullptr) {
        return Error(
            Errc::refused, "key_missing", "", "the authority has no issuing key in its window"
        );
    }
    return *best;
}

Result<IssuingKey> revoke_key(
    store::Transaction& tx, Principal const& who, stamp::Kid kid, Revocation request
) {
    registry::Checks checks;
    checks.line("/reason", request.reason, registry::text_chars_max);
    if (request.at_size && *request.at_size > tx.ledger_size()) {
        checks.fault("/at_size", "the ledger has " + std::to_string(tx.ledger_size()) + " entries");
    }
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto key = find_key(tx, kid);
    if (!key) {
        return key.error();
    }
    if (!*key) {
        return Error(Errc::not_found, "key_not_found");
    }
    if ((*key)->revoked_at_size) {
        return Error(Errc::conflict, "key_revoked");
    }
    (*key)->revoked_at_size = request.at_size.value_or(tx.ledger_size());
    (*key)->revocation_reason = std::move(request.reason);
    (*key)->revision += 1;
    return put(tx, who, "revoked", std::move(**key));
}

}  // namespace ocop::stamps
