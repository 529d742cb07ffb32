#pragma once

#include "pages/frame.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ocop::pages {

// Whether an address that a camera showed is ours, and what it really leads to. The address is only
// read: nothing follows it, and the page has no link to it. `asked` is what a person pasted; empty
// for the form alone. Pure; any thread.
http::Response address_page(
    Frame frame, std::string_view asked, std::vector<std::string> const& hosts
);

}  // namespace ocop::pages
