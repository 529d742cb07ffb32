#pragma once

#include "catalogue/listing.hpp"
#include "pages/frame.hpp"

#include <string_view>
#include <vector>

// The catalogue as a page: a search, filters and what they find. Pure functions; any thread.
namespace ocop::pages {

inline constexpr std::size_t catalogue_page_items = 20;
inline constexpr std::size_t catalogue_pages_max = 100'000;

// What the form of the page asks.
struct CatalogueSearch {
    catalogue::Query query;  // of that page
    std::size_t page = 1;
};

// From a raw query. A value that no field of the form gives is as if it were not there: who follows
// an old or broken link gets a page, not an error.
CatalogueSearch read_catalogue_search(std::string_view query);

http::Response catalogue_page(
    Frame frame,
    CatalogueSearch const& search,
    catalogue::Found const& found,
    std::vector<catalogue::Commune> const& communes,
    Day today
);

}  // namespace ocop::pages
