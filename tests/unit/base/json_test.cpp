#include <ocop/base/json.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace ocop;

BOOST_DEFINE_ENUM_CLASS(Colour, red, green)

struct Inner {
    std::int64_t n = 0;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (n, note))

struct Outer : Inner {
    std::string name;
    Colour colour = Colour::red;
    std::vector<Inner> list;
    std::optional<Day> day;
    std::uint8_t small = 0;
    bool yes = false;
};
BOOST_DESCRIBE_STRUCT(Outer, (Inner), (name, colour, list, day, small, yes))

std::vector<Fault> faults_of(std::string_view text, json::Mode mode = json::Mode::strict) {
    auto const value = json::parse(text);
    BOOST_TEST_REQUIRE(value.has_value());
    auto const read = json::read<Outer>(*value, mode);
    return read ? std::vector<Fault>() : read.error().faults;
}

Error parse_error(std::string_view text, json::Limits limits = {}) {
    auto const value = json::parse(text, limits);
    return value ? Error(Errc::internal, "parsed") : value.error();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_json)

BOOST_AUTO_TEST_CASE(a_struct_comes_back_as_it_was_written) {
    Outer out;
    out.n = -7;
    out.name = "Chè \"Long Cốc\"\n";
    out.colour = Colour::green;
    out.list = {{1, "a"}, {2, {}}};
    out.day = parse_day("2026-02-28").value();
    out.small = 255;
    out.yes = true;
    auto const text = json::serialize(json::write(out));
    auto const back = json::read<Outer>(*json::parse(text), json::Mode::strict);
    BOOST_TEST_REQUIRE(back.has_value());
    BOOST_TEST(json::serialize(json::write(*back)) == text);
    BOOST_TEST(back->list[1].n == 2);
    BOOST_TEST(!back->list[1].note.has_value());
}

BOOST_AUTO_TEST_CASE(all_faults_are_collected_with_their_pointers) {
    auto const faults = faults_of(
        R"({"n":1.0,"name":5,"colour":"blue","list":[{"n":1},{"n":"x","a/b~c":0}],"small":256,)"
        R"("day":"2026-02-29","extra":1})"
    );
    std::vector<std::string> pointers;
    for (auto const& fault : faults) {
        pointers.push_back(fault.pointer);
    }
    std::vector<std::string> const expected{
        "/n",
        "/name",
        "/colour",
        "/list/1/n",
        "/list/1/a~1b~0c",
        "/day",
        "/small",
        "/yes",
        "/extra"};
    BOOST_TEST(pointers == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(storage_is_read_leniently_but_never_with_a_wrong_type) {
    BOOST_TEST(faults_of(R"({"n":1,"future":[1,2]})", json::Mode::lenient).empty());
    BOOST_TEST(faults_of(R"({"n":"1"})", json::Mode::lenient).size() == 1U);
}

BOOST_AUTO_TEST_CASE(asvs_1_5_3_a_duplicate_key_is_refused_where_it_stands) {
    auto const error = parse_error(R"({"a":{"b":[0,{"c":1,"c":2}]}})");
    BOOST_TEST(error.slug == "json_duplicate_key");
    BOOST_TEST_REQUIRE(error.faults.size() == 1U);
    BOOST_TEST(error.faults[0].pointer == "/a/b/1/c");
}

BOOST_AUTO_TEST_CASE(asvs_1_5_3_bombs_of_depth_and_size_are_refused_by_their_own_names) {
    BOOST_TEST(parse_error(std::string(100'000, '['), {1U << 20, 16}).slug == "json_too_deep");
    std::string objects;
    for (int i = 0; i < 10'000; ++i) {
        objects += R"({"a":)";
    }
    BOOST_TEST(parse_error(objects, {1U << 20, 16}).slug == "json_too_deep");
    BOOST_TEST(parse_error(std::string(1'000'000, ' ')).slug == "body_too_large");
}

BOOST_AUTO_TEST_CASE(values_are_counted_and_one_too_many_is_refused_where_it_stands) {
    std::string_view const text = R"({"a":[1,{"b":true}],"c":"x","d":[]})";
    BOOST_TEST(json::parse(text, {.values_max = 7}).has_value());
    std::pair<std::size_t, char const*> const rows[] = {
        {0, ""}, {1, "/a"}, {2, "/a/0"}, {3, "/a/1"}, {4, "/a/1/b"}, {5, "/c"}, {6, "/d"}};
    for (auto const& [max, pointer] : rows) {
        auto const error = parse_error(text, {.values_max = max});
        BOOST_TEST((error.code == Errc::too_large));
        BOOST_TEST(error.slug == "json_too_many_values");
        BOOST_TEST_REQUIRE(error.faults.size() == 1U);
        BOOST_TEST(error.faults[0].pointer == pointer);
    }
    std::string million = "[";
    for (int i = 1; i < 1'000'000; ++i) {
        million += "1,";
    }
    BOOST_TEST(parse_error(million, {.bytes_max = 1U << 22}).slug == "json_malformed");
    BOOST_TEST(parse_error(million + "1", {.bytes_max = 1U << 22}).slug == "json_too_many_values");
}

// Few keys are compared one by one, many through the object's own table.
BOOST_AUTO_TEST_CASE(asvs_1_5_3_a_duplicate_key_is_found_however_many_there_are_and_escaped) {
    for (std::size_t const count : {1U, 2U, 15U, 16U, 17U, 18U, 19U, 40U}) {
        for (std::size_t twice = 0; twice < count; ++twice) {
            std::string members;
            for (std::size_t i = 0; i < count; ++i) {
                members += "\"k" + std::to_string(i) + "\":[{}],";
            }
            auto const key = "\\u006b" + std::to_string(twice);
            auto const text = R"([0,{"o":{)" + members + "\"" + key + R"(":1},"k0":)";
            auto const error = parse_error(text);
            BOOST_TEST(error.slug == "json_duplicate_key");
            BOOST_TEST_REQUIRE(error.faults.size() == 1U);
            BOOST_TEST(error.faults[0].pointer == "/1/o/k" + std::to_string(twice));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_pointer_names_the_innermost_place_reached) {
    std::string many;
    for (int i = 0; i < 20; ++i) {
        many += "\"m" + std::to_string(i) + "\":[],";
    }
    std::pair<std::string, char const*> const rows[] = {
        {"[1,[2,3],[4,x", "/2/1"},
        {R"({"":{"a":[],"b":{"c":x)", "//b/c"},
        {R"({"a":1,"~/":[{},{"\u0062":x)", "/~0~1/1/b"},
        {"[[],{" + many + R"("n":[1,[x)", "/1/n/1/0"},
        {"{" + many + "x", ""},
    };
    for (auto const& [text, pointer] : rows) {
        auto const error = parse_error(text);
        BOOST_TEST(error.slug == "json_malformed");
        BOOST_TEST_REQUIRE(error.faults.size() == 1U);
        BOOST_TEST(error.faults[0].pointer == pointer);
    }
}

BOOST_AUTO_TEST_CASE(asvs_1_5_3_what_is_not_json_is_refused) {
    for (std::string_view text :
         {"",
          " ",
          "{",
          "[1,]",
          "{\"a\":1,}",
          "\xEF\xBB\xBF{}",
          "{} {}",
          "nul",
          "01",
          "1e",
          "\"\\ud800\"",
          "\"\xff\"",
          "\"\xc0\xaf\"",
          "\"\t\"",
          "{a:1}",
          "'a'",
          "//\n1",
          "NaN"}) {
        BOOST_TEST(parse_error(text).slug == "json_malformed", "accepted: " << text);
    }
}

BOOST_AUTO_TEST_CASE(every_truncation_of_a_document_is_refused) {
    std::string const text = R"({"a":[1,true,null,"x\u00e9"],"b":{"c":-1}})";
    BOOST_TEST(json::parse(text).has_value());
    for (std::size_t size = 0; size < text.size(); ++size) {
        BOOST_TEST(!json::parse(text.substr(0, size)).has_value(), "at " << size);
    }
}

BOOST_AUTO_TEST_CASE(asvs_1_5_3_numbers_that_are_no_integers_are_not_read_as_such) {
    for (auto const* text : {"3.0", "1e2", "1e999", "9223372036854775808", "-0.0"}) {
        auto const value = json::parse(text);
        if (value) {
            BOOST_TEST(!json::read<std::int64_t>(*value, json::Mode::strict).has_value());
        }
    }
    auto const written = json::write(std::uint64_t{7});
    BOOST_TEST(json::read<std::uint64_t>(written, json::Mode::strict).value() == 7U);
    BOOST_TEST(!json::read<std::int64_t>(json::write(UINT64_MAX), json::Mode::strict).has_value());
    auto const top = json::parse("9223372036854775807");
    BOOST_TEST(json::read<std::int64_t>(*top, json::Mode::strict).value() == INT64_MAX);
}

BOOST_AUTO_TEST_CASE(canonical_form_is_that_of_rfc_8785) {
    auto const value = json::parse(
        R"({ "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7,
             "s": "\u0000\u001f\b\f\n\r\t\"\\\/é", "z": [true, false, null, {}, [], -1] })"
    );
    BOOST_TEST_REQUIRE(value.has_value());
    BOOST_TEST(
        json::canonical(*value) ==
        "{\"\\r\":2,\"1\":4,\"s\":\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/é\","
        "\"z\":[true,false,null,{},[],-1],\"\xC2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xEF\xAC\xB3\":"
        "3}"
    );
}

// Runs of plain characters are found eight at a time: every byte at every place of a word, alone
// and beside each kind of its neighbours.
BOOST_AUTO_TEST_CASE(canonical_strings_escape_a_character_wherever_it_stands) {
    auto const escaped = [](unsigned char c) -> std::string {
        constexpr std::string_view named = "\b\t\n\f\r";
        if (c == '"' || c == '\\') {
            return {'\\', static_cast<char>(c)};
        }
        if (auto const at = named.find(static_cast<char>(c)); at != std::string_view::npos) {
            return {'\\', "btnfr"[at]};
        }
        constexpr std::string_view hex = "0123456789abcdef";
        return c < 0x20 ? std::string("\\u00") + hex[c >> 4] + hex[c & 15]
                        : std::string(1, static_cast<char>(c));
    };
    for (std::string const filler : {"a", " ", "!", "#", "[", "]", "\x7F", "\xC3"}) {
        for (unsigned c = 0; c < 256; ++c) {
            for (std::size_t before = 0; before < 17; ++before) {
                std::string text;
                std::string wanted = "\"";
                for (std::size_t i = 0; i < 17; ++i) {
                    text += i == before ? std::string(1, static_cast<char>(c)) : filler;
                    wanted += i == before ? escaped(static_cast<unsigned char>(c)) : filler;
                }
                std::string out;
                json::append_canonical_string(out, text);
                BOOST_TEST_REQUIRE(out == wanted + '"');
            }
        }
    }
}

// The examples of RFC 8785 appendix B, and the edges of each form of ECMAScript's numbers.
BOOST_AUTO_TEST_CASE(canonical_numbers_are_those_of_rfc_8785) {
    std::pair<double, char const*> const rows[] = {
        {0.0, "0"},
        {-0.0, "0"},
        {5e-324, "5e-324"},
        {-5e-324, "-5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {9007199254740992.0, "9007199254740992"},
        {295147905179352830000.0, "295147905179352830000"},
        {9.999999999999997e22, "9.999999999999997e+22"},
        {1e23, "1e+23"},
        {999999999999999700000.0, "999999999999999700000"},
        {1e21, "1e+21"},
        {9.999999999999997e-7, "9.999999999999997e-7"},
        {0.000001, "0.000001"},
        {333333333.3333332, "333333333.3333332"},
        {-0.0000033333333333333333, "-0.0000033333333333333333"},
        {1424953923781206.2, "1424953923781206.2"},
        {12.5, "12.5"},
        {100.0, "100"},
    };
    for (auto const& [number, text] : rows) {
        BOOST_TEST(json::canonical(number) == text);
    }
}

BOOST_AUTO_TEST_CASE(text_keeps_the_order_of_members_and_writes_plain_numbers) {
    constexpr std::string_view text = R"({"z":120.5,"a":[0.1,-3,"é\"\\\n\u0001/",{}],"m":null})";
    auto const value = json::parse(text);
    BOOST_TEST_REQUIRE(value.has_value());
    BOOST_TEST(json::serialize(*value) == text);
    BOOST_TEST(json::canonical(*value).substr(0, 5) == R"({"a":)");
}

BOOST_AUTO_TEST_CASE(a_number_is_the_nearest_double_however_long_it_is) {
    std::pair<char const*, double> const rows[] = {
        {"0.1", 0.1},
        {"26.3", 26.3},
        {"8.41", 8.41},
        {"1.0000000000000002", 1.0000000000000002},
        {"179769313486231580793728971405303415079934132710037826936173e248",
         1.797693134862315807e307},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"0.3000000000000000000000000000000000000000000000001", 0.3},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
    };
    for (auto const& [text, number] : rows) {
        auto const value = json::parse(text);
        BOOST_TEST_REQUIRE(value.has_value());
        BOOST_TEST(value->as_double() == number);
    }
    BOOST_TEST(!json::parse("1e400").has_value());
    BOOST_TEST(json::parse("1e-400")->as_double() == 0.0);
    BOOST_TEST(json::parse("[7, 0.5, 8]")->as_array().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_number_that_no_double_holds_is_refused) {
    for (auto const* text : {R"({"a":[1e400]})", R"({"a":[-1e309]})"}) {
        auto const error = parse_error(text);
        BOOST_TEST(error.slug == "json_number_too_large");
        BOOST_TEST(error.faults.at(0).pointer == "/a/0");
    }
    BOOST_TEST(json::parse("1e308").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
