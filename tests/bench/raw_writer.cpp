#include "bench/raw_writer.hpp"

#include "bench/event_store.hpp"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <array>
#include <map>

namespace ocop::bench {

namespace {

class Reads final : public rocksdb::WriteBatch::Handler {
  public:
    explicit Reads(std::map<std::uint32_t, store::Space> const& spaces) : spaces_(spaces) {}

    rocksdb::Status PutCF(
        std::uint32_t family, rocksdb::Slice const& key, rocksdb::Slice const& value
    ) override {
        batch.push_back({spaces_.at(family), key.ToString(), value.ToString()});
        return rocksdb::Status::OK();
    }

    rocksdb::Status DeleteCF(std::uint32_t, rocksdb::Slice const&) override {
        return rocksdb::Status::OK();
    }

    Batch batch;

  private:
    std::map<std::uint32_t, store::Space> const& spaces_;
};

bool has_event(Batch const& batch) {
    return std::any_of(batch.begin(), batch.end(), [](Put const& put) {
        return put.space == store::Space::events && put.key.starts_with("e");
    });
}

}  // namespace

std::vector<Batch> batches_in(
    std::filesystem::path const& folder, std::size_t skip, std::size_t count
) {
    auto const env = rocksdb::NewCompositeEnv(std::make_shared<KeepsLogs>());
    std::vector<Batch> out;
    auto const engine =
        *store::Engine::open({folder / "store" / "db", store::OnDamage::refuse, false, env.get()});
    std::map<std::uint32_t, store::Space> spaces;
    for (std::size_t i = 0; i < store::space_count; ++i) {
        auto const space = static_cast<store::Space>(i);
        spaces.emplace(engine->family(space)->GetID(), space);
    }
    std::unique_ptr<rocksdb::TransactionLogIterator> log;
    must(engine->db().GetUpdatesSince(1, &log).ok());
    for (; log->Valid() && out.size() < count; log->Next()) {
        Reads reads(spaces);
        must(log->GetBatch().writeBatchPtr->Iterate(&reads).ok());
        if (has_event(reads.batch) && skip > 0) {
            --skip;
        } else if (has_event(reads.batch)) {
            out.push_back(std::move(reads.batch));
        }
    }
    must(log->status().ok());
    return out;
}

std::unique_ptr<store::Engine> open_raw(std::filesystem::path const& folder) {
    std::filesystem::create_directories(folder);
    return *store::Engine::open({folder / "raw", store::OnDamage::refuse, true, nullptr});
}

void write_raw(store::Engine& engine, Batch const& batch) {
    rocksdb::WriteBatch writes;
    for (auto const& put : batch) {
        must(writes.Put(engine.family(put.space), put.key, put.value).ok());
    }
    must(engine.write(writes).ok());
}

}  // namespace ocop::bench
