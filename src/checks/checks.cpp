#include "checks/checks.hpp"

#include "store/record.hpp"

#include <ocop/base/id.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::checks {

namespace {

std::string count_key(stamp::Position position) {
    return ByteWriter().u8('n').u8(position.epoch).u64(position.counter).take();
}

std::string receipt_key(std::string_view token) {
    return ByteWriter().u8('r').bytes(crypto::sha256(as_bytes(token))).take();
}

}  // namespace

Result<Summary> summary_of(store::Reader const& reader, stamp::Position position) {
    auto const bytes = reader.get(store::Space::checks, count_key(position));
    if (!bytes) {
        return bytes.error();
    }
    Summary summary;
    if (*bytes) {
        ByteReader in(**bytes);
        summary.count = in.u64();
        summary.first_at = Instant{static_cast<std::int64_t>(in.u64())};
        summary.last_at = Instant{static_cast<std::int64_t>(in.u64())};
        if (!in.done()) {
            return Error(Errc::corrupt, "store_corrupt", "checks n", "has the wrong length");
        }
    }
    return summary;
}

std::string new_receipt_token(Random& random) {
    return random_id(random) + random_id(random);
}

Result<Receipt> record_check(
    store::Transaction& tx, stamp::Position position, std::string_view token, Receipt receipt
) {
    auto const before = summary_of(tx, position);
    if (!before) {
        return before.error();
    }
    receipt.at = tx.now();
    receipt.number = before->count + 1;
    auto const count = ByteWriter()
                           .u64(receipt.number)
                           .u64(static_cast<std::uint64_t>(before->first_at.value_or(tx.now()).ms))
                           .u64(static_cast<std::uint64_t>(tx.now().ms))
                           .take();
    tx.put(store::Space::checks, count_key(position), count);
    store::put_plain(tx, store::Space::checks, receipt_key(token), receipt);
    return receipt;
}

Result<Receipt> load_receipt(store::Reader const& reader, std::string_view token) {
    auto receipt = store::find_plain<Receipt>(reader, store::Space::checks, receipt_key(token));
    if (!receipt) {
        return receipt.error();
    }
    if (!*receipt) {
        return Error(Errc::not_found, "receipt_not_found");
    }
    return std::move(**receipt);
}

}  // namespace ocop::checks
