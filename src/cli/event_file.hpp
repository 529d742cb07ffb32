#pragma once

#include <ocop/base/result.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// EPCIS documents as files, of any size: where their events are, without reading them.
namespace ocop::cli {

// What a document's text holds; views into the text.
struct FoundEvents {
    std::string_view context;  // its "@context", raw JSON; empty: none
    std::vector<std::string_view> events;
};

// `text` is an EPCISDocument, an EPCISQueryDocument, or one bare event. Looks no deeper than it
// takes to part the events; what is wrong inside one is its reader's to say. malformed
// "file_malformed" with the byte at which it is no JSON, or no document.
Result<FoundEvents> find_events_in(std::string_view text);

// A file in memory as the system maps it; views live as long as it does.
class MappedFile {
  public:
    // not_found "file_unreadable", naming the file.
    static Result<MappedFile> open(std::filesystem::path const& file);

    std::string_view text() const;

  private:
    struct Mapping;

    explicit MappedFile(std::shared_ptr<Mapping const> mapping) : mapping_(std::move(mapping)) {}

    std::shared_ptr<Mapping const> mapping_;
};

}  // namespace ocop::cli
