#include "accounts/idempotency.hpp"

#include "store/record.hpp"

#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::accounts {

namespace {

std::string key_of(Principal const& principal, std::string_view key) {
    auto const named = ByteWriter().text_nul(principal.account).text(key).take();
    return ByteWriter().u8('i').bytes(crypto::sha256(as_bytes(named))).take();
}

bool is_printable(std::string_view key) {
    return std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

Result<std::optional<Remembered>> find_remembered(
    store::Reader const& reader,
    Principal const& principal,
    std::string_view key,
    std::string_view request
) {
    if (key.empty() || key.size() > idempotency_key_bytes_max || !is_printable(key)) {
        return Error(
            Errc::malformed,
            "idempotency_key_malformed",
            "Idempotency-Key",
            "must be 1 to 200 printable ASCII characters"
        );
    }
    auto record =
        store::find_plain<Remembered>(reader, store::Space::accounts, key_of(principal, key));
    if (record && *record && (*record)->request != request) {
        return Error(
            Errc::refused,
            "idempotency_key_reused",
            "Idempotency-Key",
            "was used before with another request"
        );
    }
    return record;
}

void remember(
    store::Transaction& tx, Principal const& principal, std::string_view key, Remembered answer
) {
    answer.at = tx.now();
    store::put_plain(tx, store::Space::accounts, key_of(principal, key), answer);
}

}  // namespace ocop::accounts
