#pragma once

#include "inspections/inspections.hpp"
#include "sheets/font.hpp"

#include <string>

// The minutes (biên bản) of an inspection, to be printed, read and signed by both sides: A4, in
// Vietnamese, with everything the record says and nothing else.
namespace ocop::inspections {

// Names behind the ids of a record.
struct MinutesNames {
    std::string authority;
    std::string inspector;
    std::string producer;
    std::string product;
};

// Errors of the read; not_found of a record that is gone.
Result<MinutesNames> names_of(store::Reader const& reader, Inspection const& inspection);

// A PDF. `font` as sheets::font_path has it. internal "sheets_font_subset_failed".
Result<std::string> draw_minutes(
    Inspection const& inspection, MinutesNames const& names, sheets::Font const& font
);

}  // namespace ocop::inspections
