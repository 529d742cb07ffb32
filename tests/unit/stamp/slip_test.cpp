#include <ocop/stamp/serial.hpp>
#include <ocop/stamp/slip.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

using namespace ocop::stamp;

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string bare(std::uint64_t serial) {
    auto out = format_typed_serial(serial);
    std::erase(out, '-');
    return out;
}

bool points_at(Slip const& slip, std::size_t index) {
    return std::count(slip.at.begin(), slip.at.end(), index) == 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(slip)

BOOST_AUTO_TEST_CASE(a_right_serial_has_no_slip) {
    BOOST_TEST(!find_slip(format_typed_serial(12345678901234)));
    BOOST_TEST(!find_slip(" " + format_typed_serial(0) + " "));
}

BOOST_AUTO_TEST_CASE(any_one_wrong_character_is_pointed_at_and_few_others_are) {
    std::mt19937_64 random(7);
    std::size_t suspects = 0;
    std::size_t slips = 0;
    for (int n = 0; n < 20; ++n) {
        auto const right = bare(random() % serial_end);
        for (std::size_t i = 0; i < right.size(); ++i) {
            for (char const c : alphabet) {
                if (c == right[i]) continue;
                auto wrong = right;
                wrong[i] = c;
                auto const slip = find_slip(wrong);
                BOOST_TEST_REQUIRE(slip.has_value());
                BOOST_TEST_REQUIRE((slip->kind == SlipKind::check));
                BOOST_TEST_REQUIRE(points_at(*slip, i), wrong);
                suspects += slip->at.size();
                ++slips;
            }
        }
    }
    // One that is, and others by chance: it must help to look at fewer than twelve.
    BOOST_TEST(static_cast<double>(suspects) / static_cast<double>(slips) < 2.0);
}

BOOST_AUTO_TEST_CASE(neighbours_that_changed_places_are_pointed_at) {
    std::mt19937_64 random(8);
    for (int n = 0; n < 200; ++n) {
        auto wrong = bare(random() % serial_end);
        auto const i = static_cast<std::size_t>(random() % (wrong.size() - 1));
        std::swap(wrong[i], wrong[i + 1]);
        auto const slip = find_slip(wrong);
        if (wrong[i] == wrong[i + 1]) continue;
        BOOST_TEST_REQUIRE(slip.has_value());
        BOOST_TEST((points_at(*slip, i) && points_at(*slip, i + 1)), wrong);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_character_of_a_serial_is_pointed_at_before_the_length_is_told) {
    auto const slip = find_slip("4F2K-X7U0-Qế9").value();
    BOOST_TEST((slip.kind == SlipKind::letters));
    BOOST_TEST((slip.at == std::vector<std::size_t>{6, 9}));
    BOOST_TEST(slip.length == 11U);
    auto const shorter = find_slip("4F2K-X7").value();
    BOOST_TEST((shorter.kind == SlipKind::length));
    BOOST_TEST(shorter.length == 6U);
    BOOST_TEST(shorter.at.empty());
    auto const none = find_slip("").value();
    BOOST_TEST((none.kind == SlipKind::length));
    BOOST_TEST(none.length == 0U);
    auto const longest = find_slip(std::string(100'000, '7')).value();
    BOOST_TEST(longest.length == 100'000U);
    BOOST_TEST(longest.typed.size() == slip_chars_max);
}

BOOST_AUTO_TEST_SUITE_END()
