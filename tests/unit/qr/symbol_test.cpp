#include "qr/symbol.hpp"

#include "qr/segments.hpp"
#include "unit/qr/raster.hpp"
#include "unit/qr/stamps.hpp"

#include <boost/test/unit_test.hpp>
#include <qrencode.h>

#include <array>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

// A symbol is right when a reader that is not ours finds the very text in it, and when it has the
// version that was pinned or is the least.
BOOST_AUTO_TEST_SUITE(symbol)

namespace {

using namespace ocop;
using namespace ocop::qr;

constexpr std::array levels = {Level::l, Level::m, Level::q, Level::h};

std::string const stamp =
    "https://id.ocop.vn/01/09520000100018/10/L2611A/21/0K3M5N7P9R?s=" + std::string(159, '7');

// The version libqrencode itself picks for `count` bytes; 0 when none holds them.
int library_version(std::size_t count, Level level) {
    std::vector<unsigned char> const data(count, 'a');
    std::unique_ptr<QRinput, decltype(&QRinput_free)> const input(
        QRinput_new2(0, static_cast<QRecLevel>(level)), QRinput_free
    );
    QRinput_append(input.get(), QR_MODE_8, static_cast<int>(count), data.data());
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code(
        QRcode_encodeInput(input.get()), QRcode_free
    );
    return code == nullptr ? 0 : code->version;
}

// How many characters of one mode fill a symbol of this size.
std::size_t characters_max(int version, Level level, char c) {
    auto const range = range_of(version);
    std::size_t count = 1;
    while (true) {
        std::string const text(count + 1, c);
        auto const mode = c == '7' ? Mode::numeric : (c == 'A' ? Mode::alphanumeric : Mode::byte);
        if (bit_count({mode, text}, range) > capacity_bits(version, level)) {
            return count;
        }
        ++count;
    }
}

std::string slug_of(Result<Symbol> const& result) {
    return result ? "made" : std::string(result.error().slug);
}

std::vector<std::string> rows_of(Symbol const& symbol) {
    std::vector<std::string> out;
    for (int row = 0; row < symbol.size(); ++row) {
        std::string line;
        for (int column = 0; column < symbol.size(); ++column) {
            line += symbol.dark(row, column) ? '#' : '.';
        }
        out.push_back(line);
    }
    return out;
}

// A file of tests/vectors: the text, then the rows of its symbol, '#' for dark, '.' for light.
struct Vector {
    std::string text;
    std::vector<std::string> rows;
};

Vector read_vector(std::string const& name) {
    std::ifstream file(std::string(OCOP_TESTS_DIR) + "/vectors/" + name);
    BOOST_TEST_REQUIRE(file.good(), name);
    Vector out;
    std::getline(file, out.text);
    for (std::string line; std::getline(file, line);) {
        out.rows.push_back(line);
    }
    return out;
}

Symbol symbol_of(Vector const& vector, int version) {
    Bytes modules;
    for (auto const& row : vector.rows) {
        for (char c : row) {
            modules.push_back(c == '#' ? 1 : 0);
        }
    }
    return Symbol(version, Level::m, modules);
}

std::vector<std::string> columns_of(std::string const& line) {
    std::vector<std::string> out;
    std::istringstream in(line);
    for (std::string column; std::getline(in, column, '\t');) {
        out.push_back(column);
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_stamp_of_222_characters_is_version_7_with_45_modules) {
    BOOST_TEST_REQUIRE(stamp.size() == 222U);
    auto const made = encode(stamp);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->version() == 7);
    BOOST_TEST(made->size() == 45);
    BOOST_TEST((made->level() == Level::m));
    BOOST_TEST(*smallest_version(stamp) == 7);
}

BOOST_AUTO_TEST_CASE(a_stamp_with_a_longer_host_is_version_8_with_49_modules) {
    std::mt19937 random(2);
    for (auto const* host : {"id.ocop-hoabinh.vn", "truyxuat.ocop.gov.vn"}) {
        auto const made = encode(testing::random_stamp(random, host));
        BOOST_TEST_REQUIRE(made.has_value());
        BOOST_TEST(made->version() == 8);
        BOOST_TEST(made->size() == 49);
    }
}

BOOST_AUTO_TEST_CASE(every_stamp_of_a_run_is_version_7) {
    std::mt19937 random(3);
    for (int round = 0; round < 2000; ++round) {
        auto const text = testing::random_stamp(random);
        BOOST_REQUIRE_EQUAL(*smallest_version(text), 7);
    }
}

BOOST_AUTO_TEST_CASE(capacities_are_those_of_the_library) {
    for (Level level : levels) {
        for (int version = 1; version <= version_max; ++version) {
            auto const fits = characters_max(version, level, 'a');
            BOOST_TEST(library_version(fits, level) == version);
            BOOST_TEST(library_version(fits + 1, level) == (version + 1) % (version_max + 1));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_largest_symbol_holds_what_the_standard_says) {
    BOOST_TEST(characters_max(40, Level::l, '7') == text_bytes_max);
    BOOST_TEST(characters_max(40, Level::l, 'A') == 4296U);
    BOOST_TEST(characters_max(40, Level::l, 'a') == 2953U);
    BOOST_TEST(characters_max(7, Level::m, '7') == 293U);
    BOOST_TEST(characters_max(7, Level::m, 'A') == 178U);
    BOOST_TEST(characters_max(7, Level::m, 'a') == 122U);
    BOOST_TEST(characters_max(1, Level::h, 'a') == 7U);
}

BOOST_AUTO_TEST_CASE(every_version_and_level_filled_to_the_last_character_reads_back) {
    std::mt19937 random(4);
    for (Level level : levels) {
        for (int version = 1; version <= version_max; ++version) {
            auto const text =
                testing::random_text(random, "0123456789", characters_max(version, level, '7'));
            BOOST_REQUIRE_EQUAL(*smallest_version(text, level), version);
            auto const made = encode(text, {level, version});
            BOOST_TEST_REQUIRE(made.has_value());
            BOOST_TEST(made->version() == version);
            auto const read = testing::scan_upright(testing::picture_of(*made));
            BOOST_TEST(read.text == text, "version " << version);
            BOOST_TEST(read.level == std::string(1, "LMQH"[static_cast<int>(level)]));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_text_of_all_modes_reads_back) {
    for (std::string const text :
         {"a",
          "7",
          "A",
          " ",
          "abc0123456789012345ABCDEFGHIJKLMNOPQabc",
          "0123456789ABCDEFGHIJklm"}) {
        for (Level level : levels) {
            auto const made = encode(text, {level, std::nullopt});
            BOOST_TEST_REQUIRE(made.has_value());
            BOOST_TEST(testing::scan_upright(testing::picture_of(*made)).text == text);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_byte_reads_back) {
    std::string text;
    for (int value = 0; value < 256; ++value) {
        text += static_cast<char>(value);
    }
    auto const made = encode(text);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(testing::scan_upright(testing::picture_of(*made)).text == text);
}

BOOST_AUTO_TEST_CASE(a_pinned_version_is_kept_when_larger_than_needed) {
    for (int version = 7; version <= version_max; ++version) {
        auto const made = encode(stamp, {Level::m, version});
        BOOST_TEST_REQUIRE(made.has_value());
        BOOST_TEST(made->version() == version);
    }
}

BOOST_AUTO_TEST_CASE(a_pinned_version_that_is_too_small_is_refused) {
    for (int version = 1; version <= 6; ++version) {
        auto const made = encode(stamp, {Level::m, version});
        BOOST_TEST(slug_of(made) == "qr_version_too_small");
        BOOST_TEST((made.error().code == Errc::refused));
    }
    auto const full = encode(std::string(293, '7'), {Level::m, 7});
    BOOST_TEST(full.has_value());
    BOOST_TEST(slug_of(encode(std::string(294, '7'), {Level::m, 7})) == "qr_version_too_small");
}

BOOST_AUTO_TEST_CASE(a_version_that_does_not_exist_is_malformed) {
    for (int version : {-1, 0, 41, 1000}) {
        auto const made = encode(stamp, {Level::m, version});
        BOOST_TEST(slug_of(made) == "qr_version_out_of_range");
        BOOST_TEST((made.error().code == Errc::malformed));
    }
}

BOOST_AUTO_TEST_CASE(an_empty_text_is_malformed) {
    BOOST_TEST(slug_of(encode("")) == "qr_text_empty");
    BOOST_TEST(slug_of(encode("", {Level::l, 40})) == "qr_text_empty");
    BOOST_TEST((smallest_version("").error().code == Errc::malformed));
}

BOOST_AUTO_TEST_CASE(a_text_that_fits_no_symbol_is_too_large) {
    for (std::size_t size : {std::size_t{2332}, std::size_t{7089}, std::size_t{8192}}) {
        std::string const text(size, 'a');
        auto const made = encode(text);
        BOOST_TEST(slug_of(made) == "qr_text_too_long");
        BOOST_TEST((made.error().code == Errc::too_large));
        BOOST_TEST(slug_of(encode(text, {Level::m, 7})) == "qr_text_too_long");
        BOOST_TEST((smallest_version(text).error().slug == "qr_text_too_long"));
    }
    BOOST_TEST(encode(std::string(2331, 'a')).has_value());
    BOOST_TEST(slug_of(encode(std::string(7090, '7'), {Level::l, 40})) == "qr_text_too_long");
}

BOOST_AUTO_TEST_CASE(the_golden_stamp_is_drawn_module_for_module) {
    auto const golden = read_vector("qr-stamp.txt");
    auto const made = encode(golden.text);
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(rows_of(*made) == golden.rows, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_golden_matrix_reads_as_the_golden_text) {
    auto const golden = read_vector("qr-stamp.txt");
    BOOST_TEST_REQUIRE(golden.rows.size() == 45U);
    auto const read = testing::scan_upright(testing::picture_of(symbol_of(golden, 7)));
    BOOST_TEST(read.text == golden.text);
    BOOST_TEST(read.level == "M");
}

BOOST_AUTO_TEST_CASE(threads_make_the_same_symbols_as_one) {
    std::mt19937 random(6);
    std::vector<std::string> texts;
    std::vector<Symbol> expected;
    for (int i = 0; i < 20; ++i) {
        texts.push_back(testing::random_stamp(random, i % 2 == 0 ? "id.ocop.vn" : "tem.example.vn")
        );
        expected.push_back(*encode(texts.back()));
    }
    std::array<std::vector<Symbol>, 4> made;
    std::vector<std::thread> threads;
    for (auto& own : made) {
        threads.emplace_back([&own, &texts] {
            for (auto const& text : texts) {
                own.push_back(*encode(text));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (auto const& own : made) {
        BOOST_TEST((own == expected));
    }
}

BOOST_AUTO_TEST_CASE(a_symbol_keeps_each_module_where_it_was) {
    for (int version : {1, 7, 12, 40}) {
        auto const size = 17 + 4 * version;
        std::mt19937 random(5);
        Bytes modules(static_cast<std::size_t>(size * size));
        for (auto& module : modules) {
            module = static_cast<std::uint8_t>(random());
        }
        Symbol const made(version, Level::q, modules);
        std::size_t at = 0;
        bool same = true;
        for (int row = 0; row < size; ++row) {
            for (int column = 0; column < size; ++column) {
                same = same && made.dark(row, column) == ((modules[at++] & 1) != 0);
            }
        }
        BOOST_TEST(same);
    }
}

BOOST_AUTO_TEST_CASE(the_compared_link_designs_need_the_measured_versions) {
    std::ifstream file(std::string(OCOP_REFERENCE_DIR) + "/dl/qr-candidates.tsv");
    if (!file) {
        BOOST_TEST_MESSAGE("reference data is not here: skipped");
        return;
    }
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        auto const columns = columns_of(line);
        BOOST_TEST_REQUIRE(columns.size() >= 13U);
        auto const& text = columns[1];
        BOOST_TEST(std::to_string(*smallest_version(text, Level::l)) == columns[6]);
        BOOST_TEST(std::to_string(*smallest_version(text, Level::m)) == columns[9]);
        BOOST_TEST(std::to_string(*smallest_version(text, Level::q)) == columns[12]);
    }
}

BOOST_AUTO_TEST_SUITE_END()
