#pragma once

#include "pages/texts.hpp"
#include "verdicts/verdicts.hpp"

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>

// The coloured box that says a verdict: colour, shape and words together. Pure functions; any
// thread.
namespace ocop::pages {

// "octagon", "triangle", "circle_i", "circle_check", "question": what else than the colour tells
// verdicts apart. `unsigned` is no check that failed: it has the i.
std::string_view icon_of(stamp::Verdict verdict, stamp::Colour colour);

// With the answer's decision or day filled in, "…" where the answer has none.
std::string heading_of(Texts const& words, stamp::Verdict verdict, verdicts::Answer const& answer);

// The last four characters of the number as printed; empty when the answer has no stamp.
std::string last_four(verdicts::Answer const& answer);

// {colour, icons, heading, advice, reason, also, checked_at, serial_ends} for box.mustache.
kainjow::mustache::data box_data(Texts const& words, verdicts::Judgement const& judgement);

// The heading of a verdict known by its code alone, as a receipt keeps it. A code that is none
// gives that of `unavailable`.
std::string heading_of(Texts const& words, std::string_view code, verdicts::Answer const& answer);

// What each colour means, for the front page: a list of {colour, icons, text}.
kainjow::mustache::data legend_data(Texts const& words);

}  // namespace ocop::pages
