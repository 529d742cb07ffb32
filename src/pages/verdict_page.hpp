#pragma once

#include "events/journey.hpp"
#include "pages/frame.hpp"
#include "pages/question.hpp"
#include "verdicts/verdicts.hpp"

#include <optional>
#include <string>

namespace ocop::pages {

// What a verdict page tells besides the judgement.
struct VerdictNotes {
    std::string note = {};  // what became of a request to count a check; empty: nothing
    std::optional<events::Journey> journey = {};  // of the answer's lot; none: it was not read
};

// The page of a judgement: verdict first, then what the register says, with the status of the
// verdict. Sets the frame's title, paths and sample mark.
http::Response verdict_page(
    Frame frame,
    Enquiry const& enquiry,
    verdicts::Judgement const& judgement,
    VerdictNotes const& notes = {}
);

}  // namespace ocop::pages
