#pragma once

#include "pages/texts.hpp"
#include "registry/values.hpp"

#include <ocop/base/time.hpp>

#include <cstdint>
#include <string>

// Values as people read them, in the language of the texts. Pure functions; any thread.
namespace ocop::pages {

std::string day_words(Texts const& words, Day day);      // "22/11/2026"
std::string time_words(Texts const& words, Instant at);  // "10:04 ngày 22/11/2026 (…)"
std::string number_words(Texts const& words, std::uint64_t number);           // "1.000"
std::string quantity_words(Texts const& words, registry::Quantity quantity);  // "1.000 g"

// A name in the page's language, else in Vietnamese; `vi_instead` says that it is the latter on a
// page that is not, so that it can be marked for screen readers.
struct NameWords {
    std::string text;
    bool vi_instead = false;
};

NameWords name_words(Texts const& words, registry::Name const& name);

}  // namespace ocop::pages
