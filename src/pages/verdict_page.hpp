#pragma once

#include "pages/frame.hpp"
#include "pages/question.hpp"
#include "verdicts/verdicts.hpp"

#include <string>

namespace ocop::pages {

// The page of a judgement: verdict first, then what the register says, with the status of the
// verdict. `note` is a sentence above it on what became of a request to count a check; empty for
// none. Sets the frame's title, paths and sample mark.
http::Response verdict_page(
    Frame frame,
    Enquiry const& enquiry,
    verdicts::Judgement const& judgement,
    std::string const& note = {}
);

}  // namespace ocop::pages
