#include "checks/checks.hpp"

#include "checks/day_tallies.hpp"
#include "store/record.hpp"

#include <ocop/base/id.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::checks {

namespace {

std::string count_key(stamp::Position position) {
    return ByteWriter().u8('n').u8(position.epoch).u64(position.counter).take();
}

std::string lot_key(std::string_view gtin, std::string_view lot) {
    return ByteWriter().u8('l').text(gtin).u8(':').text(lot).take();
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

Result<LotChecks> checks_of_lot(
    store::Reader const& reader, std::string_view gtin, std::string_view lot
) {
    auto const bytes = reader.get(store::Space::checks, lot_key(gtin, lot));
    if (!bytes) {
        return bytes.error();
    }
    LotChecks out;
    if (*bytes) {
        ByteReader in(**bytes);
        out.checks = in.u64();
        out.stamps = in.u64();
        if (!in.done()) {
            return Error(Errc::corrupt, "store_corrupt", "checks l", "has the wrong length");
        }
    }
    return out;
}

std::string new_receipt_token(Random& random) {
    return random_id(random) + random_id(random);
}

namespace {

Result<void> count_for_lot(store::Transaction& tx, Receipt const& receipt) {
    auto counts = checks_of_lot(tx, receipt.gtin, receipt.lot);
    if (!counts) {
        return counts.error();
    }
    ++counts->checks;
    counts->stamps += receipt.number == 1 ? 1 : 0;
    tx.put(
        store::Space::checks,
        lot_key(receipt.gtin, receipt.lot),
        ByteWriter().u64(counts->checks).u64(counts->stamps).take()
    );
    return {};
}

Result<void> add_record(store::Transaction& tx, NewCheck const& check, bool first) {
    auto const key = use_day_key(tx, legal_day(tx.now()), check.fresh_key);
    if (!key) {
        return key.error();
    }
    DayRecord record;
    record.position = check.position;
    record.client = client_of(*key, check.visitor);
    record.standing = check.standing;
    record.first = first;
    record.place = check.place;
    auto const added = add_day_record(tx, record);
    return added ? Result<void>() : added.error();
}

}  // namespace

Result<Receipt> record_check(store::Transaction& tx, NewCheck const& check) {
    auto const before = summary_of(tx, check.position);
    if (!before) {
        return before.error();
    }
    auto receipt = check.receipt;
    receipt.at = tx.now();
    receipt.number = before->count + 1;
    auto const count = ByteWriter()
                           .u64(receipt.number)
                           .u64(static_cast<std::uint64_t>(before->first_at.value_or(tx.now()).ms))
                           .u64(static_cast<std::uint64_t>(tx.now().ms))
                           .take();
    tx.put(store::Space::checks, count_key(check.position), count);
    if (auto ok = count_for_lot(tx, receipt); !ok) {
        return ok.error();
    }
    if (auto ok = add_record(tx, check, receipt.number == 1); !ok) {
        return ok.error();
    }
    if (auto ok = count_for_day(tx, check.place.province); !ok) {
        return ok.error();
    }
    store::put_plain(tx, store::Space::checks, receipt_key(check.token), receipt);
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
