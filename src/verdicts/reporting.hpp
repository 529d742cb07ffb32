#pragma once

#include "checks/unissued.hpp"
#include "reports/report.hpp"
#include "verdicts/verdicts.hpp"

#include <string_view>

namespace ocop::verdicts {

// What the service says now of the stamp that a report is about: `stamp` is a link, with or without
// its scheme, or a typed serial. Of what is not issued it says only the verdict; what is well
// signed besides, `unissued` keeps in mind (none: nobody does).
reports::Judged judge_reported(
    Verdicts const& verdicts, std::string_view stamp, checks::Unissued* unissued
);

}  // namespace ocop::verdicts
