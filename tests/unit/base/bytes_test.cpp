#include <ocop/base/bytes.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

namespace {

using namespace ocop;

}  // namespace

BOOST_AUTO_TEST_SUITE(base_bytes)

BOOST_AUTO_TEST_CASE(fields_come_back_in_order) {
    auto const bytes = ByteWriter()
                           .u8(1)
                           .u16(0x0203)
                           .u32(0x04050607)
                           .u64(UINT64_MAX)
                           .text_nul("lot")
                           .text("x")
                           .take();
    ByteReader in(bytes);
    BOOST_TEST(in.u8() == 1);
    BOOST_TEST(in.u16() == 0x0203);
    BOOST_TEST(in.u32() == 0x04050607U);
    BOOST_TEST(in.u64() == UINT64_MAX);
    BOOST_TEST(in.text_nul() == "lot");
    BOOST_TEST(in.rest() == "x");
    BOOST_TEST(in.done());
}

BOOST_AUTO_TEST_CASE(every_truncation_fails_and_stays_failed) {
    auto const bytes = ByteWriter().u8(1).u64(2).text_nul("a").u16(3).take();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ByteReader in(std::string_view(bytes).substr(0, size));
        in.u8();
        in.u64();
        in.text_nul();
        in.u16();
        BOOST_TEST(!in.done(), "at " << size);
        BOOST_TEST(in.failed(), "at " << size);
        BOOST_TEST(in.u8() == 0);
    }
}

BOOST_AUTO_TEST_CASE(what_is_left_over_is_not_done) {
    ByteReader in("ab");
    in.u8();
    BOOST_TEST(!in.failed());
    BOOST_TEST(!in.done());
}

BOOST_AUTO_TEST_CASE(byte_order_of_keys_is_the_order_of_numbers_and_texts) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        auto const a = random() >> (random() % 64);
        auto const b = random() >> (random() % 64);
        BOOST_REQUIRE((ByteWriter().u64(a).view() < ByteWriter().u64(b).view()) == (a < b));
    }
    auto key = [](std::string_view text, std::uint8_t n) {
        return ByteWriter().text_nul(text).u8(n).take();
    };
    BOOST_TEST(key("A", 255) < key("AB", 0));
    BOOST_TEST(key("A", 1) < key("A", 2));
}

BOOST_AUTO_TEST_SUITE_END()
