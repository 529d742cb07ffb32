#include "blobs/look.hpp"

#include "blobs/codecs.hpp"
#include "pictures.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace ocop::test {

namespace {

using blobs::look_distance;
using blobs::look_of;
using blobs::same_look_max;

constexpr Extent size{800, 600};
constexpr unsigned scenes = 40;

Picture saved(Picture const& picture, int quality) {
    return blobs::read_jpeg(make_jpeg(picture, {.quality = quality}), 4000)->picture;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(look)

BOOST_AUTO_TEST_CASE(copies_of_a_photo_have_its_look) {
    for (unsigned seed = 1; seed <= scenes; ++seed) {
        auto const photo = scene(seed, size);
        auto const look = look_of(photo).value();
        auto const near = [&](Picture const& copy, std::string const& what) {
            auto const distance = look_distance(look, look_of(copy).value());
            BOOST_TEST(distance <= same_look_max, what << " of " << seed << ": " << distance);
        };
        near(saved(photo, 60), "saved at 60");
        near(saved(photo, 30), "saved at 30");
        near(shrink(photo, {320, 240}), "made smaller");
        near(shrink(saved(photo, 75), {200, 150}), "saved and made smaller");
        near(shrink(photo, {500, 500}), "squeezed");
        near(changed(photo, [](double v) { return v + 12; }), "brighter");
        near(changed(photo, [](double v) { return v * 0.9; }), "darker");
        near(changed(photo, [](double v) { return (v - 128) * 1.1 + 128; }), "more contrast");
        near(scene(seed, {1600, 1200}), "taken larger");
    }
}

BOOST_AUTO_TEST_CASE(other_photos_have_other_looks) {
    std::vector<blobs::Look> looks;
    for (unsigned seed = 1; seed <= scenes; ++seed) {
        looks.push_back(look_of(scene(seed, {400, 300})).value());
    }
    int nearest = 64;
    double sum = 0;
    for (std::size_t a = 0; a < looks.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            nearest = std::min(nearest, look_distance(looks[a], looks[b]));
            sum += look_distance(looks[a], looks[b]);
        }
    }
    auto const pairs = static_cast<double>(looks.size() * (looks.size() - 1)) / 2;
    BOOST_TEST(nearest > 2 * same_look_max);
    BOOST_TEST(sum / pairs > 26);
    BOOST_TEST(sum / pairs < 38);
}

BOOST_AUTO_TEST_CASE(a_picture_without_structure_has_no_look) {
    Picture grey{{400, 300}, std::vector<std::uint8_t>(400 * 300 * 3, 90)};
    BOOST_TEST(!look_of(grey).has_value());
    std::mt19937 random(1);
    auto const noisy =
        changed(grey, [&](double v) { return v + static_cast<double>(random() % 16); });
    BOOST_TEST(!look_of(noisy).has_value());
    BOOST_TEST(!look_of(saved(noisy, 40)).has_value());
    BOOST_TEST(!look_of(scene(1, {7, 300})).has_value());
    BOOST_TEST(look_of(scene(1, {8, 9})).has_value());
}

BOOST_AUTO_TEST_CASE(looks_that_are_near_share_a_key) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 20'000; ++round) {
        auto const a = random();
        auto b = a;
        for (int i = 0; i < same_look_max; ++i) {
            b ^= std::uint64_t{1} << random() % 64;
        }
        auto const keys = blobs::look_keys(a);
        auto const others = blobs::look_keys(b);
        bool met = false;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            BOOST_TEST_REQUIRE((keys[i] >> 16) == i);
            met = met || keys[i] == others[i];
        }
        BOOST_TEST_REQUIRE(met);
    }
    // Six bits in six bands: the two left are the only pair alike.
    auto const keys = blobs::look_keys(0);
    auto const others = blobs::look_keys(0x0101'0101'0101);
    int alike = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        alike += keys[i] == others[i] ? 1 : 0;
    }
    BOOST_TEST(alike == 1);
}

BOOST_AUTO_TEST_CASE(a_look_reads_back_from_its_text) {
    BOOST_TEST(blobs::look_text(0x00ff'1234'5678'9abc) == "00ff123456789abc");
    BOOST_TEST(blobs::parse_look("00ff123456789abc").value() == 0x00ff'1234'5678'9abcU);
    for (auto const* bad : {"", "00", "00ff123456789abz", "00ff123456789abc00"}) {
        BOOST_TEST(!blobs::parse_look(bad).has_value(), bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
