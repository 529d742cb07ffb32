#include "store/rocks_store.hpp"

#include "store/committer.hpp"

namespace ocop::store {

namespace {

class RocksStore final : public Store {
  public:
    RocksStore(std::unique_ptr<DirectoryLock> lock, std::unique_ptr<Committer> committer)
        : lock_(std::move(lock)), committer_(std::move(committer)) {}

    std::unique_ptr<Snapshot> snapshot() const override { return snapshot_of(committer_->view()); }

    void transact(Work work, Done done) override {
        committer_->transact(std::move(work), std::move(done));
    }

    bool ready() const override { return committer_->ready(); }

    void close() override { committer_->close(); }

  private:
    std::unique_ptr<DirectoryLock> lock_;
    std::unique_ptr<Committer> committer_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_rocks_store(RocksOptions options) {
    Paths paths(options.directory);
    auto lock = DirectoryLock::take(paths);
    if (!lock) {
        return lock.error();
    }
    auto recovered = recover(options, paths);
    if (!recovered) {
        return recovered.error();
    }
    auto committer =
        std::make_unique<Committer>(std::move(options), std::move(paths), std::move(*recovered));
    return std::unique_ptr<Store>(
        std::make_unique<RocksStore>(std::move(*lock), std::move(committer))
    );
}

}  // namespace ocop::store
