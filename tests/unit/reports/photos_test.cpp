#include "reports/photos.hpp"

#include "pictures.hpp"
#include "register.hpp"

namespace ocop::reports {

namespace {

using store::Transaction;

constexpr crypto::BoxKey vault{7};
constexpr std::int64_t evidence_ms = evidence_days * 86'400'000LL;

struct Fixture : test::RegisterFixture {
    Fixture() {
        auto opened = blobs::open_file_blobs(
            {directory.path() / "blobs", directory.path() / "blobs.key", clock(), random}
        );
        BOOST_TEST_REQUIRE(test::reason_of(opened) == "");
        files = std::move(*opened);
    }

    static std::string jpeg(unsigned seed) { return test::make_jpeg(test::scene(seed, {90, 60})); }

    KeptPhoto kept(std::string const& bytes) {
        auto out = keep_photo(*files, *store().snapshot(), "image/jpeg", bytes, quota);
        BOOST_TEST_REQUIRE(test::reason_of(out) == "");
        return std::move(*out);
    }

    Report filed(std::vector<KeptPhoto> const& photos) {
        return must([&](Transaction& tx) -> Result<Report> {
            NewReport request;
            request.stamp = "0123-4567-89VP";
            auto report = file_report(tx, random, vault, request, {});
            return report ? attach_photos(tx, *report, photos, quota) : report;
        });
    }

    bool is_readable(Report const& report, std::size_t photo) {
        auto const name = name_of_photo(report, report.photos.at(photo).sha256);
        return files->get(name.value()).has_value();
    }

    blobs::Usage usage() { return blobs::usage_of(*store().snapshot(), photo_owner).value(); }

    // As the daily job does.
    void drop_old() {
        auto const old = old_evidence(*store().snapshot(), {}, 100, clock().now()).value();
        must([&](Transaction& tx) -> Result<int> {
            auto const done = erase_evidence(tx, old.keys);
            return done ? Result<int>(0) : done.error();
        });
        Instant const before{clock().now().ms - blobs::unnamed_after_ms};
        for (auto const& name : blobs::unnamed(*files, *store().snapshot(), before).value()) {
            BOOST_TEST(files->erase(name, before).value());
        }
    }

    test::TemporaryDirectory directory;
    std::unique_ptr<blobs::BlobStore> files;
    std::uint64_t quota = default_photo_quota_bytes;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(photos)

BOOST_FIXTURE_TEST_CASE(of_a_photo_a_copy_is_kept_without_what_the_camera_wrote, Fixture) {
    auto const camera =
        test::make_jpeg(test::scene(5, {90, 60}), {.exif = test::app1(test::ExifMaker().usual())});
    BOOST_TEST_REQUIRE((camera.find("Maker of cameras") != std::string::npos));
    auto const report = filed({kept(camera)});
    BOOST_TEST_REQUIRE(report.photos.size() == 1U);
    auto const name = name_of_photo(report, report.photos[0].sha256).value();
    auto const bytes = files->get(name).value();
    BOOST_TEST((bytes.substr(0, 2) == "\xff\xd8"));
    BOOST_TEST((bytes.find("Maker of cameras") == std::string::npos));
    std::size_t blobs = 0;
    auto const scanned = files->scan([&](blobs::StoredBlob const&) {
        ++blobs;
        return true;
    });
    BOOST_TEST(test::reason_of(scanned) == "");
    BOOST_TEST(blobs == 1U);  // and not what came
    auto const read = load_for(*store().snapshot(), vault, who, report.id).value();
    BOOST_TEST(read.photos.at(0).sha256 == report.photos[0].sha256);
    BOOST_TEST(read.photos.at(0).bytes == static_cast<std::int64_t>(bytes.size()));
}

BOOST_FIXTURE_TEST_CASE(strangers_fill_no_more_than_the_quota_and_reports_are_filed, Fixture) {
    auto const one = kept(jpeg(1));
    auto const two = kept(jpeg(2));
    quota = static_cast<std::uint64_t>(one.photo.bytes + two.photo.bytes - 1);
    auto const report = filed({one, two});
    BOOST_TEST(report.photos.size() == 1U);
    BOOST_TEST(usage().bytes <= quota);
    auto const refused = keep_photo(*files, *store().snapshot(), "image/jpeg", jpeg(3), quota);
    BOOST_TEST(test::slug_of(refused) == "blob_quota_exceeded");
    quota = usage().bytes;
    auto const full = keep_photo(*files, *store().snapshot(), "image/jpeg", "no photo", quota);
    BOOST_TEST(test::slug_of(full) == "blob_quota_exceeded");  // before any work
    BOOST_TEST(filed({}).photos.empty());
    // What is kept already takes no room.
    BOOST_TEST(filed({one}).photos.size() == 1U);
    BOOST_TEST(usage().blobs == 1U);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_photo_is_not_kept, Fixture) {
    auto const slug = [&](std::string_view type, std::string const& bytes) {
        return test::slug_of(keep_photo(*files, *store().snapshot(), type, bytes, quota));
    };
    BOOST_TEST(slug("image/jpeg", "GIF89a") == "media_type_mismatch");
    BOOST_TEST(slug("image/heic", jpeg(1)) == "heic_unsupported");
    BOOST_TEST(slug("text/html", "<script>") == "media_type_unsupported");
    BOOST_TEST(slug("application/pdf", "%PDF-1.4\n%%EOF\n") == "media_type_unsupported");
    BOOST_TEST(slug("image/jpeg", jpeg(1).substr(0, 200)) == "image_malformed");
}

BOOST_FIXTURE_TEST_CASE(photos_go_after_their_time_and_make_room, Fixture) {
    auto const old = filed({kept(jpeg(1)), kept(jpeg(2))});
    clock().advance_ms(evidence_ms / 2);
    auto const later = filed({kept(jpeg(2)), kept(jpeg(3))});
    clock().advance_ms(evidence_ms / 2 - 1);
    drop_old();
    BOOST_TEST(is_readable(old, 0));
    clock().advance_ms(1);
    drop_old();
    BOOST_TEST(!is_readable(old, 0));
    BOOST_TEST(is_readable(old, 1));  // it came again
    BOOST_TEST(is_readable(later, 1));
    BOOST_TEST(usage().blobs == 2U);
    clock().advance_ms(evidence_ms);
    drop_old();
    BOOST_TEST(!is_readable(later, 0));
    BOOST_TEST(!is_readable(later, 1));
    BOOST_TEST(usage().blobs == 0U);
    BOOST_TEST(usage().bytes == 0U);
    auto const read = load_for(*store().snapshot(), vault, who, old.id).value();
    BOOST_TEST(read.photos.size() == 2U);  // that they were there stays known
}

BOOST_FIXTURE_TEST_CASE(a_report_gives_its_own_photos_alone, Fixture) {
    auto const one = filed({kept(jpeg(1))});
    auto const other = filed({kept(jpeg(2))});
    BOOST_TEST(test::slug_of(name_of_photo(one, other.photos[0].sha256)) == "blob_not_found");
    BOOST_TEST(test::slug_of(name_of_photo(one, "../x")) == "blob_not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::reports
