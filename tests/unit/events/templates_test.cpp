#include "events/templates.hpp"

#include <ocop/epcis/vocabulary.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

BOOST_AUTO_TEST_SUITE(step_templates)

using namespace ocop;
using namespace ocop::events;

namespace {

// "tea/wither", or "none".
std::string found(std::string_view text, std::string_view chain = {}) {
    auto const step = find_step(text, chain);
    return step ? full_key(*step) : "none";
}

bool is_key(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_';
    });
}

void check_step(StepTemplate const& step) {
    BOOST_TEST(is_key(step.key));
    BOOST_TEST((!step.name.vi.empty() && !step.name.en.empty()));
    BOOST_TEST(epcis::is_word(epcis::Vocabulary::biz_step, step.biz_step));
    BOOST_TEST(epcis::is_word(epcis::Vocabulary::disposition, step.disposition));
    BOOST_TEST(((step.asks | step.must) == step.asks), "asks less than it must have");
    BOOST_TEST(has(step.asks, Ask::quantity) == !step.unit.empty());
    BOOST_TEST(has(step.asks, Ask::inputs) == (step.form == StepForm::transforms));
    std::set<std::string_view> const units{"", "g", "kg", "ml", "l", "piece"};
    BOOST_TEST(units.count(step.unit) == 1U);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_step_is_of_the_vocabulary_and_has_a_key_of_its_own) {
    BOOST_TEST(value_chains().size() == 8U);
    std::set<std::string> keys;
    for (auto const& chain : value_chains()) {
        BOOST_TEST(is_key(chain.key));
        std::set<std::string_view> names;
        for (auto const& step : chain.steps) {
            auto const key = full_key({&chain, &step});
            BOOST_TEST_CONTEXT(key) {
                check_step(step);
                BOOST_TEST(keys.insert(key).second);
                BOOST_TEST(names.insert(step.name.vi).second);
                BOOST_TEST(found(key) == key);
                BOOST_TEST(found(key, chain.key) == key);
                BOOST_TEST(found(step.key, chain.name.vi) == key);
                BOOST_TEST(found(step.name.vi, chain.key) == key);
                BOOST_TEST(found(step.name.en, chain.name.en) == key);
            }
        }
    }
    BOOST_TEST(keys.size() > 55U);
}

BOOST_AUTO_TEST_CASE(a_name_is_found_without_regard_to_capitals) {
    BOOST_TEST(found("LÀM HÉO") == "tea/wither");
    BOOST_TEST(found("làm héo", "CHÈ") == "tea/wither");
    // The same letters, taken apart (NFD).
    BOOST_TEST(found("La\u0300m he\u0301o") == "tea/wither");
}

BOOST_AUTO_TEST_CASE(what_several_chains_have_needs_the_chain) {
    BOOST_TEST(found("ship") == "none");
    BOOST_TEST(found("ship", "tea") == "tea/ship");
    BOOST_TEST(found("Giao hàng", "Mật ong") == "honey/ship");
    BOOST_TEST(found("wither", "honey") == "none");
    BOOST_TEST(found("tea/wither", "honey") == "none");
    BOOST_TEST(found("wither", "no such") == "none");
    BOOST_TEST(found("tea/no_such") == "none");
    BOOST_TEST(found("") == "none");
}

BOOST_AUTO_TEST_CASE(every_business_step_of_the_vocabulary_has_a_name) {
    for (auto const word : epcis::words(epcis::Vocabulary::biz_step)) {
        BOOST_TEST(biz_step_name(word).vi != word, word);
    }
    BOOST_TEST(biz_step_name("https://a.example/step").vi == "https://a.example/step");
}

BOOST_AUTO_TEST_SUITE_END()
