#include <ocop/crypto/hash.hpp>
#include <ocop/crypto/secret_box.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ocop;
using namespace ocop::crypto;

namespace {

struct Fixture {
    SystemRandom random;
    SecretBox box{random};
    std::string sealed = box.seal("tem OCOP", random);
};

}  // namespace

BOOST_AUTO_TEST_SUITE(secret_box)

BOOST_FIXTURE_TEST_CASE(what_was_sealed_is_opened, Fixture) {
    for (auto const& plain : {std::string(), std::string("a\0b", 3), std::string(5000, 'x')}) {
        auto const opened = box.open(box.seal(plain, random));
        BOOST_TEST_REQUIRE(opened.has_value());
        BOOST_TEST(*opened == plain);
    }
}

BOOST_FIXTURE_TEST_CASE(a_box_is_plain_characters_and_never_the_same, Fixture) {
    std::set<std::string> seen;
    for (int i = 0; i < 20; ++i) {
        seen.insert(box.seal("tem OCOP", random));
    }
    BOOST_TEST(seen.size() == 20U);
    BOOST_TEST(
        sealed.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        ) == std::string::npos
    );
}

BOOST_FIXTURE_TEST_CASE(every_changed_character_and_every_cut_breaks_it, Fixture) {
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto changed = sealed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        BOOST_TEST_REQUIRE(!box.open(changed));
        BOOST_TEST_REQUIRE(!box.open(sealed.substr(0, at)));
    }
    BOOST_TEST(!box.open(sealed + "A"));
    BOOST_TEST(!box.open(sealed + "="));
    BOOST_TEST(box.open("").error().slug == "box_broken");
}

BOOST_FIXTURE_TEST_CASE(another_object_opens_nothing, Fixture) {
    SecretBox const other(random);
    BOOST_TEST(!other.open(sealed));
    BOOST_TEST(box.open(sealed).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
