#pragma once

#include "pages/rows.hpp"
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

// Whether the product bears its stars on the day of the answer.
bool in_force(verdicts::CertificateAnswer const& certificate);

// A certificate under a title, which is a key of the texts.
kainjow::mustache::data certificate_section(
    Texts const& words, std::string const& title, verdicts::CertificateAnswer const& certificate
);

// Who makes it: name, legal form, address, website.
void add_producer(Rows& rows, Texts const& words, verdicts::ProducerAnswer const& producer);

// A picture of the goods, and a link to more, in a section.
void set_photo(
    kainjow::mustache::data& section,
    Texts const& words,
    registry::Photo const& photo,
    std::string const& name
);
void set_more(kainjow::mustache::data& section, std::string const& text, std::string const& url);

// What to hold against the pack: rows as above; empty unless the answer has stamp and product.
kainjow::mustache::data compare_data(Texts const& words, verdicts::Answer const& answer);

// What became of the lot's stamps: made, applied, checked, opened. Facts only.
std::string lot_line_words(Texts const& words, verdicts::LotLine const& line);

// How often people recorded a check. Facts only.
std::string checks_words(Texts const& words, checks::Summary const& checks);

}  // namespace ocop::pages
