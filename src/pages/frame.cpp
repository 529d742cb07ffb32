#include "pages/frame.hpp"

#include "pages/links.hpp"

namespace ocop::pages {

namespace mustache = kainjow::mustache;

http::Response respond(
    Frame const& frame, int status, std::string const& name, mustache::data page
) {
    auto const other = frame.language == Language::vi ? Language::en : Language::vi;
    auto const& site_name = frame.words().text("site_name");
    page.set("language", std::string(code_of(frame.language)));
    page.set("title", frame.title.empty() ? site_name : frame.title + " · " + site_name);
    page.set("preview_title", frame.title.empty() ? site_name : frame.title);
    page.set("host", frame.host);
    page.set("style_tag", frame.site->style_tag());
    page.set("other_url", frame.path + '?' + with_language(frame.query, other));
    page.set("home_url", home_url(frame.language));
    page.set("catalogue_url", catalogue_url(frame.language));
    page.set("address_url", address_url(frame.language));
    page.set("demo", frame.demo);
    page.set("noindex", !frame.index);
    return http::text_response(
               status, "text/html; charset=utf-8", frame.site->render(name, frame.language, page)
    )
        .with("Content-Language", std::string(code_of(frame.language)))
        .with("Vary", "Accept-Language");
}

http::Response respond_notice(
    Frame const& frame, int status, std::string const& heading, std::string const& text
) {
    mustache::data page(mustache::data::type::object);
    page.set("heading", heading);
    page.set("text", text);
    return respond(frame, status, "notice", std::move(page));
}

}  // namespace ocop::pages
