#pragma once

#include <ocop/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace ocop::prints {

// A file that grows slice by slice. What was written after the last saved length, by a slice that a
// crash cut off, goes when it is opened again. One thread.
//
// Errors here: storage_full "storage_full" or unavailable "print_file_unwritable", by errno.
class WorkFile {
  public:
    // Opens the file (0600), or begins it, and cuts it to `length` bytes. Corrupt
    // "print_file_short" when it has fewer: then it is not the file that was saved.
    static Result<WorkFile> open(std::filesystem::path const& path, std::uint64_t length);

    WorkFile(WorkFile&&) noexcept;
    WorkFile& operator=(WorkFile&&) noexcept;
    ~WorkFile();

    Result<void> append(std::string_view bytes);

    // Everything so far is on disk when it returns.
    Result<void> sync();

    std::uint64_t length() const;

  private:
    struct State;

    explicit WorkFile(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace ocop::prints
