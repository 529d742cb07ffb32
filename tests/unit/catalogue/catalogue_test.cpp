#include "catalogue/catalogue.hpp"

#include "unit/catalogue/world.hpp"

#include <atomic>
#include <thread>

using namespace ocop;
using namespace ocop::catalogue;
using namespace ocop::catalogue::test;
using ocop::test::day;

namespace {

struct Kept : CatalogueFixture {
    Kept() { add_product(producer, {"25-08620-01-2025", "Chè Đinh", 11, 4}); }

    std::size_t found(Catalogue const& catalogue) {
        auto const listing = catalogue.listing();
        BOOST_TEST_REQUIRE(ocop::test::reason_of(listing) == "");
        return (*listing)->find({}, legal_day(clock().now()))->total;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(catalogue_kept)

BOOST_FIXTURE_TEST_CASE(a_change_is_seen_within_ten_seconds_and_no_sooner_than_needed, Kept) {
    Catalogue const catalogue(store(), clock());
    BOOST_TEST(found(catalogue) == 1U);
    withdraw("25-08620-01-2025.01", "2026-11-20");
    clock().advance_ms(listing_age_ms_max - 1);
    BOOST_TEST(found(catalogue) == 1U);
    clock().advance_ms(1);
    BOOST_TEST(found(catalogue) == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_register_that_nobody_changes_is_read_once, Kept) {
    Catalogue const catalogue(store(), clock());
    auto const first = catalogue.listing().value();
    clock().advance_ms(24 * 3'600'000);
    BOOST_TEST((catalogue.listing().value() == first));
    // What is written elsewhere does not matter.
    must([&](store::Transaction& tx) {
        tx.put(store::Space::checks, "x", "y");
        return Result<int>(0);
    });
    clock().advance_ms(listing_age_ms_max);
    BOOST_TEST((catalogue.listing().value() == first));
    add_product(producer, {"25-08620-02-2025", "Chè Sen", 11, 4});
    clock().advance_ms(listing_age_ms_max);
    BOOST_TEST((catalogue.listing().value() != first));
}

BOOST_FIXTURE_TEST_CASE(a_certificate_ends_at_midnight_with_no_reading_anew, Kept) {
    Catalogue const catalogue(store(), clock());
    clock().set({start_of(day("2029-01-16")).ms - 1});
    BOOST_TEST(found(catalogue) == 1U);
    clock().advance_ms(1);
    BOOST_TEST(found(catalogue) == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_clock_put_back_does_not_keep_an_old_listing, Kept) {
    Catalogue const catalogue(store(), clock());
    BOOST_TEST(found(catalogue) == 1U);
    add_product(producer, {"25-08620-02-2025", "Chè Sen", 11, 4});
    clock().advance_ms(-3'600'000);
    BOOST_TEST(found(catalogue) == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_register_that_cannot_be_read_is_an_error_until_there_was_one, Kept) {
    Catalogue const before(store(), clock());
    BOOST_TEST(found(before) == 1U);
    must([&](store::Transaction& tx) {
        auto const key = registry::record_key<registry::Product>("25-08620-01-2025");
        tx.put(store::Space::registry, key, "x");
        return Result<int>(0);
    });
    Catalogue const after(store(), clock());
    auto const none = after.listing();
    BOOST_TEST_REQUIRE(!none.has_value());
    BOOST_TEST((none.error().code == Errc::corrupt));
    clock().advance_ms(listing_age_ms_max);
    BOOST_TEST(found(before) == 1U);
}

BOOST_FIXTURE_TEST_CASE(threads_share_one_listing, Kept) {
    Catalogue const catalogue(store(), clock());
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 50; ++n) {
                auto const listing = catalogue.listing();
                wrong += !listing || (*listing)->size() < 1;
            }
        });
    }
    for (int n = 2; n < 12; ++n) {
        auto const ordinal = std::to_string(n + 10);
        add_product(producer, {"25-08620-" + ordinal + "-2025", "Chè " + ordinal, 11, 3});
        clock().advance_ms(listing_age_ms_max);
    }
    for (auto& thread : threads)
        thread.join();
    BOOST_TEST(wrong == 0);
    BOOST_TEST(found(catalogue) == 11U);
}

BOOST_AUTO_TEST_SUITE_END()
