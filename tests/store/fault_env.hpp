#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

// File systems for tests. All skip the real fsync, which a test that does not switch the machine
// off cannot observe, and which would be most of its time.
namespace ocop::test {

// What goes wrong, and when. The counts start at 1; 0 is never. Any thread.
struct Faults {
    std::atomic<std::uint64_t> syncs = 0;
    std::atomic<std::uint64_t> appends = 0;
    std::atomic<std::uint64_t> fail_sync = 0;
    std::atomic<std::uint64_t> fail_append = 0;
    std::atomic<bool> no_space = false;  // every append fails with NoSpace while it is set

    // Appended data stays in memory until a sync, and the power goes at sync number `cut_at`: what
    // was not synced by then is lost, but for the pages of that very file that `torn` lets through.
    std::atomic<bool> keep_unsynced = false;
    std::atomic<std::uint64_t> cut_at = 0;
    std::atomic<bool> power_is_off = false;
    // 0: no page, 1: every page but the last, 2: every other page (the rest zero), 3: all pages.
    std::atomic<int> torn = 0;
};

namespace fault {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

inline IOStatus before_append(Faults& faults) {
    if (faults.power_is_off || ++faults.appends == faults.fail_append) {
        return IOStatus::IOError("append failed by the test");
    }
    return faults.no_space ? IOStatus::NoSpace("disk filled by the test") : IOStatus::OK();
}

// Whether this sync is the one at which the power goes.
inline IOStatus before_sync(Faults& faults, bool& cut) {
    auto const count = ++faults.syncs;
    cut = !faults.power_is_off && count == faults.cut_at;
    if (cut) {
        faults.power_is_off = true;
    }
    if (faults.power_is_off || count == faults.fail_sync) {
        return IOStatus::IOError("sync failed by the test");
    }
    return IOStatus::OK();
}

inline std::string torn_pages(std::string data, int torn) {
    constexpr std::size_t page = 4096;
    auto const pages = (data.size() + page - 1) / page;
    if (torn == 0) {
        data.clear();
    } else if (torn == 1) {
        data.resize((pages == 0 ? 0 : pages - 1) * page);
    }
    for (std::size_t i = 0; torn == 2 && i < pages; i += 2) {
        auto const length = std::min(page, data.size() - i * page);
        data.replace(i * page, length, length, '\0');
    }
    return data;
}

class File final : public rocksdb::FSWritableFileOwnerWrapper {
  public:
    File(std::unique_ptr<rocksdb::FSWritableFile>&& file, Faults& faults)
        : FSWritableFileOwnerWrapper(std::move(file)), faults_(faults) {}

    IOStatus Append(Slice const& data, IOOptions const& options, IODebugContext* dbg) override {
        if (auto status = before_append(faults_); !status.ok()) {
            return status;
        }
        if (faults_.keep_unsynced) {
            pending_.append(data.data(), data.size());
            return IOStatus::OK();
        }
        return target()->Append(data, options, dbg);
    }

    IOStatus Append(
        Slice const& data,
        IOOptions const& options,
        rocksdb::DataVerificationInfo const& /*info*/,
        IODebugContext* dbg
    ) override {
        return Append(data, options, dbg);
    }

    IOStatus Sync(IOOptions const& options, IODebugContext* dbg) override {
        bool cut = false;
        auto status = before_sync(faults_, cut);
        if (cut) {
            pending_ = torn_pages(std::move(pending_), faults_.torn);
        }
        if (status.ok() || cut) {
            auto const kept = keep(options, dbg);
            return status.ok() ? kept : status;
        }
        return status;
    }

    IOStatus Fsync(IOOptions const& options, IODebugContext* dbg) override {
        return Sync(options, dbg);
    }

    // Closed without a sync: kept, unless the power went.
    IOStatus Close(IOOptions const& options, IODebugContext* dbg) override {
        auto const kept = faults_.power_is_off ? IOStatus::OK() : keep(options, dbg);
        auto const closed = target()->Close(options, dbg);
        return kept.ok() ? closed : kept;
    }

    uint64_t GetFileSize(IOOptions const& options, IODebugContext* dbg) override {
        return target()->GetFileSize(options, dbg) + pending_.size();
    }

    IOStatus Allocate(uint64_t, uint64_t, IOOptions const&, IODebugContext*) override {
        return IOStatus::OK();
    }

    IOStatus RangeSync(uint64_t, uint64_t, IOOptions const&, IODebugContext*) override {
        return IOStatus::OK();
    }

  private:
    IOStatus keep(IOOptions const& options, IODebugContext* dbg) {
        auto status = pending_.empty() ? IOStatus::OK() : target()->Append(pending_, options, dbg);
        pending_.clear();
        return status.ok() ? target()->Flush(options, dbg) : status;
    }

    Faults& faults_;
    std::string pending_;
};

// The mark: one slot is written and then synced.
class SlotFile final : public rocksdb::FSRandomRWFileOwnerWrapper {
  public:
    SlotFile(std::unique_ptr<rocksdb::FSRandomRWFile>&& file, Faults& faults)
        : FSRandomRWFileOwnerWrapper(std::move(file)), faults_(faults) {}

    IOStatus Write(
        uint64_t offset, Slice const& data, IOOptions const& options, IODebugContext* dbg
    ) override {
        if (auto status = before_append(faults_); !status.ok()) {
            return status;
        }
        if (faults_.keep_unsynced) {
            offset_ = offset;
            pending_.assign(data.data(), data.size());
            return IOStatus::OK();
        }
        return target()->Write(offset, data, options, dbg);
    }

    IOStatus Sync(IOOptions const& options, IODebugContext* dbg) override {
        bool cut = false;
        auto status = before_sync(faults_, cut);
        if (cut && faults_.torn != 3) {
            pending_.resize(faults_.torn == 0 ? 0 : pending_.size() / 2);
        }
        if ((status.ok() || cut) && !pending_.empty()) {
            auto const kept = target()->Write(offset_, pending_, options, dbg);
            pending_.clear();
            return status.ok() ? kept : status;
        }
        return status;
    }

  private:
    Faults& faults_;
    std::uint64_t offset_ = 0;
    std::string pending_;
};

class Directory final : public rocksdb::FSDirectoryWrapper {
  public:
    Directory(std::unique_ptr<rocksdb::FSDirectory>&& directory, Faults& faults)
        : FSDirectoryWrapper(std::move(directory)), faults_(faults) {}

    IOStatus Fsync(IOOptions const&, IODebugContext*) override {
        bool cut = false;
        return before_sync(faults_, cut);
    }

    IOStatus FsyncWithDirOptions(
        IOOptions const& options, IODebugContext* dbg, rocksdb::DirFsyncOptions const& /*how*/
    ) override {
        return Fsync(options, dbg);
    }

  private:
    Faults& faults_;
};

class System final : public rocksdb::FileSystemWrapper {
  public:
    explicit System(Faults& faults)
        : FileSystemWrapper(rocksdb::FileSystem::Default()), faults_(faults) {}

    char const* Name() const override { return "ocop-test"; }

    IOStatus NewWritableFile(
        std::string const& name,
        rocksdb::FileOptions const& options,
        std::unique_ptr<rocksdb::FSWritableFile>* out,
        IODebugContext* dbg
    ) override {
        if (faults_.power_is_off) {
            return off();
        }
        std::unique_ptr<rocksdb::FSWritableFile> file;
        auto status = target()->NewWritableFile(name, options, &file, dbg);
        if (status.ok()) {
            *out = std::make_unique<File>(std::move(file), faults_);
        }
        return status;
    }

    IOStatus NewRandomRWFile(
        std::string const& name,
        rocksdb::FileOptions const& options,
        std::unique_ptr<rocksdb::FSRandomRWFile>* out,
        IODebugContext* dbg
    ) override {
        std::unique_ptr<rocksdb::FSRandomRWFile> file;
        auto status = target()->NewRandomRWFile(name, options, &file, dbg);
        if (status.ok()) {
            *out = std::make_unique<SlotFile>(std::move(file), faults_);
        }
        return status;
    }

    IOStatus NewDirectory(
        std::string const& name,
        IOOptions const& options,
        std::unique_ptr<rocksdb::FSDirectory>* out,
        IODebugContext* dbg
    ) override {
        std::unique_ptr<rocksdb::FSDirectory> directory;
        auto status = target()->NewDirectory(name, options, &directory, dbg);
        if (status.ok()) {
            *out = std::make_unique<Directory>(std::move(directory), faults_);
        }
        return status;
    }

    IOStatus RenameFile(
        std::string const& from,
        std::string const& to,
        IOOptions const& options,
        IODebugContext* dbg
    ) override {
        return faults_.power_is_off ? off() : target()->RenameFile(from, to, options, dbg);
    }

    IOStatus DeleteFile(std::string const& name, IOOptions const& options, IODebugContext* dbg)
        override {
        return faults_.power_is_off ? off() : target()->DeleteFile(name, options, dbg);
    }

  private:
    static IOStatus off() { return IOStatus::IOError("the power is off"); }

    Faults& faults_;
};

}  // namespace fault

// An environment over the real disk with faults of its own. Outlives the store that it is given to.
class FaultEnv {
  public:
    FaultEnv() : env_(rocksdb::NewCompositeEnv(std::make_shared<fault::System>(faults))) {}

    rocksdb::Env* env() { return env_.get(); }

    Faults faults;

  private:
    std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace ocop::test
