#include "accounts/api_keys.hpp"

#include "accounts.hpp"

#include <set>

namespace ocop::accounts {

namespace {

using store::Transaction;

constexpr std::int64_t day_ms = 86'400'000;

struct Fixture : test::ServiceFixture {
    Fixture() {
        lan = test::add_active(*this, test::new_account("lan", Role::producer_owner));
        mai = test::add_active(*this, test::new_account("mai", Role::producer_owner));
    }

    NewApiKey request(std::vector<Scope> scopes = {Scope::read}) {
        return {"Phần mềm kho", std::move(scopes), {clock().now().ms + day_ms}};
    }

    auto making(Account const& account, NewApiKey const& asked, bool at_machine = false) {
        return [this, account, asked, at_machine](Transaction& tx) {
            return make_api_key(tx, random, account, asked, at_machine);
        };
    }

    MadeApiKey make(Account const& account) { return must(making(account, request())); }

    template <class Change>
    std::string refused(Change const& change) {
        auto asked = request();
        change(asked);
        return refusal(making(lan, asked));
    }

    std::string found(std::string_view text, Instant at) {
        return test::slug_of(find_api_key(*store().snapshot(), text, at));
    }

    std::string found(std::string_view text) { return found(text, clock().now()); }

    auto ending(std::string account, std::string id) {
        return [account, id](Transaction& tx) { return end_api_key(tx, account, id); };
    }

    void touch(std::string const& id, Instant at) {
        auto const done =
            transact_now(store(), [&](Transaction& tx) { return touch_api_key(tx, id, at); });
        BOOST_TEST_REQUIRE(test::reason_of(done) == "");
    }

    std::vector<ApiKey> keys_of(Account const& account) {
        auto const keys = api_keys_of(*store().snapshot(), account.id);
        BOOST_TEST_REQUIRE(test::reason_of(keys) == "");
        return *keys;
    }

    Account lan;
    Account mai;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(api_keys)

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_request_is_told_and_stores_nothing, Fixture) {
    auto const fault = [](std::string_view pointer) {
        return "malformed request_invalid " + std::string(pointer);
    };
    for (auto const& label :
         {std::string(), std::string(" "), std::string("a\nb"), std::string(101, 'a')}) {
        BOOST_TEST(refused([&](auto& r) { r.label = label; }) == fault("/label"));
    }
    BOOST_TEST(refused([](auto& r) { r.scopes = {}; }) == fault("/scopes"));
    BOOST_TEST(refused([](auto& r) {
                   r.scopes = {Scope::read, Scope::lots, Scope::read};
               }) == fault("/scopes"));
    auto const until = [&](std::int64_t ms) {
        return [this, ms](auto& r) { r.expires_at = Instant{clock().now().ms + ms}; };
    };
    for (std::int64_t const ms : {INT64_MIN / 2, -1L, 0L, 366 * day_ms + 1, INT64_MAX / 2}) {
        BOOST_TEST(refused(until(ms)) == fault("/expires_at"), ms);
    }
    for (std::int64_t const ms : {std::int64_t{1}, 366 * day_ms}) {
        auto asked = request();
        until(ms)(asked);
        BOOST_TEST(test::reason_of(run(making(lan, asked))) == "", ms);
    }
    NewApiKey const empty{"", {}, {}};
    std::vector<std::string> const all{"/label", "/scopes", "/expires_at"};
    BOOST_TEST(test::pointers_of(run(making(lan, empty))) == all, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(approval_by_a_key_is_given_at_the_machine_alone, Fixture) {
    auto const asked = request({Scope::read, Scope::approve});
    BOOST_TEST(refusal(making(lan, asked)) == "refused scope_reserved /scopes");
    auto const made = must(making(lan, asked, true));
    BOOST_TEST(has_scope(made.key, Scope::approve));
    for (auto const scope : test::all_of<Scope>()) {
        auto const outcome = run(making(lan, request({scope})));
        BOOST_TEST(outcome.has_value() == (scope != Scope::approve));
    }
}

BOOST_FIXTURE_TEST_CASE(a_key_has_the_scopes_it_was_made_with_and_no_others, Fixture) {
    auto const made = must(making(lan, request({Scope::print, Scope::lots})));
    auto const key = find_api_key(*store().snapshot(), made.text, clock().now()).value();
    for (auto const scope : test::all_of<Scope>()) {
        bool const given = scope == Scope::print || scope == Scope::lots;
        BOOST_TEST(has_scope(key, scope) == given);
    }
    BOOST_TEST(key.account == lan.id);
    BOOST_TEST(key.label == "Phần mềm kho");
    BOOST_TEST((key.created_at == clock().now()));
    BOOST_TEST(!key.last_used_at.has_value());
    BOOST_TEST(!key.demo);
}

BOOST_FIXTURE_TEST_CASE(an_account_has_twenty_keys_at_most, Fixture) {
    for (std::size_t i = 0; i < api_keys_max; ++i) {
        make(lan);
    }
    BOOST_TEST(refusal(making(lan, request())) == "refused api_keys_full ");
    make(mai);
    must(ending(lan.id, keys_of(lan).front().id));
    make(lan);
    BOOST_TEST(keys_of(lan).size() == api_keys_max);
    BOOST_TEST(keys_of(mai).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_key_is_opened_by_its_whole_text_alone, Fixture) {
    auto const made = make(lan);
    auto const& text = made.text;
    BOOST_TEST(text.size() == 65u);
    BOOST_TEST(text.substr(0, 22) == "ocop_" + made.key.id + "_");
    BOOST_TEST(found(text) == "");
    BOOST_TEST(found("") == "token_missing");
    for (std::size_t length = 1; length < text.size(); ++length) {
        BOOST_TEST(found(text.substr(0, length)) == "token_unknown", length);
        BOOST_TEST(found(text.substr(length)) == "token_unknown", length);
    }
    BOOST_TEST(found(text + "A") == "token_unknown");
    BOOST_TEST(found(" " + text) == "token_unknown");
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            auto changed = text;
            changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
            BOOST_TEST(found(changed) == "token_unknown", i);
        }
    }
    // One key's name with another's secret.
    auto const other = make(lan).text;
    BOOST_TEST(found(text.substr(0, 22) + other.substr(22)) == "token_unknown");
}

BOOST_FIXTURE_TEST_CASE(a_key_is_over_at_its_end_to_the_millisecond, Fixture) {
    auto const made = make(lan);
    auto const end = made.key.expires_at;
    BOOST_TEST(found(made.text, {end.ms - 1}) == "");
    BOOST_TEST(found(made.text, end) == "token_unknown");
    BOOST_TEST(found(made.text, {end.ms + 1}) == "token_unknown");
}

BOOST_FIXTURE_TEST_CASE(a_copy_of_the_store_holds_no_key, Fixture) {
    auto const made = make(lan);
    BOOST_TEST(!test::holds(*this, made.text));
    BOOST_TEST(!test::holds(*this, made.text.substr(22)));
    BOOST_TEST(test::holds(*this, made.key.id));
}

BOOST_FIXTURE_TEST_CASE(another_accounts_key_is_not_there, Fixture) {
    auto const of_lan = make(lan);
    auto const of_mai = make(mai);
    BOOST_TEST(refusal(ending(mai.id, of_lan.key.id)) == "not_found api_key_not_found");
    for (std::string const id : {"", "0000000000000000"}) {
        BOOST_TEST(refusal(ending(lan.id, id)) == "not_found api_key_not_found");
    }
    BOOST_TEST(must(ending(lan.id, of_lan.key.id)).id == of_lan.key.id);
    BOOST_TEST(refusal(ending(lan.id, of_lan.key.id)) == "not_found api_key_not_found");
    BOOST_TEST(found(of_lan.text) == "token_unknown");
    BOOST_TEST(found(of_mai.text) == "");
}

BOOST_FIXTURE_TEST_CASE(ended_keys_leave_nothing_in_the_store, Fixture) {
    auto const before = contents();
    for (int i = 0; i < 5; ++i) {
        make(lan);
    }
    auto const of_mai = make(mai);
    auto const ended =
        transact_now(store(), [&](Transaction& tx) { return end_api_keys(tx, lan.id); });
    BOOST_TEST(test::reason_of(ended) == "");
    BOOST_TEST(keys_of(lan).empty());
    BOOST_TEST(found(of_mai.text) == "");
    must(ending(mai.id, of_mai.key.id));
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(a_touch_notes_the_time_and_revives_nothing, Fixture) {
    auto const made = make(lan);
    auto const at = Instant{clock().now().ms + 5};
    touch(made.key.id, at);
    BOOST_TEST((keys_of(lan).at(0).last_used_at == at));
    BOOST_TEST((keys_of(lan).at(0).expires_at == made.key.expires_at));
    touch(made.key.id, {at.ms - 1});
    BOOST_TEST((keys_of(lan).at(0).last_used_at == at));
    must(ending(lan.id, made.key.id));
    auto const before = contents();
    touch(made.key.id, at);
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(keys_differ, Fixture) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < api_keys_max; ++i) {
        auto const made = make(lan);
        BOOST_TEST(seen.insert(made.key.id).second);
        BOOST_TEST(seen.insert(made.text.substr(22)).second);
    }
}

BOOST_AUTO_TEST_CASE(a_bearer_token_is_what_follows_the_scheme_in_any_letters) {
    for (std::string const scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR "}) {
        BOOST_TEST(bearer_token(scheme + "ocop_x") == "ocop_x");
        BOOST_TEST(bearer_token(scheme) == "");
    }
    for (std::string const none :
         {"",
          "B",
          "Bearer",
          "Bearerocop_x",
          "Bearer\tocop_x",
          "Basic ocop_x",
          " Bearer ocop_x",
          "ocop_x",
          "Bearer:ocop_x"}) {
        BOOST_TEST(bearer_token(none) == "", none);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
