#pragma once

#include "pages/language.hpp"

#include <string>
#include <string_view>

// Where pages lie, for links from one to another: paths with their language. Pure; any thread.
namespace ocop::pages {

std::string product_url(Language language, std::string_view code);
std::string producer_url(Language language, std::string_view id);
std::string catalogue_url(Language language);
std::string address_url(Language language);
std::string home_url(Language language);

}  // namespace ocop::pages
