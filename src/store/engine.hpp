#pragma once

#include "store/store.hpp"

#include <rocksdb/db.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

// RocksDB with the settings that the store's promises rest on, and nothing of the store's rules.
namespace ocop::store {

// What a recovery does with a damaged record of the write-ahead log.
enum class OnDamage {
    refuse,  // an incomplete last record is dropped, any other damage is an error
    cut,     // that record and all after it are dropped, silently: only where a mark decides
};

struct EngineOptions {
    std::filesystem::path path;
    OnDamage on_damage = OnDamage::refuse;
    bool create = false;
    rocksdb::Env* env = nullptr;
    bool read_only = false;  // no write() then
};

// corrupt "store_corrupt" or unavailable "store_unreadable", with the engine's words.
Error to_error(rocksdb::Status const& status);

// An iterator over the keys that start with a prefix, from the first that is ≥ `from`. Nothing else
// may be asked of it before a seek.
class Cursor {
  public:
    Cursor(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family, rocksdb::Snapshot const* at);
    Cursor(Cursor const&) = delete;
    Cursor& operator=(Cursor const&) = delete;

    void seek(std::string_view prefix, std::string_view from);
    // The same for Reader::scan_list(): a file whose filter does not know the prefix is not read.
    void seek_list(std::string_view prefix, std::string_view from);

    // False at the end and on an error: look at status().
    bool valid() const { return iterator_->Valid(); }

    void next() { iterator_->Next(); }

    // Valid until next().
    std::string_view key() const { return iterator_->key().ToStringView(); }

    std::string_view value() const { return iterator_->value().ToStringView(); }

    Result<void> status() const;

  private:
    void seek(std::string_view prefix, std::string_view from, rocksdb::ReadOptions options);

    rocksdb::DB& db_;
    rocksdb::ColumnFamilyHandle* family_;
    rocksdb::Snapshot const* at_;
    std::string end_;
    rocksdb::Slice end_slice_;
    std::unique_ptr<rocksdb::Iterator> iterator_;
};

// Reads from any thread; a Reader of what is newest. write() and resume() one at a time.
class Engine final : public Reader {
  public:
    // Errors: to_error(), and behind it the engine's own reasons.
    static Result<std::unique_ptr<Engine>> open(EngineOptions const& options);
    ~Engine() override;
    Engine(Engine const&) = delete;
    Engine& operator=(Engine const&) = delete;

    Result<std::optional<std::string>> get(Space space, std::string_view key) const override;
    Result<void> scan(
        Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override;

    // The same at a snapshot of db(); null is now.
    Result<std::optional<std::string>> get_at(
        rocksdb::Snapshot const* at, Space space, std::string_view key
    ) const;
    std::unique_ptr<Cursor> cursor(rocksdb::Snapshot const* at, Space space) const;

    // The last key that is ≤ `key` and starts with `prefix`, and its value.
    struct Found {
        std::string key;
        std::string value;
    };

    Result<std::optional<Found>> find_last(
        Space space, std::string_view prefix, std::string_view key
    ) const;

    // All or nothing, and on disk when it returns.
    rocksdb::Status write(rocksdb::WriteBatch& batch);
    // After NoSpace, once there is space again.
    rocksdb::Status resume();

    rocksdb::ColumnFamilyHandle* family(Space space) const {
        return families_[static_cast<std::size_t>(space)];
    }

    rocksdb::DB& db() const { return *db_; }

  private:
    Engine() = default;

    std::unique_ptr<rocksdb::DB> db_;
    std::vector<rocksdb::ColumnFamilyHandle*> families_;  // by Space, then "default"
};

// Visits what `cursor` meets; shared by the readers.
Result<void> visit_all(Cursor& cursor, Reader::Visit const& visit);

}  // namespace ocop::store
