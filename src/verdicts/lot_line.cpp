#include "verdicts/lot_line.hpp"

#include "checks/checks.hpp"
#include "checks/openings.hpp"
#include "stamps/lot_totals.hpp"

namespace ocop::verdicts {

Result<LotLine> lot_line(store::Reader const& reader, std::string_view gtin, std::string_view lot) {
    auto const totals = stamps::totals_of_lot(reader, gtin, lot);
    if (!totals) {
        return totals.error();
    }
    auto const checked = checks::checks_of_lot(reader, gtin, lot);
    if (!checked) {
        return checked.error();
    }
    auto const opened = checks::openings_of_lot(reader, gtin, lot);
    if (!opened) {
        return opened.error();
    }
    return LotLine{totals->issued, totals->applied, checked->stamps, checked->checks, *opened};
}

}  // namespace ocop::verdicts
