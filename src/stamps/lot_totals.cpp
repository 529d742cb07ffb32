#include "stamps/lot_totals.hpp"

#include <ocop/base/bytes.hpp>

namespace ocop::stamps {

namespace {

std::string totals_key(std::string_view gtin, std::string_view lot) {
    return ByteWriter().u8('M').text(gtin).u8(':').text(lot).take();
}

}  // namespace

Result<LotTotals> totals_of_lot(
    store::Reader const& reader, std::string_view gtin, std::string_view lot
) {
    auto const bytes = reader.get(store::Space::stamps, totals_key(gtin, lot));
    if (!bytes) {
        return bytes.error();
    }
    LotTotals out;
    if (*bytes) {
        ByteReader in(**bytes);
        out.issued = in.u64();
        out.applied = in.u64();
        if (!in.done()) {
            return Error(Errc::corrupt, "store_corrupt", "stamps M", "has the wrong length");
        }
    }
    return out;
}

Result<void> add_to_lot(
    store::Transaction& tx, std::string_view gtin, std::string_view lot, LotTotals const& more
) {
    auto const before = totals_of_lot(tx, gtin, lot);
    if (!before) {
        return before.error();
    }
    tx.put(
        store::Space::stamps,
        totals_key(gtin, lot),
        ByteWriter().u64(before->issued + more.issued).u64(before->applied + more.applied).take()
    );
    return {};
}

}  // namespace ocop::stamps
