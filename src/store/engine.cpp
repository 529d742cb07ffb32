#include "store/engine.hpp"

#include "store/layout.hpp"

#include <ocop/base/assert.hpp>

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <algorithm>

namespace ocop::store {

namespace {

constexpr std::size_t block_cache_bytes = std::size_t{64} << 20;
constexpr std::size_t memtables_bytes_max = std::size_t{128} << 20;
constexpr std::size_t memtable_bytes = std::size_t{16} << 20;
constexpr std::uint64_t wal_bytes_max = std::uint64_t{192} << 20;

rocksdb::CompressionType best_compression() {
    auto const supported = rocksdb::GetSupportedCompressions();
    for (auto const type : {rocksdb::kZSTD, rocksdb::kLZ4Compression}) {
        if (std::find(supported.begin(), supported.end(), type) != supported.end()) {
            return type;
        }
    }
    return rocksdb::kNoCompression;
}

rocksdb::DBOptions db_options(EngineOptions const& options) {
    rocksdb::DBOptions out;
    out.env = options.env != nullptr ? options.env : rocksdb::Env::Default();
    out.create_if_missing = options.create;
    out.create_missing_column_families = true;
    // The default mode drops all that lies behind a damaged record, without an error.
    out.wal_recovery_mode = options.on_damage == OnDamage::refuse
                                ? rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords
                                : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    out.track_and_verify_wals_in_manifest = true;
    out.recycle_log_file_num = 0;
    out.paranoid_checks = true;
    out.max_total_wal_size = wal_bytes_max;
    out.db_write_buffer_size = memtables_bytes_max;
    out.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
    out.keep_log_file_num = 4;
    out.stats_dump_period_sec = 0;
    out.stats_persist_period_sec = 0;
    return out;
}

// The list that a key is of: all but its end. Files keep the name beside their filters: another
// rule needs another name. It is no order of its own (a prefix of a prefix is another list's), so
// nothing may be asked by it but whether a list is in a file.
class ListPrefix final : public rocksdb::SliceTransform {
  public:
    char const* Name() const override { return "ocop.list"; }

    rocksdb::Slice Transform(rocksdb::Slice const& key) const override {
        return {key.data(), key.size() - list_end_bytes};
    }

    bool InDomain(rocksdb::Slice const& key) const override { return key.size() > list_end_bytes; }
};

rocksdb::ColumnFamilyOptions family_options() {
    rocksdb::BlockBasedTableOptions table;
    static auto const cache = rocksdb::NewLRUCache(block_cache_bytes);
    table.block_cache = cache;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.format_version = 5;
    // With a small cache the whole index of a file would be read again for each Get.
    table.cache_index_and_filter_blocks = false;
    rocksdb::ColumnFamilyOptions out;
    out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    out.compression = best_compression();
    out.write_buffer_size = memtable_bytes;
    // Most of what is looked up before a write is not there.
    out.memtable_whole_key_filtering = true;
    out.memtable_prefix_bloom_size_ratio = 0.02;
    return out;
}

// The least string above all that start with `prefix`; empty when there is none.
std::string end_of(std::string_view prefix) {
    std::string end(prefix);
    while (!end.empty() && end.back() == '\xFF') {
        end.pop_back();
    }
    if (!end.empty()) {
        end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
    }
    return end;
}

rocksdb::ReadOptions read_options(rocksdb::Snapshot const* at) {
    rocksdb::ReadOptions options;
    options.snapshot = at;
    // Else a family with lists would hide from a scan what its first key's filter does not know.
    options.total_order_seek = true;
    return options;
}

}  // namespace

Error to_error(rocksdb::Status const& status) {
    auto const reason = status.ToString();
    return status.IsCorruption() ? Error(Errc::corrupt, "store_corrupt", "", reason)
                                 : Error(Errc::unavailable, "store_unreadable", "", reason);
}

Cursor::Cursor(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family, rocksdb::Snapshot const* at)
    : db_(db), family_(family), at_(at) {}

void Cursor::seek(std::string_view prefix, std::string_view from) {
    seek(prefix, from, read_options(at_));
}

void Cursor::seek_list(std::string_view prefix, std::string_view from) {
    OCOP_ASSERT(from.starts_with(prefix) && from.size() == prefix.size() + list_end_bytes);
    auto options = read_options(at_);
    options.total_order_seek = false;
    seek(prefix, from, options);
}

void Cursor::seek(std::string_view prefix, std::string_view from, rocksdb::ReadOptions options) {
    end_ = end_of(prefix);
    end_slice_ = end_;
    options.iterate_upper_bound = end_.empty() ? nullptr : &end_slice_;
    iterator_.reset(db_.NewIterator(options, family_));
    iterator_->Seek(std::max(prefix, from));
}

Result<void> Cursor::status() const {
    if (auto const status = iterator_->status(); !status.ok()) {
        return to_error(status);
    }
    return {};
}

Result<void> visit_all(Cursor& cursor, Reader::Visit const& visit) {
    for (; cursor.valid(); cursor.next()) {
        if (!visit(cursor.key(), cursor.value())) {
            return {};
        }
    }
    return cursor.status();
}

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions const& options) {
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    auto const family = family_options();
    descriptors.reserve(space_count + 1);
    for (auto const* name : space_names) {
        descriptors.emplace_back(name, family);
    }
    descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, family);
    descriptors[static_cast<std::size_t>(Space::event_index)].options.prefix_extractor =
        std::make_shared<ListPrefix>();
    std::unique_ptr<Engine> engine(new Engine);
    rocksdb::DB* db = nullptr;
    auto const path = options.path.string();
    auto const status =
        options.read_only
            ? rocksdb::DB::OpenForReadOnly(
                  db_options(options), path, descriptors, &engine->families_, &db
              )
            : rocksdb::DB::Open(db_options(options), path, descriptors, &engine->families_, &db);
    engine->db_.reset(db);
    if (!status.ok()) {
        return to_error(status);
    }
    return engine;
}

Engine::~Engine() {
    if (!db_) {
        return;
    }
    for (auto* handle : families_) {
        // Both fail only for a handle that is not ours; everything acknowledged is in the log.
        static_cast<void>(db_->DestroyColumnFamilyHandle(handle).ok());
    }
    static_cast<void>(db_->Close().ok());
}

Result<std::optional<std::string>> Engine::get(Space space, std::string_view key) const {
    return get_at(nullptr, space, key);
}

Result<void> Engine::scan(
    Space space, std::string_view prefix, std::string_view from, Visit const& visit
) const {
    auto const all = cursor(nullptr, space);
    all->seek(prefix, from);
    return visit_all(*all, visit);
}

Result<std::optional<std::string>> Engine::get_at(
    rocksdb::Snapshot const* at, Space space, std::string_view key
) const {
    std::string value;
    auto const status = db_->Get(read_options(at), family(space), key, &value);
    if (status.IsNotFound()) {
        return std::optional<std::string>();
    }
    if (!status.ok()) {
        return to_error(status);
    }
    return std::optional<std::string>(std::move(value));
}

std::unique_ptr<Cursor> Engine::cursor(rocksdb::Snapshot const* at, Space space) const {
    return std::make_unique<Cursor>(*db_, family(space), at);
}

Result<std::optional<Engine::Found>> Engine::find_last(
    Space space, std::string_view prefix, std::string_view key
) const {
    std::unique_ptr<rocksdb::Iterator> const last(
        db_->NewIterator(read_options(nullptr), family(space))
    );
    last->SeekForPrev(key);
    if (!last->status().ok()) {
        return to_error(last->status());
    }
    if (!last->Valid() || !last->key().starts_with(prefix)) {
        return std::optional<Found>();
    }
    return std::optional<Found>({last->key().ToString(), last->value().ToString()});
}

rocksdb::Status Engine::write(rocksdb::WriteBatch& batch) {
    rocksdb::WriteOptions options;
    options.sync = true;
    return db_->Write(options, &batch);
}

rocksdb::Status Engine::resume() {
    return db_->Resume();
}

}  // namespace ocop::store
