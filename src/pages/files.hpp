#pragma once

#include <map>
#include <string>
#include <string_view>

namespace ocop::pages {

// The files of web/pages and web/openapi.yaml by name ("style.css"), and what web/build.ts made of
// the web applications by path ("console/index.html"), as they were when the program was built;
// web/embed.cmake generates it. Static lifetime; any thread.
std::map<std::string, std::string_view> const& embedded_files();

}  // namespace ocop::pages
