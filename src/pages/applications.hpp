#pragma once

#include "http/message.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// The web applications, console (/console/), inspector app (/app/) and the API's documents
// (/docs/): static files, as web/build.ts made them.
namespace ocop::pages {

// Set when made, never changed; any thread.
//
// Below assets/ a file's name holds its hash: cached for good, and 404 when it is not there. All
// else is asked for again (no-cache, ETag), and a path that is no file is a place inside the
// application: its index.html, 404 where the program was built without it.
class Application {
  public:
    // `name` is "console", "app" or "docs". With `web_dir`, dist/NAME below it is read at each
    // request where there is one, instead of the embedded files.
    Application(std::string name, std::optional<std::filesystem::path> const& web_dir);

    // The file of request.capture("path"), index.html without one; in brotli for who takes it.
    http::Response serve(http::Request const& request) const;

    // The same of a file whose route is a path of its own, by its name below the application.
    http::Response serve_file(http::Request const& request, std::string_view path) const;

    // To /NAME/, for /NAME.
    http::Response redirect(http::Request const& request) const;

  private:
    // `path` relative, as in "assets/index-abc.js"; absent when it is not plain or not there.
    std::optional<std::string> find(std::string_view path) const;

    std::string name_;
    std::optional<std::filesystem::path> folder_;
};

}  // namespace ocop::pages
