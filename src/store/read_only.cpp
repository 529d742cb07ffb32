#include "store/read_only.hpp"

#include "store/layout.hpp"
#include "store/mark.hpp"
#include "store/recovery.hpp"

namespace ocop::store {

namespace {

Result<void> check_mark(
    Engine const& engine, Paths const& paths, crypto::Ed25519PublicKey const& key, rocksdb::Env* env
) {
    std::error_code ec;
    if (!std::filesystem::exists(paths.mark, ec)) {
        return Error(Errc::corrupt, "store_without_mark", "", paths.mark.string() + " is missing");
    }
    auto& files = env != nullptr ? *env : *rocksdb::Env::Default();
    auto const opened = MarkFile::open(paths.mark, key, files);
    if (!opened) {
        return opened.error();
    }
    auto const head = load_head(engine);
    return head ? check_against_mark(engine, *head, opened->mark) : head.error();
}

}  // namespace

Result<ReadOnlyStore> ReadOnlyStore::open(
    std::filesystem::path const& directory,
    std::optional<crypto::Ed25519PublicKey> const& mark_key,
    rocksdb::Env* env
) {
    Paths const paths(directory);
    std::error_code ec;
    if (!std::filesystem::exists(paths.database / "CURRENT", ec)) {
        return Error(
            Errc::unavailable, "store_unreadable", "", directory.string() + " has no store"
        );
    }
    ReadOnlyStore out;
    auto lock = DirectoryLock::take(paths);
    if (!lock) {
        return lock.error();
    }
    out.lock_ = std::move(*lock);
    EngineOptions options;
    options.path = paths.database;
    options.read_only = true;
    options.env = env;
    auto engine = Engine::open(options);
    if (!engine) {
        return engine.error();
    }
    out.engine_ = std::move(*engine);
    if (mark_key) {
        if (auto ok = check_mark(*out.engine_, paths, *mark_key, env); !ok) {
            return ok.error();
        }
    }
    return out;
}

}  // namespace ocop::store
