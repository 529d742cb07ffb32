#include "pages/links.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::pages {

namespace {

std::string url_of(Language language, std::string path, std::string_view name) {
    append_percent_encoded(path, name);
    return path + '?' + with_language("", language);
}

}  // namespace

std::string product_url(Language language, std::string_view code) {
    return url_of(language, "/products/", code);
}

std::string producer_url(Language language, std::string_view id) {
    return url_of(language, "/producers/", id);
}

std::string catalogue_url(Language language) {
    return url_of(language, "/catalogue", {});
}

std::string address_url(Language language) {
    return url_of(language, "/address", {});
}

std::string home_url(Language language) {
    return url_of(language, "/", {});
}

}  // namespace ocop::pages
