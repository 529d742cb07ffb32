#pragma once

#include <ocop/base/encoding.hpp>
#include <ocop/base/json.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

// Golden files of tests/vectors, and files of the reference data where it is present.
namespace ocop::vectors {

inline std::optional<json::value> load(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    std::string const text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    auto value = json::parse(text, {.bytes_max = 16 * 1024 * 1024, .depth_max = 16});
    BOOST_TEST_REQUIRE(value.has_value(), path << " is not JSON");
    return *value;
}

inline json::value golden(std::string const& name) {
    auto value = load(std::string(OCOP_TESTS_DIR "/vectors/") + name);
    BOOST_TEST_REQUIRE(value.has_value(), name << " is missing");
    return *value;
}

inline std::string text(json::value const& v, std::string_view member) {
    auto const& s = v.as_object().at(member).as_string();
    return {s.data(), s.size()};
}

inline Bytes hex(json::value const& v, std::string_view member) {
    auto const bytes = from_hex(text(v, member));
    BOOST_TEST_REQUIRE(bytes.has_value());
    return *bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> array_of(ByteView bytes) {
    BOOST_TEST_REQUIRE(bytes.size() == N);
    std::array<std::uint8_t, N> out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

}  // namespace ocop::vectors
