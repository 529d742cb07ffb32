#pragma once

#include "blobs/record.hpp"
#include "pictures.hpp"
#include "store/temporary_store.hpp"

#include <fstream>
#include <memory>
#include <string>
#include <string_view>

// A store and a folder of blobs beside it, which go with the object.
namespace ocop::test {

inline constexpr std::string_view owner = "producer-a";
inline constexpr std::string_view other = "producer-b";

struct BlobFolder {
    blobs::FileBlobOptions options() {
        return {directory.path() / "blobs", directory.path() / "blobs.key", clock, random};
    }

    Result<void> try_open(blobs::FileBlobOptions wanted) {
        blobs.reset();
        auto opened = blobs::open_file_blobs(std::move(wanted));
        if (!opened) {
            return opened.error();
        }
        blobs = std::move(*opened);
        return {};
    }

    blobs::BlobStore& open() {
        BOOST_TEST_REQUIRE(reason_of(try_open(options())) == "");
        return *blobs;
    }

    blobs::BlobName put(std::string_view who, std::string_view bytes) {
        auto const name = blobs->put(who, bytes);
        BOOST_TEST_REQUIRE(reason_of(name) == "");
        return *name;
    }

    std::filesystem::path file_of(blobs::BlobName const& name) const {
        auto const hex = to_hex(name.hash);
        return directory.path() / "blobs" / name.owner / hex.substr(0, 2) / hex;
    }

    std::filesystem::path key_file() const { return directory.path() / "blobs.key"; }

    TemporaryDirectory directory;
    TestClock clock;
    crypto::SystemRandom random;
    std::unique_ptr<blobs::BlobStore> blobs;
};

inline std::string bytes_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(std::filesystem::path const& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

struct BlobFixture : BlobFolder {
    BlobFixture() {
        open();
        disk.open();
    }

    template <class Act>
    auto run(Act const& act) {
        using Outcome = decltype(act(std::declval<store::Transaction&>()));
        Outcome outcome = Error(Errc::internal, "not_run");
        auto const done = transact_now(*disk.store, [&](store::Transaction& tx) -> Result<void> {
            outcome = act(tx);
            return outcome ? Result<void>() : outcome.error();
        });
        BOOST_TEST((done.has_value() || !outcome.has_value()), reason_of(done));
        return outcome;
    }

    // As the API does: looked at, kept, recorded.
    Result<blobs::Kept> upload(
        std::string_view who,
        std::string_view bytes,
        blobs::MediaType type = blobs::MediaType::jpeg,
        std::uint64_t quota = blobs::default_quota_bytes
    ) {
        auto const photo = blobs::inspect(bytes, type);
        if (!photo) {
            return photo.error();
        }
        auto kept = blobs::keep_upload(*blobs, who, bytes, type, *photo);
        if (!kept) {
            return kept;
        }
        kept->record.account = "tester";
        return run([&](store::Transaction& tx) { return blobs::record_upload(tx, *kept, quota); });
    }

    blobs::BlobRecord must_upload(
        std::string_view who, std::string_view bytes, blobs::MediaType type = blobs::MediaType::jpeg
    ) {
        auto const kept = upload(who, bytes, type);
        BOOST_TEST_REQUIRE(reason_of(kept) == "");
        return kept->record;
    }

    TemporaryStore disk;
};

}  // namespace ocop::test
