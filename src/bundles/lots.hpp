#pragma once

#include "bundles/filter_files.hpp"
#include "registry/lot.hpp"
#include "store/store.hpp"

#include <ocop/bundle/body.hpp>

#include <map>
#include <optional>
#include <string>

namespace ocop::bundles {

// By id.
using Terms = std::map<std::string, stamp::CertificateTerm, std::less<>>;

struct LotParts {
    store::Reader const& reader;
    FilterFiles& files;
    stamp::SerialKeys const& serials;
    Terms const& terms;
    Instant now;
};

// A lot as the body says it, with its filter file made; absent when it is not to be listed: no
// stamps of it were issued or it is off sale, and it is neither recalled nor held. One whose sets
// are more than a file holds is listed without orders. Errors of gather_body().
Result<std::optional<bundle::Lot>> gather_lot(LotParts const& parts, registry::Lot const& lot);

bundle::Name write_name(registry::Name const& name);
bundle::Quantity write_quantity(registry::Quantity const& quantity);

}  // namespace ocop::bundles
