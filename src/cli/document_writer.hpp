#pragma once

#include <ocop/base/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>

// An EPCISDocument that is written event by event, and there once it is whole: until then it is
// FILE.part beside it, which goes with an object that did not finish. One thread.
namespace ocop::cli {

class DocumentWriter {
  public:
    // unavailable "file_unwritable", with the system's reason; as all below. Replaces FILE.part.
    static Result<DocumentWriter> open(std::filesystem::path file);

    DocumentWriter(DocumentWriter&& from) noexcept;
    DocumentWriter& operator=(DocumentWriter&&) = delete;
    ~DocumentWriter();

    Result<void> add(json::value const& event);

    // On disk, and under its name. Once.
    Result<void> finish();

  private:
    DocumentWriter(std::filesystem::path file, std::filesystem::path part, int handle);

    Result<void> write_out();

    std::filesystem::path file_;
    std::filesystem::path part_;
    int handle_ = -1;  // none: it was moved from or is finished
    std::string pending_;
    bool first_ = true;
};

}  // namespace ocop::cli
