#pragma once

#include "events/journey.hpp"
#include "pages/texts.hpp"
#include "verdicts/verdicts.hpp"

#include <kainjow/mustache.hpp>

// How a lot got to where it is, and who stands behind what the page says. Pure functions; any
// thread.
namespace ocop::pages {

inline constexpr std::size_t journey_steps_max = 20;

// {journey: [{step, step_day, …}], journey_note} for journey.mustache; none: it could not be read.
kainjow::mustache::data journey_data(
    Texts const& words, std::optional<events::Journey> const& journey
);

// Rows of who and what: this service, who certified, who makes it. As far as the answer has them.
kainjow::mustache::data checkers_data(Texts const& words, verdicts::Judgement const& judgement);

}  // namespace ocop::pages
