#include "store/mark.hpp"

#include "store/engine.hpp"

#include <algorithm>

namespace ocop::store {

namespace {

constexpr std::string_view magic = "OCOPMARK";
constexpr std::uint32_t version = 1;

}  // namespace

Mark mark_of(Head const& head) {
    return {head.sequence, head.frontier.size(), head.frontier.root()};
}

Result<std::string> encode_mark(Mark const& mark, MarkSigner const& signer) {
    ByteWriter out;
    out.text(magic).u32(version).u64(mark.sequence).u64(mark.size).bytes(mark.root);
    auto const signature = signer.sign(as_bytes(out.view()));
    if (!signature) {
        return signature.error();
    }
    return out.bytes(*signature).take();
}

std::optional<Mark> parse_mark(std::string_view slot, crypto::Ed25519PublicKey const& key) {
    ByteReader in(slot);
    bool const known = in.take(magic.size()) == magic && in.u32() == version;
    Mark mark;
    mark.sequence = in.u64();
    mark.size = in.u64();
    auto const root = as_bytes(in.take(mark.root.size()));
    std::copy(root.begin(), root.end(), mark.root.begin());
    crypto::Ed25519Signature signature{};
    auto const bytes = as_bytes(in.take(signature.size()));
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    if (!known || !in.done()) {
        return std::nullopt;
    }
    auto const message = as_bytes(slot.substr(0, mark_signed_bytes));
    return crypto::verify_ed25519(key, message, signature) ? std::optional(mark) : std::nullopt;
}

Result<MarkFile::Opened> MarkFile::open(
    std::filesystem::path const& path, crypto::Ed25519PublicKey const& key, rocksdb::Env& env
) {
    std::string bytes;
    if (auto const status = rocksdb::ReadFileToString(&env, path.string(), &bytes); !status.ok()) {
        return to_error(status);
    }
    std::optional<Mark> newest;
    std::size_t newest_slot = 0;
    for (std::size_t slot = 0; slot < 2; ++slot) {
        auto const at = std::min(slot * mark_slot_distance, bytes.size());
        auto const mark = parse_mark(std::string_view(bytes).substr(at, mark_slot_bytes), key);
        if (mark && (!newest || mark->sequence > newest->sequence)) {
            newest = mark;
            newest_slot = slot;
        }
    }
    if (!newest) {
        return Error(
            Errc::corrupt,
            "mark_unreadable",
            "",
            "neither slot of " + path.string() + " holds a mark signed by this store's key"
        );
    }
    std::unique_ptr<rocksdb::RandomRWFile> file;
    auto const status = env.NewRandomRWFile(path.string(), &file, rocksdb::EnvOptions());
    if (!status.ok()) {
        return to_error(status);
    }
    std::unique_ptr<MarkFile> opened(new MarkFile(std::move(file), 1 - newest_slot));
    return Opened{std::move(opened), *newest};
}

Result<void> MarkFile::create(
    std::filesystem::path const& path, std::string const& slot, rocksdb::Env& env
) {
    // Whole pages of their own from the start: later writes change neither the length of the file
    // nor its neighbour's page.
    auto bytes = slot;
    bytes.resize(2 * mark_slot_distance, '\0');
    auto const fresh = path.string() + ".new";
    auto status = rocksdb::WriteStringToFile(&env, bytes, fresh, true);
    if (status.ok()) {
        status = env.RenameFile(fresh, path.string());
    }
    std::unique_ptr<rocksdb::Directory> directory;
    if (status.ok()) {
        status = env.NewDirectory(path.parent_path().string(), &directory);
    }
    if (status.ok()) {
        status = directory->Fsync();
    }
    return status.ok() ? Result<void>() : to_error(status);
}

rocksdb::Status MarkFile::write(std::string const& slot) {
    auto status = file_->Write(next_slot_ * mark_slot_distance, slot);
    if (status.ok()) {
        status = file_->Sync();
    }
    if (status.ok()) {
        next_slot_ = 1 - next_slot_;
    }
    return status;
}

}  // namespace ocop::store
