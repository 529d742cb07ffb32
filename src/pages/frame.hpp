#pragma once

#include "http/message.hpp"
#include "pages/site.hpp"

#include <kainjow/mustache.hpp>

#include <memory>
#include <string>

namespace ocop::pages {

// What every page has around its own part. Made for one request; one thread.
struct Frame {
    std::shared_ptr<Site const> site;
    Language language = Language::vi;
    std::string host;    // ours, as printed on stamps
    std::string path;    // raw; where the other language is shown
    std::string query;   // raw, without '?'
    std::string title;   // of the window, and of previews: never a verdict; empty: the site's name
    bool demo = false;   // about sample data
    bool index = false;  // search engines may list it

    Texts const& words() const { return site->texts(language); }
};

// HTML, with Content-Language and Vary. `page` holds what its template names beside the frame.
http::Response respond(
    Frame const& frame, int status, std::string const& name, kainjow::mustache::data page
);

// A page of a heading and a sentence, for answers that are no verdict. 404 and such.
http::Response respond_notice(
    Frame const& frame, int status, std::string const& heading, std::string const& text
);

}  // namespace ocop::pages
