#pragma once

#include "dashboards/overview.hpp"
#include "sheets/font.hpp"

#include <string>

namespace ocop::dashboards {

// The overview as a report to print and file, in Vietnamese: every number that it has. Errors of
// the font and of the sheets.
Result<std::string> draw_overview(Overview const& overview, sheets::Font const& font);

}  // namespace ocop::dashboards
