#pragma once

#include "checks/checks.hpp"
#include "pages/frame.hpp"
#include "verdicts/verdicts.hpp"

namespace ocop::pages {

// What a check told its holder then, and what the register says now. `now` judges the receipt's
// serial as if it were typed: the receipt keeps no signature.
http::Response receipt_page(
    Frame frame, checks::Receipt const& receipt, verdicts::Judgement const& now
);

}  // namespace ocop::pages
