#pragma once

#include "pages/language.hpp"

#include <kainjow/mustache.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

// All words that pages show, from web/pages/vi.json and en.json: one flat object of strings each,
// with the same keys (a test holds them together). Templates write {{t.key}}.
namespace ocop::pages {

using Fill = std::pair<std::string_view, std::string_view>;

// The text with each "{name}" replaced by its value; names that are not given stay as they are.
std::string fill(std::string_view text, std::initializer_list<Fill> values);

// Set when made, never changed; any thread.
class Texts {
  public:
    // Throws std::runtime_error when `text` is not a flat JSON object of strings.
    Texts(Language language, std::string_view text);

    Language language() const { return language_; }

    // The key itself where there is no such text, so that the gap can be seen.
    std::string const& text(std::string const& key) const;
    bool has(std::string const& key) const;

    std::string filled(std::string const& key, std::initializer_list<Fill> values) const {
        return fill(text(key), values);
    }

    // {"t": {key: text, …}}
    kainjow::mustache::data const& data() const { return data_; }

  private:
    Language language_;
    kainjow::mustache::data data_{kainjow::mustache::data::type::object};
};

}  // namespace ocop::pages
