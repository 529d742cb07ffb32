#pragma once

#include "pages/texts.hpp"

#include <kainjow/mustache.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace ocop::pages {

// Templates, words and styles, parsed once. Set when made, never changed; any thread.
//
// A template is a file NAME.mustache; "{{> part}}" takes in part.mustache as text when it is
// loaded. "{{x}}" escapes; "{{{x}}}" and "{{&x}}" are refused, so no page can forget to.
class Site {
  public:
    // The bytes of a file of web/pages by name; throws std::runtime_error when there is none.
    using Files = std::function<std::string(std::string const& name)>;

    // Throws std::runtime_error, naming the file, on anything that is missing or malformed.
    explicit Site(Files const& files);

    Texts const& texts(Language language) const;

    // `name` is of a page loaded ("verdict"); another is a bug (OCOP_ASSERT).
    std::string render(
        std::string const& name, Language language, kainjow::mustache::data const& page
    ) const;

    std::string const& style() const { return style_; }

    std::string const& style_tag() const { return style_tag_; }  // 16 hex digits of its SHA-256

  private:
    std::map<Language, Texts> texts_;
    // Rendering is not const in the library, but writes nothing in a template without partials,
    // lambdas and delimiters.
    std::map<std::string, std::unique_ptr<kainjow::mustache::mustache>> templates_;
    std::string style_;
    std::string style_tag_;
};

// Gives the site: the embedded one, made once, or one read afresh from a directory each time (for
// work on the pages). The constructor throws as Site does. Any thread.
class SiteSource {
  public:
    explicit SiteSource(std::filesystem::path directory);
    SiteSource();  // embedded

    std::shared_ptr<Site const> site() const;

  private:
    std::filesystem::path directory_;
    std::shared_ptr<Site const> embedded_;
};

}  // namespace ocop::pages
