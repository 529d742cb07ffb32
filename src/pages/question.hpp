#pragma once

#include "http/message.hpp"
#include "verdicts/verdicts.hpp"

#include <optional>
#include <string>
#include <string_view>

// What a request for a verdict asks, and how its page refers to itself. Pure functions; any thread.
namespace ocop::pages {

struct Enquiry {
    verdicts::Question question;
    std::string path;   // raw: where this enquiry is shown ("/v", "/v/01/…")
    std::string query;  // raw
    std::string typed;  // what a person typed, to be offered again
};

// Without the blanks and line ends around what was pasted.
std::string_view trim_pasted(std::string_view text);

// Of /01/… and /v/01/…, with or without "/check" at the end.
Enquiry read_link_enquiry(http::Request const& request);

// Of /v?serial=… and /v?uri=…; nothing when neither is there. A `serial` that looks like a link is
// taken as one, with or without its scheme. What cannot be read gives an empty typed serial, which
// is malformed.
std::optional<Enquiry> read_typed_enquiry(http::Request const& request);

}  // namespace ocop::pages
