#include "story.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace ocop;

namespace {

using namespace test::tale;
using test::Lie;
using test::Story;

// The inspection that an enrolled device signed.
test::Draft& signed_one(Story& story) {
    for (auto& draft : story) {
        if (draft.kind == "inspection.recorded" && draft.clear.contains("device")) {
            return draft;
        }
    }
    BOOST_FAIL("no device signed");
    return story.front();
}

Lie const lies[] = {
    {"an inspection of a device that was revoked",
     "device",
     [](Story& s) {
         auto late = signed_one(s);
         late.clear["inspection"] = "s10";
         put_after(s, "device.revoked", late);
     }},
    {"an inspection signed with another's device",
     "device",
     [](Story& s) { signed_one(s).actor = "p1"; }},
    {"a device enrolled for another",
     "device",
     [](Story& s) { clear_of(s, "device.enrolled")["account"] = "p1"; }},
    {"one key on two devices",
     "device",
     [](Story& s) {
         auto second = the(s, "device.enrolled");
         second.clear["device"] = "v2";
         put_after(s, "device.enrolled", second);
     }},
    {"a device revoked twice", "device", [](Story& s) { repeat(s, "device.revoked"); }},
    {"a device whose key changes",
     "device",
     [](Story& s) { clear_of(s, "device.revoked")["key"] = "BOther"; }},
    {"a device revoked by who may not",
     "device",
     [](Story& s) { the(s, "device.revoked").actor = "p1"; }},
    {"an inspection signed by no device", "register", [](Story& s) { drop(s, "device.enrolled"); }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(device_rules)

BOOST_DATA_TEST_CASE(a_lie_breaks_just_its_rule, boost::unit_test::data::make(lies), lie) {
    test::check(lie);
}

BOOST_AUTO_TEST_CASE(an_administrator_revokes_what_another_enrolled) {
    auto story = test::good_story();
    the(story, "device.revoked").actor = "o1";
    auto const found = test::replay(test::write(story));
    BOOST_TEST(found.empty(), test::words_of(found));
}

BOOST_AUTO_TEST_SUITE_END()
