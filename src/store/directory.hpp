#pragma once

#include <ocop/base/result.hpp>

#include <filesystem>
#include <memory>

// The files of a store: who holds them, and how a repaired copy of the database takes the place of
// the damaged one. Errors: unavailable "store_unreadable" with the path and the system's reason.
namespace ocop::store {

struct Paths {
    explicit Paths(std::filesystem::path const& directory);

    std::filesystem::path root;
    std::filesystem::path database;
    std::filesystem::path mark;
    std::filesystem::path lock;
    std::filesystem::path copy;     // of the database, while it is repaired
    std::filesystem::path damaged;  // what a repaired copy replaced; kept until the next repair
};

// Held from construction to destruction: the store's directory is in use.
class DirectoryLock {
  public:
    // unavailable "store_locked" when another holder lives, in this process or another.
    static Result<std::unique_ptr<DirectoryLock>> take(Paths const& paths);
    ~DirectoryLock();
    DirectoryLock(DirectoryLock const&) = delete;
    DirectoryLock& operator=(DirectoryLock const&) = delete;

  private:
    explicit DirectoryLock(int file) : file_(file) {}

    int file_;
};

// Copies the database beside itself; what was there of an earlier try goes. Table files, which are
// never written again, are linked where the file system can.
Result<void> copy_database(Paths const& paths);

// Puts the copy in the database's place, on disk when it returns. A crash half-way is undone by
// undo_swap().
Result<void> swap_in_copy(Paths const& paths);
Result<void> undo_swap(Paths const& paths);

}  // namespace ocop::store
