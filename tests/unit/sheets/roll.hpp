#pragma once

#include "unit/qr/raster.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

// What a label printer makes of a file, worked out from Zebra's description of ^GF alone.
namespace ocop::sheets::testing {

inline int value_of(char c) {
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

// The rows of a packed field, each as digits.
inline std::vector<std::string> unpacked(std::string const& data, std::size_t digits) {
    std::vector<std::string> rows;
    std::string row;
    int times = 0;
    for (char const c : data) {
        if (c == ':') {
            BOOST_TEST_REQUIRE((row.empty() && !rows.empty()));
            rows.push_back(rows.back());
        } else if (c == ',' || c == '!') {
            rows.push_back(row + std::string(digits - row.size(), c == ',' ? '0' : 'F'));
            row.clear();
        } else if (c >= 'G' && c <= 'Y') {
            times += c - 'F';
        } else if (c >= 'g' && c <= 'z') {
            times += 20 * (c - 'f');
        } else {
            row += std::string(static_cast<std::size_t>(std::max(times, 1)), c);
            times = 0;
            BOOST_TEST_REQUIRE(row.size() <= digits);
        }
        if (row.size() == digits) {
            rows.push_back(row);
            row.clear();
        }
    }
    BOOST_TEST(row.empty());
    return rows;
}

struct Printed {
    int width = 0;
    int length = 0;
    qr::testing::Raster picture;
};

inline std::vector<Printed> printed(std::string const& zpl) {
    std::vector<Printed> out;
    for (std::size_t at = 0; at < zpl.size();) {
        auto const end = zpl.find("^FS^XZ\n", at);
        BOOST_TEST_REQUIRE(end != std::string::npos);
        Printed label;
        int bytes = 0;
        int same = 0;
        int row_bytes = 0;
        int used = 0;
        auto const read = std::sscanf(
            zpl.c_str() + at,
            "^XA^LH0,0^PW%d^LL%d^FO0,0^GFA,%d,%d,%d,%n",
            &label.width,
            &label.length,
            &bytes,
            &same,
            &row_bytes,
            &used
        );
        BOOST_TEST_REQUIRE(read == 5);
        BOOST_TEST(bytes == same);
        BOOST_TEST(bytes == row_bytes * label.length);
        BOOST_TEST(row_bytes == (label.width + 7) / 8);
        auto const from = at + static_cast<std::size_t>(used);
        auto const rows =
            unpacked(zpl.substr(from, end - from), static_cast<std::size_t>(row_bytes) * 2);
        BOOST_TEST_REQUIRE(rows.size() == static_cast<std::size_t>(label.length));
        label.picture = qr::testing::Raster(label.width, label.length);
        for (int y = 0; y < label.length; ++y) {
            for (int x = 0; x < label.width; ++x) {
                int const digit =
                    value_of(rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x) / 4]);
                label.picture.at(x, y) = (digit >> (3 - x % 4) & 1) != 0 ? 0 : 255;
            }
        }
        out.push_back(std::move(label));
        at = end + 7;
    }
    return out;
}

}  // namespace ocop::sheets::testing
