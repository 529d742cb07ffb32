// The words of the CBV, their web URIs, and units.

#include <ocop/base/json.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <fstream>
#include <set>
#include <string>

using namespace ocop;
using namespace ocop::epcis;

namespace {

struct Web {
    Vocabulary vocabulary;
    std::string_view word;
    std::string_view uri;
};

constexpr Web webs[] = {
    {Vocabulary::biz_step, "shipping", "https://ref.gs1.org/cbv/BizStep-shipping"},
    {Vocabulary::disposition, "in_transit", "https://ref.gs1.org/cbv/Disp-in_transit"},
    {Vocabulary::biz_transaction_type, "po", "https://ref.gs1.org/cbv/BTT-po"},
    {Vocabulary::source_destination_type, "location", "https://ref.gs1.org/cbv/SDT-location"},
    {Vocabulary::error_reason, "did_not_occur", "https://ref.gs1.org/cbv/ER-did_not_occur"},
    {Vocabulary::measurement_type, "Temperature", "https://ref.gs1.org/voc/Temperature"},
    {Vocabulary::sensor_alert_type, "ALARM_CONDITION", "https://ref.gs1.org/voc/ALARM_CONDITION"},
    {Vocabulary::component, "latitude", "https://ref.gs1.org/cbv/Comp-latitude"},
};

struct Amount {
    std::string_view uom;
    double value;
    std::string_view other;
    double same;
};

// One known pair a dimension that has two units.
constexpr Amount amounts[] = {
    {"CEL", 26, "KEL", 299.15},
    {"FAH", 98.6, "CEL", 37},
    {"CEL", -40, "FAH", -40},
    {"A48", 491.67, "CEL", 0},
    {"GRM", 12.1, "KGM", 0.0121},
    {"TNE", 1, "LBR", 2204.62262185},
    {"ONZ", 16, "LBR", 1},
    {"DTN", 1, "KGM", 100},
    {"LTR", 1, "MLT", 1000},
    {"GLL", 1, "LTR", 3.785411784},
    {"MTQ", 1, "HLT", 10},
    {"OZA", 128, "GLL", 1},
    {"KMT", 1, "MTR", 1000},
    {"FOT", 1, "INH", 12},
    {"SMI", 1, "KMT", 1.609344},
    {"HAR", 1, "MTK", 10000},
    {"DAA", 1, "ARE", 10},
    {"BAR", 1, "KPA", 100},
    {"A97", 1013.25, "ATM", 1},
    {"HUR", 1, "MIN", 60},
    {"WEE", 1, "DAY", 7},
    {"KWH", 1, "3B", 3.6},
    {"E14", 1, "KJO", 4.1868},
    {"KWT", 1, "WTT", 1000},
    {"KVA", 1, "D46", 1000},
    {"KMH", 36, "MTS", 10},
    {"KNT", 1, "KMH", 1.852},
    {"K40", 1, "MSK", 9.80665},
    {"23", 1, "KMQ", 1000},
    {"M1", 1, "GL", 0.001},
    {"A93", 12.1, "GP", 12100},
    {"P1", 50, "C62", 0.5},
    {"59", 10000, "P1", 1},
    {"DZN", 1, "H87", 12},
    {"P27", 1, "LUX", 10.76391},
    {"P31", 1, "A24", 10000},
    {"P33", 1, "CDL", 1000},
    {"MHZ", 1, "KHZ", 1000},
    {"DD", 180, "C81", 3.14159265359},
    {"D61", 60, "DD", 1},
    {"RPM", 60, "RPS", 1},
    {"4K", 1000, "AMP", 1},
    {"AMH", 1, "COU", 3600},
    {"KVT", 1, "VLT", 1000},
    {"B49", 1, "OHM", 1000},
    {"C27", 1000, "SIE", 1},
    {"H61", 1, "G42", 1000},
    {"C60", 100, "C61", 1},
    {"4O", 1, "C41", 1000},
    {"C14", 1000, "81", 1},
    {"C33", 1000, "WEB", 1},
    {"D81", 1, "C48", 1000},
    {"B56", 1, "D59", 1000},
    {"D47", 1, "D50", 100},
    {"A4", 1, "A41", 10000},
    {"B37", 1, "NEW", 9.80665},
    {"B48", 1, "NU", 1000},
    {"C7", 1000, "C65", 1},
    {"4C", 1, "C17", 1},
    {"MCU", 1, "4N", 37},
    {"C80", 100, "A95", 1},
    {"P61", 3600, "A96", 1},
    {"D91", 100, "D13", 1},
    {"P71", 1, "P72", 1000},
    {"2Y", 1000, "2C", 1},
    {"C18", 1000, "C34", 1},
    {"C38", 1, "C36", 1000},
    {"C35", 0.18, "C38", 0.18},
    {"D87", 1000, "C19", 1},
    {"B44", 1, "B15", 1000},
    {"A94", 1000, "D74", 1},
    {"A36", 1e6, "A40", 1},
    {"E93", 3600, "KGS", 1},
    {"E18", 3.6, "KGS", 1},
    {"L2", 1000, "G53", 1},
    {"MQH", 3600, "MQS", 1},
    {"H83", 1, "KX", 1000},
    {"GM", 1000, "28", 1},
    {"DX", 1, "C22", 1},
    {"E90", 1, "C92", 100},
    {"AD", 1, "A99", 8},
    {"E34", 1, "4L", 1000},
    {"N48", 1, "D54", 10000},
    {"M45", 180, "2B", 3.14159265359},
};

std::string const schema_file =
    std::string(OCOP_REFERENCE_DIR) + "/epcis/schema/epcis-json-schema-2.0.1.json";

constexpr std::pair<Vocabulary, char const*> definitions[] = {
    {Vocabulary::biz_step, "bizStep"},
    {Vocabulary::disposition, "disposition"},
    {Vocabulary::biz_transaction_type, "bizTransaction-type"},
    {Vocabulary::source_destination_type, "source-dest-type"},
    {Vocabulary::error_reason, "error-reason"},
    {Vocabulary::measurement_type, "measurementType"},
    {Vocabulary::sensor_alert_type, "sensorAlertType"},
    {Vocabulary::component, "component"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(vocabulary)

BOOST_AUTO_TEST_CASE(lists_are_as_long_as_the_standard_s) {
    constexpr std::size_t sizes[] = {41, 33, 13, 3, 2, 72, 2, 14};
    for (std::size_t i = 0; i < std::size(sizes); ++i) {
        auto const list = words(static_cast<Vocabulary>(i));
        BOOST_TEST(list.size() == sizes[i]);
        BOOST_TEST(std::set<std::string_view>(list.begin(), list.end()).size() == sizes[i]);
    }
}

BOOST_AUTO_TEST_CASE(words_expand_and_come_back_from_every_form) {
    for (auto const& [vocabulary, word, uri] : webs) {
        BOOST_TEST(is_word(vocabulary, word));
        BOOST_TEST(web_uri(vocabulary, word) == uri);
        BOOST_TEST(bare_word(vocabulary, uri) == word);
        BOOST_TEST(bare_word(vocabulary, word) == word);
        BOOST_TEST(bare_word(vocabulary, "http" + std::string(uri.substr(5))) == word);
    }
    BOOST_TEST(bare_word(Vocabulary::biz_step, "urn:epcglobal:cbv:bizstep:shipping") == "shipping");
    BOOST_TEST(bare_word(Vocabulary::disposition, "urn:epcglobal:cbv:disp:expired") == "expired");
    BOOST_TEST(bare_word(Vocabulary::biz_transaction_type, "urn:epcglobal:cbv:btt:po") == "po");
    BOOST_TEST(bare_word(Vocabulary::biz_step, "cbv:BizStep-shipping") == "shipping");
    BOOST_TEST(
        bare_word(Vocabulary::biz_step, "https://ns.gs1.org/cbv/BizStep-shipping") == "shipping"
    );
    BOOST_TEST(bare_word(Vocabulary::measurement_type, "gs1:Angle") == "Angle");
    BOOST_TEST(bare_word(Vocabulary::measurement_type, "https://www.gs1.org/voc/Angle") == "Angle");
}

BOOST_AUTO_TEST_CASE(what_is_no_word_stays_as_it_is) {
    for (std::string_view const text :
         {"",
          "Shipping",
          "urn:epcglobal:cbv:disp:shipping",
          "https://ref.gs1.org/cbv/Disp-shipping",
          "https://ref.gs1.org/cbv/BizStep-x",
          "https://example.org/BizStep-shipping",
          "cbv:shipping"}) {
        BOOST_TEST(!is_word(Vocabulary::biz_step, text));
        BOOST_TEST(bare_word(Vocabulary::biz_step, text) == text);
        BOOST_TEST(web_uri(Vocabulary::biz_step, text) == text);
    }
}

BOOST_AUTO_TEST_CASE(own_values_are_uris_outside_the_standard_s_namespaces) {
    BOOST_TEST(is_custom(Vocabulary::biz_step, "https://htx.example/buoc/phoi"));
    BOOST_TEST(is_custom(Vocabulary::biz_step, "urn:htx:phoi"));
    BOOST_TEST(is_custom(Vocabulary::biz_step, "https://gs1.org/voc/x"));
    BOOST_TEST(!is_custom(Vocabulary::biz_step, "phoi"));
    BOOST_TEST(!is_custom(Vocabulary::biz_step, "urn:epcglobal:cbv:bizstep:shipping"));
    BOOST_TEST(!is_custom(Vocabulary::biz_step, "http://ns.gs1.org/cbv/BizStep-shipping"));
    BOOST_TEST(is_custom(Vocabulary::measurement_type, "urn:epcglobal:cbv:x"));
    BOOST_TEST(!is_custom(Vocabulary::measurement_type, "https://gs1.org/voc/Temperature"));
    BOOST_TEST(!is_custom(Vocabulary::measurement_type, "http://www.gs1.org/voc/Temperature"));
    BOOST_TEST(!is_custom(Vocabulary::sensor_alert_type, "a b"));
}

BOOST_AUTO_TEST_CASE(equal_amounts_in_two_units_are_equal) {
    std::set<std::string_view> dimensions;
    for (auto const& [uom, value, other, same] : amounts) {
        auto const one = to_base_unit(uom, value);
        auto const two = to_base_unit(other, same);
        BOOST_TEST_REQUIRE((one && two), uom << " " << other);
        BOOST_TEST(one->dimension == two->dimension);
        BOOST_TEST(
            std::abs(one->value - two->value) <= 1e-9 * std::max(1e-12, std::abs(one->value)),
            uom << " " << one->value << " " << other << " " << two->value
        );
        dimensions.insert(one->dimension);
    }
    BOOST_TEST(dimensions.size() >= 50U);
    // Exactly, as a query asks it.
    BOOST_TEST(to_base_unit("GRM", 12.1)->value == to_base_unit("KGM", 0.0121)->value);
    BOOST_TEST(to_base_unit("CEL", 26)->value == to_base_unit("KEL", 299.15)->value);
    BOOST_TEST(to_base_unit("MMT", 1234)->value == to_base_unit("MTR", 1.234)->value);
}

BOOST_AUTO_TEST_CASE(units_of_two_dimensions_do_not_compare) {
    BOOST_TEST(to_base_unit("NU", 1)->dimension != to_base_unit("JOU", 1)->dimension);
    BOOST_TEST(to_base_unit("HTZ", 1)->dimension != to_base_unit("BQL", 1)->dimension);
    BOOST_TEST(to_base_unit("KGM", 1)->dimension != to_base_unit("LTR", 1)->dimension);
    BOOST_TEST(!to_base_unit("XYZ", 1).has_value());
    BOOST_TEST(!to_base_unit("", 1).has_value());
    BOOST_TEST(!to_base_unit("kgm", 1).has_value());
}

BOOST_AUTO_TEST_CASE(the_schema_has_the_same_words, *boost::unit_test::precondition([](auto) {
                         return boost::test_tools::assertion_result(
                             std::ifstream(schema_file).good()
                         );
                     })) {
    std::ifstream file(schema_file);
    std::string const text((std::istreambuf_iterator<char>(file)), {});
    auto const schema = json::parse(text, {.bytes_max = 1 << 20, .depth_max = 32});
    BOOST_TEST_REQUIRE(schema.has_value());
    for (auto const& [vocabulary, name] : definitions) {
        auto const& any = schema->at("definitions").at(name).at("anyOf").get_array();
        std::vector<std::string> expected;
        for (auto const& word : any.back().at("enum").get_array()) {
            expected.emplace_back(word.get_string());
        }
        auto const ours = words(vocabulary);
        BOOST_TEST(
            expected == std::vector<std::string>(ours.begin(), ours.end()),
            boost::test_tools::per_element()
        );
    }
}

BOOST_AUTO_TEST_SUITE_END()
