#include "accounts/api_keys.hpp"

#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/id.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <array>

namespace ocop::accounts {

namespace {

using store::Space;

constexpr std::string_view text_prefix = "ocop_";
constexpr std::size_t id_chars = 16;
constexpr std::size_t secret_chars = 43;
constexpr std::size_t text_chars = text_prefix.size() + id_chars + 1 + secret_chars;
constexpr std::size_t label_chars_max = 100;
constexpr std::int64_t day_ms = 86'400'000;

std::string key_of(std::string_view id) {
    return ByteWriter().u8('t').text(id).take();
}

std::string owned_key(std::string_view account, std::string_view id) {
    return ByteWriter().u8('T').text_nul(account).text(id).take();
}

bool same_letters(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
    });
}

Result<void> check(NewApiKey& request, Instant now) {
    std::vector<Fault> faults;
    auto label = clean_line(request.label, label_chars_max);
    if (label) {
        request.label = std::move(*label);
    } else {
        faults.push_back({"/label", label.error().faults.front().reason});
    }
    auto scopes = request.scopes;
    std::sort(scopes.begin(), scopes.end());
    if (scopes.empty() || std::adjacent_find(scopes.begin(), scopes.end()) != scopes.end()) {
        faults.push_back({"/scopes", "must name at least one, and none twice"});
    }
    if (request.expires_at <= now || request.expires_at.ms > now.ms + api_key_days_max * day_ms) {
        faults.push_back(
            {"/expires_at", "must be within " + std::to_string(api_key_days_max) + " days"}
        );
    }
    if (!faults.empty()) {
        return Error(Errc::malformed, "request_invalid", std::move(faults));
    }
    return {};
}

Result<ApiKey> load_api_key(store::Reader const& reader, std::string_view id) {
    auto found = store::find_plain<ApiKey>(reader, Space::accounts, key_of(id));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "api_key_not_found");
    }
    return std::move(**found);
}

}  // namespace

Result<MadeApiKey> make_api_key(
    store::Transaction& tx,
    Random& random,
    Account const& account,
    NewApiKey request,
    bool at_machine
) {
    if (auto ok = check(request, tx.now()); !ok) {
        return ok.error();
    }
    auto const& scopes = request.scopes;
    if (!at_machine && std::find(scopes.begin(), scopes.end(), Scope::approve) != scopes.end()) {
        return Error(Errc::refused, "scope_reserved", "/scopes", "approve is given at the machine");
    }
    auto const all = api_keys_of(tx, account.id);
    if (!all) {
        return all.error();
    }
    if (all->size() >= api_keys_max) {
        return Error(Errc::refused, "api_keys_full", "", "end one that is not used first");
    }
    std::array<std::uint8_t, 32> secret{};
    random.fill(secret);
    MadeApiKey made;
    made.key.id = random_id(random);
    made.text = std::string(text_prefix) + made.key.id + '_' + to_base64url(secret);
    made.key.account = account.id;
    made.key.label = std::move(request.label);
    made.key.scopes = std::move(request.scopes);
    made.key.hash = to_hex(crypto::sha256(as_bytes(made.text)));
    made.key.created_at = tx.now();
    made.key.expires_at = request.expires_at;
    made.key.demo = account.demo;
    store::put_plain(tx, Space::accounts, key_of(made.key.id), made.key);
    tx.put(Space::accounts, owned_key(account.id, made.key.id), "");
    return made;
}

Result<ApiKey> find_api_key(store::Reader const& reader, std::string_view text, Instant now) {
    if (text.empty()) {
        return Error(Errc::unauthenticated, "token_missing");
    }
    Error const unknown(Errc::unauthenticated, "token_unknown");
    if (text.size() != text_chars || !text.starts_with(text_prefix)) {
        return unknown;
    }
    auto key = load_api_key(reader, text.substr(text_prefix.size(), id_chars));
    if (!key) {
        return key.error().code == Errc::not_found ? unknown : key.error();
    }
    auto const hash = to_hex(crypto::sha256(as_bytes(text)));
    if (!crypto::equal_secret(as_bytes(hash), as_bytes(key->hash)) || key->expires_at <= now) {
        return unknown;
    }
    return key;
}

Result<std::optional<ApiKey>> find_live_key(
    store::Reader const& reader, std::string_view account, std::string_view id, Instant now
) {
    auto key = store::find_plain<ApiKey>(reader, Space::accounts, key_of(id));
    if (key && *key && ((*key)->account != account || (*key)->expires_at <= now)) {
        return std::optional<ApiKey>();
    }
    return key;
}

Result<std::vector<ApiKey>> api_keys_of(store::Reader const& reader, std::string_view account) {
    std::vector<ApiKey> out;
    Result<void> outcome;
    auto const prefix = owned_key(account, {});
    auto const each = [&](std::string_view key, std::string_view) {
        auto found = load_api_key(reader, key.substr(prefix.size()));
        if (!found) {
            outcome = found.error();
            return false;
        }
        out.push_back(std::move(*found));
        return true;
    };
    if (auto scanned = reader.scan(Space::accounts, prefix, {}, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

Result<ApiKey> end_api_key(store::Transaction& tx, std::string_view account, std::string_view id) {
    auto key = load_api_key(tx, id);
    if (key && key->account != account) {
        return Error(Errc::not_found, "api_key_not_found");
    }
    if (key) {
        tx.erase(Space::accounts, key_of(key->id));
        tx.erase(Space::accounts, owned_key(key->account, key->id));
    }
    return key;
}

Result<void> end_api_keys(store::Transaction& tx, std::string_view account) {
    auto const all = api_keys_of(tx, account);
    if (!all) {
        return all.error();
    }
    for (auto const& key : *all) {
        if (auto ended = end_api_key(tx, account, key.id); !ended) {
            return ended.error();
        }
    }
    return {};
}

Result<void> touch_api_key(store::Transaction& tx, std::string_view id, Instant now) {
    auto key = load_api_key(tx, id);
    if (!key) {
        return key.error().code == Errc::not_found ? Result<void>() : key.error();
    }
    key->last_used_at = std::max(key->last_used_at.value_or(now), now);
    store::put_plain(tx, Space::accounts, key_of(id), *key);
    return {};
}

bool has_scope(ApiKey const& key, Scope scope) {
    return std::find(key.scopes.begin(), key.scopes.end(), scope) != key.scopes.end();
}

std::string_view bearer_token(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (!same_letters(authorization.substr(0, scheme.size()), scheme)) {
        return {};
    }
    return authorization.substr(scheme.size());
}

}  // namespace ocop::accounts
