#include "blob_fixture.hpp"

namespace ocop::test {

namespace {

std::string jpeg(unsigned seed) {
    return make_jpeg(scene(seed, {600, 400}), {.exif = app1(ExifMaker().usual())});
}

Hash hash_of(std::string_view bytes) {
    return crypto::sha256(as_bytes(bytes));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(record, BlobFixture)

BOOST_AUTO_TEST_CASE(an_upload_is_recorded_with_what_its_camera_said) {
    auto const bytes = jpeg(1);
    auto const made = must_upload(owner, bytes);
    auto const found = blobs::load_for(*disk.store->snapshot(), owner, hash_of(bytes));
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST(found->sha256 == to_hex(hash_of(bytes)));
    BOOST_TEST(found->sha256 == made.sha256);
    BOOST_TEST(found->producer == owner);
    BOOST_TEST(found->media_type == "image/jpeg");
    BOOST_TEST(found->bytes == static_cast<std::int64_t>(bytes.size()));
    BOOST_TEST(found->width.value() == 600);
    BOOST_TEST(found->height.value() == 400);
    BOOST_TEST(found->account == "tester");
    BOOST_TEST(found->exif.value().taken_at.value() == "2026-10-01T07:30:00+07:00");
    BOOST_TEST(found->exif.value().latitude_e6.value() == 21'258'333);
    BOOST_TEST(found->exif.value().longitude_e6.value() == 105'010'000);
    BOOST_TEST(found->look.value().size() == 16U);
    BOOST_TEST(!found->first_lot.has_value());
    for (auto const& copy : {found->shown, found->thumbnail}) {
        auto const read = blobs->get(*name_of(*found, copy.value()));
        BOOST_TEST_REQUIRE(reason_of(read) == "");
        BOOST_TEST(static_cast<std::int64_t>(read->size()) == copy->bytes);
    }
    BOOST_TEST(found->thumbnail->width == 480);
    BOOST_TEST(*blobs->get(*name_of(*found)) == bytes);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_again_are_the_same_record_and_count_once) {
    auto const bytes = jpeg(1);
    auto const first = upload(owner, bytes);
    auto const usage = blobs::usage_of(*disk.store->snapshot(), owner);
    clock.advance_ms(1000);
    disk.clock.advance_ms(1000);
    auto const second = upload(owner, bytes);
    BOOST_TEST_REQUIRE(reason_of(second) == "");
    BOOST_TEST(first->is_new);
    BOOST_TEST(!second->is_new);
    BOOST_TEST(second->record.uploaded_at.ms == first->record.uploaded_at.ms);
    auto const after = blobs::usage_of(*disk.store->snapshot(), owner);
    BOOST_TEST(after->bytes == usage->bytes);
    BOOST_TEST(after->blobs == 1U);
}

BOOST_AUTO_TEST_CASE(an_event_may_name_only_what_its_writer_uploaded) {
    auto const bytes = jpeg(1);
    must_upload(owner, bytes);
    auto const snapshot = disk.store->snapshot();
    BOOST_TEST(slug_of(blobs::load_for(*snapshot, owner, hash_of(bytes))) == "");
    BOOST_TEST(slug_of(blobs::load_for(*snapshot, other, hash_of(bytes))) == "blob_not_found");
    BOOST_TEST(
        slug_of(blobs::load_for(*snapshot, "producer-", hash_of(bytes))) == "blob_not_found"
    );
    BOOST_TEST(slug_of(blobs::load_for(*snapshot, "", hash_of(bytes))) == "blob_not_found");
    BOOST_TEST(slug_of(blobs::load_for(*snapshot, owner, hash_of("x"))) == "blob_not_found");
    must_upload(other, bytes);
    std::vector<std::string> owners;
    BOOST_TEST(
        slug_of(blobs::scan_owners(
            *disk.store->snapshot(),
            hash_of(bytes),
            [&](auto const& each) {
                owners.push_back(each.producer);
                return true;
            }
        )) == ""
    );
    BOOST_TEST((owners == std::vector{std::string(owner), std::string(other)}));
}

BOOST_AUTO_TEST_CASE(a_test_report_is_kept_as_it_is) {
    auto const pdf = make_pdf("Kết quả kiểm nghiệm");
    auto const made = must_upload(owner, pdf, blobs::MediaType::pdf);
    BOOST_TEST(!made.shown.has_value());
    BOOST_TEST(!made.width.has_value());
    BOOST_TEST(*blobs->get(*name_of(made)) == pdf);
}

BOOST_AUTO_TEST_CASE(the_quota_holds_and_is_each_owners_own) {
    auto const made = must_upload(owner, jpeg(1));
    auto const used = blobs::usage_of(*disk.store->snapshot(), owner)->bytes;
    BOOST_TEST(
        used == static_cast<std::uint64_t>(made.bytes + made.shown->bytes + made.thumbnail->bytes)
    );
    BOOST_TEST(
        slug_of(upload(owner, jpeg(2), blobs::MediaType::jpeg, used + 10)) == "blob_quota_exceeded"
    );
    BOOST_TEST(slug_of(blobs::load_for(*disk.store->snapshot(), owner, hash_of(jpeg(2)))) != "");
    BOOST_TEST(blobs::usage_of(*disk.store->snapshot(), owner)->bytes == used);
    BOOST_TEST(slug_of(upload(other, jpeg(2), blobs::MediaType::jpeg, used * 2)) == "");
    // What is there may be sent again also when nothing more fits.
    BOOST_TEST(slug_of(upload(owner, jpeg(1), blobs::MediaType::jpeg, used)) == "");
    auto const snapshot = disk.store->snapshot();
    BOOST_TEST(slug_of(blobs::check_quota(*snapshot, owner, 1, used)) == "blob_quota_exceeded");
    BOOST_TEST(slug_of(blobs::check_quota(*snapshot, owner, 0, used)) == "");
    BOOST_TEST(slug_of(blobs::check_quota(*snapshot, owner, 0, used - 1)) == "blob_quota_exceeded");
    BOOST_TEST(slug_of(blobs::check_quota(*snapshot, owner, UINT64_MAX, UINT64_MAX)) != "");
}

BOOST_AUTO_TEST_CASE(what_no_record_names_is_found_a_day_later_and_nothing_else) {
    must_upload(owner, jpeg(1));
    must_upload(other, make_pdf("x"), blobs::MediaType::pdf);
    auto const left = put(owner, "of an upload that ended half-way");
    auto const day = blobs::unnamed_after_ms;
    auto const young = unnamed(*blobs, *disk.store->snapshot(), {clock.now().ms - day});
    BOOST_TEST(young->empty());
    clock.advance_ms(day + 1);
    auto const recent = put(owner, "of one that is under way");
    auto const before = Instant{clock.now().ms - day};
    auto const found = unnamed(*blobs, *disk.store->snapshot(), before);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST_REQUIRE(found->size() == 1U);
    BOOST_TEST((found->front() == left));
    BOOST_TEST(*blobs->erase(left, before));
    BOOST_TEST(!*blobs->erase(recent, before));
}

BOOST_AUTO_TEST_CASE(a_hash_has_one_form) {
    auto const good = to_hex(hash_of("x"));
    BOOST_TEST(slug_of(blobs::parse_hash(good)) == "");
    auto upper = good;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
        return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
    });
    for (auto const& bad :
         {upper, good + "00", good.substr(2), std::string(), std::string(64, 'g')}) {
        BOOST_TEST(slug_of(blobs::parse_hash(bad)) == "blob_hash_malformed", bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
