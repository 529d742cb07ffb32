#include "blobs/findings.hpp"

#include "blob_fixture.hpp"

namespace ocop::test {

namespace {

constexpr Extent size{640, 480};

// Counts what a transaction reads.
class CountingTransaction final : public store::Transaction {
  public:
    explicit CountingTransaction(store::Transaction& real) : real_(real) {}

    Result<std::optional<std::string>> get(store::Space space, std::string_view key)
        const override {
        ++reads;
        return real_.get(space, key);
    }

    Result<void> scan(
        store::Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override {
        return real_.scan(space, prefix, from, [&](std::string_view key, std::string_view value) {
            ++reads;
            return visit(key, value);
        });
    }

    Instant now() const override { return real_.now(); }

    std::uint64_t ledger_size() const override { return real_.ledger_size(); }

    void put(store::Space space, std::string_view key, std::string_view value) override {
        real_.put(space, key, value);
    }

    void erase(store::Space space, std::string_view key) override { real_.erase(space, key); }

    Logged append(store::EntryDraft draft, json::value const& record, std::int64_t prev) override {
        return real_.append(std::move(draft), record, prev);
    }

    Logged append_text(store::EntryDraft draft, std::string_view record, std::int64_t prev)
        override {
        return real_.append_text(std::move(draft), record, prev);
    }

    mutable std::size_t reads = 0;

  private:
    store::Transaction& real_;
};

struct FindingsFixture : BlobFixture {
    std::size_t use(blobs::BlobRecord const& record, std::string lot, std::string event = "e1") {
        auto const noted = run([&](store::Transaction& tx) {
            return blobs::note_use(
                tx, {record.producer, lot, *blobs::parse_hash(record.sha256), event}
            );
        });
        BOOST_TEST_REQUIRE(reason_of(noted) == "");
        return *noted;
    }

    std::vector<blobs::Finding> all() {
        auto const page = blobs::list_findings(*disk.store->snapshot(), "", 1000);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        return page->findings;
    }

    blobs::BlobRecord photo(unsigned seed, int quality = 90, std::string_view who = owner) {
        return must_upload(who, make_jpeg(scene(seed, size), {.quality = quality}));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(findings, FindingsFixture)

BOOST_AUTO_TEST_CASE(a_photo_of_one_lot_used_in_another_is_found) {
    auto const record = photo(1);
    BOOST_TEST(use(record, "0952:A", "e1") == 0U);
    BOOST_TEST(use(record, "0952:A", "e2") == 0U);
    BOOST_TEST(all().empty());
    BOOST_TEST(use(record, "0952:B", "e3") == 1U);
    auto const found = all();
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].lot == "0952:B");
    BOOST_TEST(found[0].other_lot == "0952:A");
    BOOST_TEST(found[0].sha256 == record.sha256);
    BOOST_TEST(found[0].other_sha256 == record.sha256);
    BOOST_TEST(found[0].same_bytes);
    BOOST_TEST(found[0].distance == 0);
    BOOST_TEST(found[0].event == "e3");
    BOOST_TEST(found[0].other_event == "e1");
    // Once is enough.
    BOOST_TEST(use(record, "0952:B", "e4") == 0U);
    BOOST_TEST(all().size() == 1U);
    BOOST_TEST(use(record, "0952:C", "e5") == 1U);
}

BOOST_AUTO_TEST_CASE(a_photo_that_was_saved_again_is_found_by_its_look) {
    auto const first = photo(1);
    auto const second = photo(1, 40);
    auto const third = must_upload(
        owner,
        make_png(changed(shrink(scene(1, size), {400, 300}), [](double v) { return v + 8; })),
        blobs::MediaType::png
    );
    use(first, "0952:A", "e1");
    BOOST_TEST(use(second, "0952:A", "e2") == 0U);
    BOOST_TEST(use(third, "0952:B", "e3") == 2U);
    for (auto const& found : all()) {
        BOOST_TEST(!found.same_bytes);
        BOOST_TEST(found.lot == "0952:B");
        BOOST_TEST(found.other_lot == "0952:A");
        BOOST_TEST(found.sha256 == third.sha256);
        BOOST_TEST(found.distance <= 6);
    }
}

BOOST_AUTO_TEST_CASE(a_look_of_a_photo_that_nothing_used_is_damage) {
    auto const first = photo(1);
    use(first, "0952:A", "e1");
    auto const hash = *blobs::parse_hash(first.sha256);
    auto const lost = run([&](store::Transaction& tx) {
        tx.erase(store::Space::events, ByteWriter().u8('u').bytes(hash).take());
        return Result<bool>(true);
    });
    BOOST_TEST_REQUIRE(reason_of(lost) == "");
    auto const again = photo(1, 40);
    auto const noted = run([&](store::Transaction& tx) {
        return blobs::note_use(
            tx, {again.producer, "0952:B", *blobs::parse_hash(again.sha256), "e2"}
        );
    });
    BOOST_TEST(slug_of(noted) == "store_corrupt");
    BOOST_TEST(all().empty());
}

BOOST_AUTO_TEST_CASE(another_producers_photo_is_found_too) {
    use(photo(1), "0952:A", "e1");
    BOOST_TEST(use(photo(1, 90, other), "0952:B", "e2") == 1U);
    BOOST_TEST(use(photo(1, 50, other), "0952:B", "e3") == 1U);
    for (auto const& found : all()) {
        BOOST_TEST(found.producer == other);
        BOOST_TEST(found.other_producer == owner);
        BOOST_TEST(found.other_event == "e1");
    }
}

BOOST_AUTO_TEST_CASE(other_photos_reports_and_plain_walls_are_no_findings) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        BOOST_TEST(use(photo(seed), "0952:L" + std::to_string(seed)) == 0U);
    }
    auto const report = must_upload(owner, make_pdf("x"), blobs::MediaType::pdf);
    BOOST_TEST(use(report, "0952:A") == 0U);
    BOOST_TEST(use(report, "0952:B") == 0U);
    for (std::uint8_t shade : {std::uint8_t{90}, std::uint8_t{91}}) {
        Picture const wall{size, std::vector<std::uint8_t>(640 * 480 * 3, shade)};
        auto const record = must_upload(owner, make_jpeg(wall));
        BOOST_TEST(!record.look.has_value());
        BOOST_TEST(use(record, "0952:W" + std::to_string(shade)) == 0U);
    }
    BOOST_TEST(all().empty());
}

BOOST_AUTO_TEST_CASE(a_photo_is_named_by_its_first_lot) {
    auto const record = photo(1);
    auto const hash = *blobs::parse_hash(record.sha256);
    use(record, "0952:A");
    use(record, "0952:B");
    auto const found = blobs::load_for(*disk.store->snapshot(), owner, hash);
    BOOST_TEST(found->first_lot.value() == "0952:A");
    BOOST_TEST(found->named_at.has_value());
    auto const unknown = run([&](store::Transaction& tx) {
        return blobs::note_use(tx, {other, "0952:A", hash, "e"});
    });
    BOOST_TEST(slug_of(unknown) == "blob_not_found");
}

BOOST_AUTO_TEST_CASE(what_one_use_reads_does_not_grow_with_the_photos_there_are) {
    auto const record = photo(1);
    auto const look = *blobs::parse_look(record.look.value());
    // Many photos that meet under the same keys: a few bits apart, and far more.
    auto const filled = run([&](store::Transaction& tx) -> Result<int> {
        for (std::uint64_t i = 0; i < 300; ++i) {
            auto const hash = crypto::sha256(as_bytes(std::to_string(i)));
            auto const used = ByteWriter().u8('u').bytes(hash).take();
            store::put_plain(tx, store::Space::events, used, blobs::FirstUse());
            for (auto const key : blobs::look_keys(look)) {
                tx.put(
                    store::Space::events,
                    ByteWriter().u8('p').u32(key).u64(look ^ (i << 8)).bytes(hash).take(),
                    "0952:X" + std::to_string(i)
                );
            }
        }
        return 0;
    });
    BOOST_TEST_REQUIRE(reason_of(filled) == "");
    std::size_t reads = 0;
    auto const noted = run([&](store::Transaction& tx) {
        CountingTransaction counting(tx);
        auto out =
            blobs::note_use(counting, {owner, "0952:A", *blobs::parse_hash(record.sha256), "e"});
        reads = counting.reads;
        return out;
    });
    BOOST_TEST_REQUIRE(reason_of(noted) == "");
    BOOST_TEST(*noted == blobs::findings_per_use_max);
    BOOST_TEST(all().front().distance <= 1);
    BOOST_TEST(reads <= blobs::look_key_count * blobs::alike_per_key_max + 20);
}

BOOST_AUTO_TEST_CASE(findings_are_listed_newest_first_page_by_page) {
    auto const record = photo(1);
    use(record, "0952:A");
    for (int i = 0; i < 5; ++i) {
        disk.clock.advance_ms(1000);
        BOOST_TEST(use(record, "0952:B" + std::to_string(i)) == 1U);
    }
    std::vector<std::string> lots;
    std::optional<std::string> after = "";
    while (after) {
        auto const page = blobs::list_findings(*disk.store->snapshot(), *after, 2);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        for (auto const& finding : page->findings) {
            lots.push_back(finding.lot);
        }
        after = page->next;
    }
    BOOST_TEST(
        (lots == std::vector<std::string>{"0952:B4", "0952:B3", "0952:B2", "0952:B1", "0952:B0"})
    );
    for (auto const* bad : {"x", "00", "zz"}) {
        BOOST_TEST(
            slug_of(blobs::list_findings(*disk.store->snapshot(), bad, 2)) == "finding_id_malformed"
        );
    }
}

BOOST_AUTO_TEST_CASE(a_refused_event_leaves_no_finding) {
    auto const record = photo(1);
    use(record, "0952:A");
    auto const refused = run([&](store::Transaction& tx) -> Result<int> {
        auto const noted =
            blobs::note_use(tx, {owner, "0952:B", *blobs::parse_hash(record.sha256), "e"});
        BOOST_TEST(*noted == 1U);
        return Error(Errc::refused, "no");
    });
    BOOST_TEST(slug_of(refused) == "no");
    BOOST_TEST(all().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
