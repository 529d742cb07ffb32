#pragma once

#include "catalogue/sheets.hpp"
#include "pages/frame.hpp"

// What the register says of a product or a producer, on a page that says first that it confirms no
// pack: no tick, no green. Pure functions; any thread.
namespace ocop::pages {

http::Response product_page(Frame frame, catalogue::ProductSheet const& sheet);
http::Response producer_page(Frame frame, catalogue::ProducerSheet const& sheet);

}  // namespace ocop::pages
