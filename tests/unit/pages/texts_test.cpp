#include "pages/texts.hpp"

#include "html.hpp"
#include "pages/files.hpp"
#include "pages/verdict_box.hpp"
#include "pages/words.hpp"
#include "sample.hpp"

#include <ocop/base/json.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

using namespace ocop;
using namespace ocop::pages::test;
using pages::Language;
using pages::Texts;

namespace {

std::string embedded(std::string const& name) {
    return std::string(pages::embedded_files().at(name));
}

json::object const& texts_of(std::string const& language) {
    static std::map<std::string, json::object> loaded;
    auto& out = loaded[language];
    if (out.empty()) out = json::parse(embedded(language + ".json")).value().as_object();
    return out;
}

std::set<std::string> keys_of(json::object const& object) {
    std::set<std::string> out;
    for (auto const& member : object)
        out.insert(std::string(member.key()));
    return out;
}

// Everything that may name a key: templates and the code of the pages.
std::string all_sources() {
    std::string out;
    for (auto const& [name, bytes] : pages::embedded_files()) {
        if (name.ends_with(".mustache")) out += bytes;
    }
    auto const folder = std::filesystem::path(OCOP_TESTS_DIR) / ".." / "src" / "pages";
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path());
        out.append(std::istreambuf_iterator<char>(in), {});
    }
    return out;
}

std::set<std::string> template_keys(std::string const& sources) {
    constexpr std::string_view mark = "{{t.";
    std::set<std::string> out;
    for (auto at = sources.find(mark); at != std::string::npos; at = sources.find(mark, at + 1)) {
        auto const from = at + mark.size();
        out.insert(sources.substr(from, sources.find("}}", from) - from));
    }
    out.erase("key");  // a comment's
    return out;
}

// The names in a text's braces.
std::set<std::string> holes_of(std::string_view text) {
    std::set<std::string> out;
    for (auto open = text.find('{'); open != std::string_view::npos;
         open = text.find('{', open + 1)) {
        out.insert(std::string(text.substr(open, text.find('}', open) - open)));
    }
    return out;
}

// Keys that the code puts together from the name of a value.
std::set<std::string> composed_keys() {
    std::set<std::string> out;
    for (std::size_t i = 0; i < stamp::verdict_count; ++i) {
        auto const code = std::string(stamp::code_of(static_cast<stamp::Verdict>(i)));
        out.insert("heading_" + code);
        out.insert("advice_" + code);
    }
    auto const add = [&]<class E>(std::string const& prefix, E) {
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
            out.insert(prefix + d.name);
        });
    };
    add("form_", registry::LegalForm{});
    add("state_", stamp::CertificateState{});
    add("unit_", registry::Unit{});
    add("reason_", stamp::VoidReason{});
    for (auto const* reason :
         {"look_alike",
          "stamp_shaped",
          "product_missing",
          "no_order",
          "other_order",
          "serial_malformed",
          "serial_check_wrong",
          "check_digit_wrong",
          "stamp_digits_malformed",
          "stamp_incomplete"}) {
        out.insert(std::string("reason_") + reason);
    }
    for (int i = 1; i <= 12; ++i)
        out.insert((i < 10 ? "month_0" : "month_") + std::to_string(i));
    for (int i = 1; i <= 6; ++i) {
        out.insert("ground_" + std::to_string(i));
        out.insert("group_" + std::to_string(i));
    }
    for (auto const* noun : {"product", "producer"})
        out.insert(std::string(noun) + "_missing_heading");
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(texts)

BOOST_AUTO_TEST_CASE(both_languages_have_the_same_keys_and_fill_the_same_holes) {
    auto const& vi = texts_of("vi");
    auto const& en = texts_of("en");
    BOOST_TEST(keys_of(vi) == keys_of(en), boost::test_tools::per_element());
    for (auto const& member : vi) {
        auto const& other = en.at(member.key()).as_string();
        BOOST_TEST(!other.empty(), member.key());
        BOOST_TEST(!member.value().as_string().empty(), member.key());
        BOOST_TEST((holes_of(member.value().as_string()) == holes_of(other)), member.key());
    }
}

BOOST_AUTO_TEST_CASE(every_key_is_used_and_every_key_used_is_there) {
    auto const keys = keys_of(texts_of("vi"));
    auto const composed = composed_keys();
    auto const sources = all_sources();
    auto const in_templates = template_keys(sources);
    auto const is_used = [&](std::string const& key) {
        return composed.contains(key) || in_templates.contains(key) ||
               contains(sources, '"' + key + '"');
    };
    for (auto const& key : keys)
        BOOST_TEST(is_used(key), key << " is not used");
    for (auto const& key : composed)
        BOOST_TEST(keys.contains(key), key << " is missing");
    for (auto const& key : in_templates)
        BOOST_TEST(keys.contains(key), key << " is missing");
}

BOOST_AUTO_TEST_CASE(no_word_of_ours_calls_goods_genuine) {
    auto const all = embedded("vi.json") + embedded("en.json");
    for (auto const* word : {"hàng thật", "Hàng thật", "chính hãng", "enuine", "uthentic"}) {
        BOOST_TEST(!contains(all, word), word);
    }
}

BOOST_AUTO_TEST_CASE(filling_replaces_known_names_once_and_leaves_the_rest) {
    BOOST_TEST(pages::fill("a {x} b {y} {x}", {{"x", "{y}"}}) == "a {y} b {y} {y}");
    BOOST_TEST(pages::fill("{x", {{"x", "1"}}) == "{x");
    BOOST_TEST(pages::fill("}{}{x}", {{"x", ""}}) == "}{}");
    BOOST_TEST(pages::fill("", {}) == "");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_flat_object_of_texts_is_refused) {
    for (auto const* text : {"", "[]", "{\"a\":1}", "{\"a\":\"x\",\"a\":\"y\"}", "{\"a\":{}}"}) {
        BOOST_CHECK_THROW(Texts(Language::vi, text), std::runtime_error);
    }
    Texts const words(Language::en, R"({"a":"x"})");
    BOOST_TEST(words.text("a") == "x");
    BOOST_TEST(words.text("b") == "b");
    BOOST_TEST(!words.has("b"));
}

BOOST_AUTO_TEST_CASE(days_times_and_amounts_read_as_people_write_them) {
    auto const vi = make_frame(Language::vi);
    auto const en = make_frame(Language::en);
    BOOST_TEST(pages::day_words(vi.words(), day("2026-01-05")) == "05/01/2026");
    BOOST_TEST(pages::day_words(en.words(), day("2026-01-05")) == "05 Jan 2026");
    // 23:59 of the 31st in UTC is the morning after in Vietnam.
    auto const late = instant("2026-12-31T23:59:59.999Z");
    BOOST_TEST(pages::time_words(vi.words(), late) == "06:59 ngày 01/01/2027 (giờ Việt Nam)");
    BOOST_TEST(pages::time_words(en.words(), late) == "06:59 on 01 Jan 2027 (Vietnam time)");
    BOOST_TEST(pages::number_words(vi.words(), 999) == "999");
    BOOST_TEST(pages::number_words(vi.words(), 1000000) == "1.000.000");
    BOOST_TEST(pages::number_words(en.words(), 12345) == "12,345");
    BOOST_TEST(pages::quantity_words(vi.words(), {1500, registry::Unit::l}) == "1.500 lít");
}

BOOST_AUTO_TEST_SUITE_END()
