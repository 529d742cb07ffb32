#pragma once

#include "pages/texts.hpp"

#include <kainjow/mustache.hpp>

#include <string_view>

namespace ocop::pages {

// Where a typed serial went wrong, for lookup.mustache: {slip, groups}, a group being {parts} of
// {part, wrong}: four characters each, as on the stamp, the suspects marked. An empty list when the
// serial is well formed, or nothing was typed. Pure; any thread.
kainjow::mustache::data slip_data(Texts const& words, std::string_view typed);

}  // namespace ocop::pages
