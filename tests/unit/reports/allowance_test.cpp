#include "reports/allowance.hpp"

#include "register.hpp"
#include "reports/report.hpp"

#include <boost/test/unit_test.hpp>

namespace ocop::reports {

namespace {

struct Fixture : test::RegisterFixture {
    Result<std::size_t> admitted(std::string const& address, std::size_t photos = 0) {
        Result<std::size_t> out = std::size_t{0};
        auto const done = store::transact_now(store(), [&](store::Transaction& tx) {
            out = admit(tx, {address, checks::DayKey{1}}, photos);
            return out ? Result<void>() : Result<void>(out.error());
        });
        return done ? out : Result<std::size_t>(done.error());
    }

    std::size_t counts() {
        std::size_t out = 0;
        auto const each = [&](std::string_view, std::string_view) { return ++out > 0; };
        auto const scanned = store().snapshot()->scan(store::Space::inspections, "V", {}, each);
        BOOST_TEST(test::reason_of(scanned) == "");
        return out;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(allowance)

BOOST_FIXTURE_TEST_CASE(a_client_files_so_many_a_day_and_another_is_not_touched, Fixture) {
    for (std::uint64_t i = 0; i < client_reports_max; ++i) {
        BOOST_TEST(test::reason_of(admitted("192.0.2.1")) == "");
    }
    BOOST_TEST(test::slug_of(admitted("192.0.2.1")) == "reports_full");
    BOOST_TEST(test::reason_of(admitted("192.0.2.2")) == "");
    clock().advance_ms(86'400'000);
    BOOST_TEST(test::reason_of(admitted("192.0.2.1")) == "");
}

BOOST_FIXTURE_TEST_CASE(photos_over_the_allowance_are_left_out_and_the_report_is_taken, Fixture) {
    BOOST_TEST(admitted("192.0.2.1", 4).value() == 4U);
    BOOST_TEST(admitted("192.0.2.1", 4).value() == 2U);
    BOOST_TEST(admitted("192.0.2.1", 1).value() == 0U);
    BOOST_TEST(admitted("192.0.2.2", 2).value() == 2U);
}

BOOST_FIXTURE_TEST_CASE(all_of_a_day_together_are_bounded, Fixture) {
    std::size_t taken = 0;
    for (int client = 0; client < 260; ++client) {
        for (std::uint64_t i = 0; i < client_reports_max; ++i) {
            taken += admitted("2001:db8::" + std::to_string(client)) ? 1 : 0;
        }
    }
    BOOST_TEST(taken == day_reports_max);
    BOOST_TEST(test::slug_of(admitted("192.0.2.9")) == "reports_full");
}

BOOST_FIXTURE_TEST_CASE(counts_go_with_their_day_in_bounded_steps, Fixture) {
    for (int client = 0; client < 9; ++client) {
        BOOST_TEST(test::reason_of(admitted(std::to_string(client))) == "");
    }
    clock().advance_ms(86'400'000);
    BOOST_TEST(test::reason_of(admitted("x")) == "");
    BOOST_TEST(counts() == 12U);
    auto const erase = [&] {
        return must([&](store::Transaction& tx) {
            return erase_counts_before(tx, legal_day(tx.now()), 6);
        });
    };
    BOOST_TEST(erase());
    BOOST_TEST(counts() == 6U);
    BOOST_TEST(!erase());
    BOOST_TEST(counts() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::reports
