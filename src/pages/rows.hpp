#pragma once

#include "pages/texts.hpp"
#include "pages/words.hpp"

#include <kainjow/mustache.hpp>

#include <optional>
#include <string>

// Rows of a label and its values, as rows.mustache shows them: {label, values}, a value {text} with
// `vi` (Vietnamese on a page that is not), `code` (to be compared letter by letter) or `url`
// (https). Made for one page; one thread.
namespace ocop::pages {

kainjow::mustache::data make_object();
kainjow::mustache::data make_value(std::string const& text);
kainjow::mustache::data make_value(NameWords const& name);

// In the order added. `words` must outlive it.
class Rows {
  public:
    explicit Rows(Texts const& words) : words_(words) {}

    // `label` is a key of the texts; `values` one value or a list of them.
    void add(std::string const& label, kainjow::mustache::data values);
    void add(std::string const& label, std::string const& text);
    void add(std::string const& label, NameWords const& name);
    void add_day(std::string const& label, std::optional<Day> day);
    void add_day(std::string const& label, std::optional<Instant> at);
    // Something to compare letter by letter.
    void add_code(std::string const& label, std::string const& text);
    // Under a label that is no text of ours.
    void add_named(std::string const& label, kainjow::mustache::data values);

    // {title, rows} for sections.mustache; `title` is a key of the texts.
    kainjow::mustache::data section(std::string const& title) const;

    kainjow::mustache::data const& rows() const { return rows_; }

  private:
    Texts const& words_;
    kainjow::mustache::data rows_{kainjow::mustache::data::type::list};
};

}  // namespace ocop::pages
