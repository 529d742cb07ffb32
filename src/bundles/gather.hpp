#pragma once

#include "bundles/filter_files.hpp"
#include "store/store.hpp"

#include <ocop/bundle/body.hpp>

#include <string>

// The body of the offline bundle, from one snapshot of the store: include/ocop/bundle/FORMAT.md
// says what is in it. It judges nothing.
namespace ocop::bundles {

// Lots whose best-before, or whose close, is longer ago are on sale no more.
inline constexpr int past_best_before_days = 90;
inline constexpr int closed_days = 365;

// The text. Filter files of its lots are made where there are none. Of a register that is too large
// for a body the lots whose stamps were issued last are in it, and each under recall or hold.
// Errors of the reads; of FilterFiles::name(); too_large "bundle_too_large" when recalled and held
// lots alone do not fit.
Result<std::string> gather(
    store::Reader const& reader, FilterFiles& files, stamp::SerialKeys const& serials, Instant now
);
// The same, before it is text and whatever its size.
Result<bundle::Body> gather_body(
    store::Reader const& reader, FilterFiles& files, stamp::SerialKeys const& serials, Instant now
);

}  // namespace ocop::bundles
