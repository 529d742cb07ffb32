#include "accounts/tokens.hpp"

#include "fixture.hpp"

#include <ocop/base/encoding.hpp>

#include <fstream>
#include <iterator>
#include <set>

namespace ocop::accounts {

namespace {

struct Fixture : test::ServiceFixture {
    std::string add(std::string account) {
        auto const token = new_token(random);
        auto const commit = transact_now(store(), [&](store::Transaction& tx) {
            put_token(tx, token, {1, account, "test", tx.now(), false});
            return Result<void>();
        });
        BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
        return token;
    }

    std::string said(std::string_view token) {
        auto const principal = authenticate(*store().snapshot(), token);
        return principal ? principal->account : std::string(principal.error().slug);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_FIXTURE_TEST_CASE(a_token_opens_its_own_account_and_no_other, Fixture) {
    BOOST_TEST(no_tokens(*store().snapshot()).value());
    auto const alice = add("alice");
    auto const binh = add("binh");
    BOOST_TEST(!no_tokens(*store().snapshot()).value());
    BOOST_TEST(said(alice) == "alice");
    BOOST_TEST(said(binh) == "binh");
    BOOST_TEST(said("") == "token_missing");
}

BOOST_FIXTURE_TEST_CASE(any_one_changed_character_makes_a_token_unknown, Fixture) {
    auto const token = add("alice");
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(said(changed) == "token_unknown");
        BOOST_TEST(said(token.substr(0, i)) == (i == 0 ? "token_missing" : "token_unknown"));
    }
    BOOST_TEST(said(token + "A") == "token_unknown");
    BOOST_TEST(said(std::string(100'000, 'a')) == "token_unknown");
}

BOOST_FIXTURE_TEST_CASE(no_token_is_found_anywhere_in_the_store, Fixture) {
    auto const token = add("alice");
    auto const secret = token.substr(5);
    auto const raw = from_base64url(secret);
    BOOST_TEST_REQUIRE(test::reason_of(raw) == "");
    for (auto const& [key, value] : contents()) {
        for (std::string_view const text :
             {std::string_view(token), std::string_view(secret), as_text(*raw)}) {
            BOOST_TEST((key.find(text) == std::string::npos));
            BOOST_TEST((value.find(text) == std::string::npos));
        }
    }
    temporary.close();
    int files = 0;
    for (auto const& file : std::filesystem::recursive_directory_iterator(temporary.path())) {
        if (!file.is_regular_file()) {
            continue;
        }
        ++files;
        std::ifstream in(file.path(), std::ios::binary);
        std::string const bytes(std::istreambuf_iterator<char>(in), {});
        BOOST_TEST((bytes.find(secret) == std::string::npos), file.path());
        BOOST_TEST((bytes.find(as_text(*raw)) == std::string::npos), file.path());
    }
    BOOST_TEST(files > 3);
}

BOOST_AUTO_TEST_CASE(tokens_differ_and_have_one_form) {
    test::CountedRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        auto const token = new_token(random);
        BOOST_TEST((token.size() == 48u && token.substr(0, 5) == "ocop_"));
        BOOST_TEST(seen.insert(token).second);
    }
}

BOOST_AUTO_TEST_CASE(only_the_bearer_scheme_carries_a_token) {
    BOOST_TEST(bearer_token("Bearer ocop_x") == "ocop_x");
    BOOST_TEST(bearer_token("bEARER ocop_x") == "ocop_x");
    for (auto const* header : {"", "Bearer", "Bearer ", "Basic ocop_x", "Bearerocop_x", "ocop_x"}) {
        BOOST_TEST(bearer_token(header) == "", header);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
