#include <ocop/base/encoding.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace ocop;

// Every byte string of 0 to 2 bytes, and some longer ones.
std::vector<Bytes> samples() {
    std::vector<Bytes> out{{}};
    for (int a = 0; a < 256; ++a) {
        out.push_back({static_cast<std::uint8_t>(a)});
        for (int b = 0; b < 256; ++b) {
            out.push_back({static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)});
        }
    }
    for (std::uint8_t n = 3; n < 70; ++n) {
        out.emplace_back(n, static_cast<std::uint8_t>(n * 37));
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_encoding)

BOOST_AUTO_TEST_CASE(every_encoding_gives_back_what_it_was_given) {
    for (auto const& bytes : samples()) {
        BOOST_REQUIRE(from_hex(to_hex(bytes)).value() == bytes);
        BOOST_REQUIRE(from_base64(to_base64(bytes)).value() == bytes);
        BOOST_REQUIRE(from_base64url(to_base64url(bytes)).value() == bytes);
        BOOST_REQUIRE(from_base32(to_base32(bytes)).value() == bytes);
    }
}

BOOST_AUTO_TEST_CASE(known_texts_of_rfc_4648) {
    BOOST_TEST(to_base64(as_bytes("foobar")) == "Zm9vYmFy");
    BOOST_TEST(to_base64(as_bytes("fooba")) == "Zm9vYmE=");
    BOOST_TEST(to_base64(as_bytes("foob")) == "Zm9vYg==");
    BOOST_TEST(to_base64url(as_bytes("\xfb\xff")) == "-_8");
    BOOST_TEST(to_base32(as_bytes("foobar")) == "MZXW6YTBOI");
    BOOST_TEST(to_base32(as_bytes("fooba")) == "MZXW6YTB");
    BOOST_TEST(to_base32(as_bytes("foob")) == "MZXW6YQ");
    BOOST_TEST(to_base32(as_bytes("foo")) == "MZXW6");
    BOOST_TEST(to_base32(as_bytes("fo")) == "MZXQ");
    BOOST_TEST(to_base32(as_bytes("f")) == "MY");
    BOOST_TEST(to_hex(as_bytes("fo")) == "666f");
}

BOOST_AUTO_TEST_CASE(one_byte_string_has_one_base64url_text) {
    std::string const digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=";
    int accepted = 0;
    for (char a : digits) {
        for (char b : digits) {
            auto const bytes = from_base64url(std::string{a, b});
            if (bytes) {
                ++accepted;
                BOOST_TEST(to_base64url(*bytes) == (std::string{a, b}));
            }
        }
    }
    BOOST_TEST(accepted == 256);
}

BOOST_AUTO_TEST_CASE(one_byte_string_has_one_base32_text) {
    std::string const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=01a";
    int accepted = 0;
    for (char a : digits) {
        for (char b : digits) {
            if (auto const bytes = from_base32(std::string{a, b})) {
                ++accepted;
                BOOST_TEST(to_base32(*bytes) == (std::string{a, b}));
            }
        }
    }
    BOOST_TEST(accepted == 256);
    for (std::size_t size = 0; size < 40; ++size) {
        bool const whole =
            size % 8 == 0 || size % 8 == 2 || size % 8 == 4 || size % 8 == 5 || size % 8 == 7;
        BOOST_TEST(from_base32(std::string(size, 'A')).has_value() == whole, size);
    }
}

BOOST_AUTO_TEST_CASE(escapes_leave_nothing_but_unreserved_characters) {
    std::string all;
    for (int c = 0; c < 256; ++c) {
        all.push_back(static_cast<char>(c));
    }
    std::string out = "x";
    append_percent_encoded(out, all);
    BOOST_TEST(out.substr(0, 10) == "x%00%01%02");
    BOOST_TEST(out.find("%2C-.%2F0123456789%3A") != std::string::npos);
    BOOST_TEST(out.find("XYZ%5B%5C%5D%5E_%60abc") != std::string::npos);
    BOOST_TEST(out.find("xyz%7B%7C%7D~%7F%80") != std::string::npos);
    BOOST_TEST(out.size() == 1 + 66 + (256 - 66) * 3U);
}

BOOST_AUTO_TEST_CASE(damaged_texts_are_refused) {
    for (auto const* text : {"A", "AAAAA", "Zg=", "Zg==", "Z g", "Zh"}) {
        BOOST_TEST(!from_base64url(text).has_value(), text);
    }
    for (auto const* text : {"Zg", "Zg=", "=Zg=", "Z===", "====", "Zh=="}) {
        BOOST_TEST(!from_base64(text).has_value(), text);
    }
    for (auto const* text : {"M", "MZX", "MZXW6Y", "MY======", "my", "MZ", "M1", "MY "}) {
        BOOST_TEST(!from_base32(text).has_value(), text);
    }
    for (auto const* text : {"a", "ag", "0x", "a b "}) {
        BOOST_TEST(!from_hex(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(crockford_folds_what_people_confuse) {
    BOOST_TEST(from_crockford("10oOiIlL").value() == from_crockford("10001111").value());
    BOOST_TEST(to_crockford(from_crockford("zyxw").value(), 4) == "ZYXW");
    for (auto const* text : {"", "U", "0-0", " 0", "ZZZZZZZZZZZZZZ", "é"}) {
        BOOST_TEST(!from_crockford(text).has_value(), text);
    }
    BOOST_TEST(from_crockford("FZZZZZZZZZZZZ").value() == UINT64_MAX);
}

BOOST_AUTO_TEST_CASE(decimals_have_one_form_and_a_limit) {
    BOOST_TEST(parse_decimal("0", 9).value() == 0U);
    BOOST_TEST(parse_decimal("18446744073709551615", UINT64_MAX).value() == UINT64_MAX);
    for (auto const* text : {"", "00", "01", "+1", "-1", "1 ", "18446744073709551616", "1a"}) {
        BOOST_TEST(!parse_decimal(text, UINT64_MAX).has_value(), text);
    }
    for (std::uint64_t max = 0; max < 130; ++max) {
        for (std::uint64_t n = 0; n < 130; ++n) {
            BOOST_REQUIRE(parse_decimal(std::to_string(n), max).has_value() == (n <= max));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
