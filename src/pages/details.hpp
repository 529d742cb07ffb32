#pragma once

#include "pages/texts.hpp"
#include "verdicts/verdicts.hpp"

#include <kainjow/mustache.hpp>

// What a verdict page tells below the verdict. Pure functions; any thread.
namespace ocop::pages {

// Product, certificate (and today's, when it is another), producer, lot and stamp, in this order
// and as far as the answer has them: a list of {title, rows}. A row is {label, values}, a value
// {text} with `vi` (Vietnamese on a page that is not), `code` (to be compared letter by letter) or
// `url` (https).
kainjow::mustache::data sections_data(Texts const& words, verdicts::Answer const& answer);

// What to hold against the pack: rows as above; empty unless the answer has stamp and product.
kainjow::mustache::data compare_data(Texts const& words, verdicts::Answer const& answer);

// What became of the lot's stamps: made, applied, checked, opened. Facts only.
std::string lot_line_words(Texts const& words, verdicts::LotLine const& line);

// How often people recorded a check. Facts only.
std::string checks_words(Texts const& words, checks::Summary const& checks);

}  // namespace ocop::pages
