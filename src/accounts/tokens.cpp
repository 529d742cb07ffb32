#include "accounts/tokens.hpp"

#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <array>

namespace ocop::accounts {

namespace {

constexpr std::string_view token_prefix = "ocop_";
constexpr std::size_t token_chars = 48;

std::string key_of(std::string_view token) {
    return ByteWriter().u8('t').bytes(crypto::sha256(as_bytes(token))).take();
}

bool same_letters(std::string_view a, std::string_view lower) {
    if (a.size() != lower.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        char const c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] + 32) : a[i];
        if (c != lower[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string new_token(Random& random) {
    std::array<std::uint8_t, 32> secret{};
    random.fill(secret);
    return std::string(token_prefix) + to_base64url(secret);
}

void put_token(store::Transaction& tx, std::string_view token, Token const& record) {
    store::put_plain(tx, store::Space::accounts, key_of(token), record);
}

Result<Principal> authenticate(store::Reader const& reader, std::string_view token) {
    if (token.empty()) {
        return Error(Errc::unauthenticated, "token_missing");
    }
    if (token.size() != token_chars || token.substr(0, token_prefix.size()) != token_prefix) {
        return Error(Errc::unauthenticated, "token_unknown");
    }
    auto const record = store::find_plain<Token>(reader, store::Space::accounts, key_of(token));
    if (!record) {
        return record.error();
    }
    if (!*record) {
        return Error(Errc::unauthenticated, "token_unknown");
    }
    return Principal{(*record)->account};
}

std::string_view bearer_token(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (!same_letters(authorization.substr(0, scheme.size()), scheme)) {
        return {};
    }
    return authorization.substr(scheme.size());
}

Result<bool> no_tokens(store::Reader const& reader) {
    bool none = true;
    auto const scanned =
        reader.scan(store::Space::accounts, "t", {}, [&](std::string_view, std::string_view) {
            return none = false;
        });
    if (!scanned) {
        return scanned.error();
    }
    return none;
}

}  // namespace ocop::accounts
