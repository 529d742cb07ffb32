#include "qr/draw.hpp"
#include "unit/qr/raster.hpp"
#include "unit/qr/stamps.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <numeric>
#include <random>
#include <string>

// What was drawn at 300 dpi goes through what paper and camera do to it, and a reader that is not
// ours must still find the exact text.
BOOST_AUTO_TEST_SUITE(print)

namespace {

using namespace ocop::qr;
using testing::Raster;

constexpr std::array profiles = {Profile::pos, Profile::phone};
constexpr int dpi = 300;

struct Printed {
    std::string text;
    int dots = 0;
    Raster paper;  // a pixel per printer dot
};

Printed print(std::string const& text, Profile profile) {
    auto const symbol = *encode(text);
    auto const size = *plan_print(symbol, profile, dpi);
    return {text, size.dots, testing::read_png(draw_png(symbol, size)).raster};
}

// Prints `count` random stamps in both profiles and hands each to `damage`, whose picture is read.
template <class Damage>
void check_reading(unsigned seed, int count, Damage damage) {
    std::mt19937 random(seed);
    for (int round = 0; round < count; ++round) {
        auto const text = testing::random_stamp(random);
        for (Profile profile : profiles) {
            auto const printed = print(text, profile);
            auto const read = testing::scan(damage(printed, random));
            BOOST_TEST(read.text == text, "profile " << static_cast<int>(profile));
            BOOST_TEST(read.level == "M");
        }
    }
}

// Every dark edge moves out (in, when `fifths` < 0) by `fifths` tenths of a module, so that a
// lone dark module is wider (narrower) by that many fifths.
Raster with_dot_gain(Printed const& printed, int fifths) {
    int const finer = 10 / std::gcd(10, printed.dots);
    auto const fine = testing::enlarged(printed.paper, finer);
    return testing::reduced(testing::gained(fine, fifths * printed.dots * finer / 10), finer);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_clean_print_reads_as_the_exact_text) {
    check_reading(10, 100, [](Printed const& printed, std::mt19937&) { return printed.paper; });
}

BOOST_AUTO_TEST_CASE(a_print_reads_at_camera_scales) {
    check_reading(11, 5, [](Printed const& printed, std::mt19937&) {
        return testing::reduced(testing::enlarged(printed.paper, 3), printed.dots);
    });
    check_reading(12, 5, [](Printed const& printed, std::mt19937&) {
        return testing::enlarged(printed.paper, 3);
    });
}

BOOST_AUTO_TEST_CASE(a_blurred_print_reads) {
    for (double modules : {0.2, 0.3, 0.4}) {
        check_reading(13, 5, [&](Printed const& printed, std::mt19937&) {
            return testing::blurred(printed.paper, modules * printed.dots);
        });
    }
}

BOOST_AUTO_TEST_CASE(a_print_with_a_fifth_of_dot_gain_reads) {
    check_reading(14, 3, [](Printed const& printed, std::mt19937&) {
        return with_dot_gain(printed, 1);
    });
}

BOOST_AUTO_TEST_CASE(a_print_with_a_fifth_of_dot_loss_reads) {
    check_reading(15, 3, [](Printed const& printed, std::mt19937&) {
        return with_dot_gain(printed, -1);
    });
}

BOOST_AUTO_TEST_CASE(a_print_reads_from_every_side) {
    for (int quarters = 1; quarters <= 3; ++quarters) {
        check_reading(16, 5, [&](Printed const& printed, std::mt19937&) {
            auto picture = printed.paper;
            for (int quarter = 0; quarter < quarters; ++quarter) {
                picture = testing::turned(picture);
            }
            return picture;
        });
    }
}

BOOST_AUTO_TEST_CASE(a_pale_and_noisy_print_reads) {
    check_reading(17, 10, [](Printed const& printed, std::mt19937& random) {
        return testing::noisy(testing::faded(printed.paper, 60, 200), 12, random);
    });
}

BOOST_AUTO_TEST_CASE(a_print_with_all_damages_at_once_reads) {
    for (int fifths : {-1, 1}) {
        check_reading(18, 3, [&](Printed const& printed, std::mt19937& random) {
            auto const gained = testing::turned(with_dot_gain(printed, fifths));
            auto const soft = testing::blurred(gained, 0.25 * printed.dots);
            return testing::noisy(testing::faded(soft, 40, 220), 6, random);
        });
    }
}

BOOST_AUTO_TEST_CASE(a_print_that_lost_a_corner_of_its_data_reads) {
    check_reading(19, 5, [](Printed const& printed, std::mt19937&) {
        auto picture = printed.paper;
        int const end = (quiet_zone_modules + 45) * printed.dots;
        for (int y = end - 6 * printed.dots; y < end; ++y) {
            for (int x = end - 6 * printed.dots; x < end; ++x) {
                picture.at(x, y) = 255;
            }
        }
        return picture;
    });
}

BOOST_AUTO_TEST_CASE(a_print_without_its_finders_does_not_read) {
    std::mt19937 random(20);
    auto printed = print(testing::random_stamp(random), Profile::pos);
    for (int y = 0; y < (quiet_zone_modules + 8) * printed.dots; ++y) {
        for (int x = 0; x < printed.paper.width; ++x) {
            printed.paper.at(x, y) = 255;
        }
    }
    BOOST_TEST(testing::scan(printed.paper).text.empty());
}

BOOST_AUTO_TEST_SUITE_END()
